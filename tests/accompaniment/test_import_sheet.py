import json
from io import StringIO

import pytest
from django.core.management import call_command

from accompaniment.models import AccompanimentSession
from tests.accompaniment.builders import BILAN, make_convention, write_csv, write_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def convention():
    return make_convention()


def command(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command("import_sheet", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as stop:
        return stop.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_the_command_prints_json_and_ends_with_0(tmp_path, convention):
    path = write_csv(
        tmp_path, "Structure;Âge;Durée (h)\nMaison d'Étaples;3;1,5\n", "s.csv", "cp1252"
    )
    status, out, _ = command("sessions", path, "--convention", "CD62-2023", "--json")
    assert status == 0
    assert json.loads(out) == {
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "refused": [],
        "questions": [
            "Ligne 2 : « Maison d'Étaples » n'est pas dans l'annuaire ; "
            "une nouvelle structure est créée."
        ],
        "ignored_columns": ["Âge"],
    }


def test_the_command_ends_with_1_when_lines_are_refused(tmp_path, convention):
    path = write_workbook(tmp_path, ["Structure", "Durée"], ["ACAM", 2])
    status, out, _ = command("sessions", path, "--convention", "CD62-2023", "--json")
    assert status == 1
    [refused] = json.loads(out)["refused"]
    assert (refused["line"], refused["column"], refused["value"]) == (2, "Durée", "2")
    status, out, _ = command("sessions", path, "--convention", "CD62-2023")
    assert status == 1
    assert "1\xa0valeur refusée, rien n'est écrit" in out


def test_the_command_ends_with_2_when_file_or_arguments_are_unusable(tmp_path, convention):
    good = write_csv(tmp_path, "Structure;Durée (h)\nACAM;1\n")
    bad = write_csv(tmp_path, "Nom;Heures\nACAM;1\n", "bad.csv")
    for arguments, said in (
        (["sessions", bad, "--convention", "CD62-2023"], "Structure"),
        (["sessions", tmp_path / "absent.csv", "--convention", "CD62-2023"], "n'existe pas"),
        (["sessions", good, "--convention", "INCONNUE"], "INCONNUE"),
        (["sessions", good], "--convention"),
        (["recettes", good, "--convention", "CD62-2023"], "sessions"),
        (["sessions", good, "--convention", "CD62-2023", "--sheet", "Feuil2"], "CSV"),
    ):
        status, out, err = command(*arguments, "--json")
        assert (status, out) == (2, "")
        assert said in err
    assert not AccompanimentSession.objects.exists()


def test_the_command_reports_in_french_and_a_rehearsal_says_so(tmp_path, convention):
    path = write_csv(tmp_path, BILAN)
    _, out, _ = command("sessions", path, "--convention", "CD62-2023", "--dry-run")
    assert "Essai : rien n'est écrit" in out
    assert not AccompanimentSession.objects.exists()
    _, out, _ = command("sessions", path, "--convention", "CD62-2023")
    assert "Lignes créées : 5 (12\xa0échanges)" in out
    assert "Sans structure renseignée : 2\xa0lignes" in out


MIXED = "Structure;Durée\nACAM;1h30\nAHPA;1h75\n"


def test_valid_only_writes_the_valid_lines_and_still_says_what_is_refused(tmp_path, convention):
    path, left = write_csv(tmp_path, MIXED), tmp_path / "refus.csv"
    given = ["sessions", path, "--convention", "CD62-2023", "--valid-only"]
    status, out, _ = command(*given, "--refused", left)
    assert status == 0
    assert AccompanimentSession.objects.count() == 1
    for words in ("leurs lignes sont laissées", "1h75", "Lignes créées : 1"):
        assert words in out
    assert "AHPA;1h75;" in left.read_text(encoding="utf-8-sig")
    status, out, _ = command(*given, "--json")
    told = json.loads(out)
    assert (status, told["created"], told["unchanged"], len(told["refused"])) == (1, 0, 1, 1)


def test_without_valid_only_nothing_is_written(tmp_path, convention):
    status, out, _ = command("sessions", write_csv(tmp_path, MIXED), "--convention", "CD62-2023")
    assert (status, "rien n'est écrit" in out) == (1, True)
    assert not AccompanimentSession.objects.exists()


def test_a_rehearsal_of_the_valid_lines_says_what_they_would_give(tmp_path, convention):
    path = write_csv(tmp_path, MIXED)
    status, out, _ = command(
        "sessions", path, "--convention", "CD62-2023", "--valid-only", "--dry-run"
    )
    assert (status, "Essai : rien n'est écrit" in out) == (0, True)
    assert not AccompanimentSession.objects.exists()
