"""The years 2022 to 2025 as the published documents tell them."""

from __future__ import annotations

import csv
import datetime
import json
from decimal import Decimal
from typing import Any

from accompaniment import actions as accompaniment_actions
from accompaniment.enums import DatePrecision, Mode, SessionKind
from accompaniment.models import Accompaniment
from partnership import journal
from partnership.actions import conventions as convention_actions
from partnership.enums import (
    AdjustmentRule,
    BudgetSide,
    ConventionState,
    OrganisationKind,
    ProjectKind,
    Verb,
)
from partnership.figures import spread
from partnership.models import BudgetLine, Commitment, Convention
from reporting.demo.stage import HERE, Stage, organisation, propose_reading

BILAN_2023 = "Bilan 2023 de Lianes coopération"

# What the documents say of each year's administrative state, and no more.
STATES = {
    2022: ConventionState.SIGNED,
    2023: ConventionState.SIGNED,
    2024: ConventionState.VOTED,
    2025: ConventionState.VOTED,
}
PUBLISHED_REPORTS = {
    2022: "annexe de la délibération n° 2023-388",
    2023: "bilan 2023",
    2024: "annexe de la délibération n° 2025-344",
}
RULES = {2023: AdjustmentRule.PRORATA, 2025: AdjustmentRule.ACTUAL_COST}

# Readings proposed where the figures exist: (year, number) → figure, filters, figures beside.
MOBILITY = [ProjectKind.MOBILITY.value, ProjectKind.YOUTH_MOBILITY.value]
READINGS: dict[tuple[int, int], tuple[str, dict[str, list[str]], list[str]]] = {
    (2023, 1): ("accompaniment.sessions", {}, ["accompaniment.organisations"]),
    (2025, 1): (
        "accompaniment.followups",
        {"project_kind": MOBILITY},
        ["accompaniment.sessions"],
    ),
    (2025, 2): (
        "accompaniment.followups",
        {"project_kind": [ProjectKind.TWINNING.value]},
        ["accompaniment.sessions"],
    ),
    (2025, 3): ("advice.organisations", {}, ["advice.meetings"]),
}

# Kinds that the names themselves say, towns that the bilan 2023 prints beside participants.
KINDS = {
    "Lycée Robespierre": OrganisationKind.SCHOOL,
    "CS Jacques Brel": OrganisationKind.SOCIAL_CENTRE,
    "Mairie de Dourges": OrganisationKind.TOWN,
    "Comité de jumelage Brebières": OrganisationKind.TWINNING_COMMITTEE,
}
TOWNS = {
    "Tantely Soa": "Arras",
    "Lycée Robespierre": "Arras",
    "Campus agro-environnemental": "Tilloy-lès-Mofflaines",
    "MALCO HDF": "Boulogne-sur-Mer",
    "Community": "Arques",
    "CS Jacques Brel": "Outreau",
    "Mairie de Dourges": "Dourges",
}


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / "data" / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def load(stage: Stage) -> bool:
    """Returns whether anything was missing."""
    published = json.loads((HERE / "data" / "conventions.json").read_text(encoding="utf-8"))
    texts = {one["annee"]: one for one in published["conventions"]}
    missing = [
        year for year in STATES if not Convention.objects.filter(reference=f"CD62-{year}").exists()
    ]
    for year in missing:
        convention = _convention(stage, year, texts.get(year, {}))
        _commitments(stage, convention, year)
        if year == 2023:
            _budget_2023(convention)
            _accompaniments_2023(stage, convention)
            _taken_over_2023(stage, convention)
        if year == 2025:
            _budget_2025(convention)
    return bool(missing)


