"""What the app registers at start: its subject types, its counting rules, its imports."""

from django.urls import reverse

from partnership import catalogue, import_kinds, jobs, subjects


def declare() -> None:
    from accompaniment import readers
    from accompaniment.attendance import certificates
    from accompaniment.models import Accompaniment, AccompanimentSession, FollowUpYear, WorkEntry
    from accompaniment.permissions import can_change, kept_of_follow_up
    from accompaniment.project_rules import RULES as PROJECT_RULES
    from accompaniment.proposals import calendar_reading
    from accompaniment.rules import RULES

    for rule in (*RULES, *PROJECT_RULES):
        catalogue.register(rule.declaration)
    for key, model, label, may_attach in (
        ("accompaniment", Accompaniment, "Accompagnement", can_change),
        ("follow_up", FollowUpYear, "Année de suivi", can_change),
        ("session", AccompanimentSession, "Échange", can_change),
        ("work", WorkEntry, "Travail sans porteur", can_change),
    ):
        subjects.register(
            subjects.Subject(
                key, model, label, model.objects.visible_to, _address, may_attach=may_attach
            )
        )
    subjects.keep_files_apart("accompaniment", kept_of_follow_up)
    for key, sentence in (
        ("accompaniment", readers.of_follow_up),
        ("follow_up", readers.of_year),
        ("session", readers.of_entry),
        ("work", readers.of_entry),
    ):
        subjects.say_who_reads(key, sentence)
    _declare_the_gatherings()
    _declare_what_is_ones_own()
    jobs.register(certificates.KIND, certificates.make)
    jobs.register(calendar_reading.KIND, calendar_reading.work, page=calendar_reading.page_of)
    _declare_the_imports()
    _declare_the_imports_of_gatherings()


def _declare_the_imports() -> None:
    from accompaniment.importing import closed, corrections
    from accompaniment.importing.columns import EXAMPLE, SESSION_COLUMNS
    from accompaniment.importing.sessions import import_sessions
    from accompaniment.models import Accompaniment, AccompanimentSession, FollowUpYear
    from partnership.models import Organisation, YearlyMembership

    import_kinds.register(
        import_kinds.ImportKind(
            "sessions",
            "Échanges",
            import_sessions,
            noun="échange",
            columns=SESSION_COLUMNS,
            about="Entretiens, relectures, mails : une ligne par échange, ou le total d'une année "
            "par structure.",
            example=EXAMPLE,
            rank=3,
            address=lambda convention: (
                f"{reverse('accompaniment:entries')}?convention={convention.reference}"
            ),
        ),
        rows=[AccompanimentSession, FollowUpYear, Accompaniment, YearlyMembership, Organisation],
    )
    for model, read, give_back in (
        (AccompanimentSession, corrections.read_session, corrections.give_back_session),
        (FollowUpYear, corrections.read_follow_up, corrections.give_back_follow_up),
    ):
        import_kinds.register_correction(import_kinds.Correction(model, read, give_back))
    import_kinds.register_hindrance(closed.hindrance)


def _declare_the_gatherings() -> None:
    from accompaniment import models, readers
    from accompaniment.gathering import agenda_pdf
    from accompaniment.permissions import can_bring_to_gathering, can_run, kept_of_gathering

    for key, model, label, may_attach in (
        ("agenda_item", models.AgendaItem, "Ligne du déroulé", subjects.nobody),
        ("attendance", models.Attendance, "Participation", can_bring_to_gathering),
        ("co_facilitator", models.CoFacilitator, "Co-animation", subjects.nobody),
        ("feedback", models.Feedback, "Retour", subjects.nobody),
        ("gathering", models.Gathering, "Temps collectif", can_bring_to_gathering),
        ("gathering_date", models.GatheringDate, "Date", subjects.nobody),
        ("gathering_share", models.GatheringShare, "Convention servie", subjects.nobody),
        ("gathering_worker", models.GatheringWorker, "Animation", subjects.nobody),
        ("handout", models.Handout, "Support remis", can_run),
        ("survey", models.Survey, "Questionnaire", subjects.nobody),
    ):
        subjects.register(
            subjects.Subject(
                key, model, label, model.objects.visible_to, _address, may_attach=may_attach
            )
        )
    subjects.discuss(
        "gathering", lambda convention: models.Gathering.objects.standing().serving(convention)
    )
    subjects.keep_files_apart("gathering", kept_of_gathering)
    subjects.say_who_reads("gathering", readers.of_gathering)
    subjects.say_who_reads("handout", readers.of_handout)
    subjects.describe_with("gathering", _describe_gathering)
    jobs.register(agenda_pdf.KIND, agenda_pdf.make_pdf)


def _describe_gathering(row) -> str:
    said = [row.title, row.dates_text, row.get_state_display()]
    return " · ".join(filter(None, said))


def _declare_the_imports_of_gatherings() -> None:
    from accompaniment.importing import (
        attendance,
        gathering_columns,
        gathering_corrections,
        gatherings,
    )
    from accompaniment.models import Attendance, Gathering, GatheringDate, GatheringShare
    from partnership.importing import plain_rows
    from partnership.models import Organisation, YearlyMembership

    for rank, key, label, run, noun, about, columns, example, rows in (
        (
            4,
            gatherings.KIND,
            "Temps collectifs",
            gatherings.import_gatherings,
            "temps collectif",
            "Ateliers, formations, réunions ; le journal d'une année du réseau entre tel quel.",
            gathering_columns.GATHERING_COLUMNS,
            gathering_columns.GATHERING_EXAMPLE,
            [GatheringDate, GatheringShare, Gathering],
        ),
        (
            5,
            attendance.KIND,
            "Participations",
            attendance.import_attendance,
            "participation",
            "Qui était là, par personne ou par structure, à des temps collectifs déjà notés.",
            gathering_columns.ATTENDANCE_COLUMNS,
            gathering_columns.ATTENDANCE_EXAMPLE,
            [Attendance, YearlyMembership, Organisation],
        ),
    ):
        import_kinds.register(
            import_kinds.ImportKind(
                key,
                label,
                run,
                needs_convention=False,
                noun=noun,
                columns=columns,
                about=about,
                example=example,
                rank=rank,
                address=lambda convention: reverse("accompaniment:gatherings"),
            ),
            rows=rows,
        )
    for model, give_back in (
        (Gathering, gathering_corrections.give_back_gathering),
        (GatheringDate, gathering_corrections.give_back_date),
        (Attendance, gathering_corrections.give_back_attendance),
    ):
        import_kinds.register_correction(import_kinds.Correction(model, plain_rows.read, give_back))


def _declare_what_is_ones_own() -> None:
    from accompaniment import models

    for key, model, label in (
        ("calendar_address", models.CalendarAddress, "Agenda"),
        ("month_closing", models.MonthClosing, "Mois arrêté"),
        ("proposed_entry", models.ProposedEntry, "Ligne proposée"),
    ):
        subjects.register(subjects.Subject(key, model, label, model.objects.visible_to))
    subjects.register(
        subjects.Subject(
            "mode_change",
            models.FollowUpModeChange,
            "Changement de mode",
            lambda user: models.FollowUpModeChange.objects.filter(
                follow_up__in=models.FollowUpYear.objects.visible_to(user)
            ),
        )
    )


def _address(row) -> str | None:
    if hasattr(row, "get_absolute_url"):
        return row.get_absolute_url()
    above = getattr(row, "gathering", None)
    return above.get_absolute_url() if above else None
