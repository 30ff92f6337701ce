from django.urls import path

from partnership import converters  # noqa: F401  registers « reference »
from partnership.views import conventions, files, gaps, jobs, organisations
from partnership.views.health import health
from partnership.views.home import home

app_name = "partnership"

urlpatterns = [
    path("", home, name="home"),
    path("sante/", health, name="health"),
    path("conventions/", conventions.conventions, name="conventions"),
    path("structures/recherche/", organisations.search, name="organisation-search"),
    path("documents/", jobs.jobs, name="jobs"),
    path("documents/<uuid:uid>/", jobs.job, name="job"),
    path("documents/<uuid:uid>/etat/", jobs.job_state, name="job-state"),
    path(
        "conventions/<reference:reference>/argent/postes/<uuid:uid>/",
        gaps.gap_explanation,
        name="gap-explanation",
    ),
    path("fichiers/<uuid:uid>/", files.file, name="file"),
]
