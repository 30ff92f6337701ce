from django.urls import path

from partnership import converters  # noqa: F401  registers « reference »
from partnership.views import (
    budgets,
    conventions,
    files,
    jobs,
    organisations,
    programme,
    proposals,
)
from partnership.views.health import health
from partnership.views.home import home

app_name = "partnership"

urlpatterns = [
    path("", home, name="home"),
    path("sante/", health, name="health"),
    path("conventions/", conventions.conventions, name="conventions"),
    path("conventions/nouvelle/", proposals.new, name="convention-new"),
    path("conventions/<reference:reference>/conditions/", proposals.edit, name="convention-edit"),
    path("conventions/<reference:reference>/proposition/", proposals.send, name="proposal-send"),
    path("conventions/<reference:reference>/programme/", programme.programme, name="programme"),
    path(
        "conventions/<reference:reference>/programme/modifier/",
        programme.edit,
        name="programme-edit",
    ),
    path(
        "conventions/<reference:reference>/actions/<uuid:uid>/lecture/",
        programme.reading,
        name="reading-new",
    ),
    path(
        "conventions/<reference:reference>/lectures/<uuid:uid>/accepter/",
        programme.accept,
        name="reading-accept",
    ),
    path(
        "conventions/<reference:reference>/lectures/<uuid:uid>/retirer/",
        programme.withdraw,
        name="reading-withdraw",
    ),
    path("conventions/<reference:reference>/chapitres/", programme.chapters, name="chapters"),
    path("conventions/<reference:reference>/liens/", programme.links, name="links"),
    path("conventions/<reference:reference>/budget/", budgets.budget, name="budget"),
    path("conventions/<reference:reference>/budget/modifier/", budgets.edit, name="budget-edit"),
    path(
        "conventions/<reference:reference>/budget/equilibre/",
        budgets.balance,
        name="budget-balance",
    ),
    path(
        "conventions/<reference:reference>/budget/importer/",
        budgets.import_file,
        name="budget-import",
    ),
    path("structures/recherche/", organisations.search, name="organisation-search"),
    path("documents/", jobs.jobs, name="jobs"),
    path("documents/<uuid:uid>/", jobs.job, name="job"),
    path("documents/<uuid:uid>/etat/", jobs.job_state, name="job-state"),
    path("fichiers/<uuid:uid>/", files.file, name="file"),
]
