"""French writing in templates. Each filter only words a value that was computed before."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from partnership import wording

register = template.Library()

register.filter("hours", wording.hours)
register.filter("euros", wording.euros)
register.filter("percent", wording.percent)
register.filter("share", wording.share)
register.filter("gap_euros", wording.gap_euros)
register.filter("gap_percent", wording.gap_percent)
register.filter("number", wording.number)
register.filter("long_date", wording.long_date)
register.filter("listed", wording.listed)


@register.filter
def counted(count, word):
    return wording.counted(count, word)


_BREAKABLE = re.compile(r"(?<=«) | (?=[»:;?!])")
_FIRST = re.compile(r"\b1er\b")


@register.filter
def unbroken(text):
    """« mots » never parted from their guillemets, nor a word from the « : » that follows it."""
    return _BREAKABLE.sub(wording.NO_BREAK, str(text))


@register.filter
def raised(text):
    """« 1er » with its ending above the line."""
    return mark_safe(_FIRST.sub("1<sup>er</sup>", conditional_escape(text)))


@register.filter
def lower_first(text):
    """« Mail, 2 mars » in the middle of a sentence: « mail, 2 mars »."""
    text = str(text)
    return text[:1].lower() + text[1:]
