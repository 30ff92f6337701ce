"""The files of a row, on its own page: the list, and the form for those who may add to it."""

from django import template
from django.conf import settings

from partnership import attachments as attached
from partnership import subjects, uploads

register = template.Library()
register.filter("file_size", uploads.size_text)


@register.inclusion_tag("partnership/_attachments.html", takes_context=True)
def attachments(context, row, collapsed=False, files=None, title="Fichiers joints"):
    """The files of a row: read in one query, or given (`files`, of `attachments.lists_for`) where
    a page shows many rows. `collapsed` folds them under their number."""
    request = context["request"]
    key = subjects.key_of(row)
    if files is None:
        files = attached.lists_for([row], request.user)[row.uid]
    here = request.get_full_path() if request.method == "GET" else subjects.get(key).address(row)
    return {
        "row": row,
        "subject_type": key,
        "files": files,
        "can_attach": attached.can_attach(request.user, row),
        "collapsed": collapsed,
        "title": title,
        "readers": subjects.get(key).readers(row),
        "here": here or "/",
        "chooser": uploads.CHOOSER,
        "largest": settings.ATTACHMENT_LARGEST_MB,
    }
