"""The programme in forms: its actions, how they are counted, the chapters, the links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.boundfield import BoundField

from partnership import catalogue
from partnership.catalogue import Declaration
from partnership.findings import Programme
from partnership.forms.fields import DayField
from partnership.forms.lines import LineForm, Lines, lines_of
from partnership.models import Commitment, CommitmentReading, Convention

SHOWN = "montre"
LARGEST = 2_147_483_647


class ActionForm(LineForm):
    """An action of the programme, in the convention's own words."""

    typed = ("number", "part", "text", "target", "unit")

    number = forms.IntegerField(
        label="Numéro",
        min_value=1,
        max_value=999,
        error_messages={"required": "Donnez le numéro de l'action."},
    )
    part = forms.CharField(label="Partie", max_length=1, required=False)
    text = forms.CharField(
        label="Texte de la convention",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez l'action."},
    )
    target = forms.IntegerField(
        label="Quantité prévue", min_value=1, max_value=LARGEST, required=False
    )
    unit = forms.CharField(
        label="Unité, dans les mots de la convention", max_length=120, required=False
    )
    continues = forms.MultipleChoiceField(
        label="Poursuit, de la convention précédente",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, earlier: dict[str, Commitment], **kwargs):
        super().__init__(*args, **kwargs)
        self.earlier = earlier
        self.fields["continues"].choices = [
            (uid, f"{one.convention.reference} · {one.label} · {one.text[:90]}")
            for uid, one in earlier.items()
        ]
        if not earlier:
            del self.fields["continues"]

    def clean_continues(self):
        return [self.earlier[uid] for uid in self.cleaned_data["continues"]]

    def clean(self):
        data = super().clean()
        if data.get("target") and not data.get("unit"):
            self.add_error("unit", "Donnez l'unité de la quantité prévue.")
        return data


class Actions(Lines):
    def clean(self):
        """Two actions do not bear the same number and part."""
        seen = set()
        for form in self.filled:
            if form.errors:
                continue
            name = form.cleaned_data["number"], form.cleaned_data["part"]
            if name in seen:
                said = f"{name[0]} {name[1]}".strip()
                form.add_error(
                    "number", f"Une autre action porte déjà le numéro {said} : changez l'un."
                )
            seen.add(name)


ActionLines = lines_of(ActionForm, Actions)


def earlier_commitments(convention: Convention) -> list[Commitment]:
    """Those of the same partners' convention before this one, and those already continued."""
    before = (
        Convention.objects.filter(
            owner=convention.owner_id,
            funder=convention.funder_id,
            original_starts_on__lt=convention.terms().starts_on,
        )
        .newest_first()
        .first()
    )
    return list(
        Commitment.objects.filter(
            Q(convention=before) | Q(continued_by__convention=convention),
            convention__funder=convention.funder_id,
        )
        .select_related("convention")
        .order_by("-convention__original_starts_on", "number", "part", "pk")
        .distinct()
    )


def action_lines(data, convention: Convention) -> Lines:
    """The actions of a proposal, to be written."""
    written = convention.original_commitments.prefetch_related("continues")
    known = {str(one.uid): one for one in earlier_commitments(convention)}
    rows = [
        {name: getattr(one, name) for name in ("uid", "number", "part", "text", "target", "unit")}
        | {"continues": [str(before.uid) for before in one.continues.all()]}
        for one in written
    ]
    for row in rows:
        row["continues"] = [uid for uid in row["continues"] if uid in known]
    return ActionLines(
        data,
        rows=rows,
        blank=1 if rows else 3,
        prefix="actions",
        form_kwargs={"earlier": known},
    )


class ChapterForm(LineForm):
    typed = ("title",)

    rank = forms.IntegerField(label="Rang", min_value=1, max_value=999, required=False)
    title = forms.CharField(
        label="Titre",
        max_length=200,
        error_messages={"required": "Donnez un titre au chapitre."},
    )


class Chapters(Lines):
    @property
    def lines(self) -> list[dict[str, Any]]:
        """In the order of the ranks given; those without one come last."""
        said = super().lines
        return sorted(said, key=lambda line: line.get("rank") or 1000)


ChapterLines = lines_of(ChapterForm, Chapters)


def chapter_lines(data, convention: Convention) -> Lines:
    rows = [
        {"uid": one.uid, "rank": one.position, "title": one.title}
        for one in convention.chapters.all()
    ]
    return ChapterLines(data, rows=rows, blank=1 if rows else 4, prefix="chapitres")


