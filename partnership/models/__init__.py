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
from partnership.models.imports import Import, ImportChange
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
from partnership.models.project_parts import (
    Factor,
    ProjectFactor,
    ProjectFunding,
    ProjectPartner,
    ProjectStep,
)
from partnership.models.projects import Project, ProjectCountry, ProjectGoal, ProjectKindChoice
from partnership.models.schemes import Call, FundingScheme, SchemeExclusion
from partnership.models.settlements import Observation, Settlement

__all__ = [
    "AccountHeading",
    "Amendment",
    "Annex",
    "BudgetImputation",
    "BudgetLine",
    "Call",
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
    "Factor",
    "FundedCommitment",
    "FundingScheme",
    "GroupVote",
    "Import",
    "ImportChange",
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
    "Project",
    "ProjectCountry",
    "ProjectFactor",
    "ProjectFunding",
    "ProjectGoal",
    "ProjectKindChoice",
    "ProjectPartner",
    "ProjectStep",
    "Remark",
    "Reminder",
    "SchemeExclusion",
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
