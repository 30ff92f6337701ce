"""The bilan as one object: it answers every question that the page and the PDF ask.

It is made from a snapshot alone, taken today for a draft or frozen long ago, so that both read the
same. No database, no clock.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from partnership.figures import percentage, shares
from partnership.wording import (
    UNKNOWN,
    counted,
    euros,
    hours,
    long_date,
    number,
    percent,
    period,
)
from reporting.charts import Bar, bar_chart
from reporting.narrative import to_html

MONTHS_KNOWN = Decimal("0.8")
SIDES = (("expense", "Dépenses"), ("income", "Recettes"))


@dataclass(frozen=True)
class AccompanimentLine:
    """A line of the table of accompaniments, as it prints."""

    organisation: str
    is_named: bool
    town: str
    project_kinds: str
    channels: str
    sessions: str
    time: str


@dataclass(frozen=True)
class Chart:
    """A drawing with the table that says the same."""

    title: str
    svg: str
    head: tuple[str, str]
    lines: tuple[tuple[str, str], ...]
    total: str
    remark: str


@dataclass(frozen=True)
class Section:
    """A part of the bilan: its number, its title, where it is and the template that prints it."""

    number: int
    key: str
    title: str

    @property
    def anchor(self) -> str:
        return f"partie-{self.key}"

    @property
    def template(self) -> str:
        return f"reporting/sections/{self.key}.html"


@dataclass(frozen=True)
class BudgetRow:
    label: str
    description: str
    amount: str
    share: str
    is_known: bool


@dataclass(frozen=True)
class BudgetTable:
    """One side of the plan de financement."""

    title: str
    rows: tuple[BudgetRow, ...]
    total: str
    total_share: str


class Report:
    """What a bilan says. `version` is None for a draft."""

    def __init__(self, snapshot: dict[str, Any], *, version: int | None = None, sha256: str = ""):
        self.snapshot = snapshot
        self.version = version
        self.sha256 = sha256
        self.convention = snapshot["convention"]
        self.terms = snapshot["terms"]
        self._figures = {figure["id"]: figure for figure in snapshot["figures"]}

    @property
    def reference(self) -> str:
        return self.convention["reference"]

    @property
    def year(self) -> str:
        first, last = self.terms["starts_on"][:4], self.terms["ends_on"][:4]
        return first if first == last else f"{first}-{last}"

    @property
    def title(self) -> str:
        return f"Bilan {self.year}"

    @property
    def full_title(self) -> str:
        return f"{self.title} · {self.beneficiary['name']} – {self.funder['name']}"

    @property
    def beneficiary(self) -> dict[str, Any]:
        return self.convention["beneficiary"]

    @property
    def funder(self) -> dict[str, Any]:
        return self.convention["funder"]

    @property
    def made_on(self) -> str:
        return long_date(datetime.date.fromisoformat(self.snapshot["made_on"]))

    @property
    def version_text(self) -> str:
        if self.version is None:
            return f"Document de travail du {self.made_on}"
        return f"Version {self.version}, arrêtée le {self.made_on}"

    @property
    def fingerprint_text(self) -> str:
        """What each page prints of the fingerprint; nothing for a draft."""
        return f"Empreinte SHA-256 : {self.sha256}" if self.sha256 else ""

    @property
    def period_text(self) -> str:
        start = datetime.date.fromisoformat(self.terms["starts_on"])
        end = datetime.date.fromisoformat(self.terms["ends_on"])
        return period(start, end)

    @property
    def amount(self) -> Decimal | None:
        return _decimal(self.terms["amount"])

    @property
    def money_text(self) -> str:
        """« 7 000 € votés sur 18 695 € de coût prévisionnel, soit 37,44 % »."""
        text = self.convention["money_standing"]
        cost, rate = _decimal(self.terms["projected_cost"]), _decimal(self.terms["rate"])
        if cost is not None:
            text += " sur" if text.endswith("votés") else ", sur"
            text += f" {euros(cost, cents=False)} de coût prévisionnel"
        if rate is not None:
            text += f", soit {percent(rate)}"
        return text

    @cached_property
    def sections(self) -> list[Section]:
        """The parts in their order; the introduction and the charts only where there are any, the
        conclusion also where a draft still waits for it."""
        parts = (
            ("introduction", "Introduction", bool(self.introduction_html)),
            ("commitments", "Rappel des engagements", True),
            ("accompaniments", "Les accompagnements", True),
            ("charts", "Les accompagnements en chiffres", bool(self.charts)),
            ("progress", "Ce qui a été réalisé, engagement par engagement", True),
            ("budget", "Plan de financement", True),
            ("conclusion", "Conclusion", self.version is None or bool(self.conclusion_html)),
        )
        shown = [(key, title) for key, title, is_shown in parts if is_shown]
        return [Section(rank, key, title) for rank, (key, title) in enumerate(shown, 1)]

    @cached_property
    def commitments(self) -> list[dict[str, Any]]:
        """`is_counted` where what is said to be done comes from a reading."""
        return [
            one | {"is_counted": any(r["done_text"] == one["done_text"] for r in one["readings"])}
            for one in self.snapshot["commitments"]
        ]

    def figure(self, figure_id: str) -> dict[str, Any]:
        """Raises KeyError for a figure that this snapshot does not hold."""
        return self._figures[figure_id]

    def figure_text(self, figure_id: str) -> str:
        figure = self.figure(figure_id)
        if figure["value"] is None:
            return UNKNOWN
        if figure["unit"] == "min":
            return hours(figure["value"])
        if figure["unit"] == "€":
            return euros(Decimal(figure["value"]))
        if figure["unit"] == "%":
            return percent(Decimal(figure["value"]))
        return number(figure["value"])

    @cached_property
    def highlights(self) -> list[dict[str, str]]:
        """The boxes at the head of the accompaniments: figure, words, what must be said beside."""
        ids = (
            "accompaniment.sessions",
            "accompaniment.minutes",
            "accompaniment.organisations",
            "accompaniment.proofreading_minutes",
            "accompaniment.staff",
        )
        return [
            {
                "id": figure_id,
                "text": self.figure_text(figure_id),
                "label": self.figure(figure_id)["label"],
                "note": self._note(self.figure(figure_id)),
            }
            for figure_id in ids
        ]

    @staticmethod
    def _note(figure: dict[str, Any]) -> str:
        if figure["source"]:
            return "repris du bilan publié"
        return figure["remark"]

    @cached_property
    def accompaniments(self) -> list[AccompanimentLine]:
        return [
            AccompanimentLine(
                organisation=line["organisation"] or UNKNOWN,
                is_named=bool(line["organisation"]),
                town=line["town"],
                project_kinds=", ".join(line["project_kinds"]) or UNKNOWN,
                channels=", ".join(line["channels"]) or UNKNOWN,
                sessions=number(line["sessions"]),
                time=_time(line),
            )
            for line in self.snapshot["accompaniments"]
        ]

    @property
    def accompaniments_total(self) -> AccompanimentLine:
        lines = self.snapshot["accompaniments"]
        return AccompanimentLine(
            organisation=counted(len(lines), "structure"),
            is_named=True,
            town="",
            project_kinds="",
            channels="",
            sessions=number(sum(line["sessions"] for line in lines)),
            time=hours(sum(line["minutes"] for line in lines)),
        )

    @property
    def has_nameless(self) -> bool:
        return any(not line.is_named for line in self.accompaniments)

    @property
    def carry_overs(self) -> list[str]:
        """« Action 2 de CD62-2022, reprise en CD62-2023 : deux temps collectifs (report accepté).
        Motif : … »"""
        return [_carry_over(line) for line in self.snapshot.get("carry_overs", [])]

    @cached_property
    def charts(self) -> list[Chart]:
        """By kind of project, by kind of structure, and by month where enough rows have one."""
        charts = [
            self._chart("accompaniment.sessions", "project_kind", "Sessions par type de projet"),
            self._chart(
                "accompaniment.organisations",
                "organisation_kind",
                "Structures accompagnées par type",
            ),
        ]
        if self._months_are_known():
            charts.append(self._chart("accompaniment.sessions", "month", "Sessions par mois"))
        return [chart for chart in charts if chart is not None]

    def _breakdown(self, figure_id: str, dimension: str) -> dict[str, Any]:
        breakdowns = self.figure(figure_id)["breakdowns"]
        return next(one for one in breakdowns if one["dimension"] == dimension)

    def _months_are_known(self) -> bool:
        total = self.figure("accompaniment.sessions")["value"]
        if not total:
            return False
        categories = self._breakdown("accompaniment.sessions", "month")["categories"]
        known = sum(one["value"] for one in categories if one["code"] != "non_renseigne")
        return Decimal(known) / total >= MONTHS_KNOWN

    def _chart(self, figure_id: str, dimension: str, title: str) -> Chart | None:
        figure, breakdown = self.figure(figure_id), self._breakdown(figure_id, dimension)
        if not breakdown["categories"]:
            return None
        bars = [
            Bar(
                one["label"],
                one["value"],
                number(one["value"]),
                is_unknown=one["code"] == "non_renseigne",
            )
            for one in breakdown["categories"]
        ]
        remark = (
            "Une même ligne peut compter dans plusieurs catégories : leur somme dépasse le total."
            if breakdown["overlapping"]
            else ""
        )
        name = f"{figure_id}-{dimension}".replace(".", "-")
        return Chart(
            title=title,
            svg=bar_chart(title, bars, name=name),
            head=(breakdown["label"], figure["unit"].capitalize()),
            lines=tuple((bar.label, bar.text) for bar in bars),
            total=number(figure["value"]),
            remark=remark,
        )

    @cached_property
    def budget(self) -> list[BudgetTable]:
        return [
            self._budget_side(title, self.snapshot["budget"][side])
            for side, title in SIDES
            if self.snapshot["budget"][side]
        ]

    def _budget_side(self, title: str, lines: list[dict[str, Any]]) -> BudgetTable:
        """Where every amount is known, shares of 100,00. Where one is not, the total and the
        shares are those of the projected cost, and the unknown stays unknown."""
        amounts = [_decimal(line["amount"]) for line in lines]
        if all(amount is not None for amount in amounts):
            total: Decimal | None = sum(amounts, Decimal(0))
            parts: list[Decimal | None] = list(shares(amounts))
            whole = Decimal(100) if total else Decimal(0)
        else:
            total = _decimal(self.terms["projected_cost"])
            parts = [
                percentage(amount, total) if amount is not None and total else None
                for amount in amounts
            ]
            whole = Decimal(100) if total else None
        rows = tuple(
            BudgetRow(
                line["label"], line["description"], euros(amount), percent(part), amount is not None
            )
            for line, amount, part in zip(lines, amounts, parts, strict=True)
        )
        return BudgetTable(title, rows, euros(total), percent(whole))

    @property
    def budget_has_unknown(self) -> bool:
        return any(not row.is_known for table in self.budget for row in table.rows)

    def _narrative(self, section: str) -> str:
        return to_html(self.snapshot["narrative"].get(section, ""))

    @cached_property
    def introduction_html(self) -> str:
        return self._narrative("introduction")

    @cached_property
    def conclusion_html(self) -> str:
        return self._narrative("conclusion")

    @property
    def file_name(self) -> str:
        suffix = f"version-{self.version}" if self.version else "document-de-travail"
        return f"bilan-{self.reference}-{suffix}.pdf"


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _time(line: dict[str, Any]) -> str:
    if line["without_minutes"] == line["sessions"]:
        return UNKNOWN
    return hours(line["minutes"])


def _carry_over(line: dict[str, Any]) -> str:
    answer = line["state"].lower()
    if line["decided_on"]:
        answer += f" le {long_date(datetime.date.fromisoformat(line['decided_on']))}"
    where = (
        f"Action {line['label']} de {line['from']}, reprise dans cette convention"
        if line["comes_in"]
        else f"Action {line['label']}, reportée vers {line['to']}"
    )
    words = f"{where} : {line['what']} ({answer}). Motif de la demande : {line['reason']}"
    return f"{words} Réponse : {line['decision']}" if line["decision"] else words
