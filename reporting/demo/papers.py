"""The papers of 2023 and 2025 as published: visas, annexes, and the passages that contradict each
other. The invented convention has a library of its own making."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

from partnership import journal
from partnership.actions import papers as actions
from partnership.enums import PaperKind, Verb
from partnership.models import Convention, LegalReference, PaperText
from partnership.papers.statements import MONTHS, folded
from reporting.demo.published import rows
from reporting.demo.stage import HERE, Stage

YEARS = (2023, 2025)
# The deliberation of 2025 numbers it in its second article; 2023's gives no number that we have.
ANNEXES = {2025: [actions.AnnexLine(3, "convention", "Projet de convention de partenariat")]}
EXAMPLE_VISAS = ("code général des collectivités territoriales",)
EXAMPLE_ANNEXES = [
    actions.AnnexLine(1, "convention", "Projet de convention de partenariat"),
    actions.AnnexLine(2, "budget", "Plan de financement du programme"),
]
EXAMPLE_CONTEXT = (
    "Exemple fictif : le Pays imaginaire et l'association travaillent ensemble depuis plusieurs "
    "années. Le plan de financement du programme est joint en [annexe:budget]."
)
_VISA = re.compile(
    r"^(?P<what>.+?) du (?P<day>\d{1,2})(?:er)? (?P<month>[^\W\d]+) (?P<year>\d{4})"
    r"(?: (?P<title>[«(].+[»)]))?$"
)


def load(stage: Stage) -> bool:
    """Returns whether any paper was missing."""
    anything = False
    published = json.loads((HERE / "data" / "conventions.json").read_text(encoding="utf-8"))
    texts = {one["annee"]: one for one in published["conventions"]}
    for year in YEARS:
        convention = Convention.objects.get(reference=f"CD62-{year}")
        if not convention.paper_texts.filter(published=True).exists():
            _visas(convention, texts[year])
            actions.number_annexes(convention=convention, lines=ANNEXES.get(year, []), by=None)
            _passages(convention, year)
            _signatory(convention, year)
            anything = True
    _example(Convention.objects.get(reference=f"EXEMPLE-{stage.today.year}"))
    return anything


def _visas(convention: Convention, text: dict[str, Any]) -> None:
    """The texts cited, but for the vote itself, which the deliberation gives."""
    allowed_on = datetime.date.fromisoformat(text["parties"][0]["autorisation_date"])
    cited = [_read(visa) for visa in text["visas"]]
    references = [_reference(convention, *one) for one in cited if one[2] != allowed_on]
    actions.choose_visas(convention=convention, references=references, by=None)


# Who signed for the funder, where the published convention says so.
SIGNATORIES = {
    2023: "Sophie GENTIL, La Directrice du Pôle partenariats et ingénierie",
    2025: "Christian DERUY, Le Directeur général",
}


def _signatory(convention: Convention, year: int) -> None:
    PaperText.objects.create(
        convention=convention,
        paper=PaperKind.CONVENTION,
        key="signataire-financeur",
        text=SIGNATORIES[year],
    )


def _read(visa: str) -> tuple[str, str, datetime.date | None]:
    """What it is, its whole title, and its date."""
    found = _VISA.match(visa)
    if found is None:
        return visa, visa, None
    month = MONTHS.index(folded(found["month"])) + 1
    named = (found["title"] or "").strip("()«» ")
    title = f"{found['what']} « {named} »" if named else found["what"]
    return found["what"], title, datetime.date(int(found["year"]), month, int(found["day"]))


def _reference(
    convention: Convention, what: str, title: str, adopted_on: datetime.date | None
) -> LegalReference:
    """The same text is cited with its title in one year, and without in another."""
    library = LegalReference.objects.filter(owner=convention.owner, adopted_on=adopted_on)
    known = library.filter(title__startswith=what).first()
    if known is not None:
        return known
    reference = LegalReference(owner=convention.owner, adopted_on=adopted_on, title=title)
    reference.full_clean()
    reference.save()
    journal.record(Verb.CREATED, reference, by=None, changes={"title": title})
    return reference


def _passages(convention: Convention, year: int) -> None:
    """What the published papers say, word for word, with where they say it."""
    lines = [line for line in rows("passages.csv") if line["annee"] == str(year)]
    for line in lines:
        row = PaperText(
            convention=convention,
            paper=PaperKind(line["document"]),
            key=f"publie-{line['ligne']}",
            text=line["texte"],
            published=True,
            source=f"{line['source']} (ligne {line['ligne']})",
        )
        row.full_clean()
        row.save()
    journal.record(Verb.CREATED, convention, by=None, changes={"published passages": len(lines)})


def _example(convention: Convention) -> None:
    if convention.annexes.exists():
        return
    references = [_reference(convention, *_read(one)) for one in EXAMPLE_VISAS]
    actions.choose_visas(convention=convention, references=references, by=None)
    actions.number_annexes(convention=convention, lines=EXAMPLE_ANNEXES, by=None)
    PaperText.objects.create(
        convention=convention,
        paper=PaperKind.COMMISSION_REPORT,
        key="contexte",
        text=EXAMPLE_CONTEXT,
    )
