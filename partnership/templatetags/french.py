"""French writing in templates. Each filter only words a value that was computed before."""

from django import template

from partnership import wording

register = template.Library()

register.filter("hours", wording.hours)
register.filter("euros", wording.euros)
register.filter("percent", wording.percent)
register.filter("number", wording.number)
register.filter("long_date", wording.long_date)
register.filter("listed", wording.listed)


@register.filter
def counted(count, word):
    return wording.counted(count, word)
