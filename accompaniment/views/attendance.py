"""Who takes part in a gathering: the list, fast entry, one row, structures to recognise."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accompaniment.attendance import attending, erasing, signing_up
from accompaniment.attendance import sign_up_rules as rules
from accompaniment.attendance import tables as attendance_tables
from accompaniment.attendance.filters import AttendanceFilter
from accompaniment.attendance.participants import by_structure, roll_of
from accompaniment.attendance.recognising import Recognition, recognise
from accompaniment.enums import Presence
from accompaniment.forms.attendance import (
    GroupForm,
    PersonForm,
    RowForm,
    StructureChoiceForm,
)
from accompaniment.models import Attendance, Gathering
from accompaniment.permissions import (
    can_bring_to_gathering,
    can_run,
    check_can_bring_to_gathering,
    check_can_run,
)
from accompaniment.views.gatherings import visible_gathering
from partnership.forms.fields import refuse
from partnership.models import Organisation
from partnership.permissions import can_import
from partnership.rendering.tables import table_response
from partnership.text import normalise
from partnership.wording import counted, plural

PER_PAGE = 100
NAMES_AT_ONCE = 10
FORMS = {"personne": PersonForm, "groupe": GroupForm}
TAPS = (
    (Presence.PRESENT, "Présent"),
    (Presence.ABSENT, "Absent"),
    (Presence.EXCUSED, "Excusé"),
)


def _taps(is_ours: bool) -> list[tuple[Presence, str]]:
    """One tap each: an officer does not say who came."""
    return [one for one in TAPS if is_ours or one[0] in attending.OFFICERS_MAY_SAY]


def visible_row(request: HttpRequest, gathering: Gathering, uid) -> Attendance:
    """A row of this gathering that the person sees, with the gathering already read; else 404."""
    seen = Attendance.objects.filter(gathering=gathering).visible_to(request.user).for_list()
    row = get_object_or_404(seen, uid=uid)
    row.gathering = gathering
    return row


@require_GET
def attendance(request: HttpRequest, uid) -> HttpResponse:
    gathering = visible_gathering(request, uid)
    seen = Attendance.objects.filter(gathering=gathering).visible_to(request.user).for_list()
    found = AttendanceFilter(request.GET, queryset=seen, request=request)
    export = request.GET.get("export")
    if export in {"csv", "xlsx"} and found.is_valid():
        is_ours = can_run(request.user, gathering)
        columns = attendance_tables.columns(gathering, with_addresses=is_ours)
        return table_response(export, columns, found.qs, name="participants")
    return _page(request, gathering, found=found)


def _page(
    request: HttpRequest, gathering: Gathering, *, found=None, forms: dict | None = None
) -> HttpResponse:
    """The page; `forms` hold the one that was refused."""
    is_ours = can_run(request.user, gathering)
    seen = Attendance.objects.filter(gathering=gathering).visible_to(request.user).for_list()
    found = found or AttendanceFilter({}, queryset=seen, request=request)
    by_structures = request.GET.get("vue") == "structures"
    listed = by_structure(found.qs) if by_structures else found.qs
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    if not by_structures:
        _say_what_may_be_corrected(request, gathering, page.object_list)
    today = timezone.localdate()
    is_over = _has_begun(gathering, today)
    new = {name: form(by_the_team=is_ours, is_over=is_over) for name, form in FORMS.items()}
    return render(
        request,
        "accompaniment/gatherings/attendance/attendance.html",
        {
            "gathering": gathering,
            "filter": found,
            "page": page,
            "by_structures": by_structures,
            "roll": roll_of(gathering, request.user),
            "is_ours": is_ours,
            "is_shared": len({one.convention.funder_id for one in gathering.shares.all()}) > 1,
            "can_bring": can_bring_to_gathering(request.user, gathering),
            "can_import": is_ours and can_import(request.user),
            "taps": _taps(is_ours),
            "has_begun": is_over,
            "today": today,
            "handed_in": seen.filter(handed_in__cancelled_at__isnull=True)
            .exclude(handed_in=None)
            .count()
            if gathering.asked_file
            else None,
            "places_left": rules.places_left(gathering) if is_ours else None,
            "unrecognised": _unrecognised(gathering) if is_ours else [],
            "names_until": rules.names_kept_until(gathering),
            "may_erase": _may_erase(request, gathering, today),
            "new": new | (forms or {}),
            "refused": next(iter(forms), "") if forms else "",
        },
        status=422 if forms else 200,
    )


def _has_begun(gathering: Gathering, today) -> bool:
    first = rules.first_day(gathering)
    return first is None or first <= today


def _may_erase(request: HttpRequest, gathering: Gathering, today) -> bool:
    is_admin = gathering.owner_id in request.user.access.administered
    return is_admin and rules.names_may_be_erased(gathering, today) and erasing.has_names(gathering)


def _say_what_may_be_corrected(request: HttpRequest, gathering: Gathering, rows) -> None:
    """One query for the rows of a page."""
    rows = list(rows)
    mine = Attendance.objects.filter(pk__in=[row.pk for row in rows])
    allowed = set(
        mine.entered_by_the_side_of(request.user).order_by("pk").values_list("pk", flat=True)
    )
    for row in rows:
        row.gathering = gathering
        row.may_correct = row.pk in allowed


def _unrecognised(gathering: Gathering) -> list[str]:
    """The names typed that no structure is known to bear, each once."""
    typed = (
        gathering.attendances.filter(organisation__isnull=True)
        .exclude(organisation_name="")
        .order_by("organisation_name", "pk")
        .values_list("organisation_name", flat=True)
    )
    return list({normalise(name): name for name in typed}.values())


@require_POST
def add(request: HttpRequest, uid, which: str) -> HttpResponse:
    """One more person, or several of a structure."""
    gathering = visible_gathering(request, uid)
    check_can_bring_to_gathering(request.user, gathering)
    if which not in FORMS:
        raise Http404
    is_over = _has_begun(gathering, timezone.localdate())
    form = FORMS[which](request.POST, by_the_team=can_run(request.user, gathering), is_over=is_over)
    if form.is_valid():
        try:
            row = attending.enter(gathering=gathering, by=request.user, **form.values())
        except ValidationError as error:
            refuse(form, error)
        else:
            said = f"« {row} » est noté : {row.get_state_display().lower()}."
            if row.is_unrecognised:
                said += f" La structure « {row.organisation_name} » est à reconnaître."
            messages.success(request, said)
            return redirect("accompaniment:attendance", gathering.uid)
    return _page(request, gathering, forms={which: form})


@require_POST
def say(request: HttpRequest, uid, row) -> HttpResponse:
    """One tap: present, absent, excused. By htmx, the line and the summary are drawn again."""
    gathering = visible_gathering(request, uid)
    row = visible_row(request, gathering, row)
    state = request.POST.get("state", "")
    error = ""
    if state not in Presence.values:
        error = "Cette présence n'existe pas : rechargez la page."
    else:
        try:
            row = attending.set_state(row=row, by=request.user, state=state)
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
    if not request.htmx:
        if error:
            messages.error(request, error)
        return redirect(f"{_address(gathering)}#ligne-{row.uid}")
    row = visible_row(request, gathering, row.uid)
    row.may_correct = attending.can_correct(request.user, row)
    return render(
        request,
        "accompaniment/gatherings/attendance/_said.html",
        {
            "row": row,
            "gathering": gathering,
            "roll": roll_of(gathering, request.user),
            "is_ours": can_run(request.user, gathering),
            "taps": _taps(can_run(request.user, gathering)),
            "error": error,
        },
        status=422 if error else 200,
    )


def _address(gathering: Gathering) -> str:
    return reverse("accompaniment:attendance", args=[gathering.uid])


@require_POST
def all_present(request: HttpRequest, uid) -> HttpResponse:
    gathering = visible_gathering(request, uid)
    check_can_run(request.user, gathering)
    count = attending.all_present(gathering=gathering, by=request.user)
    if count:
        messages.success(request, f"{counted(count, 'ligne')} : tous les inscrits sont présents.")
    else:
        messages.info(request, "Personne n'était inscrit : rien n'a changé.")
    return redirect("accompaniment:attendance", gathering.uid)


@require_POST
def promote(request: HttpRequest, uid) -> HttpResponse:
    gathering = visible_gathering(request, uid)
    check_can_run(request.user, gathering)
    moved = signing_up.promote(gathering=gathering, by=request.user)
    if moved:
        names = counted(len(moved), "personne")
        verb = plural(len(moved), "inscrite")
        told = plural(len(moved), "prévenue")
        messages.success(request, f"{names} de la liste d'attente : {verb}, et {told} par mail.")
    else:
        messages.info(request, "Aucune place n'est libre pour la liste d'attente.")
    return redirect("accompaniment:attendance", gathering.uid)


@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, uid, row) -> HttpResponse:
    """One row: read by those who see it, corrected by the side that noted it."""
    gathering = visible_gathering(request, uid)
    found = visible_row(request, gathering, row)
    sent = request.method == "POST"
    if sent:
        attending.check_can_correct(request.user, found)
    form = None
    if attending.can_correct(request.user, found):
        form = RowForm(request.POST if sent else None, instance=found, user=request.user)
    if sent and form.is_valid():
        try:
            attending.change(row=found, by=request.user, **form.values())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "La ligne est corrigée.")
            return redirect("accompaniment:attendance", gathering.uid)
    return render(
        request,
        "accompaniment/gatherings/attendance/row.html",
        {
            "gathering": gathering,
            "row": found,
            "form": form,
            "is_ours": can_run(request.user, gathering),
            "handed_in_late": _is_late(gathering, found),
        },
        status=422 if form is not None and form.is_bound else 200,
    )


def _is_late(gathering: Gathering, row: Attendance) -> bool:
    stored = row.handed_in
    return stored is not None and rules.file_is_late(
        gathering, timezone.localtime(stored.created_at).date()
    )


@require_POST
def remove(request: HttpRequest, uid, row) -> HttpResponse:
    gathering = visible_gathering(request, uid)
    found = visible_row(request, gathering, row)
    try:
        attending.remove(row=found, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("accompaniment:attendance-row", gathering.uid, found.uid)
    messages.success(request, f"« {found} » est retiré de la liste.")
    if request.htmx:
        return HttpResponseClientRefresh()
    return redirect("accompaniment:attendance", gathering.uid)


@require_POST
def erase(request: HttpRequest, uid) -> HttpResponse:
    """Names go, numbers stay."""
    gathering = visible_gathering(request, uid)
    try:
        count = erasing.erase_names(gathering=gathering, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request,
            f"Les noms et les adresses de {counted(count, 'ligne')} sont effacés ; les nombres "
            "restent.",
        )
    return redirect("accompaniment:attendance", gathering.uid)


@require_http_methods(["GET", "POST"])
def structures(request: HttpRequest, uid) -> HttpResponse:
    """The structures that were typed and not recognised: which of the directory each may be."""
    gathering = visible_gathering(request, uid)
    check_can_run(request.user, gathering)
    form = StructureChoiceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if said := _settle(request, gathering, form.cleaned_data):
            messages.success(request, said)
            return redirect("accompaniment:attendance-structures", gathering.uid)
        form.add_error("chosen", "Cette structure n'est pas dans l'annuaire : choisissez-en une.")
    names = _unrecognised(gathering)
    questions: list[tuple[str, Recognition]] = [
        (name, recognise(gathering.owner, name)) for name in names[:NAMES_AT_ONCE]
    ]
    return render(
        request,
        "accompaniment/gatherings/attendance/structures.html",
        {
            "gathering": gathering,
            "questions": questions,
            "left": max(len(names) - NAMES_AT_ONCE, 0),
            "form": form,
            "new": StructureChoiceForm.NEW,
        },
        status=422 if form.is_bound else 200,
    )


def _settle(request: HttpRequest, gathering: Gathering, data: dict) -> str:
    """Link the name to what was chosen; what to say of it, nothing where the choice is unknown."""
    name, by = data["name"], request.user
    if data["chosen"] is None:
        attending.add_structure(gathering=gathering, name=name, town="", by=by)
        return f"« {name} » est dans l'annuaire."
    known = Organisation.objects.visible_to(by).standing().filter(owner=gathering.owner_id)
    chosen = known.filter(uid=data["chosen"]).first()
    if chosen is None:
        return ""
    attending.link_structure(gathering=gathering, name=name, organisation=chosen, by=by)
    return f"« {name} » est reconnue : {chosen.name_and_town}."
