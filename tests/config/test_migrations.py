"""An empty database and one that followed every step end up with the same tables."""

from __future__ import annotations

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

pytestmark = pytest.mark.one_database


def _said(state: ProjectState) -> dict:
    """What a state says of each model; the order of fields and constraints says nothing."""
    return {
        key: (
            {name: field.deconstruct()[1:] for name, field in model.fields.items()},
            {
                name: sorted(map(repr, value)) if isinstance(value, list) else repr(value)
                for name, value in model.options.items()
                if value
            },
            model.bases,
        )
        for key, model in state.models.items()
    }


def test_the_short_way_makes_what_the_long_one_makes():
    every_step = MigrationLoader(None, replace_migrations=False)
    migrations = every_step.disk_migrations
    short = {key: migration for key, migration in migrations.items() if migration.replaces}
    assert {app for app, _ in short} == {"partnership", "accompaniment"}
    long_way = every_step.project_state([one.replaces[-1] for one in short.values()])
    assert _said(MigrationLoader(None).project_state(list(short))) == _said(long_way)
