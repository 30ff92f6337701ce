"""The demonstration says what the published documents say, and changes nothing when it is there."""

from __future__ import annotations

import datetime
import json
import os
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accompaniment.enums import DatePrecision
from accompaniment.following.callbacks import my_callbacks
from accompaniment.log.recent import recent_entries
from accompaniment.models import AccompanimentSession
from partnership.actions.conventions import take_over_value
from partnership.demonstration import LOGINS
from partnership.models import Convention, JournalEntry, Organisation, User
from reporting import production
from reporting.collecting import figures_of
from reporting.demo.loading import load
from reporting.progress import progress_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(demonstration):
    return lambda reference: Convention.objects.for_list().get(reference=reference)


def _count() -> tuple[int, ...]:
    models = (AccompanimentSession, Convention, Organisation, User, JournalEntry)
    return tuple(model.objects.count() for model in models)


def test_loaded_again_it_changes_nothing(loaded):
    before = _count()
    assert load() is False
    assert _count() == before


def test_loaded_again_another_year_it_adds_the_example_of_that_year_only(loaded):
    published = set(Convention.objects.values_list("reference", flat=True))
    assert load(today=datetime.date(2027, 6, 30)) is True
    added = set(Convention.objects.values_list("reference", flat=True)) - published
    assert added == {"EXEMPLE-2027"}
    before = _count()
    assert load(today=datetime.date(2027, 12, 1)) is False
    assert _count() == before


def test_the_sessions_of_2023_are_taken_over_and_dated_to_the_year_only(loaded):
    rows = AccompanimentSession.objects.filter(convention=loaded("CD62-2023"))
    assert set(rows.values_list("taken_over", "date_precision")) == {(True, DatePrecision.YEAR)}
    assert "Sessions par mois" not in [chart.title for chart in _report(loaded).charts]


def _report(loaded, reference="CD62-2023"):
    return production.draft(loaded(reference))


def test_by_channel_the_43_sessions_give_121(loaded):
    sessions = figures_of(loaded("CD62-2023"))["accompaniment.sessions"]
    assert sum(one.value for one in sessions.breakdown("channel").categories) == 121
    assert sessions.breakdown("channel").overlapping


def test_proofreading_and_staff_of_2023_are_published_values(loaded):
    figures = figures_of(loaded("CD62-2023"))
    assert figures["accompaniment.proofreading_minutes"].value == 18 * 60
    assert figures["accompaniment.staff"].value == 3
    assert "ligne 58" in figures["accompaniment.proofreading_minutes"].source


def test_the_money_of_2023_is_7000_of_18695_and_the_rest_unknown(loaded):
    report = _report(loaded)
    [expenses, income] = report.budget
    assert expenses.total == "18\u202f695,00\u00a0€"
    assert [(row.amount, row.share) for row in income.rows] == [
        ("7\u202f000,00\u00a0€", "37,44\u00a0%"),
        ("non renseigné", "non renseigné"),
    ]
    assert not any("11" in row.amount and "879" in row.amount for row in expenses.rows)


def test_the_budget_of_2025_has_its_published_percentages(loaded):
    [expenses, income] = _report(loaded, "CD62-2025").budget
    assert [row.share.removesuffix("\u00a0%") for row in expenses.rows] == [
        "31,98", "15,99", "8,53", "6,40", "14,93", "12,58", "7,46", "2,13",
    ]  # fmt: skip
    assert (expenses.total, expenses.total_share) == ("9\u202f380,00\u00a0€", "100,00\u00a0%")
    assert income.total == expenses.total


UNREAD = "pas encore suivi dans Trame"


@pytest.mark.parametrize(
    ("reference", "done"),
    [
        ("CD62-2022", [UNREAD] * 4),
        (
            "CD62-2024",
            [
                "4 accompagnements",
                "2 accompagnements",
                *[UNREAD] * 3,
                "2 structures",
                UNREAD,
                UNREAD,
            ],
        ),
    ],
)
def test_a_year_whose_convention_is_not_published_has_no_amount(loaded, reference, done):
    convention = loaded(reference)
    assert convention.terms().amount is None
    assert "non renseigné" in convention.money_standing
    said = [one.done_text.replace("\u00a0", " ") for one in progress_of(convention)]
    assert said == done
    assert len(convention.terms().commitments) == len(done)


