from django.urls import path

from accompaniment import urls_after, urls_attendance
from accompaniment.views import entries, followups, gatherings, log, offline

app_name = "accompaniment"

urlpatterns = [
    path("noter/", log.log, name="log"),
    path("noter/en-attente/", offline.waiting, name="log-waiting"),
    path("noter/structures/", offline.at_hand, name="log-structures"),
    path("hors-connexion/", offline.without_network, name="without-network"),
    path("service-worker.js", offline.worker, name="service-worker"),
    path("echanges/", entries.entries, {"which": "sessions"}, name="entries"),
    path("echanges/<uuid:uid>/", entries.entry, {"which": "sessions"}, name="session"),
    path(
        "echanges/<uuid:uid>/annuler/",
        entries.remove,
        {"which": "sessions"},
        name="session-remove",
    ),
    path("travail/", entries.entries, {"which": "work"}, name="work-entries"),
    path("travail/<uuid:uid>/", entries.entry, {"which": "work"}, name="work"),
    path("travail/<uuid:uid>/annuler/", entries.remove, {"which": "work"}, name="work-remove"),
    path("accompagnements/", followups.follow_ups, name="follow-ups"),
    path("accompagnements/<uuid:uid>/", followups.accompaniment, name="accompaniment"),
    path("accompagnements/annee/<uuid:uid>/", followups.follow_up, name="follow-up"),
    path("temps-collectifs/", gatherings.gatherings, name="gatherings"),
    path("temps-collectifs/<uuid:uid>/", gatherings.gathering, name="gathering"),
    *urls_attendance.urlpatterns,
    *urls_after.urlpatterns,
]
