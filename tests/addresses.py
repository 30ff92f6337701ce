"""The rows that the addresses of the site need, all of `world.convention`.

An address that needs nothing, or the reference of the convention alone, is not named here."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accompaniment.actions import hand_over
from accompaniment.models import Feedback, Handout, MonthClosing
from partnership import files
from partnership.actions import settlements
from partnership.actions.imports import request_rehearsal
from partnership.importing import uploads
from partnership.models import CarryOver, Contact, Deadline, Import, ProjectStep
from reporting import actions
from reporting.accounts import accounts_of
from tests import factories
from tests.accompaniment.after.builders import make_survey
from tests.accompaniment.attendance.builders import coming_gathering
from tests.partnership.communication import builders as communication
from tests.partnership.expenses.builders import make_expense, make_payment
from tests.partnership.life import builders as life
from tests.partnership.staff.builders import make_rate, make_salary
from tests.reporting.money import builders as money

Arguments = dict[str, list[Any]]


def address_of(name: str, arguments: Arguments, reference: str) -> str:
    """The address of that name, on the rows made for it."""
    if name in arguments:
        return reverse(name, args=arguments[name])
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, args=[reference])


def arguments_of(world) -> Arguments:
    """Makes the rows. What each address takes, by its name."""
    found: Arguments = {"password_reset_confirm": ["MQ", "jeton"]}
    for part in (
        bilan,
        entries,
        directory,
        life_and_papers,
        programme,
        evidence,
        costs,
        time,
        gatherings,
        my_week,
        handing_over,
        projects,
        after_gatherings,
        attendance,
        proposals,
        network,
    ):
        found |= part(world)
    return found


def bilan(world) -> Arguments:
    reference = world.convention.reference
    version = actions.freeze(convention=world.convention, by=world.admin)
    job = actions.request_pdf(convention=world.convention, by=world.admin)
    stored = files.store(version, name="bilan.pdf", content=b"%PDF", content_type="application/pdf")
    return {
        "partnership:job": [job.uid],
        "partnership:job-state": [job.uid],
        "partnership:file": [stored.uid],
        "reporting:figure": [reference, "accompaniment.sessions"],
        "reporting:version": [reference, 1],
        "reporting:version-pdf": [reference, 1],
    }


def entries(world) -> Arguments:
    follow_up = factories.FollowUpYearFactory(convention=world.convention)
    session = factories.SessionFactory(follow_up=follow_up)
    work = factories.WorkEntryFactory(convention=world.convention)
    attached = files.store(
        session, name="a.pdf", content=b"%PDF", content_type="application/pdf", by=world.staff
    )
    return {
        "accompaniment:session": [session.uid],
        "accompaniment:session-remove": [session.uid],
        "accompaniment:work": [work.uid],
        "accompaniment:work-remove": [work.uid],
        "accompaniment:accompaniment": [follow_up.accompaniment.uid],
        "accompaniment:follow-up": [follow_up.uid],
        "accompaniment:convert": [follow_up.uid],
        "accompaniment:reminded": [follow_up.uid],
        "partnership:file-add": ["session", session.uid],
        "partnership:file-withdraw": [attached.uid],
        "reporting:moved": ["echange", session.uid],
    }


def directory(world) -> Arguments:
    holder = factories.OrganisationFactory(owner=world.network)
    contact = Contact.objects.create(organisation=holder, last_name="Durand")
    return {
        "partnership:organisation-edit": [holder.uid],
        "partnership:organisation-merge": [holder.uid],
        "partnership:contact": [contact.uid],
        "partnership:contact-new": [holder.uid],
        "partnership:contact-remove": [contact.uid],
        "reporting:organisation": [holder.uid],
    }


def life_and_papers(world) -> Arguments:
    reference = world.convention.reference
    deliberation, imputation, amendment = life.papers_of(world.convention)
    return {
        "partnership:paper": [reference, "convention"],
        "partnership:paper-texts": [reference, "rapport"],
        "partnership:move": [reference, "resiliation"],
        "partnership:deliberation": [reference, deliberation.uid],
        "partnership:imputation": [reference, imputation.uid],
        "partnership:imputation-remove": [reference, imputation.uid],
        "partnership:amendment-vote": [reference, amendment.number],
        "partnership:amendment-remove": [reference, amendment.number],
    }


def programme(world) -> Arguments:
    reference = world.convention.reference
    action = factories.CommitmentFactory(convention=world.convention)
    reading = factories.ReadingFactory(
        commitment__convention=world.convention, proposed_by=world.association
    )
    following = factories.ConventionFactory(
        owner=world.network, funder=world.funder, beneficiary=world.association
    )
    carry_over = CarryOver.objects.create(
        commitment=action,
        to_convention=following,
        what="Deux temps collectifs",
        reason="Désistements.",
    )
    return {
        "partnership:carry-over": [carry_over.uid],
        "partnership:reading-new": [reference, reading.commitment.uid],
        "partnership:reading-accept": [reference, reading.uid],
        "partnership:reading-withdraw": [reference, reading.uid],
        "partnership:thread": [reference, "commitment", action.uid],
        "partnership:remark": [reference, "commitment", action.uid],
        "reporting:commitment": [reference, action.slug],
        "reporting:mark": [reference, action.slug],
    }


def evidence(world) -> Arguments:
    reference = world.convention.reference
    shown = communication.evidence(world.convention, world.staff)
    deadline = Deadline.objects.create(
        convention=world.convention,
        kind="payment",
        label="Solde",
        due_on=world.convention.terms().ends_on,
    )
    world.admin.calendar_key = "cle-du-calendrier"
    world.admin.save()
    return {
        "partnership:evidence-item": [reference, shown.uid],
        "partnership:evidence-cancel": [reference, shown.uid],
        "partnership:deadline": [deadline.uid],
        "partnership:deadline-met": [deadline.uid],
        "partnership:calendar": [world.admin.calendar_key],
    }


def costs(world) -> Arguments:
    reference = world.convention.reference
    expense = make_expense(world.convention)
    payment = make_payment(world.convention)
    rehearsal = request_rehearsal(
        kind="expenses",
        convention=world.convention,
        name="depenses.csv",
        content=b"Montant",
        by=world.admin,
    )
    line = money.worked(world.convention).budget_lines.first()
    settlements.propose_settlement(
        convention=world.convention, outcome=accounts_of(line.convention).outcome, by=world.officer
    )
    return {
        "partnership:gap-explanation": [reference, line.uid],
        "partnership:expense": [expense.uid],
        "partnership:expense-cancel": [expense.uid],
        "partnership:payment-remove": [reference, payment.uid],
        "partnership:import": ["expenses"],
        "partnership:import-model": ["expenses"],
        "partnership:import-result": ["expenses", rehearsal.uid],
        "partnership:import-write": ["expenses", rehearsal.uid],
        "partnership:import-answer": ["expenses", rehearsal.uid],
    } | imports(world, rehearsal)


def imports(world, rehearsal) -> Arguments:
    """An import that may be undone, and what a verification refused."""
    done = Import.objects.create(
        owner=world.network, kind="expenses", file_name="depenses.csv", sha256="0",
        asked_by=world.admin, counts={"created": 1},
    )  # fmt: skip
    files.store(
        rehearsal, name=uploads.REFUSED, content=b'["Montant"]\n', content_type="application/jsonl"
    )
    return {
        "partnership:import-refused": ["expenses", rehearsal.uid, "csv"],
        "partnership:import-undo": [done.uid],
    }


def time(world) -> Arguments:
    """The time sheet is the staff member's own."""
    rate = make_rate(world.convention, world.staff)
    salary = make_salary(world.convention, rate)
    return {
        "partnership:staff-rate-end": [rate.uid],
        "reporting:time-sheet": [salary.uid],
        "reporting:time-sheet-pdf": [salary.uid],
    }


