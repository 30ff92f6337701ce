"""A few projects of the invented holders, at every stage, under an invented scheme."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

from partnership.actions import directory
from partnership.actions import project_steps as step_actions
from partnership.actions import projects as actions
from partnership.actions import schemes as scheme_actions
from partnership.demonstration import LOGINS
from partnership.enums import FactorSense, OrganisationKind, PriorityPublic, ProjectKind
from partnership.models import Call, FundingScheme, Organisation, Project, User
from reporting.demo.stage import Stage, organisation

SCHEME = "Horizons imaginaires"
TERRITORY = "99"  # the country of nobody: no French town bears such a code
TOWN, ELSEWHERE = "99001", "98001"

# Holder, title, kinds, countries, steps (who, stage, days ago), amount asked, amount granted.
PROJECTS = (
    ("Lycée Jeanne-Fictive", "Échange de classes avec Oran", ["mobilite_jeunesse"], ["DZ"],
     [], None, None),
    ("Atelier Citoyens d'ailleurs", "Semaine de la citoyenneté mondiale",
     ["education_citoyennete"], [], [("staff", "construction", 60)], 1500, None),
    ("Centre social des Trois-Songes", "Chantier de jeunes à Thiès",
     ["mobilite_jeunesse", "cooperation_internationale"], ["SN"],
     [("staff", "construction", 150), ("officer", "depose", 70)], 4000, None),
    ("Comité de jumelage de Valrêvé", "Trente ans d'amitié avec Dolina", ["jumelage"], ["PL"],
     [("staff", "construction", 140), ("officer", "hors_delais", 55)], 2000, None),
    ("Amis du Fleuve imaginaire", "Forage et école à Ziguinchor", ["cooperation_internationale"],
     ["SN"], [("staff", "construction", 200), ("officer", "depose", 120),
              ("officer", "retenu", 45)], 6000, 4500),
    ("Maison des jeunes du Levant", "Marche des volcans", ["mobilite"], ["IT"],
     [("officer", "depose", 120), ("officer", "non_retenu", 45)], 3000, None),
    ("Mairie de Port-Fictif", "Fête des villes jumelles", ["jumelage"], ["DE"],
     [("officer", "depose", 300), ("officer", "retenu", 250), ("staff", "realise", 30)],
     2500, 2500),
)  # fmt: skip
FACTORS = {
    "Échange de classes avec Oran": [
        (FactorSense.BRAKE, "Délais des visas", "Trois mois pour une classe entière"),
        (FactorSense.LEVER, "Équipe soudée", "Deux enseignantes et la vie scolaire"),
    ],
    "Chantier de jeunes à Thiès": [
        (FactorSense.BRAKE, "Manque de temps des bénévoles", "Un seul animateur pour le dossier"),
        (FactorSense.LEVER, "Partenaire connu de longue date", "Troisième chantier avec eux"),
    ],
    "Forage et école à Ziguinchor": [
        (FactorSense.BRAKE, "Manque de temps des bénévoles", ""),
        (FactorSense.LEVER, "Cofinancement obtenu tôt", "L'agence de l'eau avait déjà répondu"),
    ],
}
OUTSIDER = "Foyer des Rives lointaines"


def load(stage: Stage) -> bool:
    """Returns whether they were missing."""
    if FundingScheme.objects.filter(funder=stage.imaginary, name=SCHEME).exists():
        return False
    officer = User.objects.get(email=LOGINS[3].email)
    directory.change_organisation(
        organisation=stage.imaginary, values={"territory": TERRITORY}, by=None
    )
    call = _call(stage)
    for line in PROJECTS:
        _project(stage, officer, call, *line)
    _outsider(stage, officer, call)
    return True


def _call(stage: Stage) -> Call:
    scheme = scheme_actions.create_scheme(
        owner=stage.network,
        values={
            "funder": stage.imaginary,
            "name": SCHEME,
            "description": "Exemple fictif : les projets des habitants du Pays imaginaire.",
        },
        exclusions=[{"uid": uuid.uuid4(), "text": "Voyages sans rencontre"}],
        by=None,
    )
    return scheme_actions.create_call(
        scheme=scheme,
        values={
            "year": stage.today.year,
            "opens_on": datetime.date(stage.today.year, 1, 15),
            "closes_on": datetime.date(stage.today.year, 10, 15),
        },
        by=None,
    )


def _holder(stage: Stage, name: str, code: str, **fields) -> Organisation:
    found = organisation(stage.network, name, is_fictitious=True, **fields)
    directory.change_organisation(organisation=found, values={"insee_code": code}, by=None)
    return Organisation.objects.get(pk=found.pk)


def _project(stage, officer, call, name, title, kinds, countries, steps, asked, granted) -> None:
    factors = [
        {"uid": uuid.uuid4(), "sense": sense, "name": known, "line": line}
        for sense, known, line in FACTORS.get(title, [])
    ]
    project = _made(
        stage,
        call,
        _holder(stage, name, TOWN, town="Port-Fictif"),
        title,
        requested=Decimal(asked) if asked else None,
        parts=actions.Parts(
            kinds=kinds, countries=countries, goals=[17], factors=actions.Lines(factors)
        ),
    )
    for who, step, days in steps:
        step_actions.say_step(
            project=project,
            stage=step,
            on=stage.today - datetime.timedelta(days=days),
            by=officer if who == "officer" else stage.staff,
            granted=Decimal(granted) if step == "retenu" and granted else None,
            details_asked="Le calendrier du séjour." if step == "retenu" else "",
        )


def _made(stage: Stage, call: Call, holder: Organisation, title: str, *, requested, parts):
    return actions.create_project(
        owner=stage.network,
        values={
            "organisation": holder,
            "title": title,
            "summary": "Exemple fictif.",
            "call": call,
            "scheme": call.scheme,
            "requested": requested,
            "priority_public": PriorityPublic.UNKNOWN,
        },
        parts=parts,
        by=stage.staff,
    )


def _outsider(stage: Stage, officer: User, call: Call) -> Project:
    """A holder from elsewhere, whom the funder takes all the same, for a reason that it gives."""
    holder = _holder(
        stage, OUTSIDER, ELSEWHERE, kind=OrganisationKind.SOCIAL_CENTRE, town="Rive-Fictive"
    )
    partners = [
        {"uid": uuid.uuid4(), "name": "Maison des jeunes de Fès", "country": "MA", "town": "Fès"}
    ]
    fundings = [
        {"uid": uuid.uuid4(), "source": "Fondation inventée", "sought": Decimal(2000),
         "obtained": Decimal(800)},
    ]  # fmt: skip
    project = _made(
        stage,
        call,
        holder,
        "Camp d'été des deux rives",
        requested=Decimal(3500),
        parts=actions.Parts(
            kinds=[ProjectKind.YOUTH_MOBILITY],
            countries=["MA"],
            partners=actions.Lines(partners),
            fundings=actions.Lines(fundings),
        ),
    )
    step_actions.say_step(
        project=project,
        stage="depose",
        on=stage.today - datetime.timedelta(days=40),
        by=officer,
    )
    return actions.waive(
        project=project,
        reason="Les deux tiers des jeunes habitent le Pays imaginaire.",
        by=officer,
        on=stage.today - datetime.timedelta(days=35),
    )
