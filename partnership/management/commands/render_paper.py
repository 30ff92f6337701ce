import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from partnership.models import Convention, StoredFile
from partnership.papers import production
from partnership.papers.checking import check
from partnership.papers.documents import PAPERS, document
from partnership.papers.facts import facts_of


class Command(BaseCommand):
    help = "Écrit un document d'une convention, sans passer par la file des travaux."

    def add_arguments(self, parser):
        parser.add_argument("reference", help="Référence de la convention, par exemple CD62-2025.")
        parser.add_argument("paper", choices=sorted(PAPERS), help="Le document.")
        parser.add_argument("--format", choices=sorted(production.CONTENT_TYPES), default="pdf")
        parser.add_argument("--output", type=Path, required=True, help="Le fichier à écrire.")

    def handle(self, *args, reference, paper, output, **options):
        convention = Convention.objects.for_list().filter(reference=reference).first()
        if convention is None:
            raise CommandError(f"Aucune convention ne porte la référence « {reference} ».")
        if os.path.isdir(output) or not os.path.isdir(output.parent):
            raise CommandError(f"« {output} » n'est pas un fichier que l'on puisse écrire.")
        facts, asked = facts_of(convention), PAPERS[paper]
        whole = document(facts, asked)
        given = production.logos_of(whole, lambda uid: StoredFile.objects.filter(uid=uid).first())
        made = production.render(whole, options["format"], given)
        try:
            output.write_bytes(made.content)
        except OSError as error:
            raise CommandError(
                f"Impossible d'écrire « {output} » : vérifiez que vous en avez le droit."
            ) from error
        for one in check(facts).blocking(asked):
            self.stderr.write(f"{one.label}, {one.topic} : {one.what}")
        for address in made.refused:
            self.stderr.write(f"Adresse refusée : {address}")
        self.stdout.write(f"{output} écrit ({len(made.content):,} octets).".replace(",", " "))
