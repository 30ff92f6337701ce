"""The directory: its list, a structure's form, its contacts, its doubles."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnership.actions import directory as actions
from partnership.actions.merging import merge_organisations
from partnership.directory import ORGANISATIONS, likely_doubles
from partnership.filters import OrganisationFilter
from partnership.forms.directory import ContactForm, DoubleForm, OrganisationForm
from partnership.forms.fields import refuse
from partnership.models import Contact, Network, Organisation
from partnership.permissions import (
    can_keep_directory,
    can_merge,
    check_can_keep_directory,
    check_can_keep_organisation,
    check_can_merge,
)
from partnership.rendering.tables import table_response
from partnership.searching import forgiving

PER_PAGE = 50


@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    filtered = OrganisationFilter(
        request.GET,
        queryset=Organisation.objects.visible_to(request.user).standing().for_list(),
        request=request,
    )
    found = forgiving(filtered.qs, request.GET.get("q", ""))
    export = request.GET.get("export")
    if export in {"csv", "xlsx"} and filtered.is_valid():
        return table_response(export, ORGANISATIONS, found.rows.iterator(500), name="annuaire")
    page = Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "partnership/directory.html",
        {
            "filter": filtered,
            "page": page,
            "is_near": found.is_near,
            "can_keep": can_keep_directory(request.user),
            "can_merge": can_merge(request.user),
        },
    )


def _own(request: HttpRequest, uid) -> Organisation:
    """A structure of one's own network that still stands."""
    found = Organisation.objects.visible_to(request.user).standing()
    row = get_object_or_404(found.select_related("owner"), uid=uid)
    check_can_keep_organisation(request.user, row)
    return row


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    check_can_keep_directory(request.user)
    form = OrganisationForm(
        request.POST if request.method == "POST" else None,
        initial={"name": request.GET.get("nom", "")},
    )
    if form.is_bound and form.is_valid():
        owner = Network.objects.filter(pk__in=request.user.access.networks).order_by("pk").first()
        try:
            row = actions.add_organisation(
                owner=owner,
                values=form.values(),
                themes=form.cleaned_data["themes"],
                years=form.cleaned_data["years"],
                uid=form.cleaned_data["uid"],
                by=request.user,
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"« {row.name} » est dans l'annuaire.")
            return redirect("reporting:organisation", row.uid)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uid) -> HttpResponse:
    row = _own(request, uid)
    form = OrganisationForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_bound and form.is_valid():
        try:
            actions.change_organisation(
                organisation=row,
                values=form.values(),
                themes=form.cleaned_data["themes"],
                years=form.cleaned_data["years"],
                by=request.user,
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "La structure est à jour.")
            return redirect("reporting:organisation", row.uid)
    return _form_page(request, form, row)


def _form_page(request, form, row) -> HttpResponse:
    return render(
        request,
        "partnership/organisation_form.html",
        {"form": form, "row": Organisation.objects.filter(pk=row.pk).first() if row else None},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
def contact_new(request: HttpRequest, uid) -> HttpResponse:
    return _contact(request, _own(request, uid), None)


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, uid) -> HttpResponse:
    check_can_keep_directory(request.user)
    found = Contact.objects.visible_to(request.user).select_related("organisation")
    row = get_object_or_404(found, uid=uid)
    return _contact(request, row.organisation, row)


def _contact(request, organisation: Organisation, row: Contact | None) -> HttpResponse:
    form = ContactForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_bound and form.is_valid():
        fresh = Contact.objects.get(pk=row.pk) if row else None
        actions.keep_contact(
            organisation=organisation, contact=fresh, values=form.values(), by=request.user
        )
        messages.success(request, "Le contact est enregistré.")
        return redirect("reporting:organisation", organisation.uid)
    return render(
        request,
        "partnership/contact.html",
        {"form": form, "organisation": organisation, "row": row},
        status=422 if form.is_bound else 200,
    )


@require_POST
def contact_remove(request: HttpRequest, uid) -> HttpResponse:
    check_can_keep_directory(request.user)
    found = Contact.objects.visible_to(request.user).select_related("organisation")
    row = get_object_or_404(found, uid=uid)
    actions.forget_contact(contact=row, by=request.user)
    messages.success(request, "Le contact n'est plus dans l'annuaire.")
    return redirect("reporting:organisation", row.organisation.uid)


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, uid) -> HttpResponse:
    """Choose the double, look at both, merge."""
    check_can_merge(request.user)
    kept = _own(request, uid)
    others = Organisation.objects.filter(owner=kept.owner).standing().exclude(pk=kept.pk)
    chosen = request.GET if "double" in request.GET else None
    form = DoubleForm(request.POST if request.method == "POST" else chosen, others=others)
    double = form.cleaned_data["double"] if form.is_bound and form.is_valid() else None
    if double is not None and request.method == "POST":
        try:
            merge_organisations(kept=kept, double=double, by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"« {double.name} » et « {kept.name} » ne font plus qu'une.")
            return redirect("reporting:organisation", kept.uid)
    return render(
        request,
        "partnership/organisation_merge.html",
        {"kept": kept, "double": double, "form": form, "likely": likely_doubles(kept, others)},
        status=422 if form.errors else 200,
    )
