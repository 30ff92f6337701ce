"""A real browser on a real server, with the demonstration loaded."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Browser, Page, sync_playwright

from partnership.demonstration import LOGINS
from reporting.demo.loading import load

AXE = Path(__file__).parent / "axe"
WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}
STAFF, ADMIN, OFFICER, OTHER_OFFICER = LOGINS


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.enable_socket)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


class Visitor:
    """A person at a browser window, whose errors in the console are the test's."""

    def __init__(self, page: Page, base: str):
        self.page, self.base = page, base
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda message: (
                self.errors.append(message.text)
                if message.type == "error" and "422" not in message.text
                else None
            ),
        )

    def go(self, name: str, *args, query: str = "") -> Page:
        self.page.goto(self.base + reverse(name, args=args) + query)
        return self.page

    def log_in(self, login) -> Visitor:
        self.go("login")
        self.page.fill("input[name=username]", login.email)
        self.page.fill("input[name=password]", login.password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda address: "connexion" not in address)
        return self

    def check(self) -> None:
        """No accessibility violation, nothing wider than the window, no error in the console."""
        source = (AXE / "axe.min.js").read_text(encoding="utf-8")
        self.page.evaluate(source)
        locale = json.loads((AXE / "locales" / "fr.json").read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "async (locale) => { axe.configure({locale}); const r = await axe.run(); "
            "return r.violations.map(v => v.id + ' : ' + v.help + ' → ' "
            "+ v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' ; ')); }",
            locale,
        )
        assert found == [], f"{self.page.url} : {found}"
        too_wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert too_wide <= 0, f"{self.page.url} is {too_wide} px too wide"
        assert self.errors == []

    def picture(self, name: str) -> None:
        """Kept only when TRAME_PICTURES names a folder, for those who look."""
        if folder := os.environ.get("TRAME_PICTURES"):
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.fixture(scope="session")
def loaded_once(tmp_path_factory) -> Path:
    """Where the database is kept once the demonstration is in it."""
    return tmp_path_factory.mktemp("demonstration") / "loaded.sqlite3"


@pytest.fixture
def site(live_server, transactional_db, loaded_once):
    """The address of a site with the demonstration in it: loaded once, then copied back."""
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        load()
    elif loaded_once.exists():
        with closing(sqlite3.connect(loaded_once)) as kept:
            kept.backup(connection.connection)
    else:
        load()
        with closing(sqlite3.connect(loaded_once)) as kept:
            connection.connection.backup(kept)
    return live_server.url


@pytest.fixture
def visitor(browser, site) -> Iterator[Callable[..., Visitor]]:
    """Opens a new window: `visitor()`, `visitor(width="phone")`."""
    contexts = []

    def open_window(width: str = "desk", **options) -> Visitor:
        wide, high = WIDTHS[width]
        context = browser.new_context(
            viewport={"width": wide, "height": high}, locale="fr-FR", **options
        )
        contexts.append(context)
        return Visitor(context.new_page(), site)

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def example() -> str:
    """The reference of the invented convention of this year."""
    from partnership.models import Convention

    return Convention.objects.get(is_fictitious=True).reference