def test_the_first_action_of_2023_is_read_in_sessions_and_to_be_confirmed(loaded):
    first = progress_of(loaded("CD62-2023"))[0]
    assert first.done_text == "43\u00a0sessions, 17\u00a0structures"
    assert first.target_text == "30\u00a0accompagnements personnalisés prévus"
    assert not first.main.is_accepted


def test_a_published_value_is_refused_for_a_year_that_runs(loaded):
    from django.core.exceptions import ValidationError

    example = Convention.objects.get(is_fictitious=True)
    with pytest.raises(ValidationError, match="n'est pas terminée"):
        take_over_value(
            convention=example,
            figure_id="accompaniment.staff",
            value=Decimal(3),
            source="Un document",
            page="1",
            by=None,
        )


def test_the_example_has_a_bar_for_each_commitment_but_the_last(loaded):
    example = Convention.objects.get(is_fictitious=True)
    bars = [one.bar_text for one in progress_of(example)]
    assert all(bars[rank] for rank in (0, 1, 2, 4, 5))
    assert bars[6] == ""
    assert "Sessions par mois" in [chart.title for chart in production.draft(example).charts]


def test_the_example_is_followed_day_after_day(loaded):
    """Whom to call back, what is planned and proposed, a fourth meeting of advice."""
    camille = User.objects.get(email=LOGINS[0].email)
    example = Convention.objects.get(is_fictitious=True)
    callbacks, recent, figures = my_callbacks(camille), recent_entries(camille), figures_of(example)
    assert callbacks.count == 5
    assert callbacks.rows[0].review_on < callbacks.today
    past = example.follow_ups.past_their_advice()
    assert [one.accompaniment.organisation.name for one in past] == ["Mission locale de Montrêve"]
    days = [row.date for row in recent.rows]
    assert days == sorted(days, reverse=True)
    assert recent.waiting == 2
    assert AccompanimentSession.objects.filter(convention=example, state="planned").count() == 2
    forms = figures["work.promotion_actions"].breakdown("promotion").categories
    codes = {one.code for one in forms if one.value}
    assert codes == {"stand", "publipostage", "relais", "article"}
    minutes = figures["accompaniment.minutes"].value
    assert figures["accompaniment.staff_minutes"].value > minutes


def _figures(reference: str) -> dict[str, dict]:
    out = StringIO()
    call_command("figures", reference, "--json", stdout=out)
    return {line["id"]: line for line in json.loads(out.getvalue())}


def test_the_command_prints_each_figure_with_its_rows_and_its_rule(loaded):
    figures = _figures("CD62-2023")
    assert figures["accompaniment.sessions"]["value"] == 43
    assert len(figures["accompaniment.sessions"]["rows"]) == 43
    assert set(figures["accompaniment.sessions"]) == {
        "id", "label", "value", "unit", "rows", "rule", "rule_version",
    }  # fmt: skip
    assert figures["accompaniment.sessions[channel=visio]"]["value"] == 17
    assert figures["accompaniment.staff_minutes"]["value"] is None


def test_the_command_names_a_reference_that_does_not_exist():
    with pytest.raises(CommandError, match="Aucune convention"):
        call_command("figures", "CD62-1999")


def test_the_command_ends_quietly_when_its_reader_has_read_enough(loaded):
    read_end, write_end = os.pipe()
    os.close(read_end)
    with open(write_end, "w", encoding="utf-8") as closed:
        call_command("figures", "CD62-2023", stdout=closed)


def test_the_command_loads_nothing_where_real_data_may_be(settings, django_assert_num_queries):
    settings.DEMONSTRATION = False
    with (
        django_assert_num_queries(0),
        pytest.raises(CommandError, match="TRAME_DEMONSTRATION la valeur true"),
    ):
        call_command("demo")
    assert not User.objects.filter(is_superuser=True).exists()


def test_the_command_says_what_it_did_on_a_demonstration(settings, loaded):
    settings.DEMONSTRATION = True
    out = StringIO()
    call_command("demo", stdout=out)
    assert out.getvalue() == "La démonstration est déjà là : rien n'a changé.\n"
