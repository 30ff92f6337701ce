"""What the team of the invented convention keeps day after day: what each follow-up needs, whom to
call back, what is planned, what a mail and a calendar propose."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from accompaniment import actions
from accompaniment.actions import proposals
from accompaniment.enums import Channel, EntryState, SessionKind
from accompaniment.models import AccompanimentSession, FollowUpYear, ProposedEntry
from accompaniment.proposals.calendars import Event
from accompaniment.proposals.mails import Letter
from accompaniment.proposals.proposing import of_event, of_letter
from partnership.models import Convention
from reporting.demo.stage import Stage


@dataclass(frozen=True)
class Told:
    """What is said of one follow-up; `review` and `reminded` are days from today."""

    needs: str
    involvement: str = ""
    outcome: str = ""
    next_steps: str = ""
    review: int | None = None
    reminded: int | None = None
    by_admin: bool = False


TOLD = {
    "Amis du Fleuve imaginaire": Told(
        "Chiffrer le forage et trouver un second financeur.",
        involvement="Une équipe de quatre bénévoles, présente à chaque rendez-vous.",
        outcome="Retenu ; le chantier est prévu au printemps.",
        next_steps="Préparer le bilan de fin de projet.",
        review=3,
    ),
    "Lycée Jeanne-Fictive": Told(
        "Construire un premier échange de classes : calendrier, visas, budget.",
        involvement="Deux enseignantes portent le projet ; la vie scolaire les aide.",
        outcome="L'idée est posée, le lycée d'Oran a répondu.",
        next_steps="Relire le dossier avant son dépôt.",
        review=-4,
        reminded=-18,
    ),
    "Comité de jumelage de Valrêvé": Told(
        "Comprendre pourquoi le dossier est arrivé hors délais.",
        involvement="Le président seul, très disponible.",
        outcome="Déposé hors délais.",
        next_steps="Viser le prochain appel à projets.",
        review=0,
    ),
    "Centre social des Trois-Songes": Told(
        "Préparer les jeunes au départ.",
        involvement="Un animateur ; les jeunes viennent à chaque étape.",
        outcome="Déposé, en attente de réponse.",
        review=6,
        reminded=-9,
    ),
    "Mairie de Port-Fictif": Told(
        "Faire venir les habitants à la fête des villes jumelles.",
        outcome="Réalisé.",
        review=40,
        by_admin=True,
    ),
    "Solidarité Puits et Écoles": Told(
        "Savoir par où commencer.", review=-30, reminded=-45, by_admin=True
    ),
    "Mission locale de Montrêve": Told(
        "Vérifier que le chantier de jeunes est éligible.",
        next_steps="Décider : le poursuivre en accompagnement renforcé ?",
        review=2,
    ),
}
# Structure, days from today, start, minutes, how, what about.
PLANNED = (
    ("Lycée Jeanne-Fictive", 1, datetime.time(10), 60, Channel.VIDEO, "Relecture du budget"),
    ("Maison des jeunes du Levant", 3, datetime.time(14, 30), 90, Channel.IN_PERSON,
     "Après le refus : quelle suite donner"),
)  # fmt: skip


def load(stage: Stage) -> bool:
    """Returns whether those of this year were missing."""
    convention = Convention.objects.for_list().get(reference=f"EXEMPLE-{stage.today.year}")
    key = f"exemple-{stage.today.year}"
    if ProposedEntry.objects.filter(person=stage.staff, key__startswith=key).exists():
        return False
    years = FollowUpYear.objects.filter(convention=convention).select_related(
        "accompaniment__organisation"
    )
    by_name = {one.accompaniment.organisation.name: one for one in years.prefetch_related("kinds")}
    for name, told in TOLD.items():
        _tell(stage, by_name[name], told)
    for name, *planned in PLANNED:
        _plan(stage, convention, by_name[name], *planned)
    proposals.propose(
        owner=stage.network,
        person=stage.staff,
        suggestions=[of_letter(_letter(stage, key)), of_event(_event(stage, key))],
        by=None,
    )
    return True


def _tell(stage: Stage, year: FollowUpYear, told: Told) -> None:
    def day(after: int | None) -> datetime.date | None:
        return None if after is None else stage.today + datetime.timedelta(days=after)

    actions.set_follow_up(
        follow_up=year,
        mode=year.mode,
        kinds=[one.kind for one in year.kinds.all()],
        by=None,
        lead=stage.admin if told.by_admin else stage.staff,
        needs=told.needs,
        involvement=told.involvement,
        outcome=told.outcome,
        next_steps=told.next_steps,
        review_on=day(told.review),
        reminded_on=day(told.reminded),
    )


def _plan(
    stage: Stage,
    convention: Convention,
    year: FollowUpYear,
    after: int,
    starts_at: datetime.time,
    minutes: int,
    channel: Channel,
    line: str,
) -> AccompanimentSession:
    last = convention.terms().ends_on
    return actions.log_session(
        owner=stage.network,
        follow_up=year,
        kind=SessionKind.MEETING,
        date=min(last, stage.today + datetime.timedelta(days=after)),
        by=None,
        channels=[channel],
        minutes=minutes,
        staff=[stage.staff],
        starts_at=starts_at,
        state=EntryState.PLANNED,
        line=line,
    )


def _letter(stage: Stage, key: str) -> Letter:
    return Letter(
        key=f"{key}-mail",
        date=_lately(stage, 1),
        subject="Devis du transport, Comité de jumelage de Bellombre",
        excerpt="Exemple fictif : bonjour Camille, voici le devis reçu ce matin.",
        correspondents=("tresorerie@bellombre.test",),
        is_sent=False,
        has_attachments=True,
    )


def _event(stage: Stage, key: str) -> Event:
    return Event(
        key=f"{key}-agenda 1",
        event=f"{key}-agenda",
        date=_lately(stage, 2),
        starts_at=datetime.time(9, 30),
        minutes=45,
        title="Visio avec l'Atelier Citoyens d'ailleurs",
        channel=Channel.VIDEO,
    )


def _lately(stage: Stage, days: int) -> datetime.date:
    """Some days ago, in the year all the same."""
    first = datetime.date(stage.today.year, 1, 1)
    return max(first, stage.today - datetime.timedelta(days=days))