def _convention(stage: Stage, year: int, text: dict[str, Any]) -> Convention:
    convention = Convention(
        owner=stage.network,
        reference=f"CD62-{year}",
        purpose=_capitalised(
            text.get("objet", "accompagnement de Lianes coopération (convention non publiée)")
        ),
        funder=stage.department,
        beneficiary=stage.association,
        state=STATES[year],
        original_starts_on=datetime.date(year, 1, 1),
        original_ends_on=datetime.date(year, 12, 31),
        original_report_due_on=datetime.date(year + 1, 4, 1) if text else None,
        original_amount=_euros(text.get("montant_eur")),
        original_projected_cost=_euros(text.get("cout_total_previsionnel_eur")),
        original_rule=RULES.get(year, AdjustmentRule.UNKNOWN),
        territory="Pas-de-Calais",
        report_publication=PUBLISHED_REPORTS.get(year, ""),
    )
    convention.full_clean()
    convention.save()
    journal.record(Verb.CREATED, convention, by=None, changes={"reference": convention.reference})
    return convention


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _euros(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _commitments(stage: Stage, convention: Convention, year: int) -> None:
    lines = [line for line in rows("engagements.csv") if line["annee"] == str(year)]
    numbers = [line["ordre"] for line in lines]
    seen: dict[str, int] = {}
    for line in lines:
        number = line["ordre"]
        seen[number] = seen.get(number, 0) + 1
        part = "abcdefgh"[seen[number] - 1] if numbers.count(number) > 1 else ""
        commitment = Commitment.objects.create(
            convention=convention,
            number=int(number),
            part=part,
            text=_capitalised(line["engagement"]),
            target=int(line["quantite"]) if line["quantite"] else None,
            unit=line["unite"],
        )
        reading = READINGS.get((year, int(number)))
        if reading:
            propose_reading(stage, commitment, *reading)


def _budget_2023(convention: Convention) -> None:
    """Only the subsidy and the projected cost are known; no document gives the lines."""
    terms = convention.terms()
    BudgetLine.objects.bulk_create(
        [
            BudgetLine(
                convention=convention,
                side=BudgetSide.EXPENSE,
                position=1,
                label="Coût total prévisionnel du programme",
                description="détail non publié",
                amount=terms.projected_cost,
            ),
            BudgetLine(
                convention=convention,
                side=BudgetSide.INCOME,
                position=1,
                label="Département du Pas-de-Calais",
                amount=terms.amount,
                funder=convention.funder,
            ),
            BudgetLine(
                convention=convention,
                side=BudgetSide.INCOME,
                position=2,
                label="Autres ressources",
                description="détail non publié",
            ),
        ]
    )


def _budget_2025(convention: Convention) -> None:
    lines = [line for line in rows("budget_2025.csv") if line["nature"] == "ligne"]
    BudgetLine.objects.bulk_create(
        BudgetLine(
            convention=convention,
            side=BudgetSide.EXPENSE,
            position=int(line["rang"]),
            label=line["intitule"],
            description=line["description"],
            amount=Decimal(line["montant_eur"]),
        )
        for line in lines
    )
    BudgetLine.objects.create(
        convention=convention,
        side=BudgetSide.INCOME,
        position=1,
        label="Département du Pas-de-Calais",
        amount=convention.terms().amount,
        funder=convention.funder,
    )


def _accompaniments_2023(stage: Stage, convention: Convention) -> None:
    """Each line of the published table becomes its sessions, whose minutes add up to its own."""
    for line in rows("accompagnements_2023.csv"):
        source = f"{BILAN_2023}, ligne {line['ligne']}"
        follow_up = accompaniment_actions.open_follow_up(
            owner=stage.network,
            organisation=_holder(stage, line["structure"]),
            accompaniment=None if line["structure"] else _nameless(stage, source),
            convention=convention,
            by=None,
            mode=Mode.UNKNOWN,
            kinds=line["types_projet"].split(";"),
        )
        for minutes in spread(int(line["minutes"]), int(line["sessions"])):
            accompaniment_actions.log_session(
                owner=stage.network,
                follow_up=follow_up,
                kind=SessionKind.MEETING,
                date=convention.terms().starts_on,
                date_precision=DatePrecision.YEAR,
                by=None,
                channels=line["canaux"].split(";"),
                minutes=minutes,
                taken_over=True,
                source=source,
            )


def _holder(stage: Stage, name: str):
    if not name:
        return None
    return organisation(
        stage.network,
        name,
        kind=KINDS.get(name, OrganisationKind.UNKNOWN),
        town=TOWNS.get(name, ""),
    )


def _nameless(stage: Stage, source: str) -> Accompaniment:
    return Accompaniment.objects.create(owner=stage.network, source=source)


def _taken_over_2023(stage: Stage, convention: Convention) -> None:
    for figure_id, value, line, quotation in (
        (
            "accompaniment.proofreading_minutes",
            Decimal(18 * 60),
            58,
            "on comptabilise à ce jour 18h de relecture",
        ),
        ("accompaniment.staff", Decimal(3), 56, "via la mobilisation de 3 salariés"),
    ):
        convention_actions.take_over_value(
            convention=convention,
            figure_id=figure_id,
            value=value,
            source=BILAN_2023,
            page=f"ligne {line}",
            quotation=quotation,
            by=None,
            today=stage.today,
        )
