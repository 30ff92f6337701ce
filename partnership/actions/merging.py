"""Two rows for one structure become one, and nothing that hung on either is lost."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from partnership import journal
from partnership.enums import OrganisationKind, Verb
from partnership.models import Membership, Organisation, StoredFile, User, YearlyMembership
from partnership.permissions import check_can_merge

COMPLETED = (
    "short_name", "siret", "rna", "town", "insee_code", "address", "representative",
    "email", "phone", "website",
    "logo",
)  # fmt: skip


def related_fields() -> list[tuple[type[Model], str]]:
    """Every (model, field) of every app that points to a structure."""
    return [
        (relation.related_model, relation.field.name)
        for relation in Organisation._meta.get_fields(include_hidden=True)
        if relation.auto_created and (relation.one_to_many or relation.one_to_one)
    ]


@transaction.atomic
def merge_organisations(*, kept: Organisation, double: Organisation, by: User) -> Organisation:
    """Everything of `double` goes to `kept`, whose own values win and whose gaps are filled; the
    double keeps its uid and points to its survivor.

    Raises PermissionDenied, and ValidationError for two structures that are not one."""
    rows = {
        row.pk: row
        for row in Organisation.objects.select_for_update()
        .filter(pk__in=[kept.pk, double.pk])
        .order_by("pk")
    }
    kept, double = rows[kept.pk], rows[double.pk]
    check_can_merge(by)
    _check_they_are_one(kept, double, by)
    moved = _move_what_points_to(kept, double)
    filled = _fill_the_gaps(kept, double)
    double.siret, double.merged_into = "", kept
    double.save()
    kept.full_clean()
    kept.save()
    journal.record(
        Verb.MERGED,
        kept,
        by=by,
        changes={"double": {"uid": double.uid, "name": double.name}, "moved": moved} | filled,
    )
    journal.record(Verb.MERGED, double, by=by, changes={"into": kept.uid})
    return kept


def _check_they_are_one(kept: Organisation, double: Organisation, by: User) -> None:
    if kept.owner_id not in by.access.administered or kept.owner_id != double.owner_id:
        raise ValidationError("Ces deux structures n'appartiennent pas au même annuaire.")
    if kept.pk == double.pk or kept.merged_into_id or double.merged_into_id:
        raise ValidationError("Choisissez deux structures encore distinctes.")
    if double.runs_its_network:
        raise ValidationError(
            "L'association qui anime le réseau ne disparaît pas : fusionnez l'autre avec elle."
        )
    if kept.siret and double.siret and kept.siret != double.siret:
        raise ValidationError(
            f"Deux SIRET différents ({kept.siret} et {double.siret}) : ce sont deux "
            "établissements. Corrigez le SIRET de l'une si c'est une erreur."
        )
    for one, other in ((kept, double), (double, kept)):
        if one.conventions_funded.filter(beneficiary=other).exists():
            raise ValidationError("L'une finance l'autre : elles ne peuvent pas être la même.")
    mine = kept.schemes.order_by("pk").values_list("search_text", flat=True)
    twice = double.schemes.filter(search_text__in=mine).order_by("pk").first()
    if twice is not None:
        raise ValidationError(
            f"Les deux ont un dispositif « {twice.name} » : donnez un autre nom à celui de l'une, "
            "puis fusionnez."
        )


def _move_what_points_to(kept: Organisation, double: Organisation) -> dict[str, int]:
    """How many rows moved, by table. Rows that both have are told once."""
    moved: dict[str, int] = {}
    moved["memberships"] = _join_memberships(kept, double)
    moved["yearly_memberships"] = _join_years(kept, double)
    for theme in double.themes.order_by("pk"):
        theme.organisations.add(kept)
    double.themes.clear()
    for model, name in related_fields():
        if model in (Membership, YearlyMembership) or model._meta.auto_created:
            continue
        count = model._base_manager.filter(**{name: double}).update(**{name: kept})
        moved[model._meta.model_name] = moved.get(model._meta.model_name, 0) + count
    moved["files"] = StoredFile.objects.filter(
        subject_type="organisation", subject_uid=double.uid
    ).update(subject_uid=kept.uid)
    return {name: count for name, count in moved.items() if count}


def _join_memberships(kept: Organisation, double: Organisation) -> int:
    """Where a person has the same role in both, one membership covers the two spans."""
    count = 0
    known = {(one.user_id, one.role): one for one in kept.memberships.order_by("pk")}
    for row in double.memberships.order_by("pk"):
        same = known.get((row.user_id, row.role))
        if same is None:
            row.organisation = kept
            row.save(update_fields=["organisation"])
        else:
            starts, ends = (same.from_on, row.from_on), (same.until_on, row.until_on)
            same.from_on = None if None in starts else min(starts)
            same.until_on = None if None in ends else max(ends)
            same.save(update_fields=["from_on", "until_on"])
            row.delete()
        count += 1
    return count


def _join_years(kept: Organisation, double: Organisation) -> int:
    known = set(kept.yearly_memberships.order_by("pk").values_list("year", flat=True))
    count = 0
    for row in double.yearly_memberships.order_by("pk"):
        if row.year in known:
            row.delete()
        else:
            row.organisation = kept
            row.save(update_fields=["organisation"])
        count += 1
    return count


def _fill_the_gaps(kept: Organisation, double: Organisation) -> dict:
    """What the survivor did not know, field → [before, after]; and what the double said otherwise,
    so that the journal keeps every value."""
    filled, otherwise = {}, {}
    for name in COMPLETED:
        mine, theirs = getattr(kept, name), getattr(double, name)
        if not mine and theirs:
            setattr(kept, name, theirs)
            filled[name] = [mine, theirs]
        elif theirs and mine != theirs:
            otherwise[name] = theirs
    if kept.kind == OrganisationKind.UNKNOWN and double.kind != OrganisationKind.UNKNOWN:
        filled["kind"] = [kept.kind, double.kind]
        kept.kind = double.kind
    return {"filled": filled, "double said": otherwise}
