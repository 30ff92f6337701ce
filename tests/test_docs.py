"""The documentation is true: its examples are run, its generated page is up to date."""

from __future__ import annotations

import csv
import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accompaniment.facts import Facts, GatheringFact, ProjectFact, SessionFact, WorkFact
from accompaniment.figures import Rule
from accompaniment.project_rules import RULES as PROJECT_RULES
from accompaniment.rules import RULES as TIME_RULES
from partnership.enums import OrganisationKind
from partnership.figures import HUNDRED, percentage, shares, spread
from partnership.management.commands import lifecycle
from partnership.models import Convention
from partnership.wording import UNKNOWN, euros, hours, percent
from reporting.collecting import figures_of
from reporting.demo.stage import HERE
from reporting.progress import figure_text

pytestmark = pytest.mark.one_database

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "figures.md").read_text(encoding="utf-8")
FIGURES = PAGE.partition("\n## Money\n")[0]  # the rest is run by test_docs_money.py
RULES = (*TIME_RULES, *PROJECT_RULES)
BY_ID = {rule.declaration.id: rule for rule in RULES}
NONE = "–"

EXPECTATION = re.compile(
    r"→ `(?P<id>[a-z_.]+)(\[(?P<dimension>\w+)=(?P<code>[\w-]+)\])?`"
    r"( filtered by `(?P<key>\w+)=(?P<codes>[\w,]+)`)?"
    r" = (?P<value>\d+|unknown)"
    r"(, shown « (?P<shown>[^»]+) »)?"
    r"(, with « (?P<remark>[^»]+) »)?"
)
Row = dict[str, str]
TABLES = {
    "session": "sessions",
    "work": "works",
    "gathering": "gatherings",
    "project": "projects",
}


@dataclass
class Example:
    """Tables of facts, and the lines that say what the rules answer of them."""

    heading: str
    sessions: list[Row] = field(default_factory=list)
    works: list[Row] = field(default_factory=list)
    projects: list[Row] = field(default_factory=list)
    gatherings: list[Row] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    @property
    def facts(self) -> Facts:
        return Facts(
            sessions=tuple(map(session_fact, self.sessions)),
            works=tuple(map(work_fact, self.works)),
            gatherings=tuple(map(gathering_fact, self.gatherings)),
            projects=tuple(map(project_fact, self.projects)),
        )


def plain(text: str) -> str:
    """No-break spaces as spaces, lines as one."""
    return " ".join(text.split())


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def sections(text: str, level: int) -> dict[str, str]:
    """The text under each heading of a level, up to the next heading of that level or above."""
    parts = re.split(rf"^(#{{1,{level}}}) (.+)$", text, flags=re.MULTILINE)[1:]
    marks, titles, bodies = parts[::3], parts[1::3], parts[2::3]
    return {
        title: body
        for mark, title, body in zip(marks, titles, bodies, strict=True)
        if len(mark) == level
    }


def table(text: str, first: str) -> list[Row]:
    """The rows of the first table whose first column is named so."""
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith(f"| {first} |"):
            heads = cells(line)
            next(lines)
            rows = []
            for row in lines:
                if not row.startswith("|"):
                    break
                rows.append(dict(zip(heads, cells(row), strict=True)))
            return rows
    raise AssertionError(f"No table begins with « {first} ».")


def examples() -> list[Example]:
    """Each example of the page: tables that follow arrows begin another one."""
    found, current, heads = [], Example(""), None
    for line in FIGURES.splitlines():
        if heading := re.match(r"#+ (.+)", line):
            current = Example(heading[1])
        elif line.startswith(tuple(f"| {first} |" for first in TABLES)):
            heads = cells(line)
            if current.expected:
                current = Example(current.heading)
        elif heads and line.startswith("|---"):
            continue
        elif heads and line.startswith("|"):
            row = dict(zip(heads, cells(line), strict=True))
            getattr(current, TABLES[heads[0]]).append(row)
        elif line.startswith("→ `"):
            if not current.expected:
                found.append(current)
            current.expected.append(line)
        if not line.startswith("|"):
            heads = None
    return found


def words(cell: str) -> tuple[str, ...]:
    return () if cell == NONE else tuple(word.strip() for word in cell.split(","))


def known_date(cell: str) -> dict:
    return {
        "date": datetime.date.fromisoformat((cell + "-01-01")[:10]),
        "dated": len(cell) > len("2026"),
    }


def known_minutes(row: Row) -> int | None:
    cell = row.get("minutes", NONE)
    return None if cell == NONE else int(cell)


