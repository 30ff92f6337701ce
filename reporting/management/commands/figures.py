import json
import os
from collections.abc import Iterable
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandError

from partnership.figures import Figure
from partnership.models import Convention
from reporting.collecting import figures_of
from reporting.progress import figure_text


class Command(BaseCommand):
    help = "Imprime tous les chiffres d'une convention, avec leurs lignes et leur règle."

    def add_arguments(self, parser):
        parser.add_argument("reference", help="Référence de la convention, par exemple CD62-2023.")
        parser.add_argument("--json", action="store_true", help="Une liste JSON.")

    def handle(self, *args, reference, **options):
        convention = Convention.objects.for_list().filter(reference=reference).first()
        if convention is None:
            raise CommandError(f"Aucune convention ne porte la référence « {reference} ».")
        try:
            self._print(figures_of(convention).values(), as_json=options["json"])
            self.stdout.flush()
        except BrokenPipeError:
            # Whoever read has read enough (`| head`): what is still buffered goes nowhere.
            with open(os.devnull, "w") as nowhere:
                os.dup2(nowhere.fileno(), self.stdout.fileno())

    def _print(self, figures: Iterable[Figure], *, as_json: bool) -> None:
        if as_json:
            lines = [line for figure in figures for line in as_lines(figure)]
            self.stdout.write(json.dumps(lines, ensure_ascii=False, indent=2))
            return
        for figure in figures:
            notes = [note for note in (figure.remark, figure.source) if note]
            self.stdout.write(
                f"{figure.id:<36} {figure_text(figure):>20}  {figure.label}"
                + (f" ({' ; '.join(notes)})" if notes else "")
            )


def as_lines(figure: Figure) -> list[dict]:
    """The figure and each category of its breakdowns, `id[dimension=code]`."""
    common = {"unit": figure.unit, "rule": figure.rule, "rule_version": figure.rule_version}
    lines = [
        {
            "id": figure.id,
            "label": figure.label,
            "value": _plain(figure.value),
            "rows": _rows(figure.rows),
            **common,
        }
    ]
    lines += [
        {
            "id": f"{figure.id}[{breakdown.dimension}={category.code}]",
            "label": f"{figure.label} · {category.label}",
            "value": _plain(category.value),
            "rows": _rows(category.rows),
            **common,
        }
        for breakdown in figure.breakdowns
        for category in breakdown.categories
    ]
    return lines


def _plain(value):
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def _rows(rows):
    return [{"type": row.type, "uid": row.uid} for row in rows]
