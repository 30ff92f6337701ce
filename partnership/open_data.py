"""The essential data of subsidy conventions, as the « subventions » table (SCDL, version 2.1) has
them: one row for each convention, and what each one lacks. No database, no clock."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from partnership.cell_texts import without_controls
from partnership.enums import DeadlineKind, PaymentKind

if TYPE_CHECKING:
    from partnership.models import Convention, Deliberation, Organisation
    from partnership.terms import Terms

COLUMNS = (
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "rnaBeneficiaire",
    "objet",
    "montant",
    "nature",
    "conditionsVersement",
    "datesPeriodeVersement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
    "dispositifAide",
)
LONGEST_TEXT = 255
SINGLE, STEPPED, AS_AGREED = "unique", "échelonné", "selon les termes de la convention"
WHOLE_SUBSIDY = "1.00"  # a convention has one beneficiary, who receives all of it
# What a spreadsheet would run, at the head of a text; a list's dash goes the same way.
_FORMULA_HEAD = re.compile(r"\A[\s=+\-@]+")


@dataclass(frozen=True)
class Finding:
    """What is missing, and what to do. A blocking one keeps the convention out of the file."""

    what: str
    to_do: str
    blocking: bool = True


@dataclass(frozen=True)
class Entry:
    """A convention as the file has it. Where something keeps it out, `findings` say what and the
    rest is empty. `dated` is the day of its signature, else of its vote; `amount` is in euros;
    `paid` is one day, or the first and the last."""

    convention: Convention
    row: dict[str, str]
    findings: tuple[Finding, ...]
    dated: datetime.date | None = None
    amount: Decimal | None = None
    paid: tuple[datetime.date, ...] = ()


def entry_of(convention: Convention) -> Entry:
    """Read a convention that was voted; loaded with its deliberations, payments and deadlines."""
    terms = convention.terms()
    deliberation = deliberation_of(convention)
    dated = convention.signed_on or (deliberation.voted_on if deliberation else None)
    blocking = tuple(_what_keeps_it_out(convention, terms, dated))
    if dated is None or blocking:
        return Entry(convention, {}, blocking)
    conditions, paid = _payment(convention, terms)
    row = {
        "nomAttribuant": clean(convention.funder.name),
        "idAttribuant": convention.funder.siret,
        "dateConvention": dated.isoformat(),
        "referenceDecision": clean(deliberation.number) if deliberation else "",
        "nomBeneficiaire": clean(convention.beneficiary.name),
        "idBeneficiaire": convention.beneficiary.siret,
        "rnaBeneficiaire": _rna(convention.beneficiary),
        "objet": shortened(clean(convention.purpose)),
        "montant": f"{terms.amount:.2f}",
        "nature": "aide en numéraire",
        "conditionsVersement": conditions,
        "datesPeriodeVersement": "/".join(day.isoformat() for day in paid),
        "idRAE": "",
        "notificationUE": "non",
        "pourcentageSubvention": WHOLE_SUBSIDY,
        "dispositifAide": "",
    }
    remarks = tuple(_remarks(convention, deliberation))
    return Entry(convention, row, remarks, dated, terms.amount, paid)


def entries_of(conventions: Iterable[Convention]) -> list[Entry]:
    """The most recent first, those that the file leaves out at the end."""
    entries = sorted(
        (entry_of(one) for one in conventions), key=lambda one: one.convention.reference
    )
    return sorted(entries, key=lambda one: one.row.get("dateConvention", ""), reverse=True)


def csv_text(entries: Iterable[Entry]) -> str:
    """The file itself: commas, the exact header, one line for each convention that is complete."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS)
    writer.writeheader()
    writer.writerows(entry.row for entry in entries if entry.row)
    return buffer.getvalue()


def deliberation_of(convention: Convention) -> Deliberation | None:
    """The first vote on the convention itself; what allows an amendment is another decision."""
    votes = [one for one in convention.deliberations.all() if one.amendment_id is None]
    return min(votes, key=lambda one: (one.voted_on, one.pk), default=None)


def clean(text: str) -> str:
    """One line without control characters, that no spreadsheet takes for a formula."""
    return _FORMULA_HEAD.sub("", " ".join(without_controls(text).split()))


