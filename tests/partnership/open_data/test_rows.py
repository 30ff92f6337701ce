"""A convention as one row of the essential data, and what keeps it out."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
import time_machine

from partnership.enums import ConventionState, PaymentKind
from partnership.models import Amendment
from partnership.open_data import AS_AGREED, COLUMNS, LONGEST_TEXT, clean, shortened
from tests import factories
from tests.partnership.open_data.builders import (
    BENEFICIARY_SIRET,
    FUNDER_SIRET,
    VOTE,
    complete,
    only_entry,
    pay,
    plan,
    read,
    vote,
)

pytestmark = pytest.mark.django_db
OCTOBER, MARCH = datetime.date(2026, 10, 15), datetime.date(2027, 3, 1)
WHOLE_YEAR = "2026-01-01/2026-12-31"


def said(entry) -> list[str]:
    return [finding.what for finding in entry.findings]


def test_a_row_says_what_the_convention_says():
    made = complete()
    made.beneficiary.rna = "W595000001"
    made.beneficiary.save()
    pay(made, OCTOBER)
    entry = only_entry()
    assert tuple(entry.row) == COLUMNS
    assert entry.row == {
        "nomAttribuant": "Département",
        "idAttribuant": FUNDER_SIRET,
        "dateConvention": "2026-09-18",
        "referenceDecision": "2026-388",
        "nomBeneficiaire": "Association",
        "idBeneficiaire": BENEFICIARY_SIRET,
        "rnaBeneficiaire": "W595000001",
        "objet": "Ouverture au monde",
        "montant": "7000.00",
        "nature": "aide en numéraire",
        "conditionsVersement": "unique",
        "datesPeriodeVersement": "2026-10-15",
        "idRAE": "",
        "notificationUE": "non",
        "pourcentageSubvention": "1.00",
        "dispositifAide": "",
    }
    assert entry.findings == ()


@pytest.mark.parametrize(
    ("state", "is_in"),
    [
        (ConventionState.PROPOSED, False),
        (ConventionState.BEFORE_COMMISSION, False),
        (ConventionState.REFUSED, False),
        (ConventionState.VOTED, True),
        (ConventionState.SIGNED, True),
        (ConventionState.SETTLED, True),
        (ConventionState.TERMINATED, True),
    ],
)
def test_only_what_was_voted_is_published(state, is_in):
    complete(**factories.standing(state))
    assert len(read()) == is_in


@pytest.mark.parametrize("which", ["convention", "funder", "beneficiary"])
def test_what_is_invented_is_never_published(which):
    made = complete()
    row = made if which == "convention" else getattr(made, which)
    row.is_fictitious = True
    row.save()
    assert read() == []


def test_the_signature_dates_the_convention_and_the_vote_does_before_it():
    made = complete()
    assert only_entry().row["dateConvention"] == VOTE.isoformat()
    made.signed_on = OCTOBER
    made.save()
    assert only_entry().row["dateConvention"] == OCTOBER.isoformat()


def test_without_any_date_a_convention_is_left_out_and_says_so():
    made = complete()
    made.deliberations.all().delete()
    entry = only_entry()
    assert entry.row == {}
    assert said(entry)[0] == "La convention n'a ni date de vote ni date de signature."


def test_a_signed_convention_without_its_vote_is_in_with_a_remark():
    made = complete(signed_on=OCTOBER)
    made.deliberations.all().delete()
    entry = only_entry()
    assert entry.row["referenceDecision"] == ""
    assert "Le numéro de la délibération n'est pas noté : sa colonne reste vide." in said(entry)


def test_the_vote_of_an_amendment_is_not_the_conventions():
    made = complete()
    made.deliberations.all().delete()
    change = Amendment.objects.create(
        convention=made, number=1, signed_on=VOTE, in_force_on=VOTE, purpose="Prolonger"
    )
    vote(made, amendment=change, number="2026-400")
    assert only_entry().row == {}
    vote(made, number="2026-388", voted_on=OCTOBER)
    assert only_entry().row["referenceDecision"] == "2026-388"


def test_the_first_vote_is_the_one_that_allowed_it():
    made = complete()
    vote(made, number="2026-500", voted_on=OCTOBER)
    assert only_entry().row["referenceDecision"] == "2026-388"


@pytest.mark.parametrize(("siret", "word"), [("", "manque"), ("43853522100", "n’est pas lisible")])
@pytest.mark.parametrize("which", ["funder", "beneficiary"])
def test_without_a_readable_siret_a_convention_is_left_out(which, siret, word):
    body = getattr(complete(), which)
    body.siret = siret
    body.save()
    entry = only_entry()
    assert entry.row == {}
    assert body.name in said(entry)[0]
    assert word in said(entry)[0]


def test_without_an_amount_a_convention_is_left_out():
    complete(original_amount=None)
    entry = only_entry()
    assert entry.row == {}
    assert "Le montant de la subvention n'est pas renseigné." in said(entry)


def test_an_rna_of_another_form_leaves_its_column_empty():
    made = complete()
    made.beneficiary.rna = "W9R1000001"
    made.beneficiary.save()
    entry = only_entry()
    assert entry.row["rnaBeneficiaire"] == ""
    assert any("W9R1000001" in one for one in said(entry))


def test_the_amount_is_the_one_in_force():
    made = complete()
    Amendment.objects.create(
        convention=made,
        number=1,
        signed_on=OCTOBER,
        in_force_on=OCTOBER,
        purpose="Augmenter",
        amount=Decimal("7500.50"),
    )
    with time_machine.travel(datetime.datetime(2026, 10, 1, 12, tzinfo=datetime.UTC)):
        assert only_entry().row["montant"] == "7000.00"
    with time_machine.travel(datetime.datetime(2026, 11, 1, 12, tzinfo=datetime.UTC)):
        assert only_entry().row["montant"] == "7500.50"


@pytest.mark.parametrize(
    ("payments", "planned", "conditions", "dates"),
    [
        ([], [], AS_AGREED, WHOLE_YEAR),
        ([], [MARCH], "unique", "2026-01-01/2027-03-01"),
        ([], [OCTOBER, MARCH], "échelonné", "2026-01-01/2027-03-01"),
        ([(OCTOBER, PaymentKind.SINGLE)], [], "unique", "2026-10-15"),
        ([(OCTOBER, PaymentKind.ADVANCE)], [], "échelonné", "2026-10-15/2026-12-31"),
        ([(OCTOBER, PaymentKind.ADVANCE)], [MARCH], "échelonné", "2026-10-15/2027-03-01"),
        (
            [(MARCH, PaymentKind.BALANCE), (OCTOBER, PaymentKind.ADVANCE)],
            [],
            "échelonné",
            "2026-10-15/2027-03-01",
        ),
        (
            [(OCTOBER, PaymentKind.SINGLE), (MARCH, PaymentKind.REPAYMENT)],
            [],
            "unique",
            "2026-10-15",
        ),
    ],
)
def test_the_payments_say_how_and_when(payments, planned, conditions, dates):
    made = complete()
    for day, kind in payments:
        pay(made, day, kind)
    for day in planned:
        plan(made, day)
    row = only_entry().row
    assert (row["conditionsVersement"], row["datesPeriodeVersement"]) == (conditions, dates)


def test_without_any_payment_a_remark_says_what_the_file_says():
    complete()
    assert said(only_entry()) == [f"Aucun versement n'est noté : le fichier dit « {AS_AGREED} »."]


def test_the_most_recent_come_first_and_what_is_left_out_last():
    complete(reference="A-2026", signed_on=datetime.date(2026, 10, 1))
    complete(reference="B-2026", signed_on=datetime.date(2026, 11, 1))
    complete(reference="C-2026", original_amount=None)
    assert [one.convention.reference for one in read()] == ["B-2026", "A-2026", "C-2026"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Deux\r\nlignes\tet  demie ", "Deux lignes et demie"),
        ('=HYPERLINK("x")', 'HYPERLINK("x")'),
        ("- Ouverture", "Ouverture"),
        ("Ouverture\x00 \x0bau monde", "Ouverture au monde"),
        ("Co-construire = agir", "Co-construire = agir"),
        ("@=+-", ""),
    ],
)
def test_a_text_is_one_line_that_runs_nothing(text, expected):
    assert clean(text) == expected


def test_a_text_that_says_nothing_keeps_the_convention_out():
    made = complete(purpose="=")
    made.funder.name = "@"
    made.funder.save()
    assert said(only_entry()) == [
        "Le nom du financeur ne se lit pas.",
        "L'objet de la convention ne se lit pas.",
    ]


def test_what_is_left_out_says_first_what_keeps_it_out():
    complete(original_amount=None)
    entry = only_entry()
    assert said(entry) == ["Le montant de la subvention n'est pas renseigné."]
    assert all(finding.blocking for finding in entry.findings)


def test_a_long_text_is_cut_after_a_word():
    assert shortened("a" * LONGEST_TEXT) == "a" * LONGEST_TEXT
    long = "accompagnement, " * 20
    cut = shortened(long)
    assert len(cut) <= LONGEST_TEXT
    assert cut.endswith("accompagnement…")
    assert shortened("un mot, puis", 10) == "un mot…"


def test_a_word_without_end_is_cut_where_it_must():
    cut = shortened("é" * 300)
    assert len(cut) == LONGEST_TEXT
    assert cut == "é" * 254 + "…"
