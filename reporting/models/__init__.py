from reporting.models.reports import ActivityReport, Narrative, ReportVersion

__all__ = ["ActivityReport", "Narrative", "ReportVersion"]