def shortened(text: str, limit: int = LONGEST_TEXT) -> str:
    """At most `limit` characters: cut after a whole word, which « … » says."""
    if len(text) <= limit:
        return text
    head = text[:limit]
    whole = head[:-1].rpartition(" ")[0] or head[:-1]
    return f"{whole.rstrip(' ,;:.–-')}…"


def _what_keeps_it_out(
    convention: Convention, terms: Terms, dated: datetime.date | None
) -> Iterable[Finding]:
    yield from _siret(convention.funder, "du financeur")
    yield from _siret(convention.beneficiary, "du bénéficiaire")
    if dated is None:
        yield Finding(
            "La convention n'a ni date de vote ni date de signature.",
            "Le financeur note la délibération et sa date ; la date de signature suffit aussi.",
        )
    if terms.amount is None:
        yield Finding(
            "Le montant de la subvention n'est pas renseigné.",
            "L'administration de l'association le note dans les termes de la convention.",
        )
    for text, what in (
        (convention.funder.name, "Le nom du financeur"),
        (convention.beneficiary.name, "Le nom du bénéficiaire"),
        (convention.purpose, "L'objet de la convention"),
    ):
        if not clean(text):
            yield Finding(
                f"{what} ne se lit pas.",
                "L'administration de l'association l'écrit en toutes lettres.",
            )


def _remarks(convention: Convention, deliberation: Deliberation | None) -> Iterable[Finding]:
    """What leaves a column empty or vague."""
    if deliberation is None:
        yield Finding(
            "Le numéro de la délibération n'est pas noté : sa colonne reste vide.",
            "Le financeur note la délibération qui a autorisé la convention.",
            blocking=False,
        )
    if not _payments(convention) and not _planned(convention):
        yield Finding(
            f"Aucun versement n'est noté : le fichier dit « {AS_AGREED} ».",
            "L'administration de l'association note le versement reçu, ou son échéance.",
            blocking=False,
        )
    beneficiary = convention.beneficiary
    if beneficiary.rna and not _rna(beneficiary):
        yield Finding(
            f"Le RNA « {beneficiary.rna} » n'a pas la forme attendue : sa colonne reste vide.",
            "L'équipe de l'association le vérifie : un W suivi de neuf chiffres.",
            blocking=False,
        )


def _siret(body: Organisation, whose: str) -> Iterable[Finding]:
    if not re.fullmatch(r"[0-9]{14}", body.siret):
        yield Finding(
            f"Le SIRET {whose} ({body.name}) {'n’est pas lisible' if body.siret else 'manque'}.",
            "L'équipe de l'association note ses 14 chiffres avec la structure.",
        )


def _rna(body: Organisation) -> str:
    return body.rna if re.fullmatch(r"W[0-9]{9}", body.rna) else ""


def _payments(convention: Convention) -> list:
    """Money that went to the beneficiary, the earliest first."""
    received = (one for one in convention.payments.all() if one.kind != PaymentKind.REPAYMENT)
    return sorted(received, key=lambda one: (one.received_on, one.pk))


def _planned(convention: Convention) -> list[datetime.date]:
    return sorted(
        one.due_on for one in convention.deadlines.all() if one.kind == DeadlineKind.PAYMENT
    )


def _payment(convention: Convention, terms: Terms) -> tuple[str, tuple[datetime.date, ...]]:
    """How the subsidy is paid, and when: the day of a single payment, else the first and last."""
    payments, planned = _payments(convention), _planned(convention)
    days = [one.received_on for one in payments]
    if not days:
        said = {0: AS_AGREED, 1: SINGLE}.get(len(planned), STEPPED)
        return said, _ends([terms.starts_on, terms.ends_on, *planned])
    if len(days) == 1 and payments[0].kind != PaymentKind.ADVANCE:
        return SINGLE, (days[0],)
    if len(days) == 1:  # the rest is still to come
        days += [terms.ends_on, *planned]
    return STEPPED, _ends(days)


def _ends(days: list[datetime.date]) -> tuple[datetime.date, ...]:
    return min(days), max(days)
