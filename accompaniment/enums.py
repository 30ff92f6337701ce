"""Choices of the accompaniment, with their French labels. The values of channels and of kinds of
project are the stable codes that figures and exports print."""

from django.db.models import TextChoices


class Mode(TextChoices):
    REINFORCED = "reinforced", "Accompagnement renforcé"
    ADVICE = "advice", "Appui-conseil"
    CONTACT = "contact", "Premier contact"
    UNKNOWN = "unknown", "Non renseigné"


class ProjectKind(TextChoices):
    COOPERATION = "cooperation_internationale", "Coopération internationale"
    MOBILITY = "mobilite", "Mobilité"
    YOUTH_MOBILITY = "mobilite_jeunesse", "Mobilité jeunesse"
    TWINNING = "jumelage", "Jumelage"
    CITIZENSHIP = "education_citoyennete", "Éducation à la citoyenneté"


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