class ReadingForm(forms.Form):
    """How an action is counted by a figure: with which filters, from when, beside what."""

    figure = forms.CharField(widget=forms.HiddenInput)
    valid_from = DayField(label="À compter du")
    beside = forms.MultipleChoiceField(
        label="Chiffres montrés à côté", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, commitment: Commitment, declaration: Declaration, **kwargs):
        self.commitment, self.declaration = commitment, declaration
        initial = {
            "figure": declaration.id,
            "valid_from": commitment.convention.terms().starts_on,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.dimensions = [one for one in declaration.dimensions if one.categories]
        for dimension in self.dimensions:
            self.fields[f"filter_{dimension.key}"] = forms.MultipleChoiceField(
                label=dimension.label,
                choices=list(dimension.categories.items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text="Rien de coché : tout compte.",
            )
        self.fields["beside"].choices = [
            (one.id, one.label) for one in latest_declarations() if one.id != declaration.id
        ]
        self.order_fields(
            ["figure", *(f"filter_{one.key}" for one in self.dimensions), "valid_from", "beside"]
        )

    @property
    def filter_fields(self) -> list[BoundField]:
        """What may restrict the figure."""
        return [self[f"filter_{one.key}"] for one in self.dimensions]

    @property
    def filters(self) -> dict[str, list[str]]:
        chosen = {one.key: self.cleaned_data[f"filter_{one.key}"] for one in self.dimensions}
        return {key: codes for key, codes in chosen.items() if codes}

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        reading = CommitmentReading(
            commitment=self.commitment,
            figure_id=self.declaration.id,
            rule_version=self.declaration.version,
            filters=self.filters,
            beside=data["beside"],
            valid_from=data["valid_from"],
        )
        try:
            reading.clean()
        except ValidationError as error:
            self.add_error("beside" if data["beside"] else None, error)
        return data


def latest_declarations() -> list[Declaration]:
    """Each figure in its latest version, by its label."""
    latest = {one.id: one for one in catalogue.all_declarations()}
    return sorted(latest.values(), key=lambda one: one.label)


@dataclass(frozen=True)
class Cell:
    """Where a chapter or a line of the budget meets an action."""

    name: str
    value: str
    id: str
    label: str
    action: str
    checked: bool
    quantity: BoundField | None = None
    said: int | None = None


@dataclass(frozen=True)
class GridRow:
    name: str
    label: str
    detail: str
    cells: tuple[Cell, ...]


class LinksForm(forms.Form):
    """The one grid: each chapter and each line of the expenses against each action."""

    def __init__(self, data=None, *, programme: Programme):
        super().__init__(data)
        self.programme = programme
        choices = [(action.uid, action.label) for action in programme.actions]
        self.spending = [one for one in programme.lines if one.line.side == "expense"]
        for chapter in programme.chapters:
            self._choice(f"chapitre-{chapter.uid}", choices, sorted(chapter.actions))
        for one in self.spending:
            self._choice(f"ligne-{one.line.uid}", choices, sorted(one.actions))
            for action in programme.actions:
                self.fields[_quantity(one.line.uid, action.uid)] = forms.IntegerField(
                    min_value=1,
                    max_value=LARGEST,
                    required=False,
                    initial=one.actions.get(action.uid),
                    widget=forms.NumberInput(
                        attrs={
                            "class": "form-control",
                            "aria-label": f"Quantité selon le budget, ligne {one.rank}, "
                            f"action {action.label}",
                        }
                    ),
                )

    def _choice(self, name: str, choices, initial) -> None:
        self.fields[name] = forms.MultipleChoiceField(
            choices=choices, required=False, initial=initial
        )

    def clean(self):
        data = super().clean()
        for one in self.spending:
            ticked = data.get(f"ligne-{one.line.uid}", [])
            for action in self.programme.actions:
                name = _quantity(one.line.uid, action.uid)
                if data.get(name) and action.uid not in ticked:
                    self.add_error(
                        name,
                        f"Ligne {one.rank}, action {action.label} : cochez la case, ou effacez "
                        "la quantité.",
                    )
        return data

    @property
    def _shown(self) -> set[str]:
        """The rows that the page sent had: one added since by somebody else keeps its links."""
        return set(self.data.getlist(SHOWN))

    @property
    def told(self) -> dict[str, list[str]]:
        return {
            chapter.uid: self.cleaned_data[f"chapitre-{chapter.uid}"]
            for chapter in self.programme.chapters
            if f"chapitre-{chapter.uid}" in self._shown
        }

    @property
    def paid(self) -> dict[str, dict[str, int | None]]:
        return {
            one.line.uid: {
                uid: self.cleaned_data[_quantity(one.line.uid, uid)]
                for uid in self.cleaned_data[f"ligne-{one.line.uid}"]
            }
            for one in self.spending
            if f"ligne-{one.line.uid}" in self._shown
        }

    @property
    def messages(self) -> list[str]:
        """What is wrong, said once above the grid."""
        return [message for errors in self.errors.values() for message in errors]

    def chapter_rows(self) -> list[GridRow]:
        return [
            GridRow(
                f"chapitre-{chapter.uid}",
                f"{chapter.position}. {chapter.title}",
                "",
                self._cells(f"chapitre-{chapter.uid}", f"Chapitre {chapter.position}"),
            )
            for chapter in self.programme.chapters
        ]

    def line_rows(self) -> list[GridRow]:
        return [
            GridRow(
                f"ligne-{one.line.uid}",
                f"{one.rank}. {one.line.label}",
                one.line.description,
                self._cells(f"ligne-{one.line.uid}", f"Ligne {one.rank}", one),
            )
            for one in self.spending
        ]

    def _cells(self, name: str, label: str, paid: Any = None) -> tuple[Cell, ...]:
        chosen = set(self[name].value() or [])
        return tuple(
            Cell(
                name=name,
                value=action.uid,
                id=f"{name}-{action.uid}",
                label=f"{label}, action {action.label}",
                action=action.label,
                checked=action.uid in chosen,
                quantity=self[_quantity(paid.line.uid, action.uid)] if paid else None,
                said=paid.actions.get(action.uid) if paid else None,
            )
            for action in self.programme.actions
        )


def _quantity(line: str, action: str) -> str:
    return f"quantite-{line}-{action}"
