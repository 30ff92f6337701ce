"""The rows that the addresses of the site need, all of `world.convention`.

An address that needs nothing, or the reference of the convention alone, is not named here."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from partnership import files
from partnership.actions import settlements
from partnership.actions.imports import request_rehearsal
from partnership.importing import uploads
from partnership.models import CarryOver, Contact, Deadline, Import
from reporting import actions
from reporting.accounts import accounts_of
from tests import factories
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
    return {"accompaniment:gathering": [gathering.uid]}
