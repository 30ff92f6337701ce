from partnership.models.base import DomainRow
from partnership.models.conventions import (
    BudgetLine,
    Commitment,
    CommitmentReading,
    Convention,
    TakenOverValue,
)
from partnership.models.files import StoredFile
from partnership.models.imports import Import
from partnership.models.jobs import Job
from partnership.models.journal import JournalEntry
from partnership.models.organisations import Network, Organisation
from partnership.models.people import Membership, User

__all__ = [
    "BudgetLine",
    "Commitment",
    "CommitmentReading",
    "Convention",
    "DomainRow",
    "Import",
    "Job",
    "JournalEntry",
    "Membership",
    "Network",
    "Organisation",
    "StoredFile",
    "TakenOverValue",
    "User",
]
