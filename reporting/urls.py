from django.urls import path, register_converter

from partnership.converters import ReferenceConverter
from reporting.views import conventions, reports, today


class FigureConverter(ReferenceConverter):
    """A figure's id: `accompaniment.sessions`."""

    regex = r"[a-z_]+\.[a-z_]+"


register_converter(FigureConverter, "figure")

app_name = "reporting"

urlpatterns = [
    path("aujourdhui/", today.today, name="today"),
    path("conventions/<reference:reference>/", conventions.convention, name="convention"),
    path(
        "conventions/<reference:reference>/chiffres/<figure:figure_id>/",
        conventions.figure,
        name="figure",
    ),
    path("avance/<str:kind>/<uuid:uid>/", conventions.moved, name="moved"),
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
