"""Choices of the partnership, with their French labels."""

from django.db.models import TextChoices


class Role(TextChoices):
    STAFF = "staff", "Chargé·e de mission"
    ADMIN = "admin", "Administration de l'association"
    OFFICER = "officer", "Agent du financeur"


class OrganisationKind(TextChoices):
    ASSOCIATION = "association", "Association"
    TOWN = "commune", "Commune"
    LOCAL_AUTHORITY = "collectivite", "Autre collectivité"
    SCHOOL = "etablissement_scolaire", "Établissement scolaire"
    SOCIAL_CENTRE = "centre_social", "Centre social"
    TWINNING_COMMITTEE = "comite_jumelage", "Comité de jumelage"
    YOUTH = "structure_jeunesse", "Structure jeunesse"
    HIGHER_EDUCATION = "enseignement_superieur", "Enseignement supérieur"
    PUBLIC_BODY = "organisme_public", "Agence ou organisme public"
    COMPANY = "entreprise", "Entreprise"
    OTHER = "autre", "Autre"
    UNKNOWN = "non_renseigne", "Non renseigné"


class ConventionState(TextChoices):
    PROPOSED = "proposed", "Proposée"
    BEFORE_COMMISSION = "before_commission", "Devant la commission"
    VOTED = "voted", "Votée"
    SIGNED = "signed", "Signée"
    SETTLED = "settled", "Soldée"
    REFUSED = "refused", "Refusée"
    TERMINATED = "terminated", "Résiliée"


class AdjustmentRule(TextChoices):
    PRORATA = "prorata", "Au prorata des dépenses réalisées"
    ACTUAL_COST = "actual_cost", "Dans la limite des dépenses réalisées"
    UNKNOWN = "unknown", "Non renseignée"


class BudgetSide(TextChoices):
    EXPENSE = "expense", "Dépenses"
    INCOME = "income", "Recettes"


class JobState(TextChoices):
    QUEUED = "queued", "En attente"
    RUNNING = "running", "En cours"
    DONE = "done", "Terminé"
    FAILED = "failed", "Échec"


class Origin(TextChoices):
    PAGE = "page", "Page"
    IMPORT = "import", "Import"
    COMMAND = "command", "Commande"
    JOB = "job", "Travail de fond"


class Verb(TextChoices):
    CREATED = "created", "a créé"
    CHANGED = "changed", "a modifié"
    DELETED = "deleted", "a supprimé"
    CANCELLED = "cancelled", "a annulé"
    MOVED = "moved", "a fait avancer"
    FROZEN = "frozen", "a arrêté"
    ASKED = "asked", "a demandé"
    IMPORTED = "imported", "a importé"
    RESTORED = "restored", "a rétabli"