def session_fact(row: Row) -> SessionFact:
    structure = row.get("structure", NONE)
    kind = row.get("structure kind", NONE)
    return SessionFact(
        uid=row["session"],
        minutes=known_minutes(row),
        kind=row.get("kind", "echange"),
        mode=row.get("mode", "reinforced"),
        project_kinds=words(row.get("project kinds", NONE)),
        channels=words(row.get("channels", NONE)),
        organisation=None if structure == NONE else structure,
        organisation_kind=OrganisationKind.UNKNOWN.value if kind == NONE else kind,
        accompaniment=row.get("accompaniment") or (row["session"], structure)[structure != NONE],
        staff=words(row.get("staff", NONE)),
        helps=words(row.get("helps", NONE)),
        **known_date(row["date"]),
    )


def work_fact(row: Row) -> WorkFact:
    return WorkFact(
        uid=row["work"],
        minutes=known_minutes(row),
        kind=row["kind"],
        staff=words(row.get("staff", NONE)),
        promotion=row.get("promotion", NONE).replace(NONE, ""),
        **known_date(row["date"]),
    )


def project_fact(row: Row) -> ProjectFact:
    """The steps are said in their order, one a month."""
    said = words(row["steps"])
    deposits = [one for one in said if one in ("depose", "hors_delais")]
    decisions = [one for one in said if one in ("retenu", "non_retenu")]
    return ProjectFact(
        uid=row["project"],
        project_kinds=words(row["project kinds"]),
        scheme=row["scheme"],
        is_submitted=bool(deposits or decisions),
        is_late=deposits[-1:] == ["hors_delais"],
        outcome=decisions[-1] if decisions else "",
        **known_date("2026"),
    )


def known_number(row: Row, name: str) -> int | None:
    cell = row.get(name, NONE)
    return None if cell == NONE else int(cell)


def gathering_fact(row: Row) -> GatheringFact:
    return GatheringFact(
        uid=row["gathering"],
        minutes=known_minutes(row),
        kind=row["kind"],
        place=row.get("place", "non_renseigne"),
        project_kinds=words(row.get("project kinds", NONE)),
        participants=known_number(row, "participants"),
        participants_here=known_number(row, "here"),
        young_people=known_number(row, "young") or 0,
        organisations=words(row.get("structures", NONE)),
        noted_organisations=known_number(row, "noted structures"),
        invited=known_number(row, "invited") or 0,
        no_reply=known_number(row, "no reply") or 0,
        staff=(),
        preparation_minutes=known_number(row, "preparation"),
        **known_date(row["date"]),
    )


CASES = [
    pytest.param(example, line, id=f"{rank}-{line.partition(' = ')[0].strip('→ ')}")
    for rank, example in enumerate(examples())
    for line in example.expected
]


@pytest.mark.parametrize(("example", "line"), CASES)
def test_an_example_gives_what_the_page_says(example, line):
    said = EXPECTATION.fullmatch(line)
    assert said, f"Not understood: {line}"
    filters = {said["key"]: said["codes"].split(",")} if said["key"] else None
    figure = BY_ID[said["id"]].figure(example.facts, filters)
    found = figure.value
    if said["dimension"]:
        categories = figure.breakdown(said["dimension"]).categories
        found = {one.code: one.value for one in categories}[said["code"]]
    else:
        assert plain(figure.remark) == (said["remark"] or "")
    assert found == (None if said["value"] == "unknown" else int(said["value"]))
    if said["shown"]:
        assert plain(figure_text(figure)) == said["shown"]


def test_every_arrow_of_the_page_is_read():
    arrows = [line for line in FIGURES.splitlines() if line.startswith("→")]
    rates = [line for line in arrows if "€" in line]
    assert len(arrows) == len(CASES) + len(rates)


def test_each_rule_has_its_section_and_each_section_its_rule():
    told = [title.strip("`") for title in sections(FIGURES, 3) if title.startswith("`")]
    assert told == list(BY_ID)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.declaration.id)
def test_a_section_tells_its_rule_with_an_example(rule: Rule):
    told = rule.declaration
    section = plain(sections(FIGURES, 3)[f"`{told.id}`"].replace("\n> ", "\n"))
    dimensions = ", ".join(f"`{one.key}`" for one in told.dimensions)
    cut = f"Cut by {dimensions}." if dimensions else "Not cut."
    assert f"« {told.label} », in {told.unit}. {cut}" in section
    assert told.sentence in section
    assert f"→ `{told.id}` = " in section
    assert told.version == 1, "The page says that every rule is at version 1."


