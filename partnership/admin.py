"""The administration site: where an installation is set up. Daily work has its own pages.

Django saves a form and its inlines in one transaction: their journal lines belong to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from partnership import journal
from partnership.enums import Verb
from partnership.models import (
    AccountHeading,
    BudgetLine,
    Commitment,
    CommitmentReading,
    Convention,
    Import,
    Job,
    JournalEntry,
    Membership,
    Network,
    Organisation,
    TakenOverValue,
    User,
)

admin.site.site_header = "Trame : administration"
admin.site.site_title = "Trame"
admin.site.index_title = "Réglages de l'installation"
admin.site.unregister(Group)

UNREAD = {"password", "last_login", "date_joined"}


def values_of(row: Model) -> dict[str, Any]:
    """What the journal compares of a row; a password is nobody's to read."""
    return {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in UNREAD
    }


def subjects_of(row: Model) -> list[Model]:
    """The rows that the journal speaks of when this one is written."""
    if isinstance(row, BudgetLine):
        return [row.convention]
    if isinstance(row, CommitmentReading):
        return [row.commitment]
    if isinstance(row, Membership):
        return [row.organisation]
    if isinstance(row, User):
        # A person belongs to no network: told under their bodies, else under every association.
        theirs = Organisation.objects.filter(memberships__user=row).distinct()
        return list(theirs) or list(Organisation.objects.filter(runs_its_network=True))
    return [row]


def reread(model: type[Model], keys: Iterable[Any]) -> dict[Any, Model]:
    """The rows as the database has them now, by primary key."""
    return {row.pk: row for row in model._default_manager.filter(pk__in=list(keys))}


def write_lines(
    request: HttpRequest, before: Model | None, after: Model, extra: dict[str, Any] | None = None
) -> None:
    """What was done to a row, from one reading to the other; nothing where nothing changed."""
    if before is None:
        verb = Verb.CREATED
        changes = {key: value for key, value in values_of(after).items() if value is not None}
    else:
        verb, changes = Verb.CHANGED, journal.differences(values_of(before), values_of(after))
    changes |= extra or {}
    if not changes:
        return
    told = {}
    for subject in (*(subjects_of(before) if before else ()), *subjects_of(after)):
        told[type(subject), subject.pk, subject.owner_id] = subject
    for subject in told.values():
        if subject.pk != after.pk or type(subject) is not type(after):
            which = {after._meta.model_name: {"uid": after.uid, "is": str(after)}}
        else:
            which = {}
        journal.record(verb, subject, by=request.user, changes=which | changes)


class JournaledAdmin(admin.ModelAdmin):
    """Saving here writes in the journal as everywhere else; nothing is deleted here."""

    def save_model(self, request, obj, form, change):
        form.row_before = reread(type(obj), [obj.pk])[obj.pk] if change else None
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        model = formset.model
        before = reread(model, [one.instance.pk for one in formset.initial_forms])
        super().save_formset(request, form, formset, change)
        written = [*formset.new_objects, *(row for row, _ in formset.changed_objects)]
        for row in reread(model, [row.pk for row in written]).values():
            write_lines(request, before.get(row.pk), row)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        row = form.instance
        write_lines(request, form.row_before, reread(type(row), [row.pk])[row.pk])

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(admin.ModelAdmin):
    """Looked at, never touched."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class KeptInline(admin.TabularInline):
    """Rows that are added and changed under another, never deleted."""

    extra = 0
    can_delete = False


class MembershipInline(KeptInline):
    model = Membership
    autocomplete_fields = ["organisation"]


@admin.register(User)
class UserAdmin(JournaledAdmin, BaseUserAdmin):
    ordering = ["last_name", "first_name", "pk"]
    list_display = ["email", "first_name", "last_name", "is_active"]
    search_fields = ["email", "first_name", "last_name"]
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("Personne", {"fields": ["first_name", "last_name"]}),
        ("Accès", {"fields": ["is_active", "is_staff", "is_superuser"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "first_name", "last_name", "password1", "password2"]})
    ]
    filter_horizontal = []

    @method_decorator(sensitive_post_parameters())
    @transaction.atomic
    def user_change_password(self, request, id, form_url=""):
        before = self.get_object(request, id)
        response = super().user_change_password(request, id, form_url)
        after = self.get_object(request, id)
        if after is not None and after.password != before.password:
            write_lines(request, before, after, {"password": "replaced"})
        return response


@admin.register(Network)
class NetworkAdmin(JournaledAdmin):
    search_fields = ["name"]


@admin.register(Organisation)
class OrganisationAdmin(JournaledAdmin):
    list_display = ["name", "kind", "town", "siret", "owner"]
    list_filter = ["kind", "runs_its_network"]
    search_fields = ["search_text", "siret"]
    readonly_fields = ["logo", "merged_into"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class CommitmentInline(KeptInline):
    model = Commitment


class BudgetLineInline(KeptInline):
    model = BudgetLine


@admin.register(Convention)
class ConventionAdmin(JournaledAdmin):
    list_display = ["reference", "funder", "beneficiary", "state", "original_starts_on"]
    list_filter = ["state"]
    search_fields = ["search_text"]
    autocomplete_fields = ["funder", "beneficiary"]
    inlines = [CommitmentInline, BudgetLineInline]
    readonly_fields = ["state", "report_submitted_on"]


@admin.register(CommitmentReading)
class CommitmentReadingAdmin(JournaledAdmin):
    list_display = ["commitment", "figure_id", "valid_from", "accepted_by"]
    autocomplete_fields = ["proposed_by", "accepted_by"]


@admin.register(AccountHeading)
class AccountHeadingAdmin(admin.ModelAdmin):
    """The lines of the compte rendu financier: the installation's own, they belong to no network
    and leave no line in a network's journal. A new form is added with its date."""

    list_display = ["side", "position", "code", "group", "label", "in_kind", "valid_from"]
    list_display_links = ["label"]
    list_filter = ["side", "valid_from", "in_kind"]
    search_fields = ["code", "label", "group"]
    ordering = ["-valid_from", "side", "position", "pk"]

    def has_delete_permission(self, request, obj=None):
        return False


for model in (Import, Job, JournalEntry, TakenOverValue):
    admin.site.register(model, ReadOnlyAdmin)
