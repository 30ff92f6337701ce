"""A convention lived through the year: targets against what is done, and the rows behind."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accompaniment.models import AccompanimentSession, FollowUpYear, WorkEntry
from partnership import catalogue, conversation
from partnership.models import CarryOver
from partnership.permissions import (
    can_prepare_convention,
    can_produce_report,
    can_write_report,
)
from partnership.views.conventions import visible_convention
from reporting import collecting, gatherings, programme, progress
from reporting.rows import RowsPage, rows_behind

PER_PAGE = 50


@require_GET
def convention(request: HttpRequest, reference: str) -> HttpResponse:
    row = visible_convention(request, reference)
    facts = collecting.facts_of(row)
    today = timezone.localdate()
    questions = conversation.counts_for(row)
    served = gatherings.by_commitment(row)
    return render(
        request,
        "reporting/convention.html",
        {
            "convention": row,
            "terms": row.terms(),
            "report_standing": row.report_standing(today),
            "report_is_late": row.report_is_late(today),
            "programme": [
                programme.line_of(row, one, questions, today, served.get(one.commitment.pk, ()))
                for one in progress.progress_of(row, facts)
            ],
            "open_questions": sum(questions.values()),
            "figures": progress.shown_figures(collecting.figures_of(row, facts)),
            "past_advice": FollowUpYear.objects.visible_to(request.user)
            .filter(convention=row)
            .past_their_advice()
            .select_related("accompaniment__organisation")
            .order_by("accompaniment__organisation__search_text", "pk"),
            "carry_overs": CarryOver.objects.touching([row]).for_list(),
            "can_prepare": can_prepare_convention(request.user, row),
            "can_write_report": can_write_report(request.user, row),
            "can_produce_report": can_produce_report(request.user, row),
        },
    )


@require_GET
def figure(request: HttpRequest, reference: str, figure_id: str) -> HttpResponse:
    """The rows behind a figure, filtered as a commitment reads it when the address says so."""
    row = visible_convention(request, reference)
    if figure_id not in collecting.figure_ids():
        raise Http404
    declaration = catalogue.get(figure_id)
    filters = {
        dimension.key: request.GET.getlist(dimension.key)
        for dimension in declaration.dimensions
        if request.GET.getlist(dimension.key)
    }
    facts = collecting.facts_of(row)
    found = collecting.figure_of(
        facts,
        figure_id,
        filters=filters,
        taken_over=collecting.taken_over_of(row),
    )
    page = Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page"))
    shown: RowsPage = rows_behind(page.object_list, request.user, facts.money.charges)
    progress.say_what_each_gives(shown.gatherings, facts, found)
    return render(
        request,
        "reporting/figure.html",
        {
            "convention": row,
            "figure": found,
            "figure_text": progress.figure_text(found),
            "filter_texts": catalogue.filter_texts(declaration, filters),
            "page": page,
            "rows": shown,
        },
    )


@require_GET
def moved(request: HttpRequest, kind: str, uid) -> HttpResponse:
    """The commitments that an entry just moved, their bars moving."""
    model = {"echange": AccompanimentSession, "travail": WorkEntry}.get(kind)
    if model is None:
        raise Http404
    entry = get_object_or_404(
        model.objects.visible_to(request.user).select_related("convention"), uid=uid
    )
    bars = progress.moved_by(entry.convention, str(entry.uid)) if entry.convention else []
    return render(request, "reporting/_moved.html", {"bars": bars, "convention": entry.convention})
