from django.urls import path, register_converter

from accompaniment import urls_after, urls_attendance
from accompaniment.views import (
    callbacks,
    entries,
    followups,
    gathering_agenda,
    gathering_states,
    gatherings,
    handing_over,
    log,
    months,
    offline,
    one_line,
    proposals,
    week,
)

app_name = "accompaniment"


class OutcomeConverter:
    """What became of a planned session, in its address."""

    regex = "tenu|annule|manque|reporte"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(OutcomeConverter, "outcome")

urlpatterns = [
    path("noter/", log.log, name="log"),
    path("noter/en-attente/", offline.waiting, name="log-waiting"),
    path("noter/structures/", offline.at_hand, name="log-structures"),
    path("hors-connexion/", offline.without_network, name="without-network"),
    path("service-worker.js", offline.worker, name="service-worker"),
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
    path("echanges/<uuid:uid>/<outcome:outcome>/", week.outcome, name="session-outcome"),
    path("semaine/", week.week, name="week"),
    path("semaine/prevoir/", week.plan, name="plan"),
    path("semaine/agenda/<str:key>.ics", week.feed, name="week-feed"),
    path("semaine/mois/", months.months, name="months"),
    path("semaine/mois/arreter/", months.close, name="month-close"),
    path("semaine/mois/<uuid:uid>/rouvrir/", months.reopen, name="month-reopen"),
    path("semaine/mois/reglage/", months.settings, name="months-settings"),
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
    *urls_attendance.urlpatterns,
    *urls_after.urlpatterns,
]
