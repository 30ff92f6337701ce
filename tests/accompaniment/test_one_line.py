"""One line is enough: what is understood of it, and what never is guessed."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accompaniment.proposals.one_line import LONGEST_TEXT, What, understand
from accompaniment.proposals.structure_names import Known

MONDAY = datetime.date(2026, 6, 15)
SOA = Known("1", "Tantely Soa")
BE = Known("2", "Tantely Be")
COMITE_62 = Known("3", "Comité 62")
ETAPLES = Known("4", "Comité de jumelage d'Étaples", "CJE", "Étaples")
AIDHUM = Known("5", "Aidhum 62")
LENS = Known("6", "Lycée Léonard de Vinci", "", "Lens")
ARRAS = Known("7", "Lycée Léonard de Vinci", "", "Arras")
AVENIR = Known("8", "Avenir")
MALI = Known("9", "Association Les Amis du Mali")
DIRECTORY = (SOA, BE, COMITE_62, ETAPLES, AIDHUM, LENS, ARRAS, AVENIR, MALI)


def read(text, directory=DIRECTORY, today=MONDAY):
    return understand(text, directory, today)


def day(month, number, year=2026):
    return datetime.date(year, month, number)


def test_the_line_of_the_request_is_understood_whole():
    said = read("tantely soa tél 45 hier budget du forage")
    assert said.organisation == SOA
    assert (said.channels, said.minutes, said.date) == (("telephone",), 45, day(6, 14))
    assert said.subject == "budget du forage"
    assert {piece.what: piece.text for piece in said.pieces} == {
        What.ORGANISATION: "tantely soa",
        What.CHANNEL: "tél",
        What.DURATION: "45",
        What.DATE: "hier",
        What.SUBJECT: "budget du forage",
    }


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("TANTELY SOA tel 10", SOA),
        ("tantelly soa tel 10", SOA),
        ("tantelysoa tel 10", SOA),
        ("comite de jumelage d'etaples tel 10", ETAPLES),
        ("comité étaples tel 10", ETAPLES),
        ("CJE tel 10", ETAPLES),
        ("cje tel 10", ETAPLES),
        ("amis du mali tel 10", MALI),
        ("l'association les amis du mali tel 10", MALI),
        ("tel 10 avec Aidhum 62", AIDHUM),
        ("lycée léonard de vinci arras tel 10", ARRAS),
        ("Avenir tel 10", AVENIR),
    ],
)
def test_a_structure_is_found_as_people_write_it(text, known):
    assert read(text).organisation == known


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("tantely tel 45", {SOA, BE}),
        ("léonard de vinci tel 30", {LENS, ARRAS}),
        ("rencontre entre Tantely Soa et Aidhum 62", {SOA, AIDHUM}),
    ],
)
def test_two_structures_that_could_be_meant_are_a_choice(text, known):
    said = read(text)
    assert set(said.organisations) == known
    assert said.is_choice
    assert said.organisation is None


@pytest.mark.parametrize(
    "text",
    [
        "préparer l'avenir des jeunes tel 30",
        "comité tel 30",
        "comité 45 tel 30",
        "lycée tel 30",
        "amis du dali tel 30",
        "réunion du mali tel 30",
        "tel 30",
    ],
)
def test_words_that_only_look_like_a_name_name_nobody(text):
    assert read(text).organisations == ()


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("1h30", 90),
        ("1 h 30", 90),
        ("1h 30", 90),
        ("2 h", 120),
        ("2h", 120),
        ("2 heures", 120),
        ("45'", 45),
        ("45’", 45),
        ("45 min", 45),
        ("45mn", 45),
        ("90 minutes,", 90),
        ("1,5 h", 90),
        ("1:30", 90),
        ("une heure", 60),
        ("une demi-heure", 30),
        ("une heure et demie", 90),
        ("trois quarts d'heure", 45),
        ("pendant 20 min", 20),
    ],
)
def test_a_duration_is_read_as_people_write_it(written, minutes):
    said = read(f"tantely soa visite {written} budget")
    assert (said.minutes, said.subject) == (minutes, "visite budget")


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("tantely soa budget 2026", "budget 2026"),
        ("comité 62 budget", "budget"),
        ("tantely soa tél 2026", "2026"),
        ("tantely soa tél 06 12 34 56 78", "06 12 34 56 78"),
        ("tantely soa tél 45 000 jeunes", "45 000 jeunes"),
        ("tantely soa tél 20 euros", "20 euros"),
        ("tantely soa 45 jeunes", "45 jeunes"),
        ("tantely soa à 14h30", "à 14h30"),
        ("tantely soa de 14h à 15h", "de 14h à 15h"),
        ("tantely soa 14h30", "14h30"),
        ("tantely soa vers 10 h", "vers 10 h"),
        ("tantely soa 0 min", "0 min"),
        ("tantely soa 1h75", "1h75"),
    ],
)
def test_a_number_that_is_no_duration_stays_where_it_is(text, subject):
    said = read(text)
    assert (said.minutes, said.subject) == (None, subject)


def test_two_durations_are_asked_never_guessed():
    said = read("tantely soa atelier 2h déjeuner 1h")
    assert said.minutes is None
    assert What.DURATION in said.unsure
    assert said.subject == "atelier 2h déjeuner 1h"


def test_the_duration_beside_the_channel_is_that_of_the_exchange():
    assert read("tantely soa tél 20 formation 2h").minutes == 20
    assert read("tantely soa formation 2h visio 1h").minutes == 60


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("hier", day(6, 14)),
        ("Hier soir", day(6, 14)),
        ("avant-hier", day(6, 13)),
        ("avant hier", day(6, 13)),
        ("aujourd'hui", MONDAY),
        ("aujourd’hui", MONDAY),
        ("ce matin", MONDAY),
        ("vendredi", day(6, 12)),
        ("lundi", day(6, 8)),
        ("mardi dernier", day(6, 9)),
        ("12/03", day(3, 12)),
        ("le 12/3", day(3, 12)),
        ("12/03/2026", day(3, 12)),
        ("12/03/26", day(3, 12)),
        ("12.03.2026", day(3, 12)),
        ("2026-03-12", day(3, 12)),
        ("12 mars", day(3, 12)),
        ("le 1er mars", day(3, 1)),
        ("12 mars 2025", day(3, 12, 2025)),
        ("jeudi 12 mars", day(3, 12)),
        ("12 déc", day(12, 12, 2025)),
        ("15/06", MONDAY),
        ("16/06", day(6, 16, 2025)),
    ],
)
def test_a_day_is_read_as_people_write_it(written, date):
    said = read(f"tantely soa tel 10 {written} budget")
    assert (said.date, said.subject) == (date, "budget")


@pytest.mark.parametrize(
    "written",
    [
        "demain",
        "lundi prochain",
        "12/12/2027",
        "16/06/2026",
        "31/02",
        "45/12",
        "vendredi 12 mars",
        "pour le 12/03",
        "réunion du 12/03",
        "avant lundi",
        "1/2 journée",
    ],
)
def test_a_day_to_come_or_of_something_else_is_left_in_the_subject(written):
    said = read(f"tantely soa tel {written}")
    assert said.date is None
    assert said.subject == written


def test_of_two_days_the_one_said_from_today_is_meant_otherwise_it_is_asked():
    assert read("tantely soa 12/03 tel 10 hier").date == day(6, 14)
    said = read("tantely soa 12/03 13/03 tel 10")
    assert said.date is None
    assert What.DATE in said.unsure


@pytest.mark.parametrize(
    ("text", "kind", "subject"),
    [
        ("prépa 2h atelier", "preparation", "atelier"),
        ("préparation atelier", "preparation", "atelier"),
        ("rdv département 1h bilan", "rdv_departement", "bilan"),
        ("réunion avec le Département 1h", "rdv_departement", ""),
        ("RDV partenaire", "rdv_partenaire", ""),
        ("déplacement Arras", "deplacement", "Arras"),
        ("tantely soa relecture du dossier 1h", "relecture", "dossier"),
        ("tantely soa relance", "relance", ""),
        ("tantely soa envoi de documents", "documents", ""),
        ("tantely soa mise en lien", "mise_en_lien", ""),
        ("tantely soa parlé de la relecture", "", "parlé de la relecture"),
    ],
)
def test_the_nature_is_said_in_a_word(text, kind, subject):
    said = read(text)
    assert (said.kind, said.subject) == (kind, subject)


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("tantely soa visio tél 30", ("telephone", "visio")),
        ("tantely soa par mail", ("mail",)),
        ("tantely soa sur place", ("presentiel",)),
        ("tantely soa relu le mail du maire", ()),
        ("tantely soa courriel", ("mail",)),
    ],
)
def test_a_channel_is_how_it_was_said_not_what_it_was_about(text, channels):
    assert read(text).channels == channels


VOCABULARY = """
    tantely soa be comité 62 étaples tél visio mail par en le du avec hier lundi
    12/03 12 mars 2026 45 1h30 2 h min prépa relecture rdv département budget forage
    - , à de 14h aujourd'hui d'Étaples l'avenir 06 ½ ² İ ﬁ
