from django.urls import path

from partnership import converters  # noqa: F401  registers « reference »
from partnership.views import attachments, communication, conventions, files, jobs, organisations
from partnership.views.health import health
from partnership.views.home import home

app_name = "partnership"

urlpatterns = [
    path("", home, name="home"),
    path("sante/", health, name="health"),
    path("conventions/", conventions.conventions, name="conventions"),
    path(
        "conventions/<reference:reference>/communication/", communication.evidence, name="evidence"
    ),
    path(
        "conventions/<reference:reference>/communication/ajouter/",
        communication.add,
        name="evidence-add",
    ),
    path(
        "conventions/<reference:reference>/communication/obligations/",
        communication.duties,
        name="duties",
    ),
    path(
        "conventions/<reference:reference>/communication/preuves/<uuid:uid>/",
        communication.item,
        name="evidence-item",
    ),
    path(
        "conventions/<reference:reference>/communication/preuves/<uuid:uid>/annuler/",
        communication.cancel,
        name="evidence-cancel",
    ),
    path("structures/recherche/", organisations.search, name="organisation-search"),
    path("documents/", jobs.jobs, name="jobs"),
    path("documents/<uuid:uid>/", jobs.job, name="job"),
    path("documents/<uuid:uid>/etat/", jobs.job_state, name="job-state"),
    path("fichiers/<uuid:uid>/", files.file, name="file"),
    path("fichiers/<uuid:uid>/retirer/", attachments.withdraw, name="file-withdraw"),
    path("fichiers/<str:subject_type>/<uuid:uid>/ajouter/", attachments.add, name="file-add"),
]
