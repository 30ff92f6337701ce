"""Background work as the person who asked for it sees it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRedirect

from partnership.jobs import as_it_goes, result_page
from partnership.models import Job

PER_PAGE = 30
STOP_POLLING = 286  # htmx takes the answer and stops asking


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    found = Job.objects.visible_to(request.user).select_related("result_file")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "partnership/jobs.html", {"page": page})


@require_GET
def job(request: HttpRequest, uid) -> HttpResponse:
    row = get_object_or_404(
        Job.objects.visible_to(request.user).select_related("result_file"), uid=uid
    )
    as_it_goes(row)
    return render(request, "partnership/job.html", {"job": row, "result_page": result_page(row)})


@require_GET
def job_state(request: HttpRequest, uid) -> HttpResponse:
    """The part of the page that is asked for again while the work goes on. Over, the page that
    reads its result opens."""
    row = get_object_or_404(
        Job.objects.visible_to(request.user).select_related("result_file"), uid=uid
    )
    address = result_page(row)
    if row.is_over and address:
        return HttpResponseClientRedirect(address)
    status = STOP_POLLING if row.is_over else 200
    context = {"job": as_it_goes(row), "result_page": address}
    return render(request, "partnership/_job_state.html", context, status=status)
