from django.urls import path

from partnership import converters  # noqa: F401
from partnership.views import (
    amendments,
    conventions,
    files,
    imputations,
    jobs,
    life,
    organisations,
    votes,
)
from partnership.views.health import health
from partnership.views.home import home

app_name = "partnership"

urlpatterns = [
    path("", home, name="home"),
    path("sante/", health, name="health"),
    path("conventions/", conventions.conventions, name="conventions"),
    path("conventions/<reference:reference>/papiers/", life.papers, name="papers"),
    path("conventions/<reference:reference>/papiers/vote/", votes.vote, name="vote"),
    path("conventions/<reference:reference>/papiers/etape/<slug:slug>/", life.move, name="move"),
    path(
        "conventions/<reference:reference>/papiers/deliberations/<uuid:uid>/",
        votes.deliberation,
        name="deliberation",
    ),
    path(
        "conventions/<reference:reference>/papiers/imputations/nouvelle/",
        imputations.new,
        name="imputation-new",
    ),
    path(
        "conventions/<reference:reference>/papiers/imputations/<uuid:uid>/",
        imputations.imputation,
        name="imputation",
    ),
    path(
        "conventions/<reference:reference>/papiers/imputations/<uuid:uid>/supprimer/",
        imputations.remove,
        name="imputation-remove",
    ),
    path(
        "conventions/<reference:reference>/avenants/nouveau/",
        amendments.new,
        name="amendment-new",
    ),
    path(
        "conventions/<reference:reference>/avenants/<int:number>/deliberation/",
        votes.amendment_vote,
        name="amendment-vote",
    ),
    path(
        "conventions/<reference:reference>/avenants/<int:number>/retirer/",
        amendments.remove,
        name="amendment-remove",
    ),
    path("structures/recherche/", organisations.search, name="organisation-search"),
    path("documents/", jobs.jobs, name="jobs"),
    path("documents/<uuid:uid>/", jobs.job, name="job"),
    path("documents/<uuid:uid>/etat/", jobs.job_state, name="job-state"),
    path("fichiers/<uuid:uid>/", files.file, name="file"),
]
