"""What a file that somebody brings really is. Its content decides; its name only says what its
sender believes, and the browser's word is never read. Knows neither rows nor people."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype
from django.core.exceptions import ValidationError
from PIL import Image, ImageFile, ImageOps

MEGABYTE = 1024 * 1024
LARGEST_PIXELS = 64_000_000
LARGEST_UNPACKED = 400 * MEGABYTE
MOST_PACKED = 150  # times its size, for an archive of a megabyte or more
MOST_ENTRIES = 5000
LONGEST_NAME = 120
END_OF_PDF_WITHIN = 2048  # bytes, at the end of the file

PDF, PHOTO, TEXT = "PDF", "photo", "texte"
OPEN = "application/vnd.oasis.opendocument"
OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Format:
    """An accepted format: its usual ending, what is stored and served as its type, and the family
    within which a wrong ending is an innocent mistake."""

    ending: str
    content_type: str
    family: str


FORMATS = {
    one.ending: one
    for one in (
        Format("pdf", "application/pdf", PDF),
        Format("jpg", "image/jpeg", PHOTO),
        Format("png", "image/png", PHOTO),
        Format("webp", "image/webp", PHOTO),
        Format("heic", "image/heic", PHOTO),
        Format("docx", f"{OFFICE}.wordprocessingml.document", "DOCX"),
        Format("xlsx", f"{OFFICE}.spreadsheetml.sheet", "XLSX"),
        Format("pptx", f"{OFFICE}.presentationml.presentation", "PPTX"),
        Format("odt", f"{OPEN}.text", "ODT"),
        Format("ods", f"{OPEN}.spreadsheet", "ODS"),
        Format("odp", f"{OPEN}.presentation", "ODP"),
        Format("csv", "text/csv", TEXT),
        Format("txt", "text/plain", TEXT),
    )
}
ALSO = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "heif": "heic"}
ACCEPTED = (
    "un PDF, une photo (JPEG, PNG, WebP, HEIC), un document (DOCX, ODT), un tableau (XLSX, ODS, "
    "CSV), une présentation (PPTX, ODP) ou un texte (TXT)"
)
# For the browser's chooser. HEIC is left out: a telephone then sends its photos as JPEG, whose
# place we can erase.
CHOOSER = ",".join(
    ["image/jpeg", "image/png", "image/webp", "application/pdf"]
    + [f".{one.ending}" for one in FORMATS.values() if one.family not in (PDF, PHOTO)]
)
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
MAIN_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
HEIC_KEEPS_ITS_PLACE = (
    "une photo HEIC peut dire où elle a été prise, et Trame ne sait pas l'effacer de ce format"
)


@dataclass(frozen=True)
class Upload:
    """A file as it is kept: cleaned name, type found in the content, the bytes to store, and what
    the sender should know (empty: nothing)."""

    name: str
    content_type: str
    content: bytes
    remark: str = ""


def examine(name: str, content: bytes) -> Upload:
    """The file as it is kept. Raises ValidationError, in words for its sender."""
    cleaned = clean_name(name)
    if not content:
        raise ValidationError("Ce fichier est vide : vérifiez-le, puis envoyez-le à nouveau.")
    ending = PurePosixPath(cleaned).suffix.removeprefix(".").lower()
    claimed = FORMATS.get(ALSO.get(ending, ending))
    if ending and claimed is None:
        raise ValidationError(f"Un fichier « .{ending} » n'est pas accepté : envoyez {ACCEPTED}.")
    found = _format_of(content, claimed)
    if found is None or (claimed is not None and found.family != claimed.family):
        if claimed is None:
            raise ValidationError(f"Ce fichier n'est pas reconnu : envoyez {ACCEPTED}.")
        raise ValidationError(
            f"Ce fichier se dit {_called(claimed)} mais n'en est pas un{_agreed(claimed)} : "
            "ouvrez-le pour le vérifier, puis enregistrez-le à nouveau."
        )
    if ALSO.get(ending, ending) != found.ending:
        stem = cleaned[: -len(ending) - 1] if ending else cleaned
        cleaned = f"{stem}.{found.ending}"
    if found.content_type in IMAGES:
        return Upload(cleaned, found.content_type, _without_its_place(content, found))
    remark = HEIC_KEEPS_ITS_PLACE if found.ending == "heic" else ""
    return Upload(cleaned, found.content_type, content, remark)


def refuse_too_large(size: int, largest: int) -> None:
    """Raises ValidationError above the limit; both in bytes."""
    if size > largest:
        raise ValidationError(
            f"Ce fichier pèse {size_text(size)}, et la limite est de {size_text(largest)} : "
            "réduisez-le, ou mettez-le en ligne et notez son adresse."
        )


def size_text(size: int) -> str:
    """Bytes as people read them, rounded up: « 9 Ko », « 20,1 Mo »."""
    if size < MEGABYTE:
        return f"{-(-size // 1024)}\u00a0Ko"
    tenths = -(-size * 10 // MEGABYTE)
    return f"{tenths / 10:g}\u00a0Mo".replace(".", ",")


def clean_name(name: str) -> str:
    """The last part of a path, in one line, without what is invisible or turns the reading
    around; « fichier » when nothing is left."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(
        " " if char.isspace() else char
        for char in last
        if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    kept = re.sub(r'[<>:"|?*]', "", " ".join(shown.split())).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        return kept[:LONGEST_NAME] or "fichier"
    return f"{stem[:LONGEST_NAME].strip('. ') or 'fichier'}.{ending[:12]}"


