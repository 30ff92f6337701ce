"""`manage.py lifecycle`: the life of a convention, drawn from the table that the code obeys."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from partnership.enums import ConventionState
from partnership.transitions import TRANSITIONS, WORDINGS, mermaid

PAGE = Path(settings.BASE_DIR) / "docs" / "lifecycle.md"
HEAD = """\
# The life of a convention

Written by `manage.py lifecycle` from `partnership/transitions.py`: change the table there, then run
the command again. `manage.py lifecycle --check` fails when this page is behind.

Only the administrative state is a step of this table. « En cours », « bilan attendu » and « bilan
transmis » are worked out from the dates (`partnership/standing.py`): work is logged from the first
day of the period, whatever the state.
"""

SIDES = """\
Each side reads a state in its own words: of the lines of a state, the first whose facts are known.
"""


class Command(BaseCommand):
    help = "Écrit docs/lifecycle.md d'après la table des étapes d'une convention."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="N'écrit rien ; échoue si la page est en retard."
        )

    def handle(self, *args, check: bool, **options):
        text = page()
        if not check:
            PAGE.write_text(text, encoding="utf-8")
            self.stdout.write("docs/lifecycle.md écrit.")
        elif PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
            self.stdout.write("docs/lifecycle.md est à jour.")
        else:
            raise CommandError("docs/lifecycle.md est en retard : lancez « manage.py lifecycle ».")


def page() -> str:
    """The page as the table makes it: the drawing, then one line per step, then the
    words of each side."""
    lines = [
        HEAD,
        "```mermaid",
        mermaid(),
        "```",
        "",
        "| from | gesture | to | who may | reason needed |",
        "|---|---|---|---|---|",
    ]
    for step in TRANSITIONS:
        source, target = ConventionState(step.source), ConventionState(step.target)
        who = ", ".join(role.label for role in step.roles)
        reason = "yes" if step.needs_reason else "no"
        lines.append(f"| {source.label} | {step.label} | {target.label} | {who} | {reason} |")
    lines += ["", SIDES, "| state | known | the association reads | the funder reads |"]
    lines.append("|---|---|---|---|")
    for wording in WORDINGS:
        known = ", ".join(f"`{key}`" for key in wording.needs) or "–"
        state = ConventionState(wording.state).label
        lines.append(f"| {state} | {known} | {wording.association} | {wording.funder} |")
    return "\n".join(lines) + "\n"
