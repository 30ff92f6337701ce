from django.core.management.base import BaseCommand

from partnership.demonstration import check_is_open
from reporting.demo.loading import load


class Command(BaseCommand):
    help = "Charge la démonstration ; chargée à nouveau, elle ne change rien."

    def handle(self, *args, **options):
        check_is_open()
        if load():
            self.stdout.write("Démonstration chargée.")
        else:
            self.stdout.write("La démonstration est déjà là : rien n'a changé.")
