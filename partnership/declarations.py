"""What the partnership registers at start: its subject types and its kinds of jobs."""

from partnership import subjects


def _networks(user):
    from partnership.models import Network

    return Network.objects.filter(pk__in=user.access.networks)


def declare() -> None:
    from partnership.models import (
        Commitment,
        Convention,
        Import,
        Job,
        Network,
        Organisation,
        TakenOverValue,
        User,
    )

    subjects.register(
        subjects.Subject(
            "convention",
            Convention,
            "Convention",
            lambda user: Convention.objects.visible_to(user),
            lambda row: row.get_absolute_url(),
        )
    )
    subjects.register(
        subjects.Subject(
            "commitment",
            Commitment,
            "Action du programme",
            lambda user: Commitment.objects.visible_to(user),
            lambda row: row.convention.get_absolute_url(),
        )
    )
    subjects.register(
        subjects.Subject(
            "organisation",
            Organisation,
            "Structure",
            lambda user: Organisation.objects.visible_to(user),
        )
    )
    subjects.register(subjects.Subject("network", Network, "Réseau", _networks))
    subjects.register(
        subjects.Subject("job", Job, "Travail de fond", lambda user: Job.objects.visible_to(user))
    )
    subjects.register(
        subjects.Subject(
            "import", Import, "Import", lambda user: Import.objects.filter(asked_by=user)
        )
    )
    subjects.register(
        subjects.Subject("user", User, "Personne", lambda user: User.objects.filter(pk=user.pk))
    )
    subjects.register(
        subjects.Subject(
            "taken_over_value",
            TakenOverValue,
            "Valeur reprise",
            lambda user: TakenOverValue.objects.filter(
                convention__in=Convention.objects.visible_to(user)
            ),
        )
    )
