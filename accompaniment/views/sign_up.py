"""The public page of a gathering and each person's own: no account, no navigation, no search
engine."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accompaniment.attendance import sign_up_mails, signing_up
from accompaniment.attendance import sign_up_rules as rules
from accompaniment.enums import Presence
from accompaniment.forms.sign_up import PublicSignUpForm
from accompaniment.models import Attendance, Gathering
from accompaniment.permissions import can_run
from partnership import uploads
from partnership.accounts import client_address
from partnership.forms.fields import refuse
from partnership.models import Mail
from partnership.rate_limits import counts_within
from partnership.rendering.calendars import ICS, Meeting, meetings_bytes
from partnership.wording import long_date

HOUR = 3600
TOO_MANY = (
    "Beaucoup d'inscriptions viennent d'être envoyées : la vôtre n'est pas notée. Recommencez dans "
    "une heure, ou adressez-vous à l'association, comme le dit le bas de cette page."
)
MAIL_IN_SESSION = "sign-up-mail"


def public(view: Callable) -> Callable:
    """Open to everybody, kept by no cache and by no search engine."""

    @wraps(view)
    def shown(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return login_not_required(never_cache(shown))


def _gathering(key: str) -> Gathering:
    found = Gathering.objects.standing().select_related("owner").prefetch_related("dates")
    return get_object_or_404(found, sign_up_key=key)


def _facts(gathering: Gathering) -> dict:
    host = sign_up_mails.host_of(gathering)
    return {
        "gathering": gathering,
        "dates": [sign_up_mails.when_text(one) for one in rules.live_dates(gathering)],
        "where": sign_up_mails.where_text(gathering),
        "host": host,
    }


def consent_words(gathering: Gathering) -> str:
    """What somebody agrees to, in a plain sentence."""
    host = sign_up_mails.host_of(gathering)
    return (
        f"J'accepte que {host.name if host else 'l’association'} garde ces informations pour "
        "organiser ce temps collectif et en rendre compte aux financeurs qui le soutiennent "
        "(mon nom et ma structure, pas mes coordonnées). Mon nom et mes coordonnées sont gardés "
        f"{settings.NAMES_KEPT_MONTHS} mois au plus après le dernier jour, puis effacés."
    )


@public
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest, key: str) -> HttpResponse:
    """The form, or why it is closed. With `?apercu=1` the team reads it before it opens."""
    gathering = _gathering(key)
    closed = rules.closed_because(gathering, timezone.localdate())
    sent = request.method == "POST"
    previews = not sent and "apercu" in request.GET and _is_of_the_team(request.user, gathering)
    if closed and not previews:
        given = _facts(gathering) | {"closed": closed}
        return render(
            request, "accompaniment/public/closed.html", given, status=409 if sent else 200
        )
    form = PublicSignUpForm(request.POST if sent else None, consent_words=consent_words(gathering))
    status = 200
    if sent:
        status, answer = _signed_up(request, gathering, form)
        if answer is not None:
            return answer
    left = rules.places_left(gathering)
    return render(
        request,
        "accompaniment/public/sign_up.html",
        _facts(gathering)
        | {"form": form, "left": left, "is_full": left == 0, "preview": closed if previews else ""},
        status=status,
    )


def _is_of_the_team(user, gathering: Gathering) -> bool:
    return user.is_authenticated and can_run(user, gathering)


def _signed_up(request, gathering, form) -> tuple[int, HttpResponse | None]:
    """The status of the page, or the answer of a sign-up that went through."""
    if form.was_filled_by_a_program:
        return 302, redirect("accompaniment:signed-up", gathering.sign_up_key)
    if not form.is_valid():
        return 422, None
    if not _within_the_limits(request, gathering):
        form.add_error(None, TOO_MANY)
        return 429, None
    try:
        mail = signing_up.sign_up(gathering=gathering, **form.values())
    except ValidationError as error:
        refuse(form, error)
        return 422, None
    if settings.DEMONSTRATION and mail is not None:
        request.session[MAIL_IN_SESSION] = str(mail.uid)
    return 302, redirect("accompaniment:signed-up", gathering.sign_up_key)


def _within_the_limits(request: HttpRequest, gathering: Gathering) -> bool:
    address = client_address(request)
    most, in_all = settings.SIGN_UPS_PER_ADDRESS, settings.SIGN_UPS_PER_GATHERING
    if address is not None and not counts_within(
        "sign-up-address", address, limit=most, seconds=HOUR
    ):
        return False
    return counts_within("sign-up-gathering", str(gathering.pk), limit=in_all, seconds=HOUR)


@public
@require_GET
def signed_up(request: HttpRequest, key: str) -> HttpResponse:
    """The same words for everybody: nobody learns who is registered. In a demonstration, where no
    mail leaves, the message is read here by who just signed up."""
    gathering = _gathering(key)
    mail = None
    if settings.DEMONSTRATION and (uid := request.session.get(MAIL_IN_SESSION)):
        mail = Mail.objects.filter(uid=uid, body__contains=gathering.sign_up_key).first()
    return render(
        request, "accompaniment/public/signed_up.html", _facts(gathering) | {"mail": mail}
    )


def _own_row(key: str, person: str) -> Attendance:
    gathering = _gathering(key)
    rows = gathering.attendances.select_related("handed_in")
    row = get_object_or_404(rows, key=person, registered_at__isnull=False)
    row.gathering = gathering
    return row


def own(view: Callable) -> Callable:
    """A page of one person, until its link expires."""

    @wraps(view)
    def shown(request: HttpRequest, key: str, person: str) -> HttpResponse:
        row = _own_row(key, person)
        if rules.links_expired(row.gathering, timezone.localdate()):
            given = _facts(row.gathering)
            return render(request, "accompaniment/public/expired.html", given, status=410)
        return view(request, row)

    return public(shown)


def _own_page(request: HttpRequest, row: Attendance, *, error: str = "") -> HttpResponse:
    gathering, today = row.gathering, timezone.localdate()
    stored = row.handed_in
    has_file = stored is not None and stored.cancelled_at is None
    handed_on = timezone.localtime(stored.created_at).date() if has_file else None
    return render(
        request,
        "accompaniment/public/my_sign_up.html",
        _facts(gathering)
        | {
            "row": row,
            "is_over": rules.is_over(gathering, today),
            "is_registered": row.state in rules.TAKES_A_PLACE,
            "is_waiting": row.state == Presence.WAITING,
            "is_withdrawn": row.state == Presence.WITHDRAWN,
            "handed_in": stored if has_file else None,
            "handed_late": has_file and rules.file_is_late(gathering, handed_on),
            "late_today": rules.file_is_late(gathering, today),
            "until": rules.last_day(gathering) and rules.last_day(gathering) + rules.LINKS_LAST,
            "chooser": uploads.CHOOSER,
            "largest": min(signing_up.LARGEST_FILE_MB, settings.ATTACHMENT_LARGEST_MB),
            "error": error,
        },
        status=422 if error else 200,
    )


@own
@require_GET
def my_sign_up(request: HttpRequest, row: Attendance) -> HttpResponse:
    return _own_page(request, row)


def _do(request: HttpRequest, row: Attendance, action: Callable, said: str) -> HttpResponse:
    try:
        action(row=row)
    except ValidationError as error:
        return _own_page(request, row, error=" ".join(error.messages))
    messages.success(request, said)
    return redirect("accompaniment:my-sign-up", row.gathering.sign_up_key, row.key)


@own
@require_POST
def confirm(request: HttpRequest, row: Attendance) -> HttpResponse:
    return _do(request, row, signing_up.confirm, "C'est confirmé : à bientôt.")


@own
@require_POST
def cancel(request: HttpRequest, row: Attendance) -> HttpResponse:
    return _do(
        request, row, signing_up.withdraw, "Votre inscription est annulée. Merci de l'avoir dit."
    )


@own
@require_POST
def hand_in(request: HttpRequest, row: Attendance) -> HttpResponse:
    late = rules.file_is_late(row.gathering, timezone.localdate())
    said = "Votre fichier est bien arrivé."
    if late:
        said += f" Il était attendu au plus tard le {long_date(row.gathering.asked_file_by_on)}."
    return _do(
        request,
        row,
        lambda row: signing_up.hand_in(row=row, brought=request.FILES.get("file")),
        said,
    )


@own
@require_GET
def calendar(request: HttpRequest, row: Attendance) -> HttpResponse:
    """The dates, for the person's own calendar; the link of the video meeting once they confirm."""
    gathering = row.gathering
    where = sign_up_mails.where_text(gathering)
    if row.confirmed_at is not None and gathering.link:
        where = gathering.link
    meetings = [_meeting(one, row, where) for one in rules.live_dates(gathering)]
    response = HttpResponse(meetings_bytes(meetings, name=gathering.title), content_type=ICS)
    response["Content-Disposition"] = 'attachment; filename="temps-collectif.ics"'
    return response


def _meeting(one, row: Attendance, where: str) -> Meeting:
    starts: datetime.date | datetime.datetime = one.date
    ends: datetime.date | datetime.datetime = one.date + datetime.timedelta(days=1)
    if one.starts_at is not None:
        starts = datetime.datetime.combine(one.date, one.starts_at, timezone.get_current_timezone())
        ends = starts + datetime.timedelta(minutes=one.minutes or 60)
        if one.ends_at is not None:
            ends = datetime.datetime.combine(one.date, one.ends_at, starts.tzinfo)
    return Meeting(
        uid=f"{one.uid}@trame",
        starts=starts,
        ends=ends,
        title=row.gathering.title,
        place=where,
        address=sign_up_mails.own_address(row),
        changed_at=timezone.now(),
    )
