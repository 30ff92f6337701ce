"""The door: each person is led to where their day starts."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from partnership.navigation import first_place


@require_safe
def home(request):
    place = first_place(request.user.access)
    if place:
        return redirect(place)
    return render(request, "partnership/home.html")
