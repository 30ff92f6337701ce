"""What the app registers at start: its subject types, its counting rules, its imports."""

from django.urls import reverse

from partnership import catalogue, import_kinds, subjects


def declare() -> None:
    from accompaniment.importing.columns import SESSION_COLUMNS
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
            subjects.Subject(
                key, model, label, model.objects.visible_to, _address, may_attach=may_attach
            )
        )
    import_kinds.register(
        import_kinds.ImportKind(
            "sessions",
            "Sessions",
            import_sessions,
            noun="échange",
            columns=SESSION_COLUMNS,
            address=lambda convention: (
                f"{reverse('accompaniment:entries')}?convention={convention.reference}"
            ),
        )
    )


def _address(row) -> str | None:
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else None
