"""The compte rendu financier by accounts: worked amounts, and what always adds up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.cerfa import UNASSIGNED, Account, Amount, Heading, side_of

HEADINGS = (
    Heading(1, "60", "Achats", "Matières et fournitures"),
    Heading(2, "60", "Achats", "Autres fournitures"),
    Heading(3, "64", "Charges de personnel", "Rémunération des personnels"),
    Heading(4, "65", "Autres charges", "Autres charges"),
    Heading(5, "CI", "Charges indirectes", "Frais financiers"),
    Heading(6, "864", "Emplois des contributions volontaires", "Personnel bénévole", in_kind=True),
)
INCOME = (
    Heading(11, "74", "Subventions", "Département"),
    Heading(12, "RP", "Ressources propres affectées", "Ressources propres affectées"),
    Heading(13, "87", "Contributions volontaires", "Bénévolat", in_kind=True),
)


def money(text: str) -> Decimal:
    return Decimal(text)


def amount(heading, planned="0.00", realised="0.00") -> Amount:
    return Amount(
        heading,
        None if planned is None else money(planned),
        None if realised is None else money(realised),
    )


@pytest.fixture
def worked():
    """18 695,00 € planned; 11 879,54 € realised, of which 379,54 € bear no account."""
    return side_of(
        "Charges",
        HEADINGS,
        [
            amount(1, "1000.00", "800.00"),
            amount(2, "695.00", "700.00"),
            amount(3, "17000.00", "10000.00"),
            amount(None, realised="379.54"),
            amount(6, "2000.00", "1500.00"),
        ],
    )


def test_lines_are_gathered_under_their_account(worked):
    purchases, staff, other, indirect = worked.groups
    assert (purchases.row.account, purchases.row.planned, purchases.row.realised) == (
        "60",
        money("1695.00"),
        money("1500.00"),
    )
    assert [line.label for line in purchases.lines] == [
        "Matières et fournitures",
        "Autres fournitures",
    ]
    assert staff.row.gap == money("-7000.00")
    assert staff.row.gap_percent == money("-41.18")
    assert other.lines == ()
    assert not other.row.is_used
    assert indirect.row.account == ""


def test_what_bears_no_account_is_a_row_of_the_total(worked):
    assert worked.unassigned.label == UNASSIGNED
    assert worked.unassigned.realised == money("379.54")
    assert worked.total.realised == money("11879.54")
    assert worked.total.planned == money("18695.00")
    assert worked.total.gap == money("-6815.46")
    assert worked.total.gap_percent == money("-36.46")


def test_an_amount_on_a_heading_that_the_form_does_not_have_is_not_dropped():
    side = side_of("Charges", HEADINGS, [amount(99, "10.00", "12.00")])
    assert (side.unassigned.planned, side.unassigned.realised) == (money("10.00"), money("12.00"))


def test_without_such_an_amount_there_is_no_such_row():
    assert side_of("Charges", HEADINGS, [amount(1, "10.00")]).unassigned is None


def test_totals_stand_with_and_without_the_voluntary_contributions(worked):
    assert worked.in_kind_total.realised == money("1500.00")
    assert worked.whole.planned == money("20695.00")
    assert worked.whole.realised == money("13379.54")
    assert worked.in_kind[0].row.account == "86"
    assert worked.in_kind[0].row.share is None


def test_the_shares_of_groups_add_up_to_exactly_one_hundred(worked):
    shares = [group.row.share for group in worked.groups] + [worked.unassigned.share]
    assert sum(shares) == worked.total.share == money("100.00")


def test_an_unknown_amount_makes_its_totals_unknown_and_no_share():
    side = side_of("Charges", HEADINGS, [amount(1, None, "5.00"), amount(3, "10.00", "5.00")])
    purchases, staff, *_ = side.groups
    assert purchases.row.planned is None
    assert purchases.row.is_used
    assert side.total.planned is None
    assert side.total.gap is None
    assert staff.row.planned_share is None
    assert staff.row.share == money("50.00")


def account(granted, income, expenses=(), *, is_voted=True) -> Account:
    return Account(
        side_of("Charges", HEADINGS, expenses),
        side_of("Produits", INCOME, income),
        None if granted is None else money(granted),
        is_voted,
    )


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_sentence_says_the_subsidy_in_the_total_of_the_income():
    found = account("7000.00", [amount(11, "7000", "7000"), amount(12, "11695", "11695")])
    assert plain(found.subsidy_sentence) == (
        "La subvention de 7 000,00 € représente 37,44 % du total des produits."
    )


def test_the_voluntary_contributions_are_no_part_of_that_total():
    found = account("7000.00", [amount(11, "7000", "14000"), amount(13, "0", "99000")])
    assert "50,00" in found.subsidy_sentence


def test_while_the_income_received_is_unknown_the_sentence_speaks_of_the_planned():
    found = account("8000.00", [amount(11, "8000", None), amount(12, "8000", None)])
    assert plain(found.subsidy_sentence) == (
        "La subvention de 8 000,00 € représente 50,00 % du total des produits prévus."
    )


def test_before_the_vote_the_subsidy_is_only_proposed():
    found = account("8000.00", [amount(11, "16000")], is_voted=False)
    assert found.subsidy_sentence.startswith("La subvention proposée de")


def test_without_an_amount_or_a_total_the_sentence_says_so():
    assert account(None, []).subsidy_sentence == (
        "Le montant de la subvention n'est pas renseigné."
    )
    assert "n'est pas connu" in account("10.00", []).subsidy_sentence


def test_what_is_left_and_what_differs_in_kind():
    found = account(
        "10.00",
        [amount(11, "0", "120.00"), amount(13, "0", "50.00")],
        [amount(1, "0", "100.00"), amount(6, "0", "30.00")],
    )
    assert found.result == money("20.00")
    assert found.in_kind_difference == money("20.00")
    assert account("10.00", [amount(11, "0", None)]).result is None


cents = st.integers(0, 10_000_000).map(lambda value: Decimal(value) / 100)
placed = st.lists(
    st.builds(Amount, st.sampled_from([1, 2, 3, 4, 5, 6, 99, None]), cents, cents), max_size=30
)


@given(placed)
def test_every_euro_given_is_in_the_whole_and_every_percentage_in_the_hundred(amounts):
    side = side_of("Charges", HEADINGS, amounts)
    assert side.whole.planned == sum((one.planned for one in amounts), Decimal(0))
    assert side.whole.realised == sum((one.realised for one in amounts), Decimal(0))
    assert side.total.realised + side.in_kind_total.realised == side.whole.realised
    parts = [group.row for group in side.groups] + ([side.unassigned] if side.unassigned else [])
    for name in ("share", "planned_share"):
        total = getattr(side.total, name)
        assert sum((getattr(row, name) for row in parts), Decimal(0)) == total
        assert total in (Decimal(0), Decimal(100))
    for group in side.groups:
        assert sum((line.realised for line in group.lines), Decimal(0)) in (
            group.row.realised,
            Decimal(0),
        )