def _called(claimed: Format) -> str:
    return PHOTO if claimed.family == PHOTO else claimed.ending.upper()


def _agreed(claimed: Format) -> str:
    return "e" if claimed.family == PHOTO else ""


def _format_of(content: bytes, claimed: Format | None) -> Format | None:
    """The format that the content has; only text also needs its name to say which."""
    guessed = filetype.guess(content)
    mime = guessed.mime if guessed else ""
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if mime in IMAGES or mime == "image/heic":
        return next(one for one in FORMATS.values() if one.content_type == mime)
    if not mime and claimed is not None and claimed.family == TEXT and _reads(content):
        return claimed
    return None


def _pdf(content: bytes) -> Format:
    if b"%%EOF" not in content.rstrip(b"\0\r\n\t ")[-END_OF_PDF_WITHIN:]:
        raise ValidationError(
            "Ce PDF est incomplet ou abîmé : ouvrez-le pour le vérifier, puis envoyez-le à nouveau."
        )
    return FORMATS["pdf"]


def _packed(content: bytes) -> Format | None:
    """The office document that the archive is, told by its parts; nothing in it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_a_bomb(entries, len(content))
            names = {entry.filename for entry in entries}
            if "mimetype" in names:
                return _open_document(archive, names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError(
            "Ce document contient des macros : enregistrez-le sans elles (DOCX, XLSX, PPTX) ou "
            "en PDF."
        )
    found = [ending for ending, part in MAIN_PARTS.items() if part in names]
    return FORMATS[found[0]] if len(found) == 1 else None


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> Format | None:
    said = archive.getinfo("mimetype")
    if "content.xml" not in names or said.file_size > 100:
        return None
    mime = archive.read(said).decode("ascii", "replace").strip()
    return next((one for one in FORMATS.values() if one.content_type == mime), None)


def _refuse_a_bomb(entries: list[zipfile.ZipInfo], size: int) -> None:
    """An archive that unpacks to far more than it is, or whose parts lie over one another, was
    made to harm; one that begins with something else is two files in one."""
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    escapes = any(
        entry.filename.startswith(("/", "\\")) or ".." in entry.filename.split("/")
        for entry in entries
    )
    doubled = len({entry.filename for entry in entries}) != len(entries)
    begins = min((entry.header_offset for entry in entries), default=0)
    if (
        len(entries) > MOST_ENTRIES
        or unpacked > min(LARGEST_UNPACKED, MOST_PACKED * max(size, MEGABYTE))
        or packed > size
        or escapes
        or doubled
        or begins
    ):
        raise ValidationError(
            "Ce document est construit de façon anormale et n'est pas accepté : ouvrez-le, puis "
            "enregistrez-le à nouveau, ou envoyez-le en PDF."
        )


def _without_its_place(content: bytes, found: Format) -> bytes:
    """The image alone, upright: where and by whom it was taken is left behind, and so is anything
    that was hidden after it."""
    try:
        with (
            _whole_images_only(),
            Image.open(io.BytesIO(content), formats=[IMAGES[found.content_type]]) as image,
        ):
            if image.width * image.height > LARGEST_PIXELS:
                raise ValidationError(
                    "Cette image est trop grande : réduisez-la à moins de "
                    f"{LARGEST_PIXELS // 1_000_000} millions de points."
                )
            upright = ImageOps.exif_transpose(image)
            profile = upright.info.get("icc_profile")
            transparency = upright.info.get("transparency")
            upright.info = {} if transparency is None else {"transparency": transparency}
            kept = io.BytesIO()
            options = {"icc_profile": profile} if profile else {}
            if found.ending != "png":
                options["quality"] = 90
            upright.save(kept, IMAGES[found.content_type], **options)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(
            "Cette image est trop grande pour être acceptée : réduisez-la."
        ) from error
    except Exception as error:  # a decoder may fail in any way on bytes that were made to harm
        raise ValidationError(
            "Cette image est abîmée : ouvrez-la pour la vérifier, puis envoyez-la à nouveau."
        ) from error
    return kept.getvalue()


@contextmanager
def _whole_images_only() -> Iterator[None]:
    """The PDF writer lets Pillow fill in with grey what is missing from an image, for the whole
    process; one that is cut is refused here."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


_MARKUP = re.compile(
    r"<\s*(!doctype|html|head|body|svg|script|iframe|\?xml|\?php)", flags=re.IGNORECASE
)


def _reads(content: bytes) -> bool:
    """Whether these bytes are a text that people read, and no page or drawing in disguise."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        codings = ["utf-16"]
    else:
        codings = ["utf-8-sig", "cp1252"]
    for coding in codings:
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        strange = any(char < " " and char not in "\t\n\r\f" for char in text)
        return not strange and not _MARKUP.search(text[:4096])
    return False
