"""What Celery calls: one call, failure visible in the log and tried again at the next turn."""

import logging

from celery import shared_task

from accompaniment.attendance import erasing
from accompaniment.proposals import calendar_reading, inbox
from partnership import journal
from partnership.enums import Origin

logger = logging.getLogger("trame.inbox")


@shared_task(name="accompaniment.tasks.read_inbox", ignore_result=True)
def read_inbox() -> None:
    try:
        with journal.origin(Origin.JOB):
            inbox.read_inbox()
    except inbox.InboxError as error:
        logger.error("%s", error)


@shared_task(name="accompaniment.tasks.read_calendars", ignore_result=True)
def read_calendars() -> None:
    calendar_reading.ask_for_all()


@shared_task(name="accompaniment.tasks.erase_names", ignore_result=True)
def erase_names() -> None:
    with journal.origin(Origin.JOB):
        erasing.erase_what_is_due()
