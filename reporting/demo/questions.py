"""What the two sides of the invented convention say to each other; the published years say
nothing."""

from __future__ import annotations

from partnership.actions import commitments, conversation
from partnership.demonstration import LOGINS
from partnership.models import Convention, Thread, User
from reporting.demo.stage import Stage


def load(stage: Stage) -> bool:
    """An open question, one answered, one accepted. Returns whether they were missing."""
    convention = (
        Convention.objects.for_list().filter(reference=f"EXEMPLE-{stage.today.year}").first()
    )
    if convention is None or Thread.objects.filter(convention=convention).exists():
        return False
    officer = User.objects.get(email=LOGINS[3].email)
    actions = {one.number: one for one in convention.terms().commitments}
    about = {number: {"convention": convention, "item": one} for number, one in actions.items()}
    conversation.ask(
        **about[1],
        by=officer,
        text="Combien de ces sessions concernent des structures suivies pour la première fois ?",
    )
    conversation.ask(
        **about[5],
        by=officer,
        text="Le rendez-vous de préparation est-il compté parmi les six ?",
    )
    conversation.answer(
        **about[5],
        by=stage.staff,
        text="Non : seuls les rendez-vous sur les dispositifs le sont, la préparation est à part.",
    )
    conversation.ask(**about[4], by=officer, text="Qu'a donné l'appui-conseil cette année ?")
    commitments.mark_commitment(
        commitment=actions[4],
        done=True,
        by=stage.staff,
        reason="Deux structures conseillées, toutes deux orientées vers un dispositif.",
    )
    conversation.answer(
        **about[4],
        by=stage.staff,
        text="Deux structures conseillées ; les échanges sont notés dans leurs suivis.",
    )
    conversation.accept(**about[4], by=officer)
    return True
