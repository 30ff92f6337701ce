"""What the pages of papers write: gaps that a person must still fill in."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from partnership.papers.blocks import runs

register = template.Library()


@register.filter
def gaps(text: str) -> SafeString:
    """The text, with what stands between square brackets marked."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", words) if is_gap else words,)
            for words, is_gap in runs(text)
        ),
    )
