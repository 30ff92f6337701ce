"""What a person finds in a page: what its fields hold, and the words beside them."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """`fields`: name → the values that sending the form again would send. `texts`: id → words."""

    VOID = ("input", "br", "img", "link", "meta", "use", "path")

    def __init__(self, response):
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.texts: dict[str, str] = {}
        self.ids: list[str] = []
        self._open: list[tuple[str, str | None]] = []
        self._select = self._area = ""
        self.html = response.content.decode()
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag, pairs):
        given = dict(pairs)
        if "id" in given:
            self.ids.append(given["id"])
            self.texts.setdefault(given["id"], "")
        if tag not in self.VOID:
            self._open.append((tag, given.get("id")))
        name = given.get("name", "")
        if tag == "input" and name:
            values = self.fields.setdefault(name, [])
            ticked = given.get("type") not in {"checkbox", "radio"} or "checked" in given
            if ticked and given.get("value"):
                values.append(given["value"])
        elif tag == "select":
            self._select = name
            self.fields.setdefault(name, [])
        elif tag == "option" and self._select and "selected" in given and given.get("value"):
            self.fields[self._select].append(given["value"])
        elif tag == "textarea":
            self._area = name
            self.fields.setdefault(name, [])

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""
        if tag in self.VOID:
            return
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self._area and data.strip():
            self.fields[self._area].append(data.strip())
        for _, identity in self._open:
            if identity:
                self.texts[identity] += data

    def error(self, field: str) -> str:
        """The message that stands beside the field; empty without one."""
        return self.texts.get(f"id_{field}_error", "").strip()
