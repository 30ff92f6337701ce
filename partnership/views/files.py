"""Private files."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_GET

from partnership.files import visible_file


@require_GET
def file(request: HttpRequest, uid) -> FileResponse:
    """A download, for those who see what the file is attached to. Never shown in the page: a file
    that somebody brought runs nothing here."""
    stored = visible_file(uid, request.user)
    if stored is None:
        raise Http404
    return FileResponse(
        stored.file.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
    )
