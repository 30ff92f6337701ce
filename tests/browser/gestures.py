"""The gestures of a person in front of the pages of a convention."""

from __future__ import annotations

import io
from dataclasses import dataclass

import openpyxl

from tests.browser.conftest import Visitor


@dataclass
class Partners:
    """The windows of both sides, each on the convention's pages."""

    admin: Visitor
    staff: Visitor
    officer: Visitor


def plain(page, where: str = "main") -> str:
    return page.locator(where).inner_text().replace("\u00a0", " ").replace("\u202f", " ")


def press(page, name: str, nth: int = 0) -> None:
    page.get_by_role("button", name=name).nth(nth).click()
    page.wait_for_load_state("networkidle")


def follow(page, name: str, nth: int = 0, exact: bool = False) -> None:
    page.get_by_role("link", name=name, exact=exact).nth(nth).click()
    page.wait_for_load_state("networkidle")


def open_tab(someone: Visitor, tab: str) -> None:
    someone.page.get_by_role("navigation", name="Pages de la convention").get_by_role(
        "link", name=tab
    ).click()
    someone.page.wait_for_load_state("networkidle")


def seen(someone: Visitor, name: str, *words: str) -> None:
    """What stands on the page, which is well made; a picture is kept for those who look."""
    someone.page.wait_for_load_state("networkidle")
    text = plain(someone.page, "body")
    for one in words:
        assert one in text, f"« {one} » is not on {someone.page.url}"
    someone.picture(f"vie-{name}")
    someone.check()


def choose(page, field: str, typed: str) -> None:
    """A structure, found by its name."""
    page.locator(f"{field}-ts-control, {field} ~ .ts-wrapper input").first.click()
    page.keyboard.type(typed, delay=20)
    page.locator(".ts-dropdown:visible .option", has_text=typed).first.click()


def workbook(*rows: tuple) -> dict:
    """A spreadsheet of expenses, as a file to send."""
    book = openpyxl.Workbook()
    for row in (("Libellé", "Montant", "Date de paiement", "Poste", "Fournisseur"), *rows):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "depenses.xlsx", "mimeType": kind, "buffer": kept.getvalue()}
