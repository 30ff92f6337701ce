import os
import webbrowser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from partnership.models import Convention
from reporting import production
from reporting.models import ReportVersion


class Command(BaseCommand):
    help = "Rend le bilan d'une convention en PDF, sans passer par la file des travaux."

    def add_arguments(self, parser):
        parser.add_argument("reference", help="Référence de la convention, par exemple CD62-2023.")
        parser.add_argument("--output", type=Path, required=True, help="Le fichier à écrire.")
        parser.add_argument("--version-number", type=int, help="Une version arrêtée.")
        parser.add_argument("--open", action="store_true", help="Ouvrir le document ensuite.")

    def handle(self, *args, reference, output, version_number=None, **options):
        convention = Convention.objects.for_list().filter(reference=reference).first()
        if convention is None:
            raise CommandError(f"Aucune convention ne porte la référence « {reference} ».")
        if not os.path.isdir(output.parent):
            raise CommandError(f"Le dossier « {output.parent} » n'existe pas.")
        if os.path.isdir(output):
            raise CommandError(f"« {output} » est un dossier : donnez le nom du fichier à écrire.")
        if version_number is None:
            report = production.draft(convention)
        else:
            version = ReportVersion.objects.filter(
                report__convention=convention, number=version_number
            ).first()
            if version is None:
                raise CommandError(f"{reference} n'a pas de version {version_number}.")
            report = production.frozen(version)
        rendered = production.render(report, production.any_file)
        try:
            output.write_bytes(rendered.content)
        except OSError as error:
            raise CommandError(
                f"Impossible d'écrire « {output} » : vérifiez que vous en avez le droit et que le "
                "disque n'est pas plein."
            ) from error
        for address in rendered.refused:
            self.stderr.write(f"Adresse refusée : {address}")
        self.stdout.write(f"{output} écrit ({len(rendered.content):,} octets).".replace(",", " "))
        if options["open"]:
            webbrowser.open(output.resolve().as_uri())
