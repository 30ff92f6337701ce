from django.urls import path

from accompaniment.views import entries, followups, gatherings, log, one_line, proposals

app_name = "accompaniment"

urlpatterns = [
    path("noter/", log.log, name="log"),
    path("noter/ligne/", one_line.one_line, name="one-line"),
    path("proposees/", proposals.proposals, name="proposals"),
    path("proposees/mails/", proposals.bring_mails, name="proposals-mails"),
    path("proposees/agenda/", proposals.bring_calendar, name="proposals-calendar"),
    path("proposees/adresse/", proposals.keep_address, name="calendar-address"),
    path("proposees/adresse/lire/", proposals.read_address, name="calendar-address-read"),
    path("proposees/adresse/oublier/", proposals.forget_address, name="calendar-address-forget"),
    path("proposees/<uuid:uid>/", proposals.proposal, name="proposal"),
    path("proposees/<uuid:uid>/laisser/", proposals.ignore, name="proposal-ignore"),
    path("proposees/<uuid:uid>/reprendre/", proposals.take_back, name="proposal-take-back"),
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
]
