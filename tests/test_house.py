"""The rules of the house: what holds for every file, model and template of the project."""

from __future__ import annotations

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from partnership import subjects
from partnership.models import DomainRow, JournalEntry, StoredFile, User

pytestmark = pytest.mark.one_database

ROOT = settings.BASE_DIR
APPS = ("partnership", "accompaniment", "pam", "twinning", "reporting")
MODULES = sorted(
    path
    for folder in (*APPS, "config", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models()]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
SHIPPED = [
    path
    for folder in ("templates", "static")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".html", ".js", ".css", ".svg"} and "vendor" not in path.parts
]
MAY_READ_ORIGINAL = (
    "partnership/models/",
    "partnership/terms.py",
    "partnership/querysets.py",
    "partnership/forms/",
    "partnership/actions/",
    "partnership/admin.py",
    "reporting/demo/",
    "tests/",
)
ATTICS = {"utils", "helpers", "services", "mixins", "selectors"}
LONGEST_MODULE, LONGEST_FUNCTION = 400, 60


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_the_tests_look_at_the_whole_house():
    assert {"partnership/terms.py", "reporting/report.py"} <= {name(path) for path in MODULES}
    assert len(TEMPLATES) > 20
    assert len(SHIPPED) > 20


def test_nobody_reads_the_original_terms_but_their_owner():
    """Everybody else asks `convention.terms(on=…)`, which will take amendments into account."""
    readers = [path for path in MODULES if not name(path).startswith(MAY_READ_ORIGINAL)]
    readers += [path for path in TEMPLATES if path.suffix == ".html"]
    found = [name(path) for path in readers if re.search(r"\boriginal_\w", path.read_text("utf-8"))]
    assert found == []


def test_every_template_is_used():
    """Included or extended by another, named in our code (by its folder, where the name follows
    from a row), or one of those Django asks for."""
    asked_by_django = re.compile(r"^(registration/|40\d|50\d)")
    texts = {path: path.read_text(encoding="utf-8") for path in (*TEMPLATES, *MODULES)}
    unused = []
    for path in TEMPLATES:
        called = path.relative_to(ROOT / "templates").as_posix()
        if asked_by_django.match(called):
            continue
        elsewhere = (text for other, text in texts.items() if other != path)
        names = (f'"{called}"', f"'{called}'", f'f"{called.rpartition("/")[0]}/{{')
        if not any(name in text for text in elsewhere for name in names):
            unused.append(called)
    assert unused == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_an_order(model):
    assert model._meta.ordering


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_reference_is_unique_and_given_by_nobody_else(model):
    fields = {field.name: field for field in model._meta.get_fields()}
    if issubclass(model, DomainRow):
        assert "uid" in fields
    if "uid" in fields:
        assert fields["uid"].unique
        assert not fields["uid"].editable
        assert fields["uid"].default() != fields["uid"].default()


def test_every_row_that_knows_its_owner_is_a_subject():
    """Files and journal lines are themselves about a subject; everything else is one."""
    owned = {model for model in MODELS if hasattr(model, "owner_id")}
    assert owned - {subject.model for subject in subjects.every()} == {StoredFile, JournalEntry}


def test_every_subject_can_be_journaled_and_given_files():
    """A person is only pointed at: they may belong to several networks."""
    for subject in subjects.every():
        if subject.model is not User:
            assert hasattr(subject.model, "owner_id"), subject.key
            assert hasattr(subject.model, "uid"), subject.key


def test_nothing_journals_but_what_acts():
    """A line is written by what acts, in its transaction; never by a page."""
    callers = {
        name(path)
        for path in MODULES
        if not name(path).startswith("tests/")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "journal.record"
    }
    allowed = re.compile(
        r"/(actions|admin|jobs)\.py$|[/_]actions/|/importing/|^reporting/demo/"
        r"|^accompaniment/\w+/(after|attending|closing|erasing|signing|signing_up|surveying)\.py$"
    )
    assert callers
    assert [caller for caller in sorted(callers) if not allowed.search(caller)] == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def test_a_function_is_read_at_a_glance():
    too_long = {
        f"{name(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert too_long == {}


def test_a_module_is_named_after_its_topic():
    ours = [path for path in MODULES if not name(path).startswith("tests/")]
    attics = [name(path) for path in ours if ATTICS & set(path.with_suffix("").parts)]
    assert attics == []


def test_no_page_loads_anything_from_elsewhere():
    """A link that a person follows is fine; a style, a script, an image or a font is not."""
    loads = re.compile(
        r"""(?:\bsrc(?:set)?\s*=\s*|<link\b[^>]*\bhref\s*=\s*|\bxlink:href\s*=\s*|<use\b[^>]*href\s*=\s*
        |url\(\s*|@import\s+|\bimport\s*\(\s*|\bfrom\s+|\bfetch\(\s*)["']?\s*(?:https?:)?//""",
        re.IGNORECASE | re.VERBOSE,
    )
    found = [name(path) for path in SHIPPED if loads.search(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())
