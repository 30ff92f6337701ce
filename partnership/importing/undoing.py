"""Undoing an import: what it created goes, what it corrected says again what it said before, as
long as nothing was built on it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import CASCADE, Model, ProtectedError, QuerySet
from django.db.models.deletion import Collector

from partnership import citations, import_kinds, journal, subjects
from partnership.enums import Verb
from partnership.models import Import, ImportChange, JournalEntry, User
from partnership.wording import counted

TOGETHER = 500
MOST_REASONS = 50
_WRITTEN_APART = (JournalEntry, ImportChange)  # they speak of rows, and stop nothing


class Undoing:
    """One import being undone; within a transaction, which the caller rolls back where `reasons`
    says what stands in the way."""

    def __init__(self, run: Import):
        self.run = run
        self.models = import_kinds.rows_of(run.kind)
        self.parts = [
            model
            for model in self.models
            if _import_field(model) is None and import_kinds.deletion_of(model) is None
        ]
        self.reasons: list[str] = []
        self.deleted: dict[str, int] = {}
        self.given_back = 0
        self._cited = citations.cited_uids(run.owner)
        self._done_at = self._journaled_at()

    def _journaled_at(self):
        """When the import was over: what the journal says of its rows after that came later."""
        done = JournalEntry.objects.filter(
            verb=Verb.IMPORTED, subject_type="import", subject_uid=self.run.uid
        )
        last = done.order_by("-at").values_list("at", flat=True).first()
        return last or self.run.created_at

    def undo(self, *, by: User | None) -> None:
        """Give back what was corrected, then delete what was created."""
        if not self.models:
            self._refuse("Un import de cette sorte ne se défait pas : corrigez les lignes.")
        elif self.run.counts.get("updated") and not self.run.counts.get("kept"):
            self._refuse(
                "Cet import a corrigé des lignes sans garder ce qu'elles disaient : "
                "corrigez-les une à une."
            )
        if self.reasons:
            return
        for change in self.run.changes.order_by("-pk").iterator(chunk_size=TOGETHER):
            self._give_back(change, by)
        for model in self.models:
            self._look_over(model)
        if self.reasons:
            return
        try:
            for model in self.models:
                if model not in self.parts:
                    self._delete(model, by)
        except ProtectedError:
            self._refuse("D'autres lignes viennent de s'y rattacher : relisez, puis recommencez.")
        except ValidationError as error:
            for words in error.messages:
                self._refuse(words)

    def _refuse(self, reason: str) -> None:
        if reason not in self.reasons and len(self.reasons) < MOST_REASONS:
            self.reasons.append(reason)

    def _give_back(self, change: ImportChange, by: User | None) -> None:
        subject = subjects.get(change.subject_type)
        row = subject.model._base_manager.filter(uid=change.subject_uid).first()
        correction = import_kinds.correction_of(subject.model)
        if row is None or correction is None:
            self._refuse(f"{subject.label} : la ligne corrigée n'existe plus.")
            return
        called = f"{subject.label} « {row} »"
        if journal.plain(correction.read(row, change.after)) != change.after:
            self._refuse(f"{called} : la ligne a été corrigée depuis.")
        elif row.uid in self._cited:
            self._refuse(f"{called} : un bilan arrêté la cite.")
        else:
            try:
                correction.give_back(row, change.before, by=by)
                self.given_back += 1
            except ValidationError as error:
                self._refuse(f"{called} : {' '.join(error.messages)}")

    def _rows(self, model: type[Model]) -> QuerySet:
        if deletion := import_kinds.deletion_of(model):
            return deletion.made_by(self.run)
        return model._base_manager.filter(**{_import_field(model): self.run})

    def _keys(self, model: type[Model]) -> Iterator[dict[int, uuid.UUID]]:
        """The keys and uids of what was created, some hundreds at a time."""
        last = 0
        while found := dict(
            self._rows(model).filter(pk__gt=last).order_by("pk").values_list("pk", "uid")[:TOGETHER]
        ):
            yield found
            last = max(found)

    def _look_over(self, model: type[Model]) -> None:
        """Everything that stands in the way of deleting the rows of a type."""
        if model in self.parts:
            return
        label = _key(model)
        pointing = list(self._pointing(model))
        for keys in self._keys(model):
            uids = list(keys.values())
            self._name(label, "corrigé depuis l'import", self._changed_since(model, uids))
            self._name(label, "cité par un bilan arrêté", {*uids} & self._cited)
            self._look_over_parts(model, label, list(keys))
            for other, field in pointing:
                self._count_pointing(model, label, other, field, list(keys))
            for about in _speaking_of_subjects():
                count = about.objects.filter(subject_type=_key(model), subject_uid__in=uids).count()
                self._add(label, about._meta.verbose_name, count)
            for hindrance in import_kinds.hindrances():
                for reason in hindrance(self.run, model, list(keys)):
                    self._refuse(reason)
            if len(self.reasons) >= MOST_REASONS:
                return

    def _look_over_parts(self, model: type[Model], label: str, keys: list[int]) -> None:
        """What people added to the parts of these rows, or changed in them, since the import."""
        told = {one.model for one in subjects.every()}
        for part in self.parts:
            for field in _fields_to(part, model):
                found = part._base_manager.filter(**{f"{field}__in": keys})
                late = found.filter(created_at__gt=self._done_at).count()
                self._add(label, part._meta.verbose_name_plural, late)
                if part in told:
                    uids = list(found.order_by("pk").values_list("uid", flat=True))
                    changed = self._changed_since(part, uids)
                    self._name(_key(part), "corrigé depuis l'import", changed)

    def _changed_since(self, model: type[Model], uids: list[uuid.UUID]) -> set[uuid.UUID]:
        since = JournalEntry.objects.filter(
            subject_type=_key(model), subject_uid__in=uids, at__gt=self._done_at
        )
        return set(since.order_by("pk").values_list("subject_uid", flat=True))

    def _name(self, label: str, why: str, uids: set[uuid.UUID]) -> None:
        for row in subjects.get(label).model._base_manager.filter(uid__in=uids).order_by("pk"):
            self._refuse(f"{subjects.get(label).label} « {row} » : {why}.")

    def _pointing(self, model: type[Model]) -> Iterator[tuple[type[Model], str]]:
        """What may hang on rows of a type: not its own parts, which go with it."""
        for relation in model._meta.get_fields(include_hidden=True):
            if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
                continue
            other = relation.related_model
            is_detail = (
                relation.on_delete is CASCADE
                and not hasattr(other, "uid")
                and not other._meta.auto_created
            )
            if other in self.parts or is_detail or _is_its_own_link(other, model):
                continue
            yield other, relation.field.name

    def _count_pointing(
        self, model: type[Model], label: str, other: type[Model], field: str, keys: list[int]
    ) -> None:
        found = other._base_manager.filter(**{f"{field}__in": keys})
        if other in self.models:
            found = found.exclude(**{_import_field(other): self.run})
        self._add(label, other._meta.verbose_name_plural, found.count())

    def _add(self, label: str, what: str, count: int) -> None:
        if count:
            self._refuse(
                f"{subjects.get(label).label} créé par l'import : {counted(count, 'ligne')} "
                f"s'y rattache{'nt' if count > 1 else ''} depuis ({what})."
            )

    def _delete(self, model: type[Model], by: User | None) -> None:
        name = str(model._meta.verbose_name)
        if deletion := import_kinds.deletion_of(model):
            self.deleted[name] = self._rows(model).count()
            deletion.delete(self.run, by=by)
            return
        for keys in self._keys(model):
            for part in self.parts:
                for field in _fields_to(part, model):
                    _delete_all(part._base_manager.filter(**{f"{field}__in": list(keys)}))
            _delete_all(self._rows(model).filter(pk__in=list(keys)))
            self.deleted[name] = self.deleted.get(name, 0) + len(keys)


def _delete_all(rows: QuerySet) -> None:
    collector = Collector(using=DEFAULT_DB_ALIAS)
    collector.collect(list(rows.order_by("pk")))
    collector.delete()


def _is_its_own_link(link: type[Model], model: type[Model]) -> bool:
    """True for the table of a link that the row makes, and for the labels that are put on it: they
    go with it. A link that another row makes to it stands in the way."""
    maker = link._meta.auto_created
    return bool(maker) and (maker is model or _import_field(maker) is None)


def _key(model: type[Model]) -> str:
    """The key of the type in `subjects`."""
    return next(one.key for one in subjects.every() if one.model is model)


def _import_field(model: type[Model]) -> str | None:
    """The field that names the import that made a row; nothing for a part of another row."""
    return next(iter(_fields_to(model, Import)), None)


def _fields_to(model: type[Model], target: type[Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is target
    ]


def _speaking_of_subjects() -> list[type[Any]]:
    """The models whose rows speak of any other by its type and uid: files, threads."""
    return [
        model
        for model in apps.get_models()
        if model not in _WRITTEN_APART
        and {"subject_type", "subject_uid"} <= {one.name for one in model._meta.concrete_fields}
    ]
