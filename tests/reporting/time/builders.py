"""A convention's time, as two people noted it."""

from __future__ import annotations

import datetime

from accompaniment.enums import DatePrecision, SessionKind, WorkKind
from tests import factories

IN_MAY = datetime.date(2026, 5, 4)


def note_time(world) -> None:
    """Staff: 1 h of exchange, 30 min of proofreading, 2 h of preparation in May. With the admin:
    1 h 30 of exchange. Nobody: 20 min of travel. A mail and a line without a duration beside."""
    follow_up = factories.FollowUpYearFactory(convention=world.convention)
    session = {"follow_up": follow_up, "staff": [world.staff]}
    factories.SessionFactory(**session, minutes=60, line="Budget")
    factories.SessionFactory(**session, minutes=30, kind=SessionKind.PROOFREADING)
    factories.SessionFactory(**session, minutes=None, kind=SessionKind.MAIL)
    factories.SessionFactory(
        follow_up=follow_up, minutes=90, staff=[world.staff, world.admin], line="À deux"
    )
    work = {"convention": world.convention}
    factories.WorkEntryFactory(
        **work, kind=WorkKind.PREPARATION, minutes=120, staff=[world.staff], date=IN_MAY
    )
    factories.WorkEntryFactory(**work, kind=WorkKind.TRAVEL, minutes=20)
    factories.WorkEntryFactory(**work, kind=WorkKind.COORDINATION, minutes=None)


def note_the_year(world) -> None:
    """40 min dated to the year alone."""
    factories.SessionFactory(
        follow_up=factories.FollowUpYearFactory(convention=world.convention),
        minutes=40,
        staff=[world.staff],
        date=datetime.date(2026, 1, 1),
        date_precision=DatePrecision.YEAR,
    )
