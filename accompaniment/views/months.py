"""My months: how many hours, which months are closed, closing and reopening one."""

from __future__ import annotations

import datetime
import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accompaniment.forms.months import CloseMonthForm, MonthsForm, ReopenForm
from accompaniment.log import closing
from accompaniment.log.months import months_of
from accompaniment.log.week import FIRST_YEAR, LAST_YEAR
from accompaniment.models import MonthClosing
from accompaniment.permissions import can_set_months, check_can_set_months
from accompaniment.views.log import network_of
from accompaniment.views.week import asked_person
from partnership.forms.fields import refuse
from partnership.models import User
from partnership.permissions import check_can_keep_time
from partnership.wording import month_label


@require_GET
def months(request: HttpRequest) -> HttpResponse:
    """One's own months; anybody's of the team for the administration."""
    check_can_keep_time(request.user)
    return _page(request, asked_person(request, _team(request)), _year(request))


def _team(request: HttpRequest):
    """Whose months the person may open."""
    owner = network_of(request.user)
    if not can_set_months(request.user, owner):
        return User.objects.filter(pk=request.user.pk).order_by("pk")
    return User.objects.of_the_team_ever(owner).for_choice()


def _year(request: HttpRequest) -> int:
    wanted = request.GET.get("annee", "")
    is_year = re.fullmatch(r"\d{4}", wanted) and FIRST_YEAR <= int(wanted) <= LAST_YEAR
    return int(wanted) if is_year else timezone.localdate().year


def _page(
    request: HttpRequest, person: User, year: int, *, refused: str = "", reopening=None
) -> HttpResponse:
    """`reopening` is a refused form with the closing that it was about."""
    owner, today = network_of(request.user), timezone.localdate()
    rows = months_of(owner, person, request.user, year, today)
    closed, form = reopening or (None, None)
    return render(
        request,
        "accompaniment/months.html",
        {
            "owner": owner,
            "person": person,
            "is_mine": person == request.user,
            "team": _team(request) if can_set_months(request.user, owner) else None,
            "can_set": can_set_months(request.user, owner),
            "months": [(one, form if one.closing == closed else None) for one in rows],
            "minutes": sum(one.minutes for one in rows),
            "year": year,
            "has_next": year < today.year,
            "refused": refused,
        },
        status=422 if refused or form else 200,
    )


def _back(person: User, month: datetime.date) -> HttpResponse:
    return redirect(f"{reverse('accompaniment:months')}?personne={person.uid}&annee={month.year}")


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    check_can_keep_time(request.user)
    form = CloseMonthForm(request.POST, team=_team(request))
    if not form.is_valid():
        return _page(request, request.user, _year(request), refused=" ".join(form.problems))
    person, month = form.cleaned_data["person"], form.cleaned_data["month"]
    try:
        closing.close_month(
            owner=network_of(request.user),
            person=person,
            month=month,
            by=request.user,
            today=timezone.localdate(),
        )
    except ValidationError as error:
        return _page(request, person, month.year, refused=" ".join(error.messages))
    messages.success(request, f"{month_label(month).capitalize()} est arrêté.")
    return _back(person, month)


@require_POST
def reopen(request: HttpRequest, uid) -> HttpResponse:
    check_can_keep_time(request.user)
    seen = MonthClosing.objects.visible_to(request.user).select_related("person")
    row = get_object_or_404(seen, uid=uid)
    form = ReopenForm(request.POST)
    if form.is_valid():
        try:
            closing.reopen_month(closing=row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"{month_label(row.month).capitalize()} est rouvert.")
            return _back(row.person, row.month)
    return _page(request, row.person, row.month.year, reopening=(row, form))


@require_POST
def settings(request: HttpRequest) -> HttpResponse:
    """Whether the team closes its months."""
    owner = network_of(request.user) if request.user.access.networks else None
    check_can_keep_time(request.user)
    check_can_set_months(request.user, owner)
    form = MonthsForm(request.POST)
    if form.is_valid():
        closing.set_months(network=owner, by=request.user, **form.cleaned_data)
        messages.success(request, "C'est enregistré.")
    return redirect("accompaniment:months")
