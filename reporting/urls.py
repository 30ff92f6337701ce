from django.urls import path, register_converter

from partnership.converters import ReferenceConverter
from reporting.views import (
    commitments,
    conventions,
    countdown,
    financial_accounts,
    follow_up_table,
    money,
    network,
    organisations,
    reports,
    settlements,
    staff_time,
    today,
    years,
)


class FigureConverter(ReferenceConverter):
    """A figure's id: `accompaniment.sessions`."""

    regex = r"[a-z_]+\.[a-z_]+"


class LabelConverter(ReferenceConverter):
    """The label of an action of the programme: `1`, `1-a`."""

    regex = "[0-9]+(?:-[^/-])?"


register_converter(FigureConverter, "figure")
register_converter(LabelConverter, "label")

app_name = "reporting"

urlpatterns = [
    path("aujourdhui/", today.today, name="today"),
    path("conventions/<reference:reference>/", conventions.convention, name="convention"),
    path(
        "conventions/<reference:reference>/chiffres/<figure:figure_id>/",
        conventions.figure,
        name="figure",
    ),
    path("conventions/<reference:reference>/annees/", years.years, name="years"),
    path(
        "conventions/<reference:reference>/echeances/",
        countdown.countdown,
        name="countdown",
    ),
    path(
        "conventions/<reference:reference>/accompagnements/",
        follow_up_table.follow_up_table,
        name="follow-up-table",
    ),
    path(
        "conventions/<reference:reference>/accompagnements/pdf/",
        follow_up_table.follow_up_table_pdf,
        name="follow-up-table-pdf",
    ),
    path("annuaire/<uuid:uid>/", organisations.organisation, name="organisation"),
    path(
        "conventions/<reference:reference>/actions/<label:label>/",
        commitments.commitment,
        name="commitment",
    ),
    path(
        "conventions/<reference:reference>/actions/<label:label>/avancement/",
        commitments.mark,
        name="mark",
    ),
    path("avance/<str:kind>/<uuid:uid>/", conventions.moved, name="moved"),
    path("conventions/<reference:reference>/argent/", money.money, name="money"),
    path(
        "conventions/<reference:reference>/argent/compte-rendu/",
        money.financial_report,
        name="financial-report",
    ),
    path("conventions/<reference:reference>/compte-rendu/", financial_accounts.cerfa, name="cerfa"),
    path(
        "conventions/<reference:reference>/compte-rendu/textes/",
        financial_accounts.cerfa_texts,
        name="cerfa-texts",
    ),
    path(
        "conventions/<reference:reference>/compte-rendu/pdf/",
        financial_accounts.cerfa_pdf,
        name="cerfa-pdf",
    ),
    path("conventions/<reference:reference>/temps/", staff_time.staff_time, name="staff-time"),
    path(
        "conventions/<reference:reference>/temps/partage/",
        staff_time.sharing,
        name="staff-time-sharing",
    ),
    path(
        "conventions/<reference:reference>/temps/depense/",
        staff_time.salary_new,
        name="salary-new",
    ),
    path("depenses/<uuid:uid>/feuille-de-temps/", staff_time.time_sheet, name="time-sheet"),
    path(
        "depenses/<uuid:uid>/feuille-de-temps/pdf/",
        staff_time.time_sheet_pdf,
        name="time-sheet-pdf",
    ),
    path("conventions/<reference:reference>/solde/", settlements.settlement, name="settlement"),
    path(
        "conventions/<reference:reference>/solde/proposer/",
        settlements.propose,
        name="settlement-propose",
    ),
    path(
        "conventions/<reference:reference>/solde/observer/",
        settlements.observe,
        name="settlement-observe",
    ),
    path(
        "conventions/<reference:reference>/solde/sans-observation/",
        settlements.no_observation,
        name="settlement-no-observation",
    ),
    path(
        "conventions/<reference:reference>/solde/retirer/",
        settlements.withdraw,
        name="settlement-withdraw",
    ),
    path(
        "conventions/<reference:reference>/solde/decider/",
        settlements.decide,
        name="settlement-decide",
    ),
    path("reseau/", network.years, name="network-years"),
    path("reseau/<int:year>/", network.year, name="network-year"),
    path("reseau/<int:year>/temps-collectifs/", network.rows, name="network-rows"),
    path("bilans/", reports.reports, name="reports"),
    path("conventions/<reference:reference>/bilan/", reports.report, name="report"),
    path("conventions/<reference:reference>/bilan/textes/", reports.narrative, name="narrative"),
    path("conventions/<reference:reference>/bilan/arreter/", reports.freeze, name="freeze"),
    path("conventions/<reference:reference>/bilan/pdf/", reports.request_pdf, name="report-pdf"),
    path(
        "conventions/<reference:reference>/bilan/versions/<int:number>/",
        reports.version,
        name="version",
    ),
    path(
        "conventions/<reference:reference>/bilan/versions/<int:number>/pdf/",
        reports.request_version_pdf,
        name="version-pdf",
    ),
]
