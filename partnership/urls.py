from django.urls import path

from partnership.views import attachments, conventions, files, jobs, organisations
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
    path("fichiers/<uuid:uid>/", files.file, name="file"),
    path("fichiers/<uuid:uid>/retirer/", attachments.withdraw, name="file-withdraw"),
    path("fichiers/<str:subject_type>/<uuid:uid>/ajouter/", attachments.add, name="file-add"),
]
