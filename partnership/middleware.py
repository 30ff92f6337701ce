from partnership import journal
from partnership.enums import Origin


class JournalOriginMiddleware:
    """What is done during a request is journaled as done from a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with journal.origin(Origin.PAGE):
            return self.get_response(request)
