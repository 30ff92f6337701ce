"""The counting rules of accompaniment: what each figure says it counts, and the function that does.

A rule that changes gets a new version; the old one stays while a commitment or a snapshot uses it.
"""

from accompaniment.dimensions import (
    CHANNEL,
    HELP,
    KIND,
    MONTH,
    ORGANISATION_KIND,
    PROJECT_KIND,
    PROMOTION,
    WORK_KIND,
)
from accompaniment.enums import WorkKind
from accompaniment.figures import (
    Rule,
    count_actions,
    count_advice_meetings,
    count_advised_organisations,
    count_contacted_organisations,
    count_followups,
    count_minutes,
    count_organisations,
    count_preparation_minutes,
    count_proofreading_minutes,
    count_sessions,
    count_staff,
    count_staff_minutes,
    count_time,
    count_work_minutes,
    counting_works,
)
from accompaniment.gathering_rules import GATHERING_RULES
from partnership.catalogue import Declaration

_BY_SESSION = (CHANNEL, PROJECT_KIND, ORGANISATION_KIND, MONTH)
_BY_HOLDER = (PROJECT_KIND, ORGANISATION_KIND)

RULES = (
    Rule(
        Declaration(
            "accompaniment.sessions",
            "Sessions d'accompagnement",
            "sessions",
            "Entretiens tenus dans la période de la convention, hors appui-conseil et premier "
            "contact, relectures à part ; une session à plusieurs compte une fois.",
            dimensions=_BY_SESSION,
        ),
        count_sessions,
    ),
    Rule(
        Declaration(
            "accompaniment.minutes",
            "Temps d'accompagnement",
            "min",
            "Durée de ces sessions, comptée une fois par session.",
            dimensions=_BY_SESSION,
        ),
        count_minutes,
    ),
    Rule(
        Declaration(
            "accompaniment.staff_minutes",
            "Temps de travail des salarié·es en session",
            "min",
            "Durée de chaque session multipliée par le nombre de salarié·es présent·es ; "
            "les sessions sans salarié·e renseigné·e sont dites à part.",
        ),
        count_staff_minutes,
    ),
    Rule(
        Declaration(
            "accompaniment.followups",
            "Accompagnements",
            "accompagnements",
            "Accompagnements qui ont eu au moins une session tenue.",
            dimensions=_BY_HOLDER,
        ),
        count_followups,
    ),
    Rule(
        Declaration(
            "accompaniment.organisations",
            "Structures accompagnées",
            "structures",
            "Structures différentes qui ont eu au moins une session tenue ; une structure sans nom "
            "compte une fois par accompagnement.",
            dimensions=_BY_HOLDER,
        ),
        count_organisations,
    ),
    Rule(
        Declaration(
            "accompaniment.proofreading_minutes",
            "Temps de relecture",
            "min",
            "Durée des relectures, à part des sessions.",
            dimensions=_BY_HOLDER,
        ),
        count_proofreading_minutes,
    ),
    Rule(
        Declaration(
            "accompaniment.actions",
            "Mails, envois, mises en lien et relances",
            "actions",
            "Gestes notés sans durée ; ils ne comptent jamais comme sessions.",
            dimensions=(KIND, PROJECT_KIND, ORGANISATION_KIND, MONTH),
        ),
        count_actions,
    ),
    Rule(
        Declaration(
            "accompaniment.staff",
            "Salarié·es mobilisé·es",
            "personnes",
            "Salarié·es différent·es présent·es à ces sessions.",
        ),
        count_staff,
    ),
    Rule(
        Declaration(
            "advice.organisations",
            "Structures en appui-conseil",
            "structures",
            "Structures différentes suivies en appui-conseil.",
            dimensions=_BY_HOLDER,
        ),
        count_advised_organisations,
    ),
    Rule(
        Declaration(
            "advice.meetings",
            "Rendez-vous d'appui-conseil",
            "rendez-vous",
            "Entretiens d'appui-conseil en visio ou en présentiel ; mails et appels n'en sont pas.",
            dimensions=(PROJECT_KIND, ORGANISATION_KIND, HELP, MONTH),
        ),
        count_advice_meetings,
    ),
    Rule(
        Declaration(
            "contact.organisations",
            "Structures en premier contact",
            "structures",
            "Structures différentes avec un échange noté, ni accompagnées ni en appui-conseil.",
            dimensions=_BY_HOLDER,
        ),
        count_contacted_organisations,
    ),
    Rule(
        Declaration(
            "work.meetings_with_funder",
            "Rendez-vous avec le Département",
            "rendez-vous",
            "Rendez-vous tenus avec le financeur.",
            dimensions=(MONTH,),
        ),
        counting_works(WorkKind.FUNDER_MEETING),
    ),
    Rule(
        Declaration(
            "work.promotion_actions",
            "Actions de valorisation",
            "actions",
            "Stands, publipostages, relais et articles notés.",
            dimensions=(PROMOTION, MONTH),
        ),
        counting_works(WorkKind.PROMOTION),
    ),
    Rule(
        Declaration(
            "work.preparation_minutes",
            "Temps de préparation",
            "min",
            "Durée des préparations notées.",
            dimensions=(MONTH,),
        ),
        count_preparation_minutes,
    ),
    Rule(
        Declaration(
            "work.minutes",
            "Temps de travail sans porteur",
            "min",
            "Durée du travail noté sans porteur de projet, chaque ligne une fois.",
            dimensions=(
                WORK_KIND,
                MONTH,
            ),
        ),
        count_work_minutes,
    ),
    *GATHERING_RULES,
    Rule(
        Declaration(
            "time.minutes",
            "Temps total noté",
            "min",
            "Toutes les lignes qui ont une durée, chacune une fois ; un temps collectif pour la "
            "part de la convention, préparation comprise.",
            dimensions=(MONTH,),
        ),
        count_time,
    ),
)
