"""What mails and a calendar propose to note: confirmed, corrected, left aside by their person."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accompaniment import tables
from accompaniment.actions import proposals as actions
from accompaniment.enums import ProposalState
from accompaniment.filters import ProposedEntryFilter
from accompaniment.forms.chips import ChipForm, fields_of_proposal
from accompaniment.forms.proposals import CalendarAddressForm, CalendarFileForm, MailsForm
from accompaniment.models import CalendarAddress, ProposedEntry
from accompaniment.proposals import calendar_reading
from accompaniment.proposals.calendars import CalendarError
from accompaniment.proposals.mails import LARGEST, MailError, read_mail
from accompaniment.proposals.proposing import choices_for, noted_already, of_letter, own_addresses
from accompaniment.views.log import network_of, note, remember
from partnership.forms.fields import refuse
from partnership.forms.structures import is_uuid
from partnership.permissions import check_can_keep_time
from partnership.rendering.tables import table_response

PER_PAGE = 30
MOST_SAID = 5


@never_cache
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """One's own proposals: those that wait, unless the filters ask for others."""
    check_can_keep_time(request.user)
    return _page(request)


def _page(request: HttpRequest, *, status: int = 200, **forms) -> HttpResponse:
    asked = request.GET.copy()
    asked.setdefault("state", ProposalState.PROPOSED)
    found = ProposedEntryFilter(
        asked,
        queryset=ProposedEntry.objects.visible_to(request.user).for_list(),
        request=request,
    )
    export = request.GET.get("export")
    if export in {"csv", "xlsx"} and found.is_valid():
        rows = found.qs.iterator(chunk_size=500)
        return table_response(export, tables.proposals(), rows, name="lignes-proposees")
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    noted = noted_already(page.object_list)
    return render(
        request,
        "accompaniment/proposals.html",
        {
            "filter": found,
            "is_filtered": bool(request.GET.keys() - {"page", "laissee"}),
            "left": _just_left(request),
            "page": page,
            "rows": [(row, noted.get(row.pk)) for row in page.object_list],
            "address": CalendarAddress.objects.visible_to(request.user).first(),
            "mails_form": MailsForm(),
            "calendar_form": CalendarFileForm(),
            "address_form": CalendarAddressForm(),
        }
        | forms,
        status=status,
    )


@never_cache  # a page from the cache would send again a form that has served
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, uid) -> HttpResponse:
    """One proposal as chips: corrected, then noted by the quick log's own call, once."""
    row = _mine(request, uid)
    if not row.is_waiting:
        return _answered(request, row)
    given = {"user": request.user, "owner": row.owner}
    if request.method == "GET":
        choices = [] if row.organisation else choices_for(row)
        form = ChipForm(initial=fields_of_proposal(row), choices=choices, **given)
        return _one(request, row, form)
    data = request.POST.copy()
    data["uid"] = str(row.entry_uid)
    form = ChipForm(data, **given)
    form.choices = [] if form.chosen_organisation else choices_for(row)
    if not form.is_valid():
        return _one(request, row, form, status=422)
    try:
        noted = actions.confirm(proposal=row, note=lambda: note(request, form), by=request.user)
    except ValidationError as error:
        refuse(form, error)
        return _one(request, row, form, status=422)
    remember(request, form)
    about = noted.row.organisation or noted.row.get_kind_display()
    messages.success(request, f"C'est noté : {about}.")
    return _next(request)


def _mine(request: HttpRequest, uid) -> ProposedEntry:
    check_can_keep_time(request.user)
    rows = ProposedEntry.objects.visible_to(request.user).for_list().select_related("owner")
    return get_object_or_404(rows, uid=uid)


def _one(
    request: HttpRequest, row: ProposedEntry, form: ChipForm, status: int = 200
) -> HttpResponse:
    waiting = ProposedEntry.objects.visible_to(request.user).waiting()
    return render(
        request,
        "accompaniment/proposal.html",
        {
            "row": row,
            "form": form,
            "noted": noted_already([row]).get(row.pk),
            "others": waiting.count() - 1,
            "left": _just_left(request),
        },
        status=status,
    )


