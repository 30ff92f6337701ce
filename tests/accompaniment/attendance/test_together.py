"""Several people at once: never more than the places, never two rows of one person."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from accompaniment.attendance import attending, signing_up
from accompaniment.enums import Presence
from accompaniment.models import Attendance
from tests import factories
from tests.accompaniment.attendance.builders import coming_gathering, signed_up
from tests.accompaniment.test_together import AT_ONCE, _together
from tests.conftest import make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def sign_up(gathering, email):
    signing_up.sign_up(
        gathering=gathering,
        first_name="A",
        last_name="B",
        organisation_name="C",
        town="D",
        email=email,
    )


def test_several_at_once_never_take_more_than_the_places():
    gathering = coming_gathering(make_world().convention, capacity=2)
    raised = _together(
        [lambda rank=rank: sign_up(gathering, f"n{rank}@exemple.test") for rank in range(AT_ONCE)]
    )
    assert raised == [None] * AT_ONCE
    states = sorted(Attendance.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["registered", "registered", "waiting", "waiting"]


def test_one_address_sent_several_times_at_once_is_one_row():
    gathering = coming_gathering(make_world().convention)
    raised = _together([lambda: sign_up(gathering, "karim@exemple.test")] * AT_ONCE)
    assert raised == [None] * AT_ONCE
    assert Attendance.objects.count() == 1


def test_two_places_left_at_once_call_two_people_and_no_more():
    gathering = coming_gathering(make_world().convention, capacity=2)
    leaving = [signed_up(gathering, email=f"l{rank}@exemple.test") for rank in range(2)]
    for rank in range(3):
        signed_up(gathering, email=f"w{rank}@exemple.test", state=Presence.WAITING)
    _together([lambda row=row: signing_up.withdraw(row=row) for row in leaving])
    assert Attendance.objects.filter(state=Presence.REGISTERED).count() == 2
    assert Attendance.objects.filter(state=Presence.WAITING).count() == 1


def test_a_row_removed_while_others_tap_it_stays_removed():
    world = make_world()
    gathering = factories.GatheringFactory(owner=world.network)
    row = factories.AttendanceFactory(gathering=gathering, state="registered")

    def tap():
        stale = Attendance.objects.select_related("gathering").get(pk=row.pk)
        attending.set_state(row=stale, by=world.staff, state="present")

    _together([lambda: attending.remove(row=row, by=world.staff), tap, tap])
    assert not Attendance.objects.exists()
