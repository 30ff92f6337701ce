"""Files as people and others send them."""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
GPS_LATITUDE = 2


def picture(
    kind: str = "PNG", *, size=(40, 20), gps: bool = False, turned: bool = False, **options
):
    """The bytes of an image; with the place it was taken at, or held on its side."""
    image = Image.new("RGB", size, "#0f5943")
    exif = Image.Exif()
    if gps:
        exif[0x010F] = "Téléphone de Camille".encode().decode("latin-1")
        exif.get_ifd(0x8825)[GPS_LATITUDE] = (50.0, 17.0, 28.0)
    if turned:
        exif[0x0112] = 6
    if gps or turned:
        options["exif"] = exif
    drawn = io.BytesIO()
    image.save(drawn, kind, **options)
    return drawn.getvalue()


def packed(parts: dict[str, bytes], *, compression=zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def office(main: str = "word/document.xml", **more: bytes) -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", main: b"<document/>"} | more)


def open_document(kind: str = "text") -> bytes:
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    return packed({"mimetype": mime, "content.xml": b"<office/>"}, compression=zipfile.ZIP_STORED)


def heic() -> bytes:
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64


def sent(name: str, content: bytes, content_type: str = "application/octet-stream"):
    """A file as the browser sends it; what it says of its type is never believed."""
    return SimpleUploadedFile(name, content, content_type=content_type)