def gatherings(world) -> Arguments:
    gathering = factories.GatheringFactory(
        owner=world.convention.owner, convention=world.convention
    )
    names = ("", "-edit", "-hold", "-plan", "-postpone", "-call-off", "-remove")
    agenda = ("-agenda", "-agenda-edit", "-agenda-preview", "-agenda-pdf")
    return {f"accompaniment:gathering{name}": [gathering.uid] for name in (*names, *agenda)}


def my_week(world) -> Arguments:
    planned = factories.SessionFactory(
        follow_up__convention=world.convention, state="planned", staff=[world.staff]
    )
    closed = MonthClosing.objects.create(
        owner=world.network,
        person=world.staff,
        month=datetime.date(2026, 1, 1),
        closed_by=world.staff,
    )
    world.admin.calendar_key = "cle-du-calendrier"
    world.admin.save()
    return {
        "accompaniment:session-outcome": [planned.uid, "manque"],
        "accompaniment:week-feed": [world.admin.calendar_key],
        "accompaniment:month-reopen": [closed.uid],
    }


def handing_over(world) -> Arguments:
    follow_up = factories.FollowUpYearFactory(convention=world.convention, lead=world.admin)
    passing = uuid.uuid4()
    hand_over(follow_ups=[follow_up], to=world.staff, by=world.admin, uid=passing)
    return {"accompaniment:handed-over": [passing]}


