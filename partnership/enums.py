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
    PROPOSED = "proposed", "a proposé"
    ACCEPTED = "accepted", "a accepté"
    REFUSED = "refused", "a refusé"
    SENT = "sent", "a envoyé"
    ANSWERED = "answered", "a répondu"
    MERGED = "merged", "a fusionné"


class CommitmentState(TextChoices):
    """Who says that an action is done. The sides' own names are put in by the pages."""

    RUNNING = "running", "En cours"
    DONE = "done", "Réalisé selon l'association"
    VALIDATED = "validated", "Validé par le financeur"


class CarryOverState(TextChoices):
    ASKED = "asked", "Report demandé"
    ACCEPTED = "accepted", "Report accepté"
    REFUSED = "refused", "Report refusé"


class Opinion(TextChoices):
    FAVOURABLE = "favourable", "Favorable"
    RESERVED = "reserved", "Favorable avec réserves"
    UNFAVOURABLE = "unfavourable", "Défavorable"
    UNKNOWN = "unknown", "Non renseigné"


class Vote(TextChoices):
    FOR = "for", "Pour"
    AGAINST = "against", "Contre"
    ABSTENTION = "abstention", "Abstention"


class PaperKind(TextChoices):
    """The papers of the officer's file, and the association's compte rendu financier."""

    COMMISSION_REPORT = "commission_report", "Rapport à la commission"
    DELIBERATION = "deliberation", "Délibération"
    CONVENTION = "convention", "Convention"
    ANNEX = "annex", "Annexe"
    FINANCIAL_ACCOUNT = "financial_account", "Compte rendu financier"


class AccountSide(TextChoices):
    EXPENSE = "expense", "Charges"
    INCOME = "income", "Produits"


class PaymentKind(TextChoices):
    SINGLE = "single", "Versement unique"
    ADVANCE = "advance", "Acompte"
    BALANCE = "balance", "Solde"
    REPAYMENT = "repayment", "Reversement"


class SettlementState(TextChoices):
    PROPOSED = "proposed", "Proposé"
    DECIDED = "decided", "Décidé"
    WITHDRAWN = "withdrawn", "Retiré"


class Duty(TextChoices):
    """What a convention asks to show on a support."""

    LOGO = "logo", "Logo du financeur"
    AMOUNT = "amount", "Montant de l'aide"
    TAG = "tag", "Identification du compte"
    TECHNICAL_AID = "technical_aid", "Mention de l'aide technique"


class Support(TextChoices):
    EVERY = "every", "Tous les supports"
    DOCUMENTS = "documents", "Documents produits"
    PROMOTION = "promotion", "Affiches, tracts, invitations"
    WEBSITE = "website", "Site internet"
    SOCIAL = "social", "Réseaux sociaux"
    PRESS = "press", "Presse"
    EVENTS = "events", "Événements"


class DeadlineKind(TextChoices):
    REPORT = "report", "Bilan"
    PAYMENT = "payment", "Versement"
    CALL = "call", "Appel à projets"
    OBSERVATIONS = "observations", "Observations sur le solde"
    OTHER = "other", "Autre échéance"


class ThreadState(TextChoices):
    """Whose turn it is on an item that both sides talk about."""

    ASKED = "asked", "Question ouverte"
    ANSWERED = "answered", "Réponse donnée"
    ACCEPTED = "accepted", "Accepté"
    REFUSED = "refused", "Refusé"


class RemarkKind(TextChoices):
    QUESTION = "question", "demande"
    ANSWER = "answer", "répond"
    ACCEPTANCE = "acceptance", "accepte"
    REFUSAL = "refusal", "refuse"


class ProjectKind(TextChoices):
    COOPERATION = "cooperation_internationale", "Coopération internationale"
    MOBILITY = "mobilite", "Mobilité"
    YOUTH_MOBILITY = "mobilite_jeunesse", "Mobilité jeunesse"
    TWINNING = "jumelage", "Jumelage"
    CITIZENSHIP = "education_citoyennete", "Éducation à la citoyenneté"


class ProjectStage(TextChoices):
    IDEA = "idee", "Idée"
    BEING_BUILT = "construction", "En construction"
    SUBMITTED = "depose", "Déposé"
    LATE = "hors_delais", "Déposé hors délais"
    SELECTED = "retenu", "Retenu"
    NOT_SELECTED = "non_retenu", "Non retenu"
    REALISED = "realise", "Réalisé"
    REPORT_RETURNED = "bilan_rendu", "Bilan rendu"


class PriorityPublic(TextChoices):
    YES = "oui", "Oui"
    NO = "non", "Non"
    UNKNOWN = "non_renseigne", "Non renseigné"


class FactorSense(TextChoices):
    """What holds projects back, or carries them."""

    BRAKE = "frein", "Frein"
    LEVER = "levier", "Levier"


class Side(TextChoices):
    """Which of the two sides of a partnership entered something."""

    ASSOCIATION = "association", "Association"
    FUNDER = "funder", "Financeur"
