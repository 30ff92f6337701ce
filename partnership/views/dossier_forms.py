"""Writing in the file of a convention: texts, visas, annexes. The funder's officers do."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from partnership.actions import papers as actions
from partnership.forms.fields import refuse
from partnership.forms.papers import AnnexFormSet, LegalReferenceForm, TextsForm, VisasForm
from partnership.papers.documents import readings
from partnership.papers.facts import facts_of
from partnership.permissions import check_can_write_papers
from partnership.views.conventions import visible_convention
from partnership.views.dossier import paper_named


@require_http_methods(["GET", "POST"])
def texts(request: HttpRequest, reference: str, paper: str) -> HttpResponse:
    """The parts of one paper. « Revenir au texte des données » keeps what was typed elsewhere."""
    convention, one = visible_convention(request, reference), paper_named(paper)
    check_can_write_papers(request.user, convention)
    if one.parts is None:
        raise Http404
    found = readings(facts_of(convention), one)
    data = _given_back(request.POST, found) if request.method == "POST" else None
    form = TextsForm(data, readings=found)
    if request.method == "POST" and form.is_valid():
        actions.write_paper_texts(
            convention=convention,
            kind=one.kinds[0],
            texts=form.texts() | {key: None for key in _asked_back(request.POST, found)},
            by=request.user,
        )
        if "revenir" in request.POST:
            messages.success(request, "Cette partie reprend le texte des données.")
            return redirect("partnership:paper-texts", reference, paper)
        messages.success(request, f"Les textes sont enregistrés : {one.label.lower()}.")
        return redirect("partnership:dossier", reference)
    return render(
        request,
        "partnership/papers/texts.html",
        {
            "convention": convention,
            "paper": one,
            "form": form,
            "annexes": facts_of(convention).numbered_annexes,
        },
        status=422 if form.is_bound else 200,
    )


def _asked_back(data, found) -> list[str]:
    return [key for key in data.getlist("revenir") if key in found]


def _given_back(data, found):
    """What was sent, where the parts given back to the data hold the data's text."""
    changed = data.copy()
    for key in _asked_back(data, found):
        changed[key] = found[key].part.default
    return changed


@require_http_methods(["GET", "POST"])
def visas(request: HttpRequest, reference: str) -> HttpResponse:
    """The order of the texts cited, and a new text for the library."""
    convention = visible_convention(request, reference)
    check_can_write_papers(request.user, convention)
    adds = "ajouter" in request.POST
    chosen = VisasForm(
        request.POST if request.method == "POST" and not adds else None,
        convention=convention,
        user=request.user,
    )
    new = LegalReferenceForm(request.POST if adds else None)
    if adds and new.is_valid():
        try:
            actions.add_legal_reference(convention=convention, by=request.user, **new.cleaned_data)
        except ValidationError as error:
            refuse(new, error)
        else:
            messages.success(request, "Le texte est dans la bibliothèque, et cité en dernier.")
            return redirect("partnership:visas", reference)
    if chosen.is_bound and chosen.is_valid():
        actions.choose_visas(convention=convention, references=chosen.chosen(), by=request.user)
        messages.success(request, "Les visas sont enregistrés.")
        return redirect("partnership:dossier", reference)
    return render(
        request,
        "partnership/papers/visas.html",
        {"convention": convention, "form": chosen, "new": new},
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "POST"])
def annexes(request: HttpRequest, reference: str) -> HttpResponse:
    """The list of annexes: their numbers, titles and short names."""
    convention = visible_convention(request, reference)
    check_can_write_papers(request.user, convention)
    rows = [
        {"position": one.number, "title": one.title, "key": one.key}
        for one in facts_of(convention).numbered_annexes
    ]
    forms = AnnexFormSet(
        request.POST if request.method == "POST" else None, initial=rows, prefix="annexes"
    )
    if request.method == "POST" and forms.is_valid():
        kept = [one.cleaned_data for one in forms if one.cleaned_data]
        try:
            actions.number_annexes(
                convention=convention,
                lines=[
                    actions.AnnexLine(one["position"], one["key"], one["title"])
                    for one in kept
                    if not one.get("DELETE")
                ],
                by=request.user,
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "Les annexes sont numérotées : les textes suivent.")
            return redirect("partnership:dossier", reference)
    return render(
        request,
        "partnership/papers/annexes.html",
        {"convention": convention, "forms": forms},
        status=422 if forms.is_bound else 200,
    )
