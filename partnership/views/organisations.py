"""Finding a structure by typing."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from partnership.models import Organisation
from partnership.permissions import check_can_keep_time

SHOWN = 12


@require_GET
def search(request: HttpRequest) -> JsonResponse:
    """The structures whose name, initials or town hold the words typed, those that begin with
    them first."""
    check_can_keep_time(request.user)
    found = (
        Organisation.objects.visible_to(request.user)
        .standing()
        .filter(owner__in=request.user.access.networks)
        .ranked_for(request.GET.get("q", ""))[:SHOWN]
    )
    return JsonResponse(
        {"results": [{"value": str(one.uid), "text": one.name_and_town} for one in found]}
    )
