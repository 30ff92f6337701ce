"""What pages draw the same way everywhere: icons, states, bars, the unknown."""

from decimal import Decimal

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from partnership import wording
from partnership.navigation import gathering_parts_for, parts_for, project_parts_for

register = template.Library()

# Kind of state → the shape that goes with its word and its colour.
STATE_SHAPES = {
    "ok": "check-circle-fill",
    "late": "exclamation-triangle-fill",
    "contradicted": "exclamation-octagon-fill",
    "waiting": "hourglass-split",
    "running": "circle-half",
    "draft": "pencil",
    "frozen": "lock-fill",
    "proposed": "question-circle",
    "fictitious": "asterisk",
    "taken-over": "bookmark-fill",
    "neutral": "circle",
}


@register.simple_tag
def icon(name):
    """A decorative icon of static/icons.svg; the word beside it carries the meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.simple_tag
def state(kind, label):
    """A state as word + shape + colour. Raises KeyError on a kind that has no shape."""
    return format_html(
        '<span class="state state-{}">{}{}</span>', kind, icon(STATE_SHAPES[kind]), label
    )


@register.simple_tag
def bar(done, target, label):
    """A progress bar drawn on 100 units; past the target, the mark moves left and the rest shows.

    `done` and `target` are numbers of the same unit; `label` says in words what the bar shows.
    Without a target there is nothing to measure against, and no bar.
    """
    done = max(Decimal(done or 0), Decimal(0))
    target = Decimal(target or 0)
    if target <= 0:
        return ""
    whole = max(done, target)
    within = _units(min(done, target), whole)
    beyond = _units(max(done - target, Decimal(0)), whole)
    mark = _units(target, whole)
    return format_html(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img"'
        ' aria-label="{}"><rect class="track" width="100" height="8"/>'
        '<rect class="fill" width="{}" height="8"/>'
        '<rect class="over" x="{}" width="{}" height="8"/>{}</svg>',
        label,
        within,
        within,
        beyond,
        format_html('<line class="target" x1="{0}" x2="{0}" y1="-2" y2="10"/>', mark)
        if beyond != "0"
        else "",
    )


def _units(part: Decimal, whole: Decimal) -> str:
    """Hundredths of the whole, written as SVG reads them (a point, no exponent)."""
    return f"{float(part / whole * 100):.2f}".rstrip("0").rstrip(".")


@register.inclusion_tag("partials/parts.html", takes_context=True)
def convention_parts(context, convention):
    """The pages of a convention, as tabs under its title."""
    request = context["request"]
    return {
        "parts": parts_for(request.user.access, convention.reference, request.path),
        "label": f"Pages de la convention {convention.reference}",
    }


@register.inclusion_tag("partials/parts.html", takes_context=True)
def gathering_parts(context, gathering):
    """The pages of a collective time, as tabs under its title."""
    request = context["request"]
    return {
        "parts": gathering_parts_for(request.user.access, gathering.uid, request.path),
        "label": "Pages du temps collectif",
    }


@register.inclusion_tag("partials/parts.html", takes_context=True)
def project_parts(context):
    """The pages of the place of projects, as tabs under their title."""
    request = context["request"]
    return {
        "parts": project_parts_for(request.user.access, request.path),
        "label": "Pages des projets",
    }


@register.filter
def or_unknown(value):
    """The value, or « non renseigné » in grey italics when there is none."""
    if value is None or value in ("", wording.UNKNOWN):
        return format_html('<span class="unknown">{}</span>', wording.UNKNOWN)
    return value
