"""Every page, on a phone and on a desk: axe-core finds nothing, nothing overflows."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from accompaniment.actions import hand_over, remind
from accompaniment.gathering import surveying
from accompaniment.gathering.surveying import Answered
from accompaniment.models import AccompanimentSession, FollowUpYear, Gathering, Survey, WorkEntry
from partnership import jobs
from partnership.models import (
    Call,
    CarryOver,
    Convention,
    Expense,
    FundingScheme,
    Project,
    ProjectStep,
    Thread,
    User,
)
from reporting import actions
from reporting.demo.gatherings_example import TO_COME
from tests.accompaniment.after.builders import make_survey
from tests.accompaniment.attendance.builders import coming_gathering, signed_up
from tests.browser.conftest import ADMIN, OFFICER, STAFF
from tests.factories import ProposedEntryFactory

ASSOCIATION_PAGES = (
    "accompaniment:without-network",
    "reporting:today",
    "accompaniment:log",
    "accompaniment:one-line",
    "accompaniment:proposals",
    "accompaniment:entries",
    "accompaniment:work-entries",
    "accompaniment:week",
    "accompaniment:plan",
    "accompaniment:months",
    "accompaniment:follow-ups",
    "accompaniment:gatherings",
    "accompaniment:gathering-new",
    "partnership:conventions",
    "partnership:open-data",
    "reporting:reports",
    "partnership:jobs",
    "partnership:mails",
    "partnership:preferences",
    "password_change",
)


# What stands in < > is a row of the demonstration: see `rows`.
SHARED = (
    ("partnership:dossier", "CD62-2025"),
    ("partnership:paper", "CD62-2025", "convention"),
    ("reporting:convention", "CD62-2023"),
    ("reporting:convention", "CD62-2024"),
    ("reporting:follow-up-table", "CD62-2024"),
    ("accompaniment:follow-up", "<followed>"),
    ("accompaniment:accompaniment", "<story>"),
    ("reporting:years", "CD62-2025"),
    ("accompaniment:gathering", "<gathering>"),
    ("accompaniment:gathering-agenda", "<gathering>"),
    ("reporting:figure", "CD62-2023", "gatherings.participants"),
    ("reporting:commitment", "CD62-2023", "2"),
    ("partnership:directory",),
    ("reporting:countdown", "CD62-2025"),
    ("partnership:deadlines",),
    ("partnership:carry-over", "<carry-over>"),
    ("reporting:commitment", "CD62-2023", "1"),
    ("partnership:threads", "CD62-2023"),
    ("partnership:evidence", "CD62-2023"),
    ("partnership:evidence", "CD62-2025"),
    ("partnership:papers", "CD62-2023"),
    ("partnership:papers", "CD62-2025"),
    ("partnership:move", "CD62-2025", "signature"),
    ("partnership:move", "CD62-2023", "resiliation"),
    ("partnership:amendment-new", "CD62-2023"),
    ("partnership:convention-edit", "CD62-2025"),
    ("partnership:programme", "CD62-2025"),
    ("partnership:links", "CD62-2025"),
    ("partnership:budget", "CD62-2025"),
    ("reporting:figure", "CD62-2023", "accompaniment.sessions"),
    ("reporting:figure", "CD62-2023", "accompaniment.organisations"),
    ("reporting:figure", "CD62-2023", "accompaniment.proofreading_minutes"),
    ("reporting:figure", "CD62-2023", "budget.planned"),
    ("reporting:money", "CD62-2025"),
    ("reporting:financial-report", "CD62-2025"),
    ("reporting:settlement", "CD62-2023"),
    ("reporting:cerfa", "CD62-2025"),
    ("partnership:projects",),
    ("partnership:project-board",),
    ("partnership:schemes",),
    ("partnership:scheme", "<scheme>"),
    ("partnership:project", "<published-project>"),
    ("partnership:project-step", "<published-project>"),
    ("partnership:scheme-edit", "<scheme>"),
    ("partnership:call-new", "<scheme>"),
    ("partnership:call-edit", "<call>"),
    ("reporting:figure", "CD62-2024", "projects.submitted"),
)
OFFICERS = (
    ("partnership:deliberation", "CD62-2023", "<vote>"),
    ("partnership:imputation-new", "CD62-2025"),
)
FUNDERS = (
    ("partnership:dossier", "CD62-2023"),
    ("partnership:paper", "CD62-2025", "dossier"),
    ("partnership:paper-texts", "CD62-2025", "rapport"),
    ("partnership:paper-texts", "CD62-2025", "convention"),
    ("partnership:visas", "CD62-2025"),
    ("partnership:annexes", "CD62-2025"),
)
ASSOCIATION = (
    ("reporting:convention", "<example>"),
    ("reporting:commitment", "<example>", "4"),
    ("partnership:threads", "<example>"),
    ("partnership:thread", "<example>", "commitment", "<asked>"),
    ("partnership:evidence", "<example>"),
    ("partnership:evidence-add", "<example>"),
    ("partnership:evidence-item", "<example>", "<evidence>"),
    ("partnership:duties", "<example>"),
    ("partnership:papers", "<example>"),
    ("partnership:convention-new",),
    ("partnership:convention-edit", "<example>"),
    ("partnership:programme", "<example>"),
    ("partnership:programme-edit", "<example>"),
    ("partnership:reading-new", "<example>", "<commitment>"),
    ("partnership:chapters", "<example>"),
    ("partnership:links", "<example>"),
    ("partnership:budget", "<example>"),
    ("partnership:budget-edit", "<example>"),
    ("partnership:budget-import", "<example>"),
    ("reporting:figure", "<example>", "time.minutes"),
    ("partnership:carry-over-new", "CD62-2022"),
    ("reporting:organisation", "<holder>"),
    ("partnership:organisation-new",),
    ("partnership:organisation-edit", "<holder>"),
    ("partnership:organisation-merge", "<holder>"),
    ("partnership:contact-new", "<holder>"),
    ("reporting:countdown", "<example>"),
    ("partnership:deadline-new", "<example>"),
    ("partnership:gap-explanation", "<example>", "<line>"),
    ("reporting:money", "<example>"),
    ("reporting:settlement", "<example>"),
    ("reporting:report", "CD62-2023"),
    ("reporting:report", "CD62-2022"),
    ("reporting:report", "<example>"),
    ("reporting:narrative", "<example>"),
    ("reporting:version", "<example>", 1),
    ("accompaniment:proposal", "<proposal>"),
    ("accompaniment:session", "<session>"),
    ("accompaniment:work", "<work>"),
    ("accompaniment:session-outcome", "<planned>", "tenu"),
    ("accompaniment:session-outcome", "<planned>", "manque"),
    ("accompaniment:session-outcome", "<planned>", "reporte"),
    ("accompaniment:session", "<planned>"),
    ("accompaniment:accompaniment", "<accompaniment>"),
    ("accompaniment:follow-up", "<follow-up>"),
    ("accompaniment:convert", "<advised>"),
    ("accompaniment:reminded", "<follow-up>"),
    ("accompaniment:callbacks",),
    ("accompaniment:hand-over",),
    ("accompaniment:handed-over", "<passing>"),
    ("reporting:follow-up-table", "<example>"),
    ("accompaniment:gathering", "<coming>"),
    ("accompaniment:gathering-edit", "<coming>"),
    ("accompaniment:gathering-agenda-edit", "<coming>"),
    ("partnership:job", "<job>"),
    ("partnership:expenses", "<example>"),
    ("partnership:expenses", "CD62-2023"),
    ("partnership:expense-new", "<example>"),
    ("partnership:expense", "<expense>"),
    ("partnership:payments", "<example>"),
    ("partnership:payments", "CD62-2023"),
    ("partnership:import", "expenses"),
    ("partnership:import", "gatherings"),
    ("reporting:network-year", 2021),
    ("reporting:network-rows", 2021),
    ("partnership:imports",),
    ("reporting:staff-time", "CD62-2023"),
    ("partnership:staff-rates",),
    ("reporting:cerfa-texts", "CD62-2025"),
    ("partnership:project", "<project>"),
    ("partnership:project-edit", "<project>"),
    ("partnership:project-new",),
    ("partnership:project-step-edit", "<step>"),
    ("partnership:scheme-new",),
    ("partnership:brakes-and-levers",),
    ("accompaniment:attendance", "<attended>"),
    ("accompaniment:attendance-row", "<attended>", "<came>"),
    ("accompaniment:attendance-structures", "<attended>"),
    ("accompaniment:certificates", "<attended>"),
    ("accompaniment:sign-up-settings", "<attended>"),
    ("accompaniment:signing", "<attended>"),
    ("accompaniment:signing-add", "<attended>"),
    ("accompaniment:sign", "<attended>", "<came>"),
    ("accompaniment:sign-up", "<sign-up>"),
    ("accompaniment:survey", "<survey>"),
    ("accompaniment:survey-thanks", "<survey>"),
    ("accompaniment:gathering-after", "<attended>"),
    ("accompaniment:survey-edit", "<attended>"),
)


def surveyed(gathering: Gathering) -> Survey:
    """A survey that somebody answered: its charts have something to draw."""
    survey = make_survey(gathering)
    useful, kept, remark = survey.questions.prefetch_related("choices").order_by("position")
    surveying.reply(
        survey=survey,
        uid=uuid.uuid4(),
        answers=[
            Answered(useful, [useful.choices.first()]),
            Answered(kept, list(kept.choices.all())),
            Answered(remark, text="Prévoir plus de temps pour échanger."),
        ],
        today=timezone.localdate(),
    )
    return survey


@pytest.fixture
def rows(site, example, monkeypatch) -> dict[str, object]:
    """A row of each kind, of the invented convention and of the published ones."""
    monkeypatch.setattr(jobs, "send", lambda job: True)
    convention = Convention.objects.get(reference=example)
    admin = User.objects.get(email=ADMIN.email)
    actions.freeze(convention=convention, by=admin)
    follow_up = FollowUpYear.objects.filter(convention=convention).first()
    session = AccompanimentSession.objects.filter(convention=convention).first()
    planned = AccompanimentSession.objects.exclude(pk=session.pk).filter(convention=convention)
    planned = planned.filter(kind="echange").first()
    AccompanimentSession.objects.filter(pk=planned.pk).update(state="planned")
    followed = FollowUpYear.objects.filter(convention__reference="CD62-2024").first()
    advised = FollowUpYear.objects.filter(convention=convention, mode="advice").first()
    passing = uuid.uuid4()
    hand_over(follow_ups=[follow_up], to=admin, by=admin, uid=passing)
    remind(follow_up=follow_up, on=timezone.localdate(), review_on=timezone.localdate(), by=admin)
    attended = coming_gathering(convention)
    came = signed_up(attended, organisation=None, organisation_name="Foyer introuvable")
    return {
        "<attended>": attended.uid,
        "<came>": came.uid,
        "<sign-up>": attended.sign_up_key,
        "<survey>": surveyed(attended).key,
        "<example>": example,
        "<planned>": planned.uid,
        "<job>": actions.request_pdf(convention=convention, by=admin).uid,
        "<session>": session.uid,
        "<proposal>": ProposedEntryFactory(owner=convention.owner, person=admin).uid,
        "<work>": WorkEntry.objects.filter(convention=convention).first().uid,
        "<follow-up>": follow_up.uid,
        "<followed>": followed.uid,
        "<story>": followed.accompaniment.uid,
        "<advised>": advised.uid,
        "<passing>": passing,
        "<accompaniment>": follow_up.accompaniment.uid,
        "<gathering>": Gathering.objects.get(title="Dépôt de projet").uid,
        "<coming>": Gathering.objects.get(title=TO_COME).uid,
        "<holder>": follow_up.accompaniment.organisation.uid,
        "<asked>": Thread.objects.filter(convention=convention).first().subject_uid,
        "<expense>": Expense.objects.get(label="Abonnement à la visioconférence").uid,
        "<evidence>": convention.communication_evidence.first().uid,
        "<vote>": Convention.objects.get(reference="CD62-2023").vote.uid,
        "<commitment>": convention.original_commitments.first().uid,
        "<line>": convention.budget_lines.first().uid,
        "<project>": Project.objects.get(title="Camp d'été des deux rives").uid,
        "<published-project>": Project.objects.filter(scheme__name="62MEI").first().uid,
        "<scheme>": FundingScheme.objects.get(name="62MEI").uid,
        "<call>": Call.objects.get(scheme__name="62MEI").uid,
        "<step>": ProjectStep.objects.filter(side="association", year_only=False).first().uid,
        "<carry-over>": CarryOver.objects.first().uid,
    }


@pytest.fixture
def pages(rows) -> dict[str, list]:
    """The pages of each side, with the rows that they show."""
    tables = {
        "shared": SHARED,
        "officer": OFFICERS,
        "funder": FUNDERS,
        "association": ASSOCIATION,
    }
    return {
        side: [(name, *(rows.get(one, one) for one in arguments)) for name, *arguments in table]
        for side, table in tables.items()
    }


def _walk(someone, addresses, width, who):
    for rank, (name, *args) in enumerate(addresses):
        someone.go(name, *args)
        someone.check()
        someone.picture(f"{who}-{rank:02d}-{name.replace(':', '-')}-{width}")


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_the_associations_pages_are_accessible(visitor, pages, width):
    addresses = [(name,) for name in ASSOCIATION_PAGES]
    admin = visitor(width=width).log_in(ADMIN)
    _walk(admin, addresses + pages["association"] + pages["shared"], width, "admin")


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_the_officers_pages_are_accessible(visitor, pages, width):
    """All of theirs on a phone; on a desk those that the association does not open as well."""
    theirs = [("partnership:conventions",), ("accompaniment:entries",), ("partnership:jobs",)]
    theirs += [("partnership:open-data",)] + pages["funder"] + pages["officer"]
    officer = visitor(width=width).log_in(OFFICER)
    _walk(officer, theirs + (pages["shared"] if width == "phone" else []), width, "officer")


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_the_door_is_accessible(visitor, width):
    anybody = visitor(width=width)
    for name in ("login", "password_reset", "password_reset_done"):
        anybody.go(name)
        anybody.check()
        anybody.picture(f"door-{name}-{width}")


def test_the_pages_are_accessible_in_the_dark(visitor, pages):
    staff = visitor(color_scheme="dark").log_in(STAFF)
    dark = [("reporting:today",), ("reporting:convention", "CD62-2023")]
    _walk(staff, [*dark, ("reporting:report", "CD62-2023")], "dark", "staff")


def test_a_page_that_does_not_exist_says_what_to_do(visitor):
    staff = visitor().log_in(STAFF)
    staff.page.goto(f"{staff.base}/conventions/INCONNUE/")
    assert "Retour" in staff.page.content() or "Revenir" in staff.page.content()
