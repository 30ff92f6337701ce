"""What the app registers at start: its subject types and its kinds of jobs."""

from partnership import citations, jobs, subjects


def declare() -> None:
    from reporting import (
        financial,
        financial_account,
        follow_up_table,
        production,
        programme,
        time_sheets,
    )
    from reporting.models import ActivityReport, ReportVersion

    jobs.register(production.KIND, production.make_pdf)
    jobs.register(financial.KIND, financial.make_pdf)
    jobs.register(financial_account.KIND, financial_account.make_pdf)
    jobs.register(follow_up_table.KIND, follow_up_table.make_pdf)
    jobs.register(time_sheets.KIND, time_sheets.make_pdf)
    citations.register(ReportVersion.objects.cites, every=ReportVersion.objects.uids_cited)
    subjects.describe_with(programme.KEY, programme.describe)
    for key, model, label in (
        ("report", ActivityReport, "Bilan"),
        ("report_version", ReportVersion, "Version arrêtée du bilan"),
    ):
        subjects.register(
            subjects.Subject(
                key,
                model,
                label,
                model.objects.visible_to,
                lambda row: row.get_absolute_url(),
            )
        )
