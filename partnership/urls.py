from django.urls import path, register_converter

from partnership.converters import ReferenceConverter
from partnership.views import conventions, conversation, files, jobs, mails, organisations
from partnership.views.health import health
from partnership.views.home import home

register_converter(ReferenceConverter, "reference")

app_name = "partnership"

urlpatterns = [
    path("", home, name="home"),
    path("sante/", health, name="health"),
    path("conventions/", conventions.conventions, name="conventions"),
    path("conventions/<reference:reference>/questions/", conversation.threads, name="threads"),
    path(
        "conventions/<reference:reference>/questions/<slug:subject_type>/<uuid:uid>/",
        conversation.thread,
        name="thread",
    ),
    path(
        "conventions/<reference:reference>/questions/<slug:subject_type>/<uuid:uid>/dire/",
        conversation.remark,
        name="remark",
    ),
    path("messages/", mails.mails, name="mails"),
    path("compte/preferences/", mails.preferences, name="preferences"),
    path("structures/recherche/", organisations.search, name="organisation-search"),
    path("documents/", jobs.jobs, name="jobs"),
    path("documents/<uuid:uid>/", jobs.job, name="job"),
    path("documents/<uuid:uid>/etat/", jobs.job_state, name="job-state"),
    path("fichiers/<uuid:uid>/", files.file, name="file"),
]
