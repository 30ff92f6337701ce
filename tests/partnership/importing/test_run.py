"""What every import does alike."""

from collections import Counter

import pytest

from partnership.importing.run import as_read, is_total, line_key


@pytest.mark.parametrize(
    "words",
    [
        "Total",
        "TOTAUX",
        "Sous-total",
        "Total dépenses",
        "total des recettes",
        "TOTAL 2023",
        "Total général :",
        "Total des heures",
        "Nombre total de participants",
    ],
)
def test_a_line_of_totals_is_known_by_its_words(words):
    assert is_total(words)
    assert not is_total(f"{words} Énergies")


def test_equal_lines_of_one_file_have_each_their_key(world):
    first, second = Counter(), Counter()
    keys = [line_key("expenses", world.convention, "same", first) for _ in range(2)]
    assert keys[0] != keys[1]
    assert keys == [line_key("expenses", world.convention, "same", second) for _ in range(2)]
    assert line_key("budget", world.convention, "same", Counter()) != keys[0]


def test_a_text_is_compared_as_a_spreadsheet_gives_it_back():
    assert as_read("a  b\x07 c ") == "a b c"
    assert as_read(3) == 3
