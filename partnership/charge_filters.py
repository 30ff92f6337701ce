"""What the list of a convention's expenses can be filtered by, in its address."""

from __future__ import annotations

import django_filters
from django.db.models import Q, TextChoices

from partnership.enums import AccountSide, BudgetSide
from partnership.filters import FilterForm, ListFilter
from partnership.forms.fields import DayInput
from partnership.models import AccountHeading, BudgetLine, Convention, ExpenseShare
from partnership.text import normalise


class Counting(TextChoices):
    """Whether a charge counts. Those cancelled are listed only when asked for."""

    COUNTED = "comptees", "Prises en compte"
    OUTSIDE = "hors-periode", "Payées hors de la période"
    UNPAID = "a-payer", "Pas encore payées"
    CANCELLED = "annulees", "Annulées"


class ChargeFilter(ListFilter):
    q = django_filters.CharFilter(label="Libellé, fournisseur ou pièce", method="search")
    poste = django_filters.ModelChoiceFilter(
        label="Poste du budget",
        queryset=BudgetLine.objects.none(),
        field_name="budget_line",
        to_field_name="uid",
        empty_label="Tous les postes",
        null_label="Sans poste",
        null_value="aucun",
    )
    start = django_filters.DateFilter(
        label="Payée du", field_name="expense__paid_on", lookup_expr="gte", widget=DayInput
    )
    end = django_filters.DateFilter(
        label="Payée au", field_name="expense__paid_on", lookup_expr="lte", widget=DayInput
    )
    etat = django_filters.ChoiceFilter(
        label="État", choices=Counting, method="by_counting", empty_label="Tous, sauf annulées"
    )
    compte = django_filters.ModelChoiceFilter(
        label="Compte",
        queryset=AccountHeading.objects.none(),
        method="by_account",
        empty_label="Tous les comptes",
    )

    class Meta:
        model = ExpenseShare
        fields = ["q", "poste", "start", "end", "etat", "compte"]
        form = FilterForm

    def __init__(self, *args, convention: Convention, **kwargs):
        super().__init__(*args, **kwargs)
        self.terms = convention.terms()
        lines = BudgetLine.objects.filter(convention=convention, side=BudgetSide.EXPENSE)
        self.filters["poste"].queryset = lines.order_by("position")
        self.filters["compte"].queryset = (
            AccountHeading.objects.filter(side=AccountSide.EXPENSE)
            .filter(
                Q(pk__in=lines.values("account"))
                | Q(pk__in=convention.expense_shares.values("expense__account"))
            )
            .order_by("position", "pk")
        )

    def filter_queryset(self, queryset):
        """Without a state asked for, those that were cancelled stay out."""
        if not self.form.cleaned_data.get("etat"):
            queryset = queryset.filter(expense__cancelled_at__isnull=True)
        return super().filter_queryset(queryset)

    @property
    def qs(self):
        if not self.is_bound:
            return self.queryset.filter(expense__cancelled_at__isnull=True)
        return super().qs

    def search(self, queryset, name, value):
        for word in normalise(value).split():
            queryset = queryset.filter(expense__search_text__contains=word)
        return queryset

    def by_counting(self, queryset, name, value):
        if value == Counting.CANCELLED:
            return queryset.filter(expense__cancelled_at__isnull=False)
        queryset = queryset.filter(expense__cancelled_at__isnull=True)
        if value == Counting.UNPAID:
            return queryset.filter(expense__paid_on__isnull=True)
        within = Q(expense__paid_on__range=(self.terms.starts_on, self.terms.ends_on))
        if value == Counting.COUNTED:
            return queryset.filter(within)
        return queryset.filter(~within, expense__paid_on__isnull=False)

    def by_account(self, queryset, name, value):
        """The expense's own account, else the one of its budget line."""
        return queryset.filter(
            Q(expense__account=value) | Q(expense__account__isnull=True, budget_line__account=value)
        )
