from django.urls import path

from partnership import converters  # noqa: F401  registers « reference »
from partnership.views import (
    conventions,
    expenses,
    files,
    imports,
    jobs,
    organisations,
    payments,
)
from partnership.views.health import health
from partnership.views.home import home

app_name = "partnership"

urlpatterns = [
    path("", home, name="home"),
    path("sante/", health, name="health"),
    path("conventions/", conventions.conventions, name="conventions"),
    path("structures/recherche/", organisations.search, name="organisation-search"),
    path("documents/", jobs.jobs, name="jobs"),
    path("documents/<uuid:uid>/", jobs.job, name="job"),
    path("documents/<uuid:uid>/etat/", jobs.job_state, name="job-state"),
    path("fichiers/<uuid:uid>/", files.file, name="file"),
    path("conventions/<reference:reference>/depenses/", expenses.expenses, name="expenses"),
    path(
        "conventions/<reference:reference>/depenses/nouvelle/",
        expenses.expense_new,
        name="expense-new",
    ),
    path("depenses/<uuid:uid>/", expenses.expense, name="expense"),
    path("depenses/<uuid:uid>/annuler/", expenses.expense_cancel, name="expense-cancel"),
    path("conventions/<reference:reference>/versements/", payments.payments, name="payments"),
    path(
        "conventions/<reference:reference>/versements/<uuid:uid>/supprimer/",
        payments.payment_remove,
        name="payment-remove",
    ),
    path("importer/<slug:kind>/", imports.choose, name="import"),
    path("importer/<slug:kind>/<uuid:uid>/", imports.result, name="import-result"),
    path("importer/<slug:kind>/<uuid:uid>/ecrire/", imports.write, name="import-write"),
]
