"""The conversation between the two sides of a convention, item by item."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from partnership import conversation, subjects
from partnership.actions.conversation import ACTIONS
from partnership.enums import RemarkKind
from partnership.filters import ThreadFilter
from partnership.forms.conversation import RemarkForm, auto_id
from partnership.forms.fields import refuse
from partnership.models import Convention, Thread
from partnership.views.conventions import visible_convention

PER_PAGE = 50
SAID = {
    RemarkKind.QUESTION: "Votre question est envoyée : l'association en est avertie.",
    RemarkKind.ANSWER: "Votre réponse est envoyée : le financeur en est averti.",
    RemarkKind.ACCEPTANCE: "C'est accepté : l'association en est avertie.",
    RemarkKind.REFUSAL: "Votre refus est envoyé avec son motif : l'association en est avertie.",
}


def _item_or_404(request: HttpRequest, convention: Convention, subject_type: str, uid) -> Model:
    item = conversation.find_item(convention, subject_type, uid, request.user)
    if item is None:
        raise Http404
    return item


@require_GET
def threads(request: HttpRequest, reference: str) -> HttpResponse:
    """The questions of a convention, those that wait for an answer first."""
    convention = visible_convention(request, reference)
    found = ThreadFilter(
        request.GET,
        queryset=conversation.waiting_first(Thread.objects.filter(convention=convention)),
        request=request,
    )
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "partnership/threads.html",
        {
            "convention": convention,
            "filter": found,
            "page": page,
            "lines": conversation.lines_of(page.object_list, request.user),
            "open_questions": sum(conversation.counts_for(convention).values()),
        },
    )


@never_cache  # a page from the cache would send again a form that has served
@require_GET
def thread(request: HttpRequest, reference: str, subject_type: str, uid) -> HttpResponse:
    """The conversation about one item, empty where nobody has said anything yet."""
    convention = visible_convention(request, reference)
    item = _item_or_404(request, convention, subject_type, uid)
    return _page(request, convention, item, RemarkForm.fresh(item.uid, back="thread"))


@require_POST
def remark(request: HttpRequest, reference: str, subject_type: str, uid) -> HttpResponse:
    """Take a turn; a refused message comes back on the item's own page, with all that it says."""
    convention = visible_convention(request, reference)
    item = _item_or_404(request, convention, subject_type, uid)
    kind = request.POST.get("kind", "")
    if kind in RemarkKind.values:
        conversation.check_may_say(request.user, convention, kind)
    form = RemarkForm(request.POST, auto_id=auto_id(item.uid))
    if not form.is_valid():
        return _page(request, convention, item, form)
    data = form.cleaned_data
    try:
        ACTIONS[RemarkKind(kind)](
            convention=convention, item=item, text=data["text"], by=request.user, uid=data["uid"]
        )
    except ValidationError as error:
        refuse(form, error)
        return _page(request, convention, item, form)
    messages.success(request, SAID[RemarkKind(kind)])
    return redirect(_way_back(convention, item, data["back"]))


def _way_back(convention: Convention, item: Model, back: str) -> str:
    subject = subjects.get(subjects.key_of(item))
    address = subject.address(item) if back == "item" else None
    if address is None:
        address = reverse("partnership:thread", args=[convention.reference, subject.key, item.uid])
    return f"{address}#conversation-{item.uid}"


def _page(
    request: HttpRequest, convention: Convention, item: Model, form: RemarkForm
) -> HttpResponse:
    return render(
        request,
        "partnership/thread.html",
        {
            "convention": convention,
            "talk": conversation.talk_about(convention, item, request.user),
            "form": form,
        },
        status=422 if form.is_bound else 200,
    )
