"""What comes out of an export goes back in unchanged."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accompaniment.importing.sessions import import_sessions
from accompaniment.models import AccompanimentSession
from partnership.enums import Role
from partnership.models import Convention, Import, JournalEntry, Membership

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_example_goes_back_in_unchanged(client, demonstration, tmp_path, kind):
    convention = Convention.objects.get(reference__startswith="EXEMPLE")
    person = Membership.objects.filter(
        organisation__owner=convention.owner, role=Role.STAFF
    ).first()
    client.force_login(person.user)
    address = reverse("accompaniment:entries")
    answer = client.get(address, {"convention": convention.reference, "export": kind})
    path = tmp_path / f"echanges.{kind}"
    path.write_bytes(b"".join(answer))
    before = JournalEntry.objects.count(), Import.objects.count()
    result = import_sessions(path=path, convention=convention)
    standing = AccompanimentSession.objects.standing().filter(convention=convention)
    assert result.unchanged == standing.count() > 0
    assert (result.created, result.updated, result.refused) == (0, 0, [])
    assert (result.ignored_columns, result.questions) == ([], [])
    assert (JournalEntry.objects.count(), Import.objects.count()) == before
