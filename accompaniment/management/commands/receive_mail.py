"""Reads one message on standard input, as a mail server hands it to a program.

Exit codes, as mail servers read them: 0 received, known already, or left because nobody of the team
sent it; 65 no readable mail; 75 try again later."""

from __future__ import annotations

import logging
import sys

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from accompaniment.proposals import inbox
from accompaniment.proposals.mails import LARGEST, MailError

EX_DATAERR, EX_TEMPFAIL = 65, 75
logger = logging.getLogger("trame.inbox")


class Command(BaseCommand):
    help = (
        "Lit un message sur l'entrée standard et propose l'échange qu'il rapporte à la personne "
        "de l'équipe qui l'a transféré. Codes de sortie : 0 reçu ou laissé de côté, 65 illisible, "
        "75 à présenter de nouveau plus tard."
    )

    def handle(self, *args, **options):
        content = sys.stdin.buffer.read(LARGEST + 1)
        try:
            inbox.receive(content)
        except MailError as error:
            self.stderr.write(str(error))
            sys.exit(EX_DATAERR)
        except (DatabaseError, OSError):
            logger.exception("a message could not be kept")
            self.stderr.write("Trame ne peut pas recevoir ce message pour l'instant.")
            sys.exit(EX_TEMPFAIL)
