"""Undo an import: `manage.py undo_import UID`."""

from __future__ import annotations

import sys
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

from partnership.actions.imports import undo_import
from partnership.models import Import
from partnership.wording import counted

REFUSED, UNUSABLE = 1, 2


class Command(BaseCommand):
    """Exit status: 0 undone, 1 something stands in the way, 2 no such import."""

    help = "Défait un import : ce qu'il a créé est supprimé, ce qu'il a corrigé est rétabli."

    def add_arguments(self, parser):
        parser.add_argument("uid", help="référence de l'import")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = Import.objects.filter(uid=uuid.UUID(options["uid"])).first()
        except ValueError:
            found = None
        if found is None:
            self.stderr.write(f"Aucun import ne porte la référence « {options['uid']} ».")
            sys.exit(UNUSABLE)
        try:
            undone = undo_import(import_run=found, by=None)
        except ValidationError as error:
            self.stderr.write("L'import n'est pas défait :")
            for reason in error.messages:
                self.stderr.write(f"  {reason}")
            sys.exit(REFUSED)
        self.stdout.write(f"L'import du fichier « {found.file_name} » est défait :")
        for what, count in undone.items():
            self.stdout.write(f"  {counted(count, what)}")
