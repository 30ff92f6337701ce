"""What holds projects back and what carries them, by kind of holder: derived from rows alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from partnership.enums import FactorSense, OrganisationKind
from partnership.models import Project, ProjectFactor, User
from partnership.rendering.tables import Column


@dataclass
class Summary:
    """One brake or lever: the projects and holders that know it, and what was written of each."""

    name: str
    sense: str
    holder_kind: str
    projects: dict[int, Project] = field(default_factory=dict)
    lines: list[tuple[Project, str]] = field(default_factory=list)

    @property
    def project_count(self) -> int:
        return len(self.projects)

    @property
    def holder_count(self) -> int:
        return len({project.organisation_id for project in self.projects.values()})


@dataclass
class Sheet:
    """The « fiche-type » of one kind of holder, the most frequent first."""

    kind: str
    brakes: list[Summary]
    levers: list[Summary]

    @property
    def label(self) -> str:
        kind = OrganisationKind(self.kind)
        return "Type non renseigné" if kind == OrganisationKind.UNKNOWN else kind.label

    @property
    def sides(self) -> list[tuple[str, list[Summary], str]]:
        return [
            ("Freins", self.brakes, "Aucun frein n'est noté."),
            ("Leviers", self.levers, "Aucun levier n'est noté."),
        ]

    @property
    def project_count(self) -> int:
        return len({pk for one in (*self.brakes, *self.levers) for pk in one.projects})


def rows_for(user: User):
    """What was noted on the projects of one's own networks; nothing for anybody else."""
    return (
        ProjectFactor.objects.filter(
            project__owner__in=user.access.networks, project__cancelled_at__isnull=True
        )
        .select_related("factor", "project__organisation")
        .order_by("factor__search_text", "factor", "-project__year", "pk")
    )


def sheets(rows: Iterable[ProjectFactor]) -> list[Sheet]:
    """One per kind of holder that has any, in the order of the kinds."""
    found: dict[tuple[str, int], Summary] = {}
    for row in rows:
        kind = row.project.organisation.kind
        one = found.setdefault(
            (kind, row.factor_id), Summary(row.factor.name, row.factor.sense, kind)
        )
        one.projects[row.project_id] = row.project
        if row.line:
            one.lines.append((row.project, row.line))
    return [
        Sheet(
            kind,
            _of(found.values(), kind, FactorSense.BRAKE),
            _of(found.values(), kind, FactorSense.LEVER),
        )
        for kind in OrganisationKind.values
        if any(one.holder_kind == kind for one in found.values())
    ]


def _of(found: Iterable[Summary], kind: str, sense: str) -> list[Summary]:
    """Those that the most projects know first; else in the order they came, by name."""
    kept = [one for one in found if (one.holder_kind, one.sense) == (kind, sense)]
    return sorted(kept, key=lambda one: -one.project_count)


COLUMNS = [
    Column("Type de porteur", lambda one: OrganisationKind(one.holder_kind).label),
    Column("Sens", lambda one: FactorSense(one.sense).label),
    Column("Frein ou levier", lambda one: one.name, width=40),
    Column("Projets", lambda one: one.project_count),
    Column("Porteurs", lambda one: one.holder_count),
    Column("Lignes", lambda one: " | ".join(line for _, line in one.lines), width=80),
]
