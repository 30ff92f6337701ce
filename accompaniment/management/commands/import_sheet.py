"""Import a spreadsheet: `manage.py import_sheet sessions FILE --convention REF`."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from partnership import import_kinds
from partnership.import_kinds import ImportKind, ImportOptions, ImportResult
from partnership.importing.refused import columns_of
from partnership.models import Convention
from partnership.rendering.tables import csv_lines
from partnership.sheets import SheetError
from partnership.wording import counted, plural

REFUSED, UNUSABLE = 1, 2


class Command(BaseCommand):
    """Exit status: 0 done (with --valid-only, something was written even if lines are refused),
    1 lines refused and nothing written, 2 unusable file or arguments."""

    help = (
        "Importe un tableur (XLSX ou CSV), en entier ou pas du tout ; avec --valid-only, les "
        "lignes valables seules."
    )

    def add_arguments(self, parser):
        parser.add_argument("kind", help="contenu : " + ", ".join(import_kinds.keys()))
        parser.add_argument("file", type=Path, help="fichier XLSX ou CSV")
        parser.add_argument("--convention", help="référence de la convention")
        parser.add_argument("--sheet", help="nom de la feuille (la première sinon)")
        parser.add_argument(
            "--valid-only", action="store_true", help="écrit les lignes valables, laisse les autres"
        )
        parser.add_argument(
            "--refused", type=Path, help="fichier CSV où écrire les lignes refusées et leur motif"
        )
        parser.add_argument("--dry-run", action="store_true", help="n'écrit rien")
        parser.add_argument("--json", action="store_true", help="résultat en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            kind = import_kinds.get(options["kind"])
        except KeyError:
            self._stop(
                f"Le contenu « {options['kind']} » ne s'importe pas. "
                f"Contenus possibles : {', '.join(import_kinds.keys())}."
            )
        convention = self._convention(options["convention"], needed=kind.needs_convention)
        with tempfile.TemporaryDirectory() as folder:
            kept = Path(folder) / "refus.jsonl"
            try:
                result = kind.run(
                    path=options["file"],
                    convention=convention,
                    by=None,
                    dry_run=options["dry_run"],
                    sheet=options["sheet"],
                    options=ImportOptions(
                        valid_only=options["valid_only"], say=self._say, refused_to=kept
                    ),
                )
            except SheetError as error:
                self._stop(str(error))
            self._keep_refused(kept, options["refused"])
        if options["json"]:
            self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False))
        else:
            self._report(result, kind, dry_run=options["dry_run"])
        would_write = options["valid_only"] and (result.created or result.updated)
        if result.refused_lines and not would_write:
            sys.exit(REFUSED)

    def _say(self, percent: int, words: str) -> None:
        """How far it is, where somebody looks on."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{percent} % · {words}", ending="")
            self.stderr.flush()

    def _keep_refused(self, kept: Path, wanted: Path | None) -> None:
        if wanted is None or not kept.exists():
            return
        with kept.open(encoding="utf-8") as lines:
            columns, rows = columns_of(lines)
            try:
                with wanted.open("w", encoding="utf-8", newline="") as file:
                    file.writelines(csv_lines(columns, rows))
            except OSError as error:
                self._stop(f"Le fichier « {wanted} » ne peut pas être écrit : {error.strerror}.")

    def _convention(self, reference: str | None, *, needed: bool) -> Convention | None:
        if not reference:
            if needed:
                self._stop("Donnez la convention : --convention et sa référence.")
            return None
        found = Convention.objects.select_related("owner").filter(reference=reference).first()
        if found is None:
            self._stop(
                f"La convention « {reference} » n'existe pas : vérifiez sa référence, "
                "par exemple CD62-2026."
            )
        return found

    def _stop(self, message: str) -> NoReturn:
        self.stderr.write(message)
        sys.exit(UNUSABLE)

    def _report(self, result: ImportResult, kind: ImportKind, *, dry_run: bool) -> None:
        wrote = result.created or result.updated
        if result.refused_lines:
            self._tell_refused(result, wrote=bool(wrote))
        if wrote or not result.refused_lines:
            if dry_run:
                self.stdout.write("Essai : rien n'est écrit. L'import donnerait :")
            made = f" ({counted(result.rows_created, kind.noun)})" if result.rows_created else ""
            self.stdout.write(f"Lignes créées : {result.created}{made}")
            self.stdout.write(f"Lignes mises à jour : {result.updated}")
            self.stdout.write(f"Lignes inchangées : {result.unchanged}")
        if result.nameless:
            self.stdout.write(f"Sans structure renseignée : {counted(result.nameless, 'ligne')}")
        if result.questions:
            self.stdout.write("À vérifier :")
            for question in result.questions:
                self.stdout.write(f"  {question}")
            if result.more_questions:
                self.stdout.write(f"  … et {counted(result.more_questions, 'autre remarque')}")
        if result.ignored_columns:
            self.stdout.write(f"Colonnes ignorées : {', '.join(result.ignored_columns)}")

    def _tell_refused(self, result: ImportResult, *, wrote: bool) -> None:
        count = result.refused_values
        what = f"{counted(count, 'valeur')} {plural(count, 'refusée')}"
        end = "leurs lignes sont laissées" if wrote else "rien n'est écrit"
        self.stdout.write(f"{what}, {end} :")
        for one in result.refused:
            value = f" « {one.value} »" if one.value else ""
            self.stdout.write(f"  ligne {one.line}, {one.column}{value} : {one.reason}")
        if count > len(result.refused):
            self.stdout.write(f"  … et {counted(count - len(result.refused), 'autre')}")
