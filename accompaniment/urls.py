from django.urls import path

from accompaniment.views import callbacks, entries, followups, gatherings, handing_over, log

app_name = "accompaniment"

urlpatterns = [
    path("noter/", log.log, name="log"),
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
    path("accompagnements/a-rappeler/", callbacks.callbacks, name="callbacks"),
    path("accompagnements/passer/", handing_over.hand_over, name="hand-over"),
    path("accompagnements/passer/<uuid:uid>/", handing_over.handed_over, name="handed-over"),
    path("accompagnements/<uuid:uid>/", followups.accompaniment, name="accompaniment"),
    path("accompagnements/annee/<uuid:uid>/", followups.follow_up, name="follow-up"),
    path("accompagnements/annee/<uuid:uid>/convertir/", followups.convert, name="convert"),
    path("accompagnements/annee/<uuid:uid>/relance/", callbacks.reminded, name="reminded"),
    path("temps-collectifs/", gatherings.gatherings, name="gatherings"),
    path("temps-collectifs/<uuid:uid>/", gatherings.gathering, name="gathering"),
]
