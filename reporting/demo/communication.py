"""What the conventions ask to show, and invented evidence for the invented convention."""

from __future__ import annotations

import datetime
import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from accompaniment.models import AccompanimentSession
from partnership.actions import communication, files
from partnership.enums import Duty, Support
from partnership.models import Convention
from reporting.demo.stage import Stage

Duties = dict[tuple[Duty, Support], str]

# In the words of the published conventions: article 8 of 2023, article 7 of 2025. Those of 2022
# and 2024 were not published.
PUBLISHED: dict[str, Duties] = {
    "CD62-2023": {(Duty.LOGO, Support.EVERY): "logo sur tous les supports"},
    "CD62-2025": {
        (Duty.LOGO, Support.EVERY): "logo “62,Pas-de-Calais Mon Département”",
        (Duty.AMOUNT, Support.EVERY): "mention du montant de l'aide",
        (Duty.TAG, Support.SOCIAL): "réseaux sociaux",
    },
}
INVENTED: Duties = {
    (Duty.LOGO, Support.EVERY): "le logo du Pays imaginaire, sur tous les supports",
    (Duty.AMOUNT, Support.PROMOTION): "le montant de l'aide, une fois votée",
    (Duty.TAG, Support.SOCIAL): "le compte du Pays imaginaire, identifié",
    (Duty.TECHNICAL_AID, Support.WEBSITE): "la mention de l'aide technique",
}


def load(stage: Stage) -> bool:
    """Returns whether anything was missing."""
    loaded = False
    for reference, duties in PUBLISHED.items():
        loaded |= _duties(Convention.objects.get(reference=reference), duties)
    example = Convention.objects.get(reference=f"EXEMPLE-{stage.today.year}")
    if _duties(example, INVENTED):
        _evidence(stage, example)
        _files(stage, example)
        loaded = True
    return loaded


def _duties(convention: Convention, duties: Duties) -> bool:
    if convention.communication_duties.exists():
        return False
    return communication.set_duties(convention=convention, duties=duties, by=None)


def _evidence(stage: Stage, convention: Convention) -> None:
    for days, support, title, address, shows, picture in (
        (9, Support.SOCIAL, "Annonce du temps collectif", "https://reseau.example/lianes/annonce",
         [Duty.LOGO, Duty.TAG], ""),
        (23, Support.PROMOTION, "Affiche du temps collectif", "",
         [Duty.LOGO], "Affiche inventée : ouverture au monde au Pays imaginaire"),
        (40, Support.WEBSITE, "Page du partenariat", "https://site.example/partenariat",
         [Duty.LOGO], "Capture inventée : page du partenariat"),
    ):  # fmt: skip
        communication.add_evidence(
            convention=convention,
            support=support,
            shown_on=_day(stage, days),
            title=title,
            address=address,
            duties=[
                one
                for one in communication.duties_to_show(convention, support)
                if one.duty in shows
            ],
            brought=[_picture(f"{title}.png", picture)] if picture else [],
            by=stage.staff,
        )


def _files(stage: Stage, convention: Convention) -> None:
    """Two files on the latest exchange of the example."""
    session = AccompanimentSession.objects.filter(convention=convention).newest_first().first()
    files.attach(
        subject=session,
        brought=[
            ContentFile("Étape;Date\nDépôt du dossier;à fixer\n".encode(), "Calendrier.csv"),
            _picture("Tableau blanc.png", "Photo inventée : le calendrier au tableau"),
        ],
        by=stage.staff,
    )


def _day(stage: Stage, days: int) -> datetime.date:
    first = datetime.date(stage.today.year, 1, 1)
    return max(first, stage.today - datetime.timedelta(days=days))


def _picture(name: str, words: str) -> ContentFile:
    image = Image.new("RGB", (960, 540), "#e3efe9")
    draw = ImageDraw.Draw(image)
    draw.rectangle((24, 24, 936, 516), outline="#0f5943", width=6)
    draw.text((60, 240), words, fill="#0b4232", font=ImageFont.load_default(28))
    drawn = io.BytesIO()
    image.save(drawn, "PNG")
    return ContentFile(drawn.getvalue(), name)
