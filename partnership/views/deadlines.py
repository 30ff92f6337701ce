"""What is due: the list, one deadline, the calendar."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnership.actions import deadlines as actions
from partnership.enums import DeadlineKind
from partnership.forms.deadlines import (
    DeadlineForm,
    InChargeForm,
    MeetDeadlineForm,
    MoveDeadlineForm,
)
from partnership.forms.fields import refuse
from partnership.models import Convention, Deadline, User
from partnership.permissions import (
    can_agree,
    can_settle,
    check_can_agree,
    check_can_prepare_convention,
    check_can_settle,
)
from partnership.rendering.calendars import ICS, Day, calendar_bytes
from partnership.schedule import schedule_of
from partnership.views.conventions import visible_convention

PER_PAGE = 50


@require_GET
def deadlines(request: HttpRequest) -> HttpResponse:
    """What is still due in one's conventions of late; what is over too with `?toutes=oui`."""
    today = timezone.localdate()
    with_done = request.GET.get("toutes") == "oui"
    visible = Convention.objects.visible_to(request.user)
    found = visible if with_done else visible.lately(today)
    conventions = list(found.for_list().newest_first())
    chosen = request.GET.get("convention", "")
    dues = [
        due
        for due in schedule_of(conventions)
        if (with_done or due.done_on is None) and chosen in ("", due.reference)
    ]
    page = Paginator(dues, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "partnership/deadlines.html",
        {
            "page": page,
            "lines": [(due, due.standing(today), due.is_late(today)) for due in page],
            "conventions": conventions,
            "chosen": chosen,
            "with_done": with_done,
            "calendar": _calendar_address(request.user),
            "week_calendar": _calendar_address(request.user, "accompaniment:week-feed")
            if request.user.access.is_association
            else "",
        },
    )


def _calendar_address(user: User, name: str = "partnership:calendar") -> str:
    if not user.calendar_key:
        return ""
    return settings.BASE_URL + reverse(name, args=[user.calendar_key])


@require_POST
def renew_calendar(request: HttpRequest) -> HttpResponse:
    actions.renew_calendar(by=request.user)
    messages.success(
        request, "Votre adresse de calendrier est prête : copiez-la dans votre agenda."
    )
    from_the_week = request.POST.get("from") == "week"
    return redirect("accompaniment:week" if from_the_week else "partnership:deadlines")


@login_not_required
@require_GET
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar of the person who holds this address; calendars cannot log in."""
    person = User.objects.filter(calendar_key=key, is_active=True).first() if key else None
    if person is None:
        raise Http404
    now = timezone.now()
    conventions = Convention.objects.visible_to(person).lately(timezone.localdate()).for_list()
    days = [
        Day(
            uid=f"{due.uid or f'{due.kind}-{due.reference}'}@trame",
            day=due.due_on,
            title=f"{due.label} · {due.reference}",
            address=f"{settings.BASE_URL}{due.address}",
            changed_at=now,
        )
        for due in schedule_of(conventions.newest_first())
        if due.done_on is None
    ]
    response = HttpResponse(calendar_bytes(days, name="Échéances Trame"), content_type=ICS)
    response["Content-Disposition"] = 'inline; filename="echeances.ics"'
    return response


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_agree(request.user, convention)
    form = DeadlineForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.note_deadline(convention=convention, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "L'échéance est notée ; elle sera rappelée à temps.")
            return redirect("reporting:countdown", reference)
    return render(
        request,
        "partnership/deadline_new.html",
        {"convention": convention, "form": form},
        status=422 if form.is_bound else 200,
    )


@require_POST
def extend_report(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to the bilan's deadline, stored if it was not."""
    convention = visible_convention(request, reference)
    check_can_settle(request.user, convention)
    row = actions.keep_report_deadline(convention=convention)
    if row is None:
        messages.error(request, "La convention ne dit pas quand le bilan est attendu.")
        return redirect("reporting:countdown", reference)
    return redirect(row)


@require_http_methods(["GET", "POST"])
def deadline(request: HttpRequest, uid) -> HttpResponse:
    """One deadline, its history, and the form that gives it another day."""
    row = _visible_deadline(request, uid)
    check = check_can_settle if row.kind == DeadlineKind.REPORT else check_can_agree
    if request.method == "POST":
        check(request.user, row.convention)
    form = MoveDeadlineForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.move_deadline(deadline=row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "La nouvelle date est notée, avec son motif.")
            return redirect(row)
    return _deadline_page(request, row, form)


@require_POST
def met(request: HttpRequest, uid) -> HttpResponse:
    row = _visible_deadline(request, uid)
    check_can_agree(request.user, row.convention)
    form = MeetDeadlineForm(request.POST)
    if form.is_valid():
        try:
            actions.meet_deadline(deadline=row, on=form.cleaned_data["on"], by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "C'est noté.")
            return redirect(row)
    return _deadline_page(request, row, MoveDeadlineForm(), met_form=form)


def _visible_deadline(request: HttpRequest, uid) -> Deadline:
    found = Deadline.objects.visible_to(request.user).select_related("convention")
    return get_object_or_404(found, uid=uid)


def _deadline_page(request, row: Deadline, form, met_form=None) -> HttpResponse:
    is_report = row.kind == DeadlineKind.REPORT
    may = can_settle if is_report else can_agree
    may_move = may(request.user, row.convention)
    return render(
        request,
        "partnership/deadline.html",
        {
            "row": row,
            "convention": row.convention,
            "changes": row.changes.select_related("by").order_by("created_at", "pk"),
            "form": form if may_move else None,
            "met_form": (met_form or MeetDeadlineForm(initial={"on": row.done_on}))
            if may_move and not is_report
            else None,
        },
        status=422 if form.is_bound or met_form else 200,
    )


@require_POST
def in_charge(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_prepare_convention(request.user, convention)
    form = InChargeForm(request.POST, convention=convention)
    if form.is_valid():
        actions.put_in_charge(by=request.user, **form.cleaned_data)
        messages.success(request, "C'est noté.")
    else:
        messages.error(request, "Cette action ou cette personne n'existe plus : choisissez encore.")
    return redirect("reporting:countdown", reference)
