"""What the published documents say of the votes and of their place in the funder's budget."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

from partnership import journal
from partnership.enums import Verb
from partnership.models import BudgetImputation, Convention, Deliberation
from reporting.demo.published import rows
from reporting.demo.stage import HERE, Stage

YEARS = {"2023-388": 2023, "2025-344": 2025}
# Named in the visas of 2025 only; no table has it.
COMMISSIONS = {"2025-344": "5e commission"}
IMPUTATIONS = {2023: "imputations_2023.csv", 2025: "imputations_2025.csv"}


def load(stage: Stage) -> bool:
    """Returns whether anything was missing."""
    conventions = {
        year: Convention.objects.get(reference=f"CD62-{year}") for year in YEARS.values()
    }
    noted = []
    for line in rows("deliberations.csv"):
        noted.append(_deliberation(conventions[YEARS[line["numero"]]], line))
    noted += [_imputations(conventions[year], name) for year, name in IMPUTATIONS.items()]
    noted.append(_invented_imputation(stage))
    return any(noted)


def _deliberation(convention: Convention, line: dict[str, str]) -> bool:
    number = line["numero"]
    if convention.deliberations.filter(number=number).exists():
        return False
    row = Deliberation(
        convention=convention,
        number=number,
        voted_on=datetime.date.fromisoformat(line["date"]),
        body=line["instance"],
        report_number=line["rapport"].removeprefix("N°"),
        commission=COMMISSIONS.get(number, ""),
        opinion_on=datetime.date.fromisoformat(line["avis_commission_date"]),
        votes_for=int(line["voix_pour"]),
        votes_against=int(line["voix_contre"]),
        abstentions=int(line["abstentions"]),
        president=line["president"],
        secretary=line["secretaire"],
        present=int(line["presents"]),
        excused=int(line["excuses"]),
        signatory=line["signature"],
        published_on=_published_on(number),
        source=f"Délibération n° {number}, ligne {line['ligne']}",
    )
    row.full_clean()
    row.save()
    journal.record(Verb.CREATED, row, by=None, changes={"number": number, "source": row.source})
    return True


def _published_on(number: str) -> datetime.date | None:
    """Only one of the two papers says when it was published."""
    told = json.loads((HERE / "data" / "conventions.json").read_text(encoding="utf-8"))
    [one] = [one for one in told["deliberations"] if one["numero"] == number]
    day = one.get("publication")
    return datetime.date.fromisoformat(day) if day else None


def _imputations(convention: Convention, name: str) -> bool:
    if convention.imputations.exists():
        return False
    for position, line in enumerate(rows(name), 1):
        _keep(
            BudgetImputation(
                convention=convention,
                position=position,
                operation_code=line["code_operation"],
                imputation=line["imputation"],
                label=line["libelle"],
                payment_credits=_euros(line["cp_eur"]),
                available=_euros(line["disponible_eur"]),
                proposed=_euros(line["montant_eur"]),
                stated_in=line["document"],
            )
        )
    return True


def _invented_imputation(stage: Stage) -> bool:
    """The example of this year has its line too, invented like the rest."""
    convention = Convention.objects.get(reference=f"EXEMPLE-{stage.today.year}")
    if convention.imputations.exists():
        return False
    _keep(
        BudgetImputation(
            convention=convention,
            operation_code="EX-001",
            imputation="0000//00000",
            label="Ouverture au monde (exemple fictif)",
            payment_credits=Decimal(20000),
            available=Decimal(12000),
            proposed=convention.terms().amount,
        )
    )
    return True


def _keep(row: BudgetImputation) -> None:
    row.full_clean()
    row.save()
    journal.record(
        Verb.CREATED,
        row,
        by=None,
        changes={"code": row.operation_code, "stated in": row.stated_in},
    )


def _euros(text: str) -> Decimal | None:
    return Decimal(text) if text else None
