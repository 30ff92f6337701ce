"""The pages of projects: what each side reads, writes and takes away."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from partnership.actions import projects as actions
from partnership.actions.projects import Lines, Parts
from partnership.enums import FactorSense, ProjectStage
from partnership.models import Project, ProjectStep
from partnership.project_board import MOST_CARDS
from tests import factories
from tests.partnership.projects.builders import (
    APRIL,
    MARCH,
    line,
    make_holder,
    make_project,
    make_scheme,
    page,
    say,
    text,
)

pytestmark = pytest.mark.django_db
LIST, BOARD = reverse("partnership:projects"), reverse("partnership:project-board")


@pytest.fixture
def scheme(world):
    return make_scheme(world)


@pytest.fixture
def project(world, scheme):
    """With everything that one side must not read of the other."""
    return make_project(
        world,
        scheme=scheme,
        holder=make_holder(world, name="Lycée de Béthune", kind="etablissement_scolaire"),
        internal_note="Le proviseur hésite",
        parts=Parts(
            kinds=["mobilite", "jumelage"],
            countries=["SN", "ML"],
            fundings=Lines(
                [
                    line(source="Fondation du Nord", sought=Decimal(900), obtained=Decimal(400)),
                    line(source="Région", sought=Decimal(100), obtained=None),
                ]
            ),
            factors=Lines([line(sense=FactorSense.BRAKE, name="Manque de temps", line="")]),
        ),
    )


def sent(**given) -> dict:
    """A new project as the browser sends it."""
    empty = {
        f"{prefix}-{name}": value
        for prefix in ("partenaires", "financements", "freins")
        for name, value in {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}.items()
    }
    return empty | {"uid": str(uuid.uuid4()), "priority_public": "non_renseigne"} | given


class TestWhatEachSideReads:
    def test_the_team_reads_everything(self, as_staff, project):
        shown = page(as_staff, project.get_absolute_url())
        for words in ("Le proviseur hésite", "Fondation du Nord", "Manque de temps"):
            assert words in shown

    def test_the_funder_reads_neither_notes_nor_brakes_nor_other_names(self, as_officer, project):
        shown = page(as_officer, project.get_absolute_url())
        for words in ("proviseur", "Fondation du Nord", "Région", "Manque de temps"):
            assert words not in shown
        assert "Autres financeurs" in shown
        assert "1 000,00 €" in shown
        assert "400,00 €" in shown

    def test_the_funder_sees_those_of_its_schemes_alone(self, as_officer, world, project):
        make_project(
            world, title="Projet d'ailleurs", scheme=make_scheme(world, funder=world.other_funder)
        )
        for address in (LIST, BOARD, f"{LIST}?export=csv"):
            shown = page(as_officer, address)
            assert project.title in shown
            assert "Projet d'ailleurs" not in shown
            assert "proviseur" not in shown

    def test_each_step_says_who_set_it(self, as_staff, world, project):
        say(project, "depose", world.officer, MARCH)
        say(project, "retenu", world.officer, APRIL, details_asked="Le budget du séjour")
        shown = page(as_staff, project.get_absolute_url())
        assert f"noté par {world.officer}, Département" in shown
        assert "Le budget du séjour" in shown
        assert shown.index("2 mars 2026") < shown.rindex("10 avril 2026")

    def test_a_withdrawn_project_is_gone_for_the_funder_and_said_to_the_team(
        self, client, world, project
    ):
        actions.withdraw_project(project=project, reason="Noté deux fois", by=world.staff)
        client.force_login(world.officer)
        assert client.get(project.get_absolute_url()).status_code == 404
        client.force_login(world.staff)
        assert "Noté deux fois" in page(client, project.get_absolute_url())
        assert project.title not in page(client, LIST)


class TestTheList:
    @pytest.mark.parametrize(
        "asked",
        [
            {"q": "bethune"},
            {"stage": "idee"},
            {"kind": "jumelage"},
            {"country": "ML"},
            {"priority": "non_renseigne"},
        ],
    )
    def test_a_filter_keeps_what_it_says(self, as_staff, world, project, asked):
        other = make_project(world, title="Autre projet", priority_public="oui")
        say(other, "construction", world.staff)
        shown = page(as_staff, LIST, **asked)
        assert project.title in shown
        assert "Autre projet" not in shown

    def test_it_is_filtered_by_scheme_call_year_and_holder(self, as_staff, world, project):
        call = factories.CallFactory(scheme=project.scheme, year=2025)
        answering = make_project(world, scheme=project.scheme, call=call, title="Avec appel")
        for asked in (
            {"call": call.uid},
            {"year": 2025},
            {"holder": answering.organisation.uid},
            {"scheme": project.scheme.uid, "q": "appel"},
        ):
            shown = page(as_staff, LIST, **asked)
            assert "Avec appel" in shown
            assert project.title not in shown

    def test_a_wrong_filter_lists_nothing_and_says_so(self, as_staff, project):
        shown = page(as_staff, LIST, stage="ailleurs")
        assert project.title not in shown
        assert "Un filtre est à corriger" in shown

    def test_its_export_bears_the_columns_that_an_import_reads(self, as_staff, world, project):
        say(project, "non_retenu", world.officer, MARCH)
        say(project, "construction", world.staff, APRIL)
        head, row = page(as_staff, LIST, export="csv").splitlines()[:2]
        for column in (
            "Référence", "Structure", "Intitulé", "Types", "Pays", "Dispositif", "Année", "Étape",
            "Résultat", "Résumé",
        ):  # fmt: skip
            assert column in head.lstrip("\ufeff").split(";")
        assert "Mobilité, Jumelage" in row
        assert "Mali, Sénégal" in row
        assert "En construction;Non retenu" in row

    def test_no_countrys_name_holds_a_comma(self):
        from django_countries import countries

        assert [name for _, name in countries if "," in name or ";" in name or "/" in name] == []

    def test_an_empty_list_says_what_to_do(self, as_staff, as_officer):
        assert "Aucun projet ne répond encore à vos dispositifs" in page(as_officer, LIST)


class TestTheBoard:
    def test_a_column_shows_its_number_and_leads_to_the_rest(self, as_staff, world, scheme):
        for _ in range(MOST_CARDS + 3):
            make_project(world, scheme=scheme)
        shown = page(as_staff, BOARD, year="", scheme=scheme.uid)
        assert shown.count('<form method="post" action="/projets/') == MOST_CARDS
        assert f"Voir les {MOST_CARDS + 3} projets" in shown
        assert f"?stage=idee&amp;year=&amp;scheme={scheme.uid}" in shown

    def test_a_card_moves_by_its_form_and_comes_back_to_the_board(self, as_officer, world, project):
        answer = as_officer.post(
            reverse("partnership:project-step", args=[project.uid]),
            {"uid": uuid.uuid4(), "stage": "depose", "on": "2026-03-02", "next": BOARD},
        )
        assert answer.url == BOARD
        project.refresh_from_db()
        assert project.stage == "depose"
        assert project.steps.get().by == world.officer

    def test_a_card_offers_what_its_reader_may_say(self, client, world, project):
        for who, offered in ((world.staff, "En construction"), (world.officer, "Déposé")):
            client.force_login(who)
            assert f">{offered}</option>" in page(client, BOARD)
        assert ">En construction</option>" not in page(client, BOARD)

    def test_a_refused_move_keeps_what_was_typed(self, as_officer, project):
        answer = as_officer.post(
            reverse("partnership:project-step", args=[project.uid]),
            {"uid": uuid.uuid4(), "stage": "retenu", "on": "2099-01-01", "comment": "Bravo"},
        )
        assert answer.status_code == 422
        assert "pas encore passé" in text(answer)
        assert 'value="Bravo"' in text(answer)


class TestTheForm:
    def test_a_project_is_added_in_one_page(self, as_staff, world, scheme):
        given = sent(
            organisation=make_holder(world).uid,
            title="Chantier à Thiès",
            kinds=["mobilite"],
            countries=["SN"],
            goals=["4"],
            scheme=scheme.uid,
            stage="construction",
            on="2026-03-02",
            requested="1 500,50",
        ) | {
            "partenaires-TOTAL_FORMS": "1",
            "partenaires-0-uid": str(uuid.uuid4()),
            "partenaires-0-name": "Lycée de Dakar",
        }
        answer = as_staff.post(reverse("partnership:project-new"), given)
        row = Project.objects.get()
        assert answer.url == row.get_absolute_url()
        assert (row.stage, row.requested) == ("construction", Decimal("1500.50"))
        assert row.partners.get().name == "Lycée de Dakar"

    def test_only_the_holder_and_the_title_are_needed(self, as_staff, world):
        shown = page(as_staff, reverse("partnership:project-new"))
        before_the_lines = shown.split('<ol class="lines"')[0]
        assert before_the_lines.count("asteriskField") == 2
        holder = make_holder(world, name="Foyer rural", kind="association")
        given = sent(organisation=holder.uid, title="Un projet")
        del given["priority_public"]
        as_staff.post(reverse("partnership:project-new"), given)
        row = Project.objects.get()
        assert (row.stage, row.priority_public) == ("idee", "non_renseigne")

    def test_a_refused_form_keeps_what_was_typed(self, as_staff):
        given = sent(title="Sans porteur", countries=["SN"], stage="depose", youngest=20, oldest=12)
        answer = as_staff.post(reverse("partnership:project-new"), given)
        assert answer.status_code == 422
        shown = text(answer)
        for words in (
            'value="Sans porteur"',
            "Choisissez la structure qui porte ce projet.",
            "Donnez la date de cette étape.",
            "Le plus âgé est plus jeune que le plus jeune : vérifiez les deux âges.",
        ):
            assert words in shown
        assert not Project.objects.exists()

    def test_one_more_line_is_asked_without_keeping_anything(self, as_staff):
        answer = as_staff.post(
            reverse("partnership:project-new"), sent(title="Projet", ajouter="freins")
        )
        assert answer.status_code == 200
        assert 'name="freins-0-name"' in text(answer)
        assert not Project.objects.exists()

    def test_a_correction_shows_what_is_known_and_keeps_it(self, as_staff, project):
        address = reverse("partnership:project-edit", args=[project.uid])
        shown = page(as_staff, address)
        assert 'value="Fondation du Nord"' in shown
        given = sent(organisation=project.organisation.uid, title="Autre titre")
        assert as_staff.post(address, given).status_code == 302
        project.refresh_from_db()
        assert project.title == "Autre titre"
        assert project.fundings.count() == 2

    def test_a_withdrawn_project_is_not_corrected(self, as_staff, world, project):
        actions.withdraw_project(project=project, reason="Doublon", by=world.staff)
        answer = as_staff.get(reverse("partnership:project-edit", args=[project.uid]))
        assert answer.url == project.get_absolute_url()

    def test_a_withdrawal_without_a_reason_is_refused_on_the_page(self, as_staff, project):
        answer = as_staff.post(reverse("partnership:project-remove", args=[project.uid]))
        assert answer.status_code == 422
        assert "Dites pourquoi ce projet est retiré." in text(answer)

    def test_each_side_corrects_and_takes_back_its_own_step(self, as_officer, world, project):
        step = say(project, "depose", world.officer)
        address = reverse("partnership:project-step-edit", args=[step.uid])
        assert as_officer.post(address, {"stage": "hors_delais", "on": "2026-03-03"}).status_code
        assert ProjectStep.objects.get().stage == ProjectStage.LATE
        as_officer.post(reverse("partnership:project-step-remove", args=[step.uid]))
        assert not ProjectStep.objects.exists()


class TestEligibility:
    def test_the_verdict_its_reason_and_the_waiver_stand_on_the_page(self, client, world, project):
        world.funder.territory = "62"
        world.funder.save()
        project.organisation.insee_code = "59350"
        project.organisation.save()
        client.force_login(world.officer)
        shown = page(client, project.get_absolute_url())
        assert "non éligible" in shown
        assert "hors du département financé (59, pas 62)" in shown
        address = reverse("partnership:project-waive", args=[project.uid])
        client.post(address, {"reason": "Le camp est à Calais"})
        client.force_login(world.staff)
        shown = page(client, project.get_absolute_url())
        assert "Le camp est à Calais" in shown
        assert str(world.officer) in shown
