"""The words by which one line says how, what, how long and when. Compared as `normalise` gives
them: no accents, no case, no punctuation."""

from __future__ import annotations

from accompaniment.enums import Channel, SessionKind, WorkKind

CHANNELS = {
    Channel.PHONE: r"tel|tels|tph|phone|telephone|telephonique|appel telephonique|appel",
    Channel.MAIL: r"mail|mails|mel|mels|e mail|e mails|courriel|courriels",
    Channel.VIDEO: r"visio|visios|visioconference|visioconf|zoom|teams|meet|jitsi",
    Channel.IN_PERSON: r"presentiel|sur place|en personne|face a face",
}
BEFORE_CHANNEL = r"(?:(?:par|en|au|via) )?"

_MET = r"(?:rdv|rendez vous|reunion|point|entretien)(?: avec)?(?: le| la| un| une| notre)?"
KINDS = {
    WorkKind.FUNDER_MEETING: rf"{_MET} (?:departement|dept|dpt|conseil departemental|cd ?62)",
    WorkKind.PARTNER_MEETING: rf"{_MET} partenaires?",
    WorkKind.PROVIDER_MEETING: rf"{_MET} prestataires?",
    WorkKind.PREPARATION: r"prepa|prepas|preparation|preparations",
    WorkKind.TRAVEL: r"deplacement|deplacements|trajet|trajets",
    WorkKind.COORDINATION: r"coordination|coord",
    WorkKind.PROMOTION: r"valorisation|valo",
    SessionKind.PROOFREADING: r"relecture|relectures",
    SessionKind.DOCUMENTS: r"envoi (?:de |des )?(?:documents?|docs?)",
    SessionKind.INTRODUCTION: r"mise en (?:lien|relation)",
    SessionKind.INVITATION: r"invitation",
    SessionKind.REMINDER: r"relance",
    SessionKind.MEETING: r"entretien",
}

# « relu le mail du maire »: what follows one of these is what it is about, not how it was said.
DETERMINERS = frozenset(
    (
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "du",
        "de",
        "des",
        "d",
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
        "ce",
        "cet",
        "cette",
        "ces",
        "notre",
        "votre",
        "mon",
        "ma",
    )
)
# « avant le 12 mars », « réunion du 12/03 »: another day than that of the entry.
BEFORE_ANOTHER_DAY = frozenset(
    (
        "du",
        "au",
        "de",
        "des",
        "d",
        "pour",
        "avant",
        "apres",
        "depuis",
        "jusqu",
        "debut",
        "fin",
        "vers",
        "prochain",
        "prochaine",
    )
)
# « à 14h », « vers 10 h », « il y a 2 h »: an hour of the day.
BEFORE_AN_HOUR = frozenset(("a", "vers", "des", "depuis", "dans", "jusqu", "entre"))

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "janvier janv",
            "fevrier fevr fev",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "aout",
            "septembre sept",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        start=1,
    )
    for word in words.split()
}
PARTS_OF_DAY = r"(?: (?:matin|midi|soir|apres midi))?"
RELATIVE_DAYS = {
    rf"avant hier{PARTS_OF_DAY}": 2,
    rf"hier{PARTS_OF_DAY}": 1,
    rf"(?:aujourd hui|aujourdhui|ce matin|ce midi|cet apres midi|ce soir){PARTS_OF_DAY}": 0,
}
WRITTEN_DURATIONS = {
    r"(?:une )?demi heure": 30,
    r"(?:un )?quart d heure": 15,
    r"(?:trois|3) quarts d heure": 45,
    r"(?:une heure|1 ?h|1 heure) et demie": 90,
    r"une heure": 60,
    r"deux heures et demie": 150,
    r"deux heures": 120,
    r"trois heures": 180,
}
NUMERIC_DURATION = (
    r"\d{1,3}(?:[.,]\d{1,4})? ?(?:h|heures?)(?: ?\d{2}(?: ?(?:min|mn|m|minutes?))?)?"
    r"|\d{1,3} ?(?:h|heures?) ?\d{1,2} ?(?:min|mn|minutes?)"
    r"|\d{1,2}:\d{2}"
    r"|\d{1,4} ?(?:min|mn|minutes?|')"
)
