"""Pages that say what went wrong and what to do."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def forbidden(request, exception=None):
    message = str(exception) if exception and str(exception) else ""
    return render(request, "errors/403.html", {"message": message}, status=403)


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def server_error(request):
    """Rendered without the request: the database or the session may be what is broken. Plain
    where the styles cannot be found either."""
    try:
        page = render_to_string("errors/500.html", {"styled": True})
    except Exception:
        page = render_to_string("errors/500.html", {"styled": False})
    return HttpResponse(page, status=500)
