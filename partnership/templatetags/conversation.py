"""`{% load conversation %}{% conversation row convention %}`: what is said of a row, and the
turns that the reader may take."""

from django import template

from partnership.conversation import talk_about
from partnership.forms.conversation import RemarkForm

register = template.Library()


@register.inclusion_tag("partnership/_conversation.html", takes_context=True)
def conversation(context, row, convention, reading=None):
    """`row` is one of `convention`, of a type that both sides talk about; `reading` is how it
    stands now, where the page has computed it already."""
    return {
        "talk": talk_about(convention, row, context["request"].user, reading=reading),
        "form": RemarkForm.fresh(row.uid, back="item"),
    }
