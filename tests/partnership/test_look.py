"""What every page draws the same way, and what the templates may not do."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import RequestFactory

from partnership import navigation
from partnership.templatetags import look
from partnership.views import errors

ROOT = Path(settings.BASE_DIR)
TEMPLATES = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("*/templates/**/*.html")]


def symbols() -> set[str]:
    return set(re.findall(r'<symbol id="([^"]+)"', Path(finders.find("icons.svg")).read_text()))


def test_every_icon_in_use_is_in_the_sprite():
    used = {place.icon for place in navigation.PLACES} | set(look.STATE_SHAPES.values())
    for template in TEMPLATES:
        used.update(re.findall(r'{% icon "([^"]+)"', template.read_text()))
    assert used <= symbols()


def test_no_template_carries_an_inline_style_or_script():
    """The content security policy would silently drop them."""
    for template in TEMPLATES:
        text = template.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text), template
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), template


def test_every_state_has_its_colour_in_the_stylesheet():
    stylesheet = Path(finders.find("css/trame.css")).read_text()
    assert all(f".state-{kind}" in stylesheet for kind in look.STATE_SHAPES)


@pytest.mark.parametrize(
    ("done", "target", "fill", "over"),
    [(3, 4, "75", "0"), (0, 30, "0", "0"), (40, 30, "75", "25")],
)
def test_a_bar_shows_the_part_done_and_what_passes_the_target(done, target, fill, over):
    drawn = look.bar(done, target, "en mots")
    assert f'<rect class="fill" width="{fill}"' in drawn
    assert f'<rect class="over" x="{fill}" width="{over}"' in drawn
    assert 'aria-label="en mots"' in drawn
    assert ('class="target"' in drawn) == (over != "0")


def test_there_is_no_bar_without_a_target():
    assert look.bar(5, None, "en mots") == ""


@pytest.mark.parametrize("value", [None, "", "non renseigné"])
def test_the_unknown_is_said(value):
    assert look.or_unknown(value) == '<span class="unknown">non renseigné</span>'


def test_zero_is_known():
    assert look.or_unknown(0) == 0


def test_what_people_wrote_is_escaped():
    assert "<b>" not in look.state("ok", "<b>")
    assert "<b>" not in look.bar(1, 2, "<b>")


def test_the_error_page_needs_nothing_of_the_request():
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Revenir à l'accueil" in response.content.decode()
    assert "stylesheet" in response.content.decode()


def test_the_error_page_is_plain_where_no_style_was_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Revenir à l'accueil" in response.content.decode()
    assert "stylesheet" not in response.content.decode()


@pytest.mark.django_db
def test_a_lost_session_is_said_in_french(client):
    client.handler.enforce_csrf_checks = True
    response = client.post("/compte/connexion/", {})
    assert response.status_code == 403
    assert "depuis trop longtemps" in response.content.decode()
