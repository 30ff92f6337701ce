"""Parts of addresses that several apps read."""

from django.urls import register_converter


class ReferenceConverter:
    """A convention's reference, as its pages show it."""

    regex = "[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")
