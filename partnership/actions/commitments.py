"""What the two sides say of an action of the programme: done, then validated."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import Truncator

from partnership import journal, mailing, standing
from partnership.enums import CommitmentState, RemarkKind, Verb
from partnership.models import Commitment, User
from partnership.permissions import check_can_show_evidence

# Where a turn of the funder's takes an action, from each state that it changes.
FOLLOWED = {
    (RemarkKind.QUESTION, CommitmentState.VALIDATED): CommitmentState.DONE,
    (RemarkKind.REFUSAL, CommitmentState.VALIDATED): CommitmentState.RUNNING,
    (RemarkKind.REFUSAL, CommitmentState.DONE): CommitmentState.RUNNING,
    (RemarkKind.ACCEPTANCE, CommitmentState.DONE): CommitmentState.VALIDATED,
}


@transaction.atomic
def mark_commitment(
    *, commitment: Commitment, done: bool, by: User, reason: str = ""
) -> Commitment:
    """The association says that an action is done, or that it is not; the same again changes
    nothing.

    Raises PermissionDenied for the other side, and ValidationError where the action has no
    quantity and no reason is given, where the funder has validated it, or where an amendment
    withdrew it."""
    convention = commitment.convention
    check_can_show_evidence(by, convention)
    row = Commitment.objects.select_for_update().get(pk=commitment.pk)
    in_force = {one.pk: one for one in convention.terms().commitments}
    if row.pk not in in_force:
        raise ValidationError("Un avenant a retiré cette action du programme.")
    if row.state == CommitmentState.VALIDATED:
        raise ValidationError(
            f"Cette action est validée par {standing.side(convention.funder)} : "
            "elle ne se rouvre que par une de ses questions."
        )
    reason = " ".join(reason.split())
    if in_force[row.pk].target is None and not reason:
        raise ValidationError(
            {
                "reason": "Dites ce qui a été fait : cette action n'a pas de quantité prévue."
                if done
                else "Dites pourquoi cette action reste à faire."
            }
        )
    to = CommitmentState.DONE if done else CommitmentState.RUNNING
    before = {"state": row.state, "reason": row.state_reason}
    changes = journal.differences(before, {"state": to, "reason": reason})
    if not changes:
        return row
    row.state, row.state_reason = to, reason
    row.full_clean()
    row.save(update_fields=["state", "state_reason"])
    journal.record(Verb.MOVED, row, by=by, changes=changes)
    if "state" in changes and done:
        mailing.notify_other_side(
            convention=convention,
            by=by,
            by_funder=False,
            text=f"{by} note comme réalisée l'action « {Truncator(row).chars(100)} »",
            address=row.get_absolute_url(),
        )
    return row


def follow(*, commitment: Commitment, kind: RemarkKind, by: User) -> None:
    """Move an action as a turn of its conversation says; the caller holds its row."""
    to = FOLLOWED.get((kind, CommitmentState(commitment.state)))
    if to is None:
        return
    before, commitment.state = commitment.state, to
    commitment.save(update_fields=["state"])
    journal.record(Verb.MOVED, commitment, by=by, changes={"state": [before, to]})