def projects(world) -> Arguments:
    """A project that answers a scheme of the funder; its step was said by the association."""
    scheme = factories.FundingSchemeFactory(owner=world.network, funder=world.funder)
    call = factories.CallFactory(scheme=scheme)
    holder = factories.OrganisationFactory(owner=world.network)
    project = factories.ProjectFactory(organisation=holder, scheme=scheme, call=call)
    step = ProjectStep.objects.create(project=project, stage="construction", side="association")
    of_project = ("project", "project-edit", "project-step", "project-waive", "project-remove")
    return {
        "partnership:scheme": [scheme.uid],
        "partnership:scheme-edit": [scheme.uid],
        "partnership:call-new": [scheme.uid],
        "partnership:call-edit": [call.uid],
        "partnership:call-remove": [call.uid],
        "partnership:project-step-edit": [step.uid],
        "partnership:project-step-remove": [step.uid],
    } | {f"partnership:{name}": [project.uid] for name in of_project}


def attendance(world) -> Arguments:
    """Held: somebody came. To come: somebody signed up, and reads their own page."""
    held = factories.GatheringFactory(owner=world.network, convention=world.convention)
    came = factories.AttendanceFactory(gathering=held)
    to_come = coming_gathering(world.convention)
    signed_up = factories.AttendanceFactory(
        gathering=to_come,
        state="registered",
        email="karim@exemple.test",
        registered_at=timezone.now(),
    )
    here = ["attendance", "attendance-all-present", "attendance-promote", "attendance-structures"]
    here += ["attendance-erase", "sign-in-sheet", "certificates", "sign-up-settings", "signing"]
    row = ["attendance-row", "attendance-state", "attendance-remove", "signature-withdraw"]
    row += ["certificate", "sign"]
    own = ["my-sign-up", "sign-up-confirm", "sign-up-cancel", "sign-up-file", "sign-up-calendar"]
    public = ["sign-up", "signed-up"]
    found = {name: [held.uid] for name in [*here, "signing-add"]}
    found |= {"attendance-add": [held.uid, "personne"]}
    found |= {name: [held.uid, came.uid] for name in row}
    found |= {name: [to_come.sign_up_key] for name in public}
    found |= {name: [to_come.sign_up_key, signed_up.key] for name in own}
    return {f"accompaniment:{name}": arguments for name, arguments in found.items()}


def after_gatherings(world) -> Arguments:
    gathering = factories.GatheringFactory(
        owner=world.convention.owner, convention=world.convention
    )
    survey = make_survey(gathering)
    feedback = Feedback.objects.create(gathering=gathering, sense="positive", text="Bien")
    handout = Handout.objects.create(gathering=gathering, title="Guide")
    here = (
        "gathering-after",
        "feedback",
        "handout",
        "survey-edit",
        "survey-open",
        "survey-send",
        "survey-results",
    )
    return {f"accompaniment:{name}": [gathering.uid] for name in here} | {
        "accompaniment:feedback-remove": [feedback.uid],
        "accompaniment:handout-remove": [handout.uid],
        "accompaniment:survey": [survey.key],
        "accompaniment:survey-thanks": [survey.key],
    }


def proposals(world) -> Arguments:
    """What a mail proposes to the staff member."""
    row = factories.ProposedEntryFactory(owner=world.network, person=world.staff)
    return {
        f"accompaniment:{name}": [row.uid]
        for name in ("proposal", "proposal-ignore", "proposal-take-back")
    }


def network(world) -> Arguments:
    return {"reporting:network-year": [2026], "reporting:network-rows": [2026]}
