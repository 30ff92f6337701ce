from django.urls import path

from accompaniment.views import (
    entries,
    followups,
    gathering_agenda,
    gathering_states,
    gatherings,
    log,
)

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
    path("accompagnements/<uuid:uid>/", followups.accompaniment, name="accompaniment"),
    path("accompagnements/annee/<uuid:uid>/", followups.follow_up, name="follow-up"),
    path("temps-collectifs/", gatherings.gatherings, name="gatherings"),
    path("temps-collectifs/nouveau/", gatherings.gathering_new, name="gathering-new"),
    path("temps-collectifs/<uuid:uid>/", gatherings.gathering, name="gathering"),
    path("temps-collectifs/<uuid:uid>/corriger/", gatherings.gathering_edit, name="gathering-edit"),
    path("temps-collectifs/<uuid:uid>/tenu/", gathering_states.hold, name="gathering-hold"),
    path("temps-collectifs/<uuid:uid>/prevu/", gathering_states.plan, name="gathering-plan"),
    path(
        "temps-collectifs/<uuid:uid>/reporter/",
        gathering_states.postpone,
        name="gathering-postpone",
    ),
    path(
        "temps-collectifs/<uuid:uid>/annuler/",
        gathering_states.call_off,
        name="gathering-call-off",
    ),
    path("temps-collectifs/<uuid:uid>/retirer/", gathering_states.remove, name="gathering-remove"),
    path(
        "temps-collectifs/<uuid:uid>/deroule/",
        gathering_agenda.gathering_agenda,
        name="gathering-agenda",
    ),
    path(
        "temps-collectifs/<uuid:uid>/deroule/ecrire/",
        gathering_agenda.agenda_edit,
        name="gathering-agenda-edit",
    ),
    path(
        "temps-collectifs/<uuid:uid>/deroule/apercu/",
        gathering_agenda.agenda_preview,
        name="gathering-agenda-preview",
    ),
    path(
        "temps-collectifs/<uuid:uid>/deroule/pdf/",
        gathering_agenda.agenda_pdf,
        name="gathering-agenda-pdf",
    ),
]
