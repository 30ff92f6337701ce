"""What the app registers at start: its subject types, its counting rules, its imports."""

from partnership import catalogue, import_kinds, subjects


def declare() -> None:
    from accompaniment.importing.sessions import import_sessions
    from accompaniment.models import Accompaniment, AccompanimentSession, FollowUpYear, WorkEntry
    from accompaniment.permissions import can_change
    from accompaniment.rules import RULES

    for rule in RULES:
        catalogue.register(rule.declaration)
    for key, model, label, may_attach in (
        ("accompaniment", Accompaniment, "Accompagnement", subjects.nobody),
        ("follow_up", FollowUpYear, "Année de suivi", subjects.nobody),
        ("session", AccompanimentSession, "Échange", can_change),
        ("work", WorkEntry, "Travail sans porteur", can_change),
    ):
        subjects.register(
            subjects.Subject(key, model, label, model.objects.visible_to, _address, may_attach)
        )
    import_kinds.register(import_kinds.ImportKind("sessions", "Sessions", import_sessions))


def _address(row) -> str | None:
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else None
