"""Rows for tests, with traits for what a test cares about."""

from __future__ import annotations

import datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from accompaniment import models as accompaniment
from accompaniment.enums import (
    Channel,
    GatheringState,
    Mode,
    Presence,
    ProposalSource,
    SessionKind,
    WorkKind,
)
from partnership import models as partnership
from partnership.enums import ConventionState, OrganisationKind, Role


class UserFactory(DjangoModelFactory):
    class Meta:
        model = partnership.User

    email = factory.Sequence(lambda n: f"personne{n}@exemple.test")
    first_name = factory.Sequence(lambda n: f"Prénom{n}")
    last_name = "Test"


class NetworkFactory(DjangoModelFactory):
    class Meta:
        model = partnership.Network

    name = factory.Sequence(lambda n: f"Réseau {n}")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = partnership.Organisation

    owner = factory.SubFactory(NetworkFactory)
    name = factory.Sequence(lambda n: f"Structure {n}")
    kind = OrganisationKind.ASSOCIATION

    class Params:
        runner = factory.Trait(runs_its_network=True)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = partnership.Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.STAFF


class ConventionFactory(DjangoModelFactory):
    class Meta:
        model = partnership.Convention

    owner = factory.SubFactory(NetworkFactory)
    reference = factory.Sequence(lambda n: f"CONV-{n}")
    purpose = "Ouverture au monde"
    funder = factory.SubFactory(OrganisationFactory, owner=factory.SelfAttribute("..owner"))
    beneficiary = factory.SubFactory(OrganisationFactory, owner=factory.SelfAttribute("..owner"))
    state = ConventionState.SIGNED
    original_starts_on = datetime.date(2026, 1, 1)
    original_ends_on = datetime.date(2026, 12, 31)
    original_report_due_on = datetime.date(2027, 4, 1)
    original_amount = Decimal(7000)
    original_projected_cost = Decimal(18695)

    class Params:
        proposed = factory.Trait(state=ConventionState.PROPOSED)
        past = factory.Trait(
            original_starts_on=datetime.date(2023, 1, 1),
            original_ends_on=datetime.date(2023, 12, 31),
            original_report_due_on=datetime.date(2024, 4, 1),
        )


def standing(state: ConventionState) -> dict:
    """The fields of a convention in that state, with what the state cannot be without."""
    if state != ConventionState.TERMINATED:
        return {"state": state}
    return {"state": state, "terminated_on": datetime.date(2026, 6, 5), "heard": "la présidente"}


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = partnership.Commitment

    convention = factory.SubFactory(ConventionFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "Réalisation de 30 accompagnements"
    target = 30
    unit = "accompagnements"


class ReadingFactory(DjangoModelFactory):
    class Meta:
        model = partnership.CommitmentReading

    commitment = factory.SubFactory(CommitmentFactory)
    figure_id = "accompaniment.sessions"
    valid_from = datetime.date(2026, 1, 1)


class AccompanimentFactory(DjangoModelFactory):
    class Meta:
        model = accompaniment.Accompaniment

    owner = factory.SubFactory(NetworkFactory)
    organisation = factory.SubFactory(OrganisationFactory, owner=factory.SelfAttribute("..owner"))


class FollowUpYearFactory(DjangoModelFactory):
    class Meta:
        model = accompaniment.FollowUpYear

    convention = factory.SubFactory(ConventionFactory)
    accompaniment = factory.SubFactory(
        AccompanimentFactory, owner=factory.SelfAttribute("..convention.owner")
    )
    mode = Mode.REINFORCED


class SessionFactory(DjangoModelFactory):
    """A held exchange of an hour; give `channels=[…]` and `staff=[…]` when they matter."""

    class Meta:
        model = accompaniment.AccompanimentSession
        skip_postgeneration_save = True

    follow_up = factory.SubFactory(FollowUpYearFactory)
    owner = factory.SelfAttribute("follow_up.accompaniment.owner")
    organisation = factory.SelfAttribute("follow_up.accompaniment.organisation")
    convention = factory.SelfAttribute("follow_up.convention")
    kind = SessionKind.MEETING
    date = datetime.date(2026, 3, 2)
    minutes = 60

    @factory.post_generation
    def channels(self, create, values, **kwargs):
        for value in values or []:
            accompaniment.SessionChannel.objects.create(session=self, channel=value)

    @factory.post_generation
    def staff(self, create, values, **kwargs):
        self.staff.set(values or [])


class WorkEntryFactory(DjangoModelFactory):
    class Meta:
        model = accompaniment.WorkEntry
        skip_postgeneration_save = True

    convention = factory.SubFactory(ConventionFactory)
    owner = factory.SelfAttribute("convention.owner")
    kind = WorkKind.FUNDER_MEETING
    date = datetime.date(2026, 3, 2)
    minutes = 90

    @factory.post_generation
    def staff(self, create, values, **kwargs):
        self.staff.set(values or [])


class FundingSchemeFactory(DjangoModelFactory):
    class Meta:
        model = partnership.FundingScheme

    funder = factory.SubFactory(OrganisationFactory)
    owner = factory.SelfAttribute("funder.owner")
    name = factory.Sequence(lambda n: f"Dispositif {n}")


class CallFactory(DjangoModelFactory):
    class Meta:
        model = partnership.Call

    scheme = factory.SubFactory(FundingSchemeFactory)
    year = 2026


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = partnership.Project

    organisation = factory.SubFactory(OrganisationFactory)
    owner = factory.SelfAttribute("organisation.owner")
    title = factory.Sequence(lambda n: f"Projet {n}")


class GatheringFactory(DjangoModelFactory):
    """Held on 10 March 2026, two hours, for no convention unless one is given."""

    class Meta:
        model = accompaniment.Gathering
        skip_postgeneration_save = True

    owner = factory.SubFactory(NetworkFactory)
    title = factory.Sequence(lambda n: f"Atelier {n}")
    state = GatheringState.HELD

    @factory.post_generation
    def date(self, create, given, **_):
        accompaniment.GatheringDate.objects.create(
            gathering=self, date=given or datetime.date(2026, 3, 10), minutes=120
        )

    @factory.post_generation
    def convention(self, create, given, **_):
        if given is not None:
            accompaniment.GatheringShare.objects.create(gathering=self, convention=given)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = accompaniment.Attendance

    gathering = factory.SubFactory(GatheringFactory)
    organisation = factory.SubFactory(
        OrganisationFactory, owner=factory.SelfAttribute("..gathering.owner")
    )
    last_name = factory.Sequence(lambda n: f"Personne{n}")
    state = Presence.PRESENT


class ProposedEntryFactory(DjangoModelFactory):
    """What a mail proposes."""

    class Meta:
        model = accompaniment.ProposedEntry

    owner = factory.SubFactory(NetworkFactory)
    person = factory.SubFactory(UserFactory)
    source = ProposalSource.MAIL
    key = factory.Sequence(lambda n: f"<mail{n}@exemple.test>")
    date = datetime.date(2026, 3, 2)
    kind = SessionKind.MAIL
    channel = Channel.MAIL
    title = "Mail reçu : budget"
