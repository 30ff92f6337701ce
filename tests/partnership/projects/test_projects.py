"""A project is written once, with all that it is made of, by the team of its network."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from partnership.actions import projects as actions
from partnership.actions.projects import Lines, Parts
from partnership.enums import FactorSense
from partnership.models import Factor, JournalEntry, Project
from partnership.project_reading import eligibility_of
from tests import factories
from tests.partnership.projects.builders import (
    MARCH,
    line,
    make_holder,
    make_project,
    make_scheme,
    say,
)

pytestmark = pytest.mark.django_db


def refused(call, *words):
    with pytest.raises(ValidationError) as error:
        call()
    for one in words:
        assert one in " ".join(error.value.messages)


def test_a_project_is_kept_with_all_its_parts(world):
    partner = line(name="Lycée de Dakar", country="SN", town="Dakar", role="Accueil")
    funding = line(source="Erasmus+", sought=Decimal(900), obtained=None)
    factor = line(sense=FactorSense.BRAKE, name="Manque de temps", line="Un seul bénévole")
    row = make_project(
        world,
        parts=Parts(
            kinds=["mobilite", "jumelage"],
            countries=["SN", "ML"],
            goals=[4, 17],
            partners=Lines([partner]),
            fundings=Lines([funding]),
            factors=Lines([factor]),
        ),
    )
    assert row.kind_codes == ("mobilite", "jumelage")
    assert sorted(one.country.code for one in row.countries.order_by("pk")) == ["ML", "SN"]
    assert [one.goal for one in row.goals.order_by("pk")] == [4, 17]
    assert row.partners.get().town == "Dakar"
    assert row.fundings.get().sought == 900
    assert row.factors.get().line == "Un seul bénévole"
    entry = JournalEntry.objects.get(subject_uid=row.uid)
    assert entry.by == world.staff
    assert entry.changes["kinds"] == ["jumelage", "mobilite"]


def test_the_same_form_sent_twice_makes_one_project(world):
    uid, holder, scheme = uuid.uuid4(), make_holder(world), make_scheme(world)
    first = make_project(world, uid=uid, holder=holder, scheme=scheme)
    assert make_project(world, uid=uid, holder=holder, scheme=scheme) == first
    assert Project.objects.count() == 1


def test_a_form_that_served_for_another_project_is_refused(world):
    uid = uuid.uuid4()
    make_project(world, uid=uid)
    refused(lambda: make_project(world, uid=uid, title="Autre"), "a déjà servi")


def test_a_project_without_a_date_is_an_idea_without_a_step(world):
    row = make_project(world)
    assert row.stage == "idee"
    assert not row.steps.exists()


def test_a_call_gives_its_scheme_and_its_year(world):
    call = factories.CallFactory(scheme=make_scheme(world), year=2025)
    row = actions.create_project(
        owner=world.network,
        values={"organisation": make_holder(world), "title": "Projet", "call": call, "year": 2026},
        parts=Parts(),
        by=world.staff,
    )
    assert (row.scheme, row.year) == (call.scheme, 2025)


def test_a_call_of_another_scheme_is_refused(world):
    call = factories.CallFactory(scheme=make_scheme(world, name="Jumelages"))
    refused(lambda: make_project(world, call=call), "d'un autre dispositif")


def test_a_purpose_excluded_by_another_scheme_is_refused(world):
    other = make_scheme(world, name="Jumelages")
    purpose = other.exclusions.create(text="Voyages")
    refused(lambda: make_project(world, excluded_purpose=purpose), "un autre dispositif")


@pytest.mark.parametrize("name", ["holder", "scheme"])
def test_a_row_of_another_network_is_refused(world, name):
    foreign = {
        "holder": factories.OrganisationFactory(),
        "scheme": factories.FundingSchemeFactory(),
    }
    refused(lambda: make_project(world, **{name: foreign[name]}), "d'un autre réseau")


def test_an_officer_writes_no_project(world):
    with pytest.raises(PermissionDenied):
        actions.create_project(owner=world.network, values={}, parts=Parts(), by=world.officer)
    row = make_project(world, scheme=make_scheme(world))
    with pytest.raises(PermissionDenied):
        actions.change_project(
            project=row, values={"title": "Autre"}, parts=Parts(), by=world.officer
        )
    with pytest.raises(PermissionDenied):
        actions.withdraw_project(project=row, reason="Doublon", by=world.officer)


def test_a_correction_keeps_what_it_does_not_name(world):
    kept, gone = line(name="Lycée de Dakar"), line(name="Mairie de Thiès")
    row = make_project(world, parts=Parts(kinds=["mobilite"], partners=Lines([kept, gone])))
    new = line(name="Maison des jeunes de Fès")
    actions.change_project(
        project=row,
        values={"title": "Chantier à Dakar"},
        parts=Parts(partners=Lines([new], [str(gone["uid"])])),
        by=world.staff,
    )
    row = Project.objects.get(pk=row.pk)
    assert row.title == "Chantier à Dakar"
    assert "dakar" in row.search_text
    assert row.kind_codes == ("mobilite",)
    names = [one.name for one in row.partners.order_by("pk")]
    assert names == ["Lycée de Dakar", "Maison des jeunes de Fès"]


def test_a_correction_that_changes_nothing_is_not_journaled(world):
    row = make_project(world, parts=Parts(kinds=["mobilite"]))
    lines = JournalEntry.objects.count()
    changed = actions.change_project(
        project=row, values={"title": row.title}, parts=Parts(kinds=["mobilite"]), by=world.staff
    )
    assert not changed
    assert JournalEntry.objects.count() == lines


def test_a_brake_of_the_same_words_is_shared_by_several_projects(world):
    for name in ("Manque de temps", "manque  de TEMPS"):
        factor = line(sense=FactorSense.BRAKE, name=name, line="")
        make_project(world, parts=Parts(factors=Lines([factor])))
    assert Factor.objects.get().projects.count() == 2


def test_a_project_is_found_by_the_name_that_its_holder_has_now(world):
    row = make_project(world)
    row.organisation.name = "Maison de l'Europe"
    row.organisation.save()
    assert row in Project.objects.matching("europe thies")
    assert row not in Project.objects.matching("europe dakar")


def test_the_internal_note_is_not_copied_in_the_journal(world):
    row = make_project(world, internal_note="Le président hésite")
    assert "hésite" not in str(JournalEntry.objects.get(subject_uid=row.uid).changes)


def test_a_project_that_a_funder_spoke_of_does_not_go_to_another_funder(world):
    row = make_project(world, scheme=make_scheme(world))
    say(row, "depose", world.officer)
    elsewhere = make_scheme(world, funder=world.other_funder)
    refused(
        lambda: actions.change_project(
            project=row, values={"scheme": elsewhere}, parts=Parts(), by=world.staff
        ),
        "ouvrez un autre projet",
    )


def test_a_project_noted_by_mistake_stays_with_its_reason_and_changes_no_more(world):
    row = make_project(world, scheme=make_scheme(world))
    refused(
        lambda: actions.withdraw_project(project=row, reason=" ", by=world.staff), "Dites pourquoi"
    )
    actions.withdraw_project(project=row, reason="Noté deux fois", by=world.staff)
    row.refresh_from_db()
    assert (row.cancelled_reason, row.cancelled_by) == ("Noté deux fois", world.staff)
    assert row not in Project.objects.standing()
    assert row in Project.objects.visible_to(world.staff)
    assert row not in Project.objects.visible_to(world.officer)
    refused(lambda: say(row, "depose", world.staff), "retiré")
    refused(
        lambda: actions.change_project(project=row, values={}, parts=Parts(), by=world.staff),
        "retiré",
    )


class TestEligibility:
    @pytest.fixture
    def elsewhere(self, world):
        world.funder.territory = "62"
        world.funder.save()
        holder = make_holder(world, insee_code="59350", town="Lille")
        return make_project(world, holder=holder, scheme=make_scheme(world))

    def test_a_holder_from_elsewhere_is_refused_with_the_reason(self, elsewhere):
        verdict = eligibility_of(elsewhere)
        assert verdict.is_refused
        assert verdict.reasons == (
            "Le porteur est installé hors du département financé (59, pas 62).",
        )

    def test_going_on_all_the_same_is_dated_and_signed(self, world, elsewhere):
        row = actions.waive(project=elsewhere, reason="Le camp est à Calais", by=world.officer)
        assert (row.waived_reason, row.waived_by) == ("Le camp est à Calais", world.officer)
        assert row.waived_on is not None
        assert not eligibility_of(row).is_refused
        row = actions.waive(project=row, reason="", by=world.staff)
        assert (row.waived_on, row.waived_by) == (None, None)

    def test_what_was_waived_for_one_scheme_does_not_hold_for_another(self, world, elsewhere):
        row = actions.waive(project=elsewhere, reason="Le camp est à Calais", by=world.officer)
        other = make_scheme(world, name="Jumelages")
        values = {"scheme": other}
        actions.change_project(project=row, values=values, parts=Parts(), by=world.staff)
        row = Project.objects.get(pk=row.pk)
        assert (row.waived_reason, row.waived_on, row.waived_by) == ("", None, None)
        assert eligibility_of(row).is_refused

    def test_another_funder_does_not_go_past_it(self, world, elsewhere):
        with pytest.raises(PermissionDenied):
            actions.waive(project=elsewhere, reason="Oui", by=world.other_officer)

    def test_an_excluded_purpose_is_a_reason_too(self, world):
        scheme = make_scheme(world)
        purpose = scheme.exclusions.create(text="Voyages de classe")
        row = make_project(world, scheme=scheme, excluded_purpose=purpose)
        assert "Voyages de classe" in eligibility_of(row).reasons[0]

    def test_a_town_without_a_code_is_unknown_and_not_refused(self, world, elsewhere):
        elsewhere.organisation.insee_code = ""
        verdict = eligibility_of(elsewhere)
        assert verdict.is_eligible
        assert "Lille" in verdict.unknown[0]


def test_a_first_step_may_come_with_the_project(world):
    row = actions.create_project(
        owner=world.network,
        values={"organisation": make_holder(world), "title": "Projet"},
        parts=Parts(),
        by=world.staff,
        stage="construction",
        on=MARCH,
    )
    step = row.steps.get()
    assert (row.stage, step.on, step.by) == ("construction", MARCH, world.staff)


def test_a_year_alone_is_kept_as_its_last_day(world):
    row = actions.create_project(
        owner=world.network,
        values={"organisation": make_holder(world), "title": "Projet"},
        parts=Parts(),
        by=None,
        stage="retenu",
        on=datetime.date(2024, 1, 1),
        year_only=True,
    )
    step = row.steps.get()
    assert step.on == datetime.date(2024, 12, 31)
    assert step.when == "en 2024"
