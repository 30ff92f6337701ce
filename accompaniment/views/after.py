"""After a gathering: what the team keeps of it, what was handed out, who has no attendance yet, and
what the participants say."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accompaniment.attendance import sign_up_rules as rules
from accompaniment.enums import FeedbackSense, Presence
from accompaniment.forms.after import (
    FeedbackForm,
    HandoutForm,
    SurveyForm,
    asked_by,
    question_lines,
)
from accompaniment.gathering import after as actions
from accompaniment.gathering import surveying
from accompaniment.gathering.survey_results import COLUMNS, lines_of, results_of
from accompaniment.models import Attendance, Feedback, Gathering, Handout, Survey
from accompaniment.permissions import can_run, check_can_run
from accompaniment.views.gatherings import visible_gathering
from partnership.forms.fields import refuse
from partnership.forms.lines import asks_for_more
from partnership.rendering.tables import table_response
from partnership.wording import counted

SHOWN = 100
NOBODY_TO_TELL = (
    "Personne à prévenir : aucun présent n'a laissé d'adresse, ou tous ont déjà le lien."
)
UNFILLED = (Presence.REGISTERED, Presence.INVITED, Presence.NO_REPLY)


@require_GET
def after(request: HttpRequest, uid) -> HttpResponse:
    return _page(request, visible_gathering(request, uid))


def _page(request: HttpRequest, gathering: Gathering, **bound) -> HttpResponse:
    """The page, with the form that was refused where there is one."""
    survey = Survey.objects.filter(gathering=gathering).first()
    is_over = rules.is_over(gathering, timezone.localdate()) and not gathering.is_called_off
    seen = Attendance.objects.visible_to(request.user).filter(gathering=gathering)
    unfilled = seen.filter(state__in=UNFILLED).select_related("organisation").order_by("pk")
    kept = list(gathering.feedback.all())
    return render(
        request,
        "accompaniment/gatherings/after.html",
        {
            "gathering": gathering,
            "can_run": can_run(request.user, gathering),
            "feedback": [
                (sense.label, [one for one in kept if one.sense == sense])
                for sense in FeedbackSense
                if any(one.sense == sense for one in kept)
            ],
            "handouts": gathering.handouts.all(),
            "unfilled": unfilled[:SHOWN] if is_over else [],
            "survey": survey,
            "results": results_of(survey) if survey else [],
            "replies": survey.replies.count() if survey else 0,
            "is_open": bool(survey) and surveying.is_open(survey, timezone.localdate()),
            "address": surveying.public_address(survey) if survey else "",
            "feedback_form": FeedbackForm(initial={"uid": uuid.uuid4(), "sense": "positive"}),
            "handout_form": HandoutForm(initial={"uid": uuid.uuid4()}),
        }
        | bound,
        status=422 if bound else 200,
    )


def _mine(request: HttpRequest, uid) -> Gathering:
    gathering = visible_gathering(request, uid)
    check_can_run(request.user, gathering)
    return gathering


@require_POST
def feedback(request: HttpRequest, uid) -> HttpResponse:
    """Keep a point."""
    gathering = _mine(request, uid)
    form = FeedbackForm(request.POST)
    if form.is_valid():
        try:
            actions.keep_feedback(gathering=gathering, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "C'est gardé.")
            return redirect("accompaniment:gathering-after", gathering.uid)
    return _page(request, gathering, feedback_form=form)


@require_POST
def handout(request: HttpRequest, uid) -> HttpResponse:
    """Note a document handed out."""
    gathering = _mine(request, uid)
    form = HandoutForm(request.POST)
    if form.is_valid():
        try:
            actions.hand_out(gathering=gathering, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "Le support est noté ; joignez-lui son fichier s'il en a un.")
            return redirect("accompaniment:gathering-after", gathering.uid)
    return _page(request, gathering, handout_form=form)


KINDS = {"retour": Feedback, "support": Handout}


@require_POST
def take_back(request: HttpRequest, which: str, uid) -> HttpResponse:
    """Take away a point or a document noted by mistake."""
    row = get_object_or_404(KINDS[which].objects.visible_to(request.user), uid=uid)
    check_can_run(request.user, row)
    actions.take_back(row=row, by=request.user)
    messages.success(request, "La ligne est retirée.")
    return redirect("accompaniment:gathering-after", row.gathering.uid)


@require_http_methods(["GET", "POST"])
def survey_edit(request: HttpRequest, uid) -> HttpResponse:
    """Write the questions."""
    gathering = _mine(request, uid)
    survey = Survey.objects.filter(gathering=gathering).first()
    started = bool(survey) and survey.replies.exists()
    data = request.POST if request.method == "POST" else None
    shown = {}
    if survey:
        shown = {"introduction": survey.introduction, "closes_on": survey.closes_on}
    form = SurveyForm(data, initial=shown)
    lines = question_lines(None if started else data, survey)
    is_sent = data is not None and not asks_for_more(data)
    if is_sent and form.is_valid() and (started or lines.is_valid()):
        questions = None if started else asked_by(lines)
        if _written(request, gathering, form, questions):
            messages.success(request, "Le questionnaire est enregistré.")
            return redirect("accompaniment:gathering-after", gathering.uid)
    return render(
        request,
        "accompaniment/gatherings/survey_edit.html",
        {"gathering": gathering, "form": form, "lines": lines, "started": started},
        status=422 if is_sent else 200,
    )


def _written(request: HttpRequest, gathering: Gathering, form: SurveyForm, questions) -> bool:
    try:
        surveying.write_survey(
            gathering=gathering, questions=questions, by=request.user, **form.cleaned_data
        )
    except ValidationError as error:
        refuse(form, error)
        return False
    return True


def _survey(request: HttpRequest, uid) -> Survey:
    gathering = _mine(request, uid)
    return get_object_or_404(Survey, gathering=gathering)


@require_POST
def survey_open(request: HttpRequest, uid) -> HttpResponse:
    """Open or close the link."""
    survey = _survey(request, uid)
    try:
        surveying.set_open(survey=survey, is_open="ouvrir" in request.POST, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("accompaniment:gathering-after", survey.gathering.uid)


@require_POST
def survey_send(request: HttpRequest, uid) -> HttpResponse:
    """Send the link to those who were there."""
    survey = _survey(request, uid)
    try:
        sent = surveying.send_link(survey=survey, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        said = f"Le lien part à {counted(sent, 'personne')}." if sent else NOBODY_TO_TELL
        messages.success(request, said)
    return redirect("accompaniment:gathering-after", survey.gathering.uid)


@require_GET
def survey_results(request: HttpRequest, uid) -> HttpResponse:
    """What the replies give, as a table to keep."""
    gathering = visible_gathering(request, uid)
    survey = get_object_or_404(Survey, gathering=gathering)
    export = "csv" if request.GET.get("export") == "csv" else "xlsx"
    return table_response(export, COLUMNS, lines_of(results_of(survey)), name="questionnaire")
