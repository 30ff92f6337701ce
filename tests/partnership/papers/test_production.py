"""Papers made in the background: for whom, stored where, refused when."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal

import docx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from partnership import files, jobs
from partnership.actions import papers as actions
from partnership.enums import JobState
from partnership.models import Amendment, CommitmentChange, Convention, Job
from partnership.papers.blocks import lines
from partnership.papers.documents import PAPERS
from partnership.papers.facts import facts_of
from tests import factories
from tests.partnership.papers import builders
from tests.pdf_text import text_of


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job: True)


def ask(world, who: str, paper: str, extension: str = "pdf") -> Job:
    return actions.request_paper(
        convention=world.convention,
        paper=PAPERS[paper],
        extension=extension,
        by=getattr(world, who),
    )


def made(job: Job) -> Job:
    jobs.run(job.uid)
    return Job.objects.select_related("result_file").get(pk=job.pk)


def reread(convention: Convention) -> Convention:
    return Convention.objects.for_list().get(pk=convention.pk)


@pytest.mark.parametrize("who", ["staff", "admin", "officer"])
def test_both_sides_receive_the_convention_and_both_may_read_its_file(world, who):
    job = made(ask(world, who, "convention"))
    assert job.state == JobState.DONE
    assert job.result_file.name == "convention-DEP-2026.pdf"
    assert "Article 11" in text_of(files.read(job.result_file))
    for reader in (world.staff, world.officer):
        assert files.visible_file(job.result_file.uid, reader) is not None
    assert files.visible_file(job.result_file.uid, world.other_officer) is None


def test_the_funders_papers_are_the_officers_who_asked(world):
    job = made(ask(world, "officer", "dossier", "docx"))
    assert job.state == JobState.DONE
    assert job.result_file.name == "dossier-DEP-2026.docx"
    document = docx.Document(io.BytesIO(files.read(job.result_file)))
    assert any(one.text == "Décision demandée" for one in document.paragraphs)
    assert files.visible_file(job.result_file.uid, world.officer) is not None
    for reader in (world.staff, world.admin, world.other_officer):
        assert files.visible_file(job.result_file.uid, reader) is None


def test_the_funders_papers_are_asked_by_its_officers_alone(world):
    for who in ("staff", "admin", "other_officer"):
        with pytest.raises(PermissionDenied):
            ask(world, who, "rapport")


def test_an_officer_who_left_is_refused_with_words(world):
    job = ask(world, "officer", "rapport")
    world.officer.memberships.update(until_on=datetime.date(2020, 1, 1))
    job = made(job)
    assert job.state == JobState.FAILED
    assert job.message == "Vous n'avez plus accès à cette convention."


def test_what_came_to_contradict_in_between_fails_with_words(world):
    job = ask(world, "officer", "rapport")
    builders.text(world.convention, "commission_report", "montant", "Une subvention de 8 000 €.")
    job = made(job)
    assert job.state == JobState.FAILED
    assert job.message.startswith("Le document n'est pas produit")


def test_the_logos_of_both_sides_are_shown(world):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"><path d="M0 0h3v1z"/></svg>'
    for body in (world.funder, world.association):
        body.logo = files.store(body, name="l.svg", content=svg, content_type="image/svg+xml")
        body.save()
    document = docx.Document(
        io.BytesIO(files.read(made(ask(world, "staff", "convention", "docx")).result_file))
    )
    assert len(document.inline_shapes) == 2


def test_the_convention_is_told_as_it_was_signed_and_its_amendments_after(world):
    kept = factories.CommitmentFactory(convention=world.convention, number=1, text="Deux ateliers")
    amendment = Amendment.objects.create(
        convention=world.convention,
        number=1,
        signed_on=datetime.date(2026, 2, 1),
        in_force_on=datetime.date(2026, 2, 1),
        purpose="Un atelier de moins",
        amount=Decimal(6000),
        report_due_on=datetime.date(2027, 5, 1),
    )
    CommitmentChange.objects.create(amendment=amendment, commitment=kept, text="Un atelier")
    facts = facts_of(reread(world.convention))
    assert facts.amount == Decimal(7000)
    assert [one.text for one in facts.actions] == ["Deux ateliers"]
    last = list(lines(PAPERS["convention"].blocks(facts)))[-1]
    assert "l'avenant n° 1 du 1er février 2026" in last
    assert "6\u202f000,00" in last
    assert "bilan attendu le 1er mai 2027" in last


def test_the_vote_of_an_amendment_is_not_the_conventions(world):
    builders.vote(world.convention)
    amendment = Amendment.objects.create(
        convention=world.convention,
        number=1,
        signed_on=datetime.date(2026, 11, 1),
        in_force_on=datetime.date(2026, 11, 1),
        purpose="Prolongation",
    )
    builders.vote(
        world.convention,
        number="2026-99",
        voted_on=datetime.date(2026, 10, 20),
        amendment=amendment,
    )
    assert facts_of(reread(world.convention)).vote.number == "2026-12"


def test_an_imputation_read_in_a_published_paper_is_not_the_files_own(world):
    builders.imputation(world.convention)
    builders.imputation(
        world.convention, position=2, operation_code="C05-048A06", stated_in="convention, article 7"
    )
    (own,) = facts_of(reread(world.convention)).imputations
    assert own.operation_code == "C05-043A06"
    assert own.balance == Decimal(3000)


def test_an_action_refuses_what_a_page_would_not_send(world):
    line = actions.AnnexLine
    for lines_ in (
        [line(1, "a", "A"), line(1, "b", "B")],
        [line(1, "a", "A"), line(2, "a", "B")],
        [line(0, "a", "A")],
    ):
        with pytest.raises(ValidationError):
            actions.number_annexes(convention=world.convention, lines=lines_, by=world.officer)
    stranger = builders.reference(factories.ConventionFactory(), "loi")
    with pytest.raises(ValidationError):
        actions.choose_visas(convention=world.convention, references=[stranger], by=world.officer)


@pytest.mark.parametrize("who", ["staff", "admin", "other_officer"])
def test_only_the_funders_officers_write_in_the_file(world, who):
    by, given = getattr(world, who), {"convention": world.convention}
    with pytest.raises(PermissionDenied):
        actions.write_paper_texts(**given, kind=PAPERS["rapport"].kinds[0], texts={}, by=by)
    with pytest.raises(PermissionDenied):
        actions.choose_visas(**given, references=[], by=by)
    with pytest.raises(PermissionDenied):
        actions.add_legal_reference(**given, title="loi", by=by)
    with pytest.raises(PermissionDenied):
        actions.number_annexes(**given, lines=[], by=by)


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_the_command_writes_a_paper(world, tmp_path, capsys, extension):
    builders.text(world.convention, "commission_report", "montant", "Une subvention de 8 000 €.")
    output = tmp_path / f"rapport.{extension}"
    call_command("render_paper", "DEP-2026", "rapport", "--format", extension, "--output", output)
    said = capsys.readouterr()
    assert f"{output} écrit" in said.out
    assert "montant de la subvention" in said.err
    assert output.read_bytes()[:2] == (b"%P" if extension == "pdf" else b"PK")


def test_the_command_says_what_it_cannot_do(world, tmp_path):
    with pytest.raises(CommandError, match="Aucune convention"):
        call_command("render_paper", "RIEN", "rapport", "--output", tmp_path / "a.pdf")
    with pytest.raises(CommandError, match="n'est pas un fichier"):
        call_command("render_paper", "DEP-2026", "rapport", "--output", tmp_path)
