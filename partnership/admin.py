"""The administration site: where an installation is set up. Daily work has its own pages."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group

from partnership import journal
from partnership.enums import Verb
from partnership.models import (
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


class JournaledAdmin(admin.ModelAdmin):
    """Saving here writes in the journal as everywhere else; nothing is deleted here."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        journal.record(
            Verb.CHANGED if change else Verb.CREATED,
            obj,
            by=request.user,
            changes={name: form.cleaned_data.get(name) for name in form.changed_data},
        )

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


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["organisation"]


@admin.register(User)
class UserAdmin(BaseUserAdmin):
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


@admin.register(Network)
class NetworkAdmin(admin.ModelAdmin):
    search_fields = ["name"]


@admin.register(Organisation)
class OrganisationAdmin(JournaledAdmin):
    list_display = ["name", "kind", "town", "siret", "owner"]
    list_filter = ["kind", "runs_its_network"]
    search_fields = ["search_text", "siret"]
    readonly_fields = ["logo"]


class CommitmentInline(admin.TabularInline):
    model = Commitment
    extra = 0


class BudgetLineInline(admin.TabularInline):
    model = BudgetLine
    extra = 0


@admin.register(Convention)
class ConventionAdmin(JournaledAdmin):
    list_display = ["reference", "funder", "beneficiary", "state", "original_starts_on"]
    list_filter = ["state"]
    search_fields = ["search_text"]
    autocomplete_fields = ["funder", "beneficiary"]
    inlines = [CommitmentInline, BudgetLineInline]
    readonly_fields = ["state", "report_submitted_on"]


@admin.register(CommitmentReading)
class CommitmentReadingAdmin(admin.ModelAdmin):
    list_display = ["commitment", "figure_id", "valid_from", "accepted_by"]
    autocomplete_fields = ["proposed_by", "accepted_by"]


for model in (Import, Job, JournalEntry, TakenOverValue):
    admin.site.register(model, ReadOnlyAdmin)
