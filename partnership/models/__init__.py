from partnership.models.base import DomainRow
from partnership.models.commitments import CarryOver, Chapter, Commitment, CommitmentReading
from partnership.models.conventions import Convention, TakenOverValue
from partnership.models.conversation import Mail, Notice, Remark, Thread
from partnership.models.directory import Contact, Sharing, Theme, YearlyMembership
from partnership.models.evidence import (
    CommunicationDuty,
    CommunicationEvidence,
    Deadline,
    DeadlineChange,
    Reminder,
)
from partnership.models.files import StoredFile
from partnership.models.imports import Import
from partnership.models.jobs import Job
from partnership.models.journal import JournalEntry
from partnership.models.money import (
    AccountHeading,
    BudgetLine,
    Expense,
    ExpenseShare,
    FundedCommitment,
    Payment,
    StaffRate,
)
from partnership.models.organisations import Network, Organisation
from partnership.models.papers import (
    Amendment,
    Annex,
    BudgetImputation,
    CommitmentChange,
    Deliberation,
    GroupVote,
    LegalReference,
    PaperText,
    Visa,
)
from partnership.models.people import Membership, User
from partnership.models.settlements import Observation, Settlement

__all__ = [
    "AccountHeading",
    "Amendment",
    "Annex",
    "BudgetImputation",
    "BudgetLine",
    "CarryOver",
    "Chapter",
    "Commitment",
    "CommitmentChange",
    "CommitmentReading",
    "CommunicationDuty",
    "CommunicationEvidence",
    "Contact",
    "Convention",
    "Deadline",
    "DeadlineChange",
    "Deliberation",
    "DomainRow",
    "Expense",
    "ExpenseShare",
    "FundedCommitment",
    "GroupVote",
    "Import",
    "Job",
    "JournalEntry",
    "LegalReference",
    "Mail",
    "Membership",
    "Network",
    "Notice",
    "Observation",
    "Organisation",
    "PaperText",
    "Payment",
    "Remark",
    "Reminder",
    "Settlement",
    "Sharing",
    "StaffRate",
    "StoredFile",
    "TakenOverValue",
    "Theme",
    "Thread",
    "User",
    "Visa",
    "YearlyMembership",
]
