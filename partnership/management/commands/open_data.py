"""Write the essential data of the conventions: `manage.py open_data --output FILE`."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from partnership import open_data
from partnership.models import Convention
from partnership.validators import validate_siret
from partnership.wording import counted


class Command(BaseCommand):
    help = "Écrit les données essentielles des conventions votées (SCDL « subventions » 2.1, CSV)."

    def add_arguments(self, parser):
        parser.add_argument("--output", type=Path, required=True, help="Le fichier à écrire.")
        parser.add_argument("--year", type=int, help="Une année, par exemple 2025.")
        parser.add_argument("--funder", help="Le SIRET du financeur, quand il y en a plusieurs.")

    def handle(self, *args, output: Path, year=None, funder=None, **options):
        entries = open_data.entries_of(self._conventions(year, funder))
        try:
            output.write_bytes(open_data.csv_text(entries).encode())
        except OSError as error:
            raise CommandError(
                f"Impossible d'écrire « {output} » : vérifiez que le dossier existe et que vous "
                "en avez le droit."
            ) from error
        ready = [entry for entry in entries if entry.row]
        self.stdout.write(f"{output} écrit ({counted(len(ready), 'convention')}).")
        for entry in entries:
            for finding in entry.findings:
                said = "laissée de côté" if finding.blocking else "à vérifier"
                self.stderr.write(f"{entry.convention.reference}, {said} : {finding.what}")

    def _conventions(self, year: int | None, funder: str | None):
        found = Convention.objects.for_open_data().newest_first()
        if year is not None:
            if not 1 <= year <= 9999:
                raise CommandError(f"« {year} » n'est pas une année : écrivez-la comme 2025.")
            found = found.of_year(year)
        if funder is not None:
            try:
                validate_siret(funder)
            except ValidationError as error:
                raise CommandError(error.messages[0]) from error
            found = found.filter(funder__siret="".join(funder.split()))
        return found
