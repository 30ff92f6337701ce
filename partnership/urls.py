from django.urls import path

from partnership import converters  # noqa: F401
from partnership.views import conventions, dossier, dossier_forms, files, jobs, organisations
from partnership.views.health import health
from partnership.views.home import home

app_name = "partnership"

urlpatterns = [
    path("", home, name="home"),
    path("sante/", health, name="health"),
    path("conventions/", conventions.conventions, name="conventions"),
    path("conventions/<reference:reference>/dossier/", dossier.dossier, name="dossier"),
    path(
        "conventions/<reference:reference>/dossier/documents/<slug:paper>/",
        dossier.paper,
        name="paper",
    ),
    path(
        "conventions/<reference:reference>/dossier/textes/<slug:paper>/",
        dossier_forms.texts,
        name="paper-texts",
    ),
    path("conventions/<reference:reference>/dossier/visas/", dossier_forms.visas, name="visas"),
    path(
        "conventions/<reference:reference>/dossier/annexes/",
        dossier_forms.annexes,
        name="annexes",
    ),
    path("structures/recherche/", organisations.search, name="organisation-search"),
    path("documents/", jobs.jobs, name="jobs"),
    path("documents/<uuid:uid>/", jobs.job, name="job"),
    path("documents/<uuid:uid>/etat/", jobs.job_state, name="job-state"),
    path("fichiers/<uuid:uid>/", files.file, name="file"),
]
