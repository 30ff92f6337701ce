"""Choices of the accompaniment, with their French labels. The values of channels and of kinds of
gatherings are the stable codes that figures and exports print."""

from django.db.models import TextChoices


class Mode(TextChoices):
    REINFORCED = "reinforced", "Accompagnement renforcé"
    ADVICE = "advice", "Appui-conseil"
    CONTACT = "contact", "Premier contact"
    UNKNOWN = "unknown", "Non renseigné"


class Channel(TextChoices):
    PHONE = "telephone", "Téléphone"
    MAIL = "mail", "Mail"
    VIDEO = "visio", "Visio"
    IN_PERSON = "presentiel", "Présentiel"


class SessionKind(TextChoices):
    MEETING = "echange", "Entretien"
    PROOFREADING = "relecture", "Relecture"
    MAIL = "mail", "Mail"
    DOCUMENTS = "documents", "Envoi de documents"
    INTRODUCTION = "mise_en_lien", "Mise en lien"
    INVITATION = "invitation", "Invitation"
    REMINDER = "relance", "Relance"


TIMED_KINDS = (SessionKind.MEETING, SessionKind.PROOFREADING)
UNTIMED_KINDS = tuple(kind for kind in SessionKind if kind not in TIMED_KINDS)


class WorkKind(TextChoices):
    FUNDER_MEETING = "rdv_departement", "Rendez-vous avec le Département"
    PARTNER_MEETING = "rdv_partenaire", "Rendez-vous avec un partenaire"
    PROVIDER_MEETING = "rdv_prestataire", "Rendez-vous avec un prestataire"
    PREPARATION = "preparation", "Préparation"
    TRAVEL = "deplacement", "Déplacement"
    COORDINATION = "coordination", "Coordination et bilan"
    PROMOTION = "valorisation", "Valorisation"


class DatePrecision(TextChoices):
    DAY = "day", "Jour"
    MONTH = "month", "Mois"
    YEAR = "year", "Année"
    PERIOD = "period", "Période"


class EntryState(TextChoices):
    PLANNED = "planned", "Prévu"
    HELD = "held", "Tenu"
    CANCELLED = "cancelled", "Annulé"
    MISSED = "missed", "Manqué"


class PromotionKind(TextChoices):
    STAND = "stand", "Stand"
    MAILING = "publipostage", "Publipostage"
    RELAY = "relais", "Relais"
    ARTICLE = "article", "Article"
    OTHER = "autre", "Autre"


class HelpPoint(TextChoices):
    """On what a holder was helped, as the bilans list it."""

    COHERENCE = "coherence", "Cohérence du projet"
    PARTNERS = "partenaires", "Recherche de partenaires"
    CO_FUNDING = "cofinancements", "Recherche de financements complémentaires"
    PROMOTION = "valorisation", "Valorisation du projet"
    REPORT = "bilan", "Bilan de fin de projet"


class ProposalSource(TextChoices):
    MAIL = "mail", "Mail"
    CALENDAR = "calendar", "Agenda"


class ProposalState(TextChoices):
    PROPOSED = "proposed", "À confirmer"
    CONFIRMED = "confirmed", "Notée"
    IGNORED = "ignored", "Laissée de côté"


class GatheringKind(TextChoices):
    WORKSHOP = "atelier", "Atelier"
    TRAINING = "formation", "Formation"
    DEPARTURE = "preparation_depart", "Préparation au départ"
    MOCK_JURY = "jury_blanc", "Jury blanc"
    WEBINAR = "webinaire", "Webinaire"
    INFORMATION = "reunion_information", "Réunion d'information"
    NETWORK = "reunion_reseau", "Réunion de réseau"
    PARTNER = "rdv_partenaire", "Rencontre avec un partenaire ou un prestataire"
    EVENT = "evenement", "Événement"
    JURY = "jury", "Jury"
    STEERING = "comite_pilotage", "Comité de pilotage"
    LOGGED_FOLLOW_UP = "accompagnement_journal", "Accompagnement (journal du réseau)"
    OTHER = "autre", "Autre"


# Apart from the figures of gatherings: trainings have their own, a follow-up in a log has none.
UNCOUNTED_GATHERINGS = (GatheringKind.TRAINING, GatheringKind.LOGGED_FOLLOW_UP)


class GatheringState(TextChoices):
    PLANNED = "planned", "Prévu"
    HELD = "held", "Tenu"
    POSTPONED = "postponed", "Reporté"
    CANCELLED = "cancelled", "Annulé"


class PlaceKind(TextChoices):
    ONLINE = "en_ligne", "En ligne"
    OWN_OFFICES = "nos_locaux", "Dans nos locaux"
    ELSEWHERE = "ailleurs", "Ailleurs"
    UNKNOWN = "non_renseigne", "Non renseigné"


class Presence(TextChoices):
    INVITED = "invited", "Invité"
    NO_REPLY = "no_reply", "Sans réponse"
    REGISTERED = "registered", "Inscrit"
    WAITING = "waiting", "Liste d'attente"
    PRESENT = "present", "Présent"
    EXCUSED = "excused", "Excusé"
    ABSENT = "absent", "Absent"
    WITHDRAWN = "withdrawn", "Inscription annulée"


class FeedbackSense(TextChoices):
    POSITIVE = "positive", "Point positif"
    NEGATIVE = "negative", "Point négatif"
    HAPPENED = "happened", "Ce qui s'est vraiment passé"
    OPINION = "opinion", "Notre avis"
    NEXT_TIME = "next_time", "Pour la prochaine fois"


class QuestionKind(TextChoices):
    ONE = "one", "Un seul choix"
    SEVERAL = "several", "Plusieurs choix"
    FREE = "free", "Réponse libre"