"""
WORDS = st.one_of(
    st.sampled_from(VOCABULARY.split()),
    st.text(min_size=1, max_size=12),
)
LINES = st.lists(WORDS, max_size=14).map(" ".join)
DAYS = st.dates(datetime.date(2001, 1, 1), datetime.date(2090, 12, 31))


@given(LINES, DAYS)
def test_every_word_is_in_exactly_one_piece(text, today):
    said = read(text, today=today)
    assert said.words == tuple(text[:LONGEST_TEXT].split())
    assert sorted(rank for piece in said.pieces for rank in piece.words) == list(
        range(len(said.words))
    )
    for piece in said.pieces:
        assert piece.text == " ".join(said.words[rank] for rank in piece.words)


@given(LINES, DAYS)
def test_nothing_is_invented(text, today):
    said = read(text, today=today)
    given = {piece.what for piece in said.pieces}
    assert set(said.organisations) <= set(DIRECTORY)
    assert (said.minutes is not None) == (What.DURATION in given)
    assert (said.date is not None) == (What.DATE in given)
    assert bool(said.channels) == (What.CHANNEL in given)
    assert bool(said.kind) == (What.KIND in given)
    assert said.minutes is None or 0 < said.minutes <= 12 * 60
    assert said.date is None or said.date <= today
    subjects = [piece.text for piece in said.pieces if piece.what == What.SUBJECT]
    assert said.subject in " ".join(subjects)


@given(LINES)
def test_without_a_directory_nobody_is_named(text):
    assert read(text, directory=()).organisations == ()


@given(st.sampled_from(DIRECTORY), st.integers(1, 600), st.sampled_from(["tél", "visio"]))
def test_a_whole_name_a_channel_and_a_number_are_always_read(known, minutes, channel):
    said = read(f"{known.name_and_town} {channel} {minutes} suite")
    assert said.organisation == known
    assert (said.minutes, said.subject) == (minutes, "suite")
