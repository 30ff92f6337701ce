from django.urls import path

from partnership.views import conventions, files, jobs, organisations

app_name = "partnership"

urlpatterns = [
    path("conventions/", conventions.conventions, name="conventions"),
    path("structures/recherche/", organisations.search, name="organisation-search"),
    path("documents/", jobs.jobs, name="jobs"),
    path("documents/<uuid:uid>/", jobs.job, name="job"),
    path("documents/<uuid:uid>/etat/", jobs.job_state, name="job-state"),
    path("fichiers/<uuid:uid>/", files.file, name="file"),
]
