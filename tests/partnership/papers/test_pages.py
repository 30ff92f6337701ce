"""The file of a convention on screen: who reads, who writes, what is refused and kept."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership import jobs
from partnership.enums import Verb
from partnership.models import Annex, Job, JournalEntry, LegalReference, PaperText, Visa
from partnership.papers.parts import digest
from tests import factories
from tests.partnership.papers import builders

REFERENCE = "DEP-2026"
DOSSIER = reverse("partnership:dossier", args=[REFERENCE])
VISAS = reverse("partnership:visas", args=[REFERENCE])
ANNEXES = reverse("partnership:annexes", args=[REFERENCE])
TEXTS = reverse("partnership:paper-texts", args=[REFERENCE, "rapport"])


def paper(key: str) -> str:
    return reverse("partnership:paper", args=[REFERENCE, key])


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job: True)


def shown(client, address=TEXTS) -> dict[str, str]:
    """What the form of the texts would send, untouched."""
    form = client.get(address).context["form"]
    return {name: field.value() for name, field in ((one.html_name, one) for one in form)}


def html(answer) -> str:
    text = answer.content.decode().replace("&#x27;", "'").replace("&nbsp;", " ")
    return text.replace("\u202f", " ").replace("\u00a0", " ")


# Reading


def test_both_sides_read_the_convention_and_the_funder_alone_its_own_papers(client, world):
    read = {}
    for who in ("staff", "admin", "officer", "other_officer"):
        client.force_login(getattr(world, who))
        keys = ("convention", "rapport", "deliberation", "annexes", "dossier")
        read[who] = [client.get(paper(key)).status_code for key in keys]
    assert read == {
        "staff": [200, 403, 403, 403, 403],
        "admin": [200, 403, 403, 403, 403],
        "officer": [200, 200, 200, 200, 200],
        "other_officer": [404, 404, 404, 404, 404],
    }


def test_the_association_is_shown_only_what_it_may_read(as_staff, world):
    builders.visa(world.convention, "code général des collectivités territoriales")
    text = html(as_staff.get(DOSSIER))
    assert "Vu le code général des collectivités territoriales" in text
    assert "Rapport à la commission" not in text
    assert "Écrire" not in text
    assert "Choisir les visas" not in text


def test_the_officer_is_offered_every_paper(as_officer):
    text = html(as_officer.get(DOSSIER))
    for words in ("Rapport à la commission", "Projet de délibération", "Dossier complet"):
        assert words in text
    assert f'href="{TEXTS}"' in text


def test_a_paper_that_does_not_exist_is_a_404(as_officer):
    for name in ("partnership:paper", "partnership:paper-texts"):
        assert as_officer.get(reverse(name, args=[REFERENCE, "roman"])).status_code == 404
    address = reverse("partnership:paper-texts", args=[REFERENCE, "dossier"])
    assert as_officer.get(address).status_code == 404


def test_what_a_person_wrote_is_never_read_as_html(as_officer, world):
    builders.text(world.convention, "commission_report", "contexte", "<script>x</script> [<b>]")
    text = html(as_officer.get(paper("rapport")))
    assert "&lt;script&gt;x&lt;/script&gt; <mark>[&lt;b&gt;]</mark>" in text
    assert "<script>x" not in text


# Findings and export


def test_a_contradiction_is_shown_with_its_passage_and_where_to_mend_it(as_officer, world):
    builders.vote(world.convention)
    builders.text(
        world.convention,
        "convention",
        "financeur",
        "Autorisé par délibération de la commission permanente en date du 1er septembre 2026.",
    )
    text = html(as_officer.get(DOSSIER))
    assert "C'est la date de l'avis de la commission, non celle du vote." in text
    assert "Autorisé par délibération de la commission permanente" in text
    place = reverse("partnership:paper-texts", args=[REFERENCE, "convention"])
    assert f'href="{place}#partie-financeur"' in text


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_a_contradicted_paper_is_not_made_and_the_page_says_why(as_officer, world, extension):
    words = "C'est une subvention de 8 000 €."
    builders.text(world.convention, "commission_report", "montant", words)
    answer = as_officer.post(paper("rapport"), {"format": extension})
    assert answer.status_code == 422
    assert "Le document n'est pas produit : un passage se contredit" in html(answer)
    assert words in html(answer)
    assert not Job.objects.exists()
    assert as_officer.post(paper("dossier"), {"format": extension}).status_code == 422
    assert as_officer.post(paper("deliberation"), {"format": extension}).status_code == 302


def test_the_association_is_not_refused_for_what_it_does_not_read(as_admin, world):
    words = "C'est une subvention de 8 000 €."
    builders.text(world.convention, "commission_report", "montant", words)
    assert words not in html(as_admin.get(DOSSIER))
    assert as_admin.post(paper("convention"), {"format": "pdf"}).status_code == 302


def test_a_document_asked_is_a_job_that_its_reader_follows(as_officer, world):
    answer = as_officer.post(paper("dossier"), {"format": "docx"})
    job = Job.objects.get()
    assert answer.url == reverse("partnership:job", args=[job.uid])
    assert (job.kind, job.title) == ("paper", "Dossier complet DEP-2026 (DOCX)")
    assert as_officer.get(answer.url).status_code == 200
    assert "Dossier complet DEP-2026" in html(as_officer.get(reverse("partnership:jobs")))


def test_a_format_that_does_not_exist_is_refused(as_officer):
    answer = as_officer.post(paper("convention"), {"format": "odt"})
    assert answer.status_code == 422
    assert "Choisissez le format" in html(answer)


# Texts


def test_untouched_texts_stay_the_datas_own(as_officer, world):
    assert as_officer.post(TEXTS, shown(as_officer)).status_code == 302
    assert not PaperText.objects.exists()
    assert not JournalEntry.objects.filter(verb=Verb.CHANGED).exists()


def test_a_rewritten_part_is_kept_and_journaled(as_officer, world):
    sent = shown(as_officer) | {"contexte": "Depuis 2022,\r\nles deux parties.  \r\n"}
    assert as_officer.post(TEXTS, sent).status_code == 302
    row = PaperText.objects.get()
    assert (row.paper, row.key, row.text) == (
        "commission_report",
        "contexte",
        "Depuis 2022,\nles deux parties.",
    )
    line = JournalEntry.objects.get(verb=Verb.CHANGED)
    assert line.by == world.officer
    assert line.changes["texts"]["contexte"] == [None, row.text]
    assert "Depuis 2022," in html(as_officer.get(paper("rapport")))


def test_a_text_back_to_the_datas_words_is_no_longer_a_persons(as_officer, world):
    default = shown(as_officer)["objet"]
    builders.text(world.convention, "commission_report", "objet", "Autre objet")
    as_officer.post(TEXTS, shown(as_officer) | {"objet": default})
    assert not PaperText.objects.exists()


def test_going_back_to_the_data_keeps_what_was_typed_elsewhere(as_officer, world):
    builders.text(world.convention, "commission_report", "objet", "Autre objet")
    sent = shown(as_officer) | {"contexte": "Nouveau contexte", "revenir": "objet"}
    answer = as_officer.post(TEXTS, sent)
    assert answer.url == TEXTS
    assert [(one.key, one.text) for one in PaperText.objects.all()] == [
        ("contexte", "Nouveau contexte")
    ]


def test_what_another_officer_wrote_in_between_stays(as_officer, world):
    sent = shown(as_officer) | {"contexte": "Le mien"}
    builders.text(world.convention, "commission_report", "objet", world.convention.purpose)
    as_officer.post(TEXTS, sent)
    assert set(PaperText.objects.values_list("key", flat=True)) == {"objet", "contexte"}


def test_data_that_changed_in_between_do_not_make_a_text_a_persons(as_officer, world):
    sent = shown(as_officer)
    world.convention.purpose = "Un autre objet"
    world.convention.save()
    as_officer.post(TEXTS, sent)
    assert not PaperText.objects.exists()


def test_an_emptied_part_is_refused_and_everything_typed_is_kept(as_officer):
    sent = shown(as_officer) | {"objet": " ", "contexte": "Ce que j'ai tapé"}
    answer = as_officer.post(TEXTS, sent)
    assert answer.status_code == 422
    text = html(answer)
    assert "Cette partie est vide : écrivez-la, ou revenez au texte des données." in text
    assert "Ce que j'ai tapé" in text
    assert not PaperText.objects.exists()


def test_a_published_passage_is_neither_shown_as_a_text_nor_overwritten(as_officer, world):
    builders.text(
        world.convention,
        "commission_report",
        "publie-1",
        "(cf. projet joint en annexe 2)",
        published=True,
        source="rapport n° 27",
    )
    builders.annex(world.convention, 3, "convention", "Projet de convention")
    text = html(as_officer.get(DOSSIER))
    assert "rapport n° 27" in text
    assert "« annexe 2 »" in text
    as_officer.post(TEXTS, shown(as_officer) | {"contexte": "Nouveau"})
    assert PaperText.objects.filter(published=True).count() == 1
    assert as_officer.post(paper("rapport"), {"format": "pdf"}).status_code == 302


def test_the_fingerprint_of_a_text_does_not_depend_on_line_ends():
    assert digest("a\r\nb \n") == digest("a\nb")


# Visas


def test_visas_are_cited_in_the_order_of_their_ranks(as_officer, world):
    first, second, third = (builders.reference(world.convention, f"loi {n}") for n in "ABC")
    ranks = {f"rang-{third.uid}": "1", f"rang-{first.uid}": "2", f"rang-{second.uid}": ""}
    assert as_officer.post(VISAS, ranks).status_code == 302
    cited = [one.reference for one in world.convention.visas.select_related("reference")]
    assert cited == [third, first]
    text = html(as_officer.get(paper("convention")))
    assert text.index("Vu la loi C") < text.index("Vu la loi A")
    as_officer.post(VISAS, {f"rang-{first.uid}": "1"})
    assert [one.reference for one in Visa.objects.select_related("reference")] == [first]


def test_a_rank_that_is_no_number_is_refused_and_kept(as_officer, world):
    one = builders.reference(world.convention, "loi A")
    answer = as_officer.post(VISAS, {f"rang-{one.uid}": "premier"})
    assert answer.status_code == 422
    assert "Écrivez un nombre, ou laissez vide." in html(answer)
    assert 'value="premier"' in html(answer)


def test_a_new_text_enters_the_library_and_is_cited_last(as_officer, world):
    builders.visa(world.convention, "code général des collectivités territoriales")
    sent = {
        "ajouter": "oui",
        "title": "délibération « Pacte »",
        "number": "12",
        "adopted_on": "2022-09-26",
    }
    assert as_officer.post(VISAS, sent).status_code == 302
    added = LegalReference.objects.get(number="12")
    assert added.owner == world.network
    assert [one.reference.number for one in world.convention.visas.all()] == ["", "12"]
    assert "Vu la délibération « Pacte » n° 12 du 26 septembre 2022" in html(
        as_officer.get(DOSSIER)
    )
    again = as_officer.post(VISAS, sent)
    assert again.status_code == 422
    assert "Ce visa est déjà dans la bibliothèque." in html(again)
    assert 'value="12"' in html(again)


def test_a_text_without_a_title_is_refused(as_officer):
    answer = as_officer.post(VISAS, {"ajouter": "oui", "title": "", "adopted_on": "hier"})
    assert answer.status_code == 422
    text = html(answer)
    assert "Donnez l'intitulé du texte." in text
    assert "Cette date n'est pas comprise" in text


def test_the_library_is_the_networks_own(as_officer, world):
    other = factories.ConventionFactory()
    stranger = builders.reference(other, "loi d'ailleurs")
    assert "loi d" not in html(as_officer.get(VISAS))
    as_officer.post(VISAS, {f"rang-{stranger.uid}": "1"})
    assert not world.convention.visas.exists()


# Annexes


def annexes(*lines: tuple[str, str, str], initial: int = 1, **fields) -> dict[str, str]:
    sent = {"annexes-TOTAL_FORMS": str(len(lines)), "annexes-INITIAL_FORMS": str(initial)}
    for rank, (position, title, key) in enumerate(lines):
        sent |= {
            f"annexes-{rank}-position": position,
            f"annexes-{rank}-title": title,
            f"annexes-{rank}-key": key,
        }
    return sent | fields


def numbered(world) -> list[tuple[int, str]]:
    return [(one.position, one.key) for one in Annex.objects.filter(convention=world.convention)]


def test_annexes_are_numbered_once_and_every_citation_follows(as_officer, world):
    sent = annexes(
        ("2", "Projet de convention", "convention"), ("1", "Bilan de l'année", ""), ("", "", "")
    )
    assert as_officer.post(ANNEXES, sent).status_code == 302
    assert numbered(world) == [(1, "bilan-de-lannee"), (2, "convention")]
    assert "projet joint en annexe 2" in html(as_officer.get(paper("deliberation")))
    kept = Annex.objects.get(key="convention").uid
    swapped = annexes(
        ("2", "Bilan de l'année", "bilan-de-lannee"),
        ("1", "Projet de convention", "convention"),
        initial=2,
    )
    assert as_officer.post(ANNEXES, swapped).status_code == 302
    assert numbered(world) == [(1, "convention"), (2, "bilan-de-lannee")]
    assert Annex.objects.get(key="convention").uid == kept
    assert "projet joint en annexe 1" in html(as_officer.get(paper("deliberation")))


def test_an_annex_is_removed_even_where_its_line_is_wrong(as_officer, world):
    builders.annex(world.convention, 1, "convention")
    builders.annex(world.convention, 2, "budget")
    sent = annexes(
        ("1", "Projet", "convention"), ("", "", ""), initial=2, **{"annexes-1-DELETE": "on"}
    )
    assert as_officer.post(ANNEXES, sent).status_code == 302
    assert numbered(world) == [(1, "convention")]


def test_a_citation_of_an_annex_that_left_the_list_forbids_the_export(as_officer, world):
    builders.annex(world.convention, 1, "budget", "Budget")
    answer = as_officer.post(paper("deliberation"), {"format": "pdf"})
    assert answer.status_code == 422
    assert "Aucune annexe ne porte le nom court « convention »." in html(answer)


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (("1", "Budget", "budget"), "Deux annexes portent le numéro « 1 »"),
        (("2", "Autre", "convention"), "Deux annexes portent le nom court « convention »"),
        (("2", "", "budget"), "Donnez l'intitulé de cette annexe."),
        (("", "Budget", "budget"), "Donnez le numéro de cette annexe."),
        (("0", "Budget", "budget"), "Le premier numéro est 1."),
        (("2", "Budget", "le budget"), "Un nom court s'écrit en lettres sans accent"),
    ],
)
def test_a_wrong_list_of_annexes_is_refused_and_kept(as_officer, world, second, words):
    answer = as_officer.post(ANNEXES, annexes(("1", "Projet", "convention"), second))
    assert answer.status_code == 422
    text = html(answer)
    assert words in text
    assert all(f'value="{value}"' in text for value in second if value)
    assert not Annex.objects.exists()


# Queries


def _fill(world, count: int) -> None:
    for rank in range(count):
        last = Annex.objects.count() + 1
        builders.visa(world.convention, f"loi {last}", last)
        builders.annex(world.convention, last, f"annexe-{last}")
        builders.imputation(world.convention, position=last, stated_in=f"document {last}")
        factories.CommitmentFactory(convention=world.convention, number=last)
        builders.text(world.convention, "annex", f"p{last}", "mots", published=True)
        builders.vote(
            world.convention,
            number=f"2026-{last}",
            voted_on=datetime.date(2026, 9, 14) + datetime.timedelta(days=rank),
        )


@pytest.mark.parametrize("address", [DOSSIER, paper("dossier"), TEXTS, VISAS, ANNEXES])
def test_the_number_of_queries_stays_flat_as_rows_grow(as_officer, world, address):
    counts = []
    for rows in (1, 10):
        _fill(world, rows)
        with CaptureQueriesContext(connection) as queries:
            assert as_officer.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 32