def test_the_dimensions_of_the_page_are_those_of_the_rules():
    rows = {row["key"].strip("`"): row for row in table(FIGURES, "key")}
    known = {one.key: one for rule in RULES for one in rule.declaration.dimensions}
    assert set(rows) == set(known)
    for key, dimension in known.items():
        assert rows[key]["label"] == dimension.label
        assert rows[key]["overlapping"] == ("yes" if dimension.overlapping else "no")
        if dimension.overlapping:
            assert re.findall(r"`(\w+)`", rows[key]["codes"]) == list(dimension.categories)


def amount(text: str) -> Decimal:
    return Decimal(plain(text).removesuffix("€").replace(" ", "").replace(",", "."))


def test_the_shares_of_2025_are_worked_out_as_the_page_says():
    *lines, total = table(sections(FIGURES, 2)["Percentages of a table"], "line")
    amounts = [amount(line["amount"]) for line in lines]
    with (HERE / "data" / "budget_2025.csv").open(encoding="utf-8") as handle:
        published = [row for row in csv.DictReader(handle) if row["nature"] == "ligne"]
    assert amounts == [Decimal(row["montant_eur"]) for row in published]
    assert shares(amounts) == [amount(line["share"]) for line in lines]
    assert shares(amounts) == [Decimal(row["pourcentage"]) for row in published]
    whole = sum(amounts)
    assert whole == amount(total["amount"])
    for line, part in zip(lines, amounts, strict=True):
        assert amount(line["exact"]) == round(HUNDRED * part / whole, 6)
        assert amount(line["rounded down"]) == int(HUNDRED * HUNDRED * part / whole) / HUNDRED
    for column in ("rounded down", "share"):
        assert sum(amount(line[column]) for line in lines) == amount(total[column])


def test_the_rate_of_2023_is_that_of_the_page():
    said = re.search(r"^→ (.+ €) of (.+ €) = (.+ %)$", FIGURES, flags=re.MULTILINE)
    part, whole = amount(said[1]), amount(said[2])
    assert plain(euros(part)) == said[1]
    assert plain(percent(percentage(part, whole))) == said[3]


def test_hours_print_as_the_page_says():
    for row in table(FIGURES, "minutes"):
        minutes = None if row["minutes"] == NONE else int(row["minutes"])
        assert plain(hours(minutes)) == row["shown"]
    assert hours(None) == UNKNOWN
    assert spread(100, 3) == [34, 33, 33]


@pytest.mark.usefixtures("demonstration")
def test_what_the_page_says_of_2023_is_so():
    figures = figures_of(Convention.objects.get(reference="CD62-2023"))
    sessions = figures["accompaniment.sessions"]
    by_channel = sum(one.value for one in sessions.breakdown("channel").categories)
    assert f"The {sessions.value} sessions\nof 2023 add up to {by_channel} by channel" in FIGURES
    assert figures["accompaniment.proofreading_minutes"].value == 18 * 60
    assert figures["accompaniment.staff"].value == 3
    assert figures["time.minutes"].value == (49 + 10) * 60
    assert figures["accompaniment.organisations"].remark == "dont 2\u00a0structures sans nom"


def test_the_page_of_the_life_of_a_convention_is_up_to_date():
    call_command("lifecycle", check=True)


def test_a_page_that_is_behind_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(lifecycle, "PAGE", tmp_path / "lifecycle.md")
    with pytest.raises(CommandError, match="en retard"):
        call_command("lifecycle", check=True)
    call_command("lifecycle")
    call_command("lifecycle", check=True)


ROOT = DOCS.parent
HOUSE = (DOCS / "house.md").read_text(encoding="utf-8")


def files_of_the_house() -> list[Row]:
    return table(HOUSE.partition("And, alone of their kind:")[2], "file")


def named_in(row: Row) -> list[Path]:
    """The files and folders that a row names: beside the first one, unless said from the root."""
    names = re.findall(r"`([\w./-]+(?:\.py|/))`", row["file"] + row["holds"])
    first = ROOT / names[0]
    folder = first if names[0].endswith("/") else first.parent
    return [ROOT / one if (ROOT / one).exists() else folder / one for one in names]


def test_every_file_that_the_house_names_is_there():
    rows = files_of_the_house()
    assert len(rows) > 50
    missing = [str(path) for row in rows for path in named_in(row) if not path.exists()]
    assert missing == []


def test_no_file_of_the_house_is_told_twice():
    told = [path for row in files_of_the_house() for path in named_in({**row, "holds": ""})]
    assert sorted(map(str, told)) == sorted(map(str, set(told)))


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))], ids=lambda page: page.name
)
def test_nothing_is_left_to_be_filled_in(page):
    assert "@@" not in page.read_text(encoding="utf-8")
