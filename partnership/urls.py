from django.urls import path

from partnership import converters  # noqa: F401
from partnership.views import carry_overs, conventions, files, jobs, organisations
from partnership.views.health import health
from partnership.views.home import home

app_name = "partnership"

urlpatterns = [
    path("", home, name="home"),
    path("sante/", health, name="health"),
    path("conventions/", conventions.conventions, name="conventions"),
    path(
        "conventions/<reference:reference>/reports/nouveau/",
        carry_overs.new,
        name="carry-over-new",
    ),
    path("reports/<uuid:uid>/", carry_overs.carry_over, name="carry-over"),
    path("structures/recherche/", organisations.search, name="organisation-search"),
    path("documents/", jobs.jobs, name="jobs"),
    path("documents/<uuid:uid>/", jobs.job, name="job"),
    path("documents/<uuid:uid>/etat/", jobs.job_state, name="job-state"),
    path("fichiers/<uuid:uid>/", files.file, name="file"),
]
