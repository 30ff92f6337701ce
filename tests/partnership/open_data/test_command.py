"""`manage.py open_data`: the same file, from the command line."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from partnership.open_data import csv_text
from tests.partnership.open_data.builders import FUNDER_SIRET, complete, read

pytestmark = pytest.mark.django_db


def test_the_file_is_the_pages_own(tmp_path, capsys):
    complete(reference="A-2026")
    complete(reference="B-2026", original_amount=None)
    path = tmp_path / "subventions.csv"
    call_command("open_data", output=path)
    assert path.read_bytes() == csv_text(read()).encode()
    said = capsys.readouterr()
    assert "écrit (1\u00a0convention)" in said.out
    assert "B-2026, laissée de côté : Le montant" in said.err


def test_a_year_and_a_funder_choose(tmp_path, capsys):
    complete()
    path = tmp_path / "subventions.csv"
    for chosen, count in (
        ({"year": 2026}, 2),
        ({"year": 2025}, 1),
        ({"funder": "226 200 012 00012"}, 2),
        ({"funder": "43853522100024"}, 1),
        ({"funder": FUNDER_SIRET, "year": 2026}, 2),
    ):
        call_command("open_data", output=path, **chosen)
        assert len(path.read_text("utf-8").splitlines()) == count, chosen


@pytest.mark.parametrize(
    ("wrong", "word"), [({"year": 0}, "année"), ({"funder": "123"}, "SIRET « 123 »")]
)
def test_what_cannot_be_is_refused_with_words(tmp_path, wrong, word):
    with pytest.raises(CommandError, match=word):
        call_command("open_data", output=tmp_path / "f.csv", **wrong)


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="vérifiez que le dossier existe"):
        call_command("open_data", output=tmp_path / "nulle-part" / "f.csv")
