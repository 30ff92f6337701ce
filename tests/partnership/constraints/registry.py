"""The rows that break one constraint each, and those that break nothing, of every model."""

from __future__ import annotations

from django.apps import apps

from tests.partnership.constraints import (
    commitments,
    conventions,
    conversation,
    directory,
    evidence,
    money,
    organisations,
    papers,
    people,
    projects,
    settlements,
    traces,
)

TOPICS = (
    organisations,
    directory,
    people,
    conventions,
    commitments,
    papers,
    money,
    settlements,
    evidence,
    conversation,
    projects,
    traces,
)
BROKEN = {name: row for topic in TOPICS for name, row in topic.BROKEN.items()}
SOUND = {build.__name__: build for topic in TOPICS for build in topic.SOUND}
MODELS = {
    model
    for model in apps.get_app_config("partnership").get_models()
    if not model._meta.auto_created
}
CONSTRAINTS = {
    constraint.name: constraint for model in MODELS for constraint in model._meta.constraints
}
