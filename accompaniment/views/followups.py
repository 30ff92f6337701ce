"""Follow-ups: the list, one holder over the years, and its page for one convention."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accompaniment import actions
from accompaniment.filters import FollowUpFilter, StoryFilter
from accompaniment.following.page import page_of
from accompaniment.following.story import Chosen, Story
from accompaniment.forms import ConversionForm, FollowUpForm
from accompaniment.models import Accompaniment, FollowUpYear
from accompaniment.permissions import can_change, check_can_change
from accompaniment.tables import FOLLOW_UPS
from partnership.forms.fields import refuse
from partnership.permissions import can_keep_time
from partnership.rendering.tables import table_response

PER_PAGE = 50


def visible_follow_up(request: HttpRequest, uid) -> FollowUpYear:
    """The follow-up of an address, where the person sees it; else 404."""
    seen = FollowUpYear.objects.visible_to(request.user)
    return get_object_or_404(seen.for_list().select_related("waived_by"), uid=uid)


@require_GET
def follow_ups(request: HttpRequest) -> HttpResponse:
    found = FollowUpFilter(
        request.GET,
        queryset=FollowUpYear.objects.visible_to(request.user)
        .for_list()
        .with_last_exchange()
        .order_by("accompaniment__organisation__search_text", "pk"),
        request=request,
    )
    export = request.GET.get("export")
    if export in {"csv", "xlsx"} and found.is_valid():
        return table_response(export, FOLLOW_UPS, found.qs.iterator(500), name="accompagnements")
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accompaniment/follow_ups.html",
        {
            "filter": found,
            "page": page,
            "can_log": can_keep_time(request.user),
            "today": timezone.localdate(),
        },
    )


@require_GET
def accompaniment(request: HttpRequest, uid) -> HttpResponse:
    """One holder: their years, and their story in the order of days."""
    row = get_object_or_404(
        Accompaniment.objects.visible_to(request.user).select_related("organisation"), uid=uid
    )
    years = FollowUpYear.objects.visible_to(request.user).filter(accompaniment=row)
    asked = StoryFilter(request.GET, years=years)
    story = Story(row, request.user, Chosen(), oldest_first=asked.oldest_first)
    asked.offer_years(story.years)
    chosen = Chosen(asked.chosen_year, asked.chosen_convention)
    if chosen != Chosen():
        story = Story(row, request.user, chosen, oldest_first=asked.oldest_first)
    return render(
        request,
        "accompaniment/accompaniment.html",
        {
            "row": row,
            "years": years.for_list().with_last_exchange().order_by("-pk"),
            "story_form": asked,
            "page": Paginator(story, PER_PAGE).get_page(request.GET.get("page")),
            "can_change": can_change(request.user, row),
        },
    )


@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, uid) -> HttpResponse:
    """One year: read by both sides, edited by the team that keeps it."""
    row = visible_follow_up(request, uid)
    sent = request.method == "POST"
    if sent:
        check_can_change(request.user, row)
    form = None
    if can_change(request.user, row):
        form = FollowUpForm(request.POST if sent else None, follow_up=row)
        if sent and form.is_valid():
            try:
                actions.set_follow_up(follow_up=row, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                refuse(form, error)
                form.seen_again(row)
            else:
                messages.success(request, "Le suivi est à jour.")
                return redirect(row)
    return render(
        request,
        "accompaniment/follow_up.html",
        {
            "row": row,
            "page": page_of(row, request.user),
            "form": form,
            "can_change": form is not None,
        },
        status=422 if sent else 200,
    )


@require_http_methods(["GET", "POST"])
def convert(request: HttpRequest, uid) -> HttpResponse:
    """From advice or first contact to a reinforced follow-up."""
    row = visible_follow_up(request, uid)
    check_can_change(request.user, row)
    sent = request.method == "POST"
    form = ConversionForm(request.POST if sent else None, follow_up=row, today=timezone.localdate())
    if sent and form.is_valid():
        try:
            actions.convert(follow_up=row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(
                request,
                "Le suivi passe en accompagnement renforcé : ses échanges comptent comme tels à "
                "partir de ce jour.",
            )
            return redirect(row)
    return render(
        request,
        "accompaniment/convert.html",
        {"row": row, "form": form},
        status=422 if sent else 200,
    )