def _just_left(request: HttpRequest) -> ProposedEntry | None:
    """The one just left aside, to say so with its undo."""
    uid = request.GET.get("laissee", "")
    rows = ProposedEntry.objects.visible_to(request.user).filter(state=ProposalState.IGNORED)
    return rows.filter(uid=uid).first() if is_uuid(uid) else None


def _answered(request: HttpRequest, row: ProposedEntry) -> HttpResponse:
    return render(
        request,
        "accompaniment/proposal_answered.html",
        {"row": row},
        status=200 if request.method == "GET" else 422,
    )


def _next(request: HttpRequest) -> HttpResponse:
    """On to the next one, for those who go through them all; else back to the list."""
    following = ProposedEntry.objects.visible_to(request.user).waiting().for_list().first()
    if "continue" in request.POST and following is not None:
        return redirect(following)
    return redirect("accompaniment:proposals")


@require_POST
def ignore(request: HttpRequest, uid) -> HttpResponse:
    row = _mine(request, uid)
    try:
        actions.ignore(proposal=row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(row)
    answer = _next(request)
    answer["Location"] += f"?laissee={row.uid}"
    return answer


@require_POST
def take_back(request: HttpRequest, uid) -> HttpResponse:
    row = _mine(request, uid)
    try:
        actions.take_back(proposal=row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "La ligne est de nouveau à confirmer.")
    return redirect(row)


@require_POST
def bring_mails(request: HttpRequest) -> HttpResponse:
    """Mails as files: each proposes an entry, once. A file that is no mail stops no other."""
    check_can_keep_time(request.user)
    form = MailsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, mails_form=form, status=422)
    owner = network_of(request.user)
    own, today = own_addresses(owner), timezone.localdate()
    letters, refused = [], []
    for file in form.cleaned_data["mails"]:
        try:
            letters.append(read_mail(file.read(LARGEST + 1), own=own, today=today))
        except MailError as error:
            refused.append(f"{file.name} : {error}")
    if not letters:
        form.add_error("mails", refused[:MOST_SAID])
        return _page(request, mails_form=form, status=422)
    proposed = actions.propose(
        owner=owner,
        person=request.user,
        suggestions=[of_letter(letter) for letter in letters],
        by=request.user,
    )
    messages.success(request, f"Mails lus : {proposed.text}. Rien d'autre n'en est gardé.")
    for told in refused[:MOST_SAID]:
        messages.error(request, told)
    return redirect("accompaniment:proposals")


@require_POST
def bring_calendar(request: HttpRequest) -> HttpResponse:
    check_can_keep_time(request.user)
    form = CalendarFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _, told = calendar_reading.propose_from(
                form.cleaned_data["calendar"].read(),
                owner=network_of(request.user),
                person=request.user,
            )
        except CalendarError as error:
            form.add_error("calendar", str(error))
        else:
            messages.success(request, told)
            return redirect("accompaniment:proposals")
    return _page(request, calendar_form=form, status=422)


@require_POST
def keep_address(request: HttpRequest) -> HttpResponse:
    """Keep the address of one's calendar; it is read at once, then every day."""
    check_can_keep_time(request.user)
    form = CalendarAddressForm(request.POST)
    if form.is_valid():
        try:
            address = actions.keep_address(
                owner=network_of(request.user),
                address=form.cleaned_data["address"],
                by=request.user,
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            calendar_reading.ask(address)
            messages.success(
                request, "L'adresse est gardée : votre agenda est lu, puis le sera chaque jour."
            )
            return redirect("accompaniment:proposals")
    return _page(request, address_form=form, status=422)


@require_POST
def read_address(request: HttpRequest) -> HttpResponse:
    check_can_keep_time(request.user)
    address = get_object_or_404(
        CalendarAddress.objects.visible_to(request.user).select_related("owner", "person")
    )
    calendar_reading.ask(address)
    messages.success(request, "Votre agenda est en cours de lecture : rechargez dans un instant.")
    return redirect("accompaniment:proposals")


@require_POST
def forget_address(request: HttpRequest) -> HttpResponse:
    check_can_keep_time(request.user)
    actions.forget_address(by=request.user)
    messages.success(request, "L'adresse de votre agenda est oubliée.")
    return redirect("accompaniment:proposals")
