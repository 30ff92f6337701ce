"""Why a line of the budget was spent otherwise than planned."""

from __future__ import annotations

from django.db import transaction

from partnership import journal
from partnership.enums import Verb
from partnership.models import BudgetLine, User
from partnership.permissions import check_can_keep_money


@transaction.atomic
def explain_gap(*, line: BudgetLine, explanation: str, by: User) -> BudgetLine:
    """Keep the explanation of a line's gap; an empty one takes it back.

    Raises PermissionDenied for those who do not keep the convention's money."""
    check_can_keep_money(by, line.convention)
    line = BudgetLine.objects.select_for_update().get(pk=line.pk)
    before, line.gap_explanation = line.gap_explanation, explanation.strip()
    if before == line.gap_explanation:
        return line
    line.full_clean()
    line.save(update_fields=["gap_explanation"])
    journal.record(
        Verb.CHANGED, line, by=by, changes={"gap_explanation": [before, line.gap_explanation]}
    )
    return line
