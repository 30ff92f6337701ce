"""What the partnership registers at start: its subject types and its imports."""

from partnership import import_kinds, subjects


def declare() -> None:
    _declare_the_people()
    _declare_the_conventions()
    _declare_what_hangs_on_conventions()
    _declare_the_imports()


def _declare_the_people() -> None:
    from partnership import models

    for key, model, label in (
        ("organisation", models.Organisation, "Structure"),
        ("contact", models.Contact, "Contact"),
        ("job", models.Job, "Travail de fond"),
    ):
        subjects.register(subjects.Subject(key, model, label, model.objects.visible_to, _address))
    for key, model, label in (
        ("theme", models.Theme, "Thématique"),
        ("sharing", models.Sharing, "Partage de l'annuaire"),
        ("staff_rate", models.StaffRate, "Coût horaire"),
        ("legal_reference", models.LegalReference, "Visa"),
    ):
        subjects.register(subjects.Subject(key, model, label, _of_my_networks(model)))
    subjects.register(
        subjects.Subject(
            "network",
            models.Network,
            "Réseau",
            lambda user: models.Network.objects.filter(pk__in=user.access.networks),
        )
    )
    subjects.register(
        subjects.Subject(
            "import",
            models.Import,
            "Import",
            lambda user: models.Import.objects.filter(asked_by=user),
        )
    )
    subjects.register(
        subjects.Subject(
            "user", models.User, "Personne", lambda user: models.User.objects.filter(pk=user.pk)
        )
    )
    subjects.register(
        subjects.Subject(
            "mail", models.Mail, "Message", lambda user: models.Mail.objects.filter(to=user)
        )
    )


def _declare_the_conventions() -> None:
    from partnership import models

    for key, model, label in (
        ("convention", models.Convention, "Convention"),
        ("commitment", models.Commitment, "Action du programme"),
        ("expense", models.Expense, "Dépense"),
    ):
        subjects.register(subjects.Subject(key, model, label, model.objects.visible_to, _address))
    subjects.register(
        subjects.Subject(
            "taken_over_value",
            models.TakenOverValue,
            "Valeur reprise",
            lambda user: models.TakenOverValue.objects.filter(
                convention__in=models.Convention.objects.visible_to(user)
            ),
        )
    )


def _declare_what_hangs_on_conventions() -> None:
    from partnership import models

    for key, model, label in (
        ("amendment", models.Amendment, "Avenant"),
        ("annex", models.Annex, "Annexe"),
        ("budget_line", models.BudgetLine, "Ligne de budget"),
        ("carry_over", models.CarryOver, "Report"),
        ("chapter", models.Chapter, "Chapitre du bilan"),
        ("communication_duty", models.CommunicationDuty, "Obligation de communication"),
        ("communication_evidence", models.CommunicationEvidence, "Preuve de communication"),
        ("deadline", models.Deadline, "Échéance"),
        ("deliberation", models.Deliberation, "Délibération"),
        ("imputation", models.BudgetImputation, "Imputation budgétaire"),
        ("observation", models.Observation, "Observation"),
        ("paper_text", models.PaperText, "Texte du dossier"),
        ("payment", models.Payment, "Versement"),
        ("settlement", models.Settlement, "Solde"),
        ("thread", models.Thread, "Question"),
        ("visa", models.Visa, "Visa de la convention"),
    ):
        subjects.register(
            subjects.Subject(key, model, label, model.objects.visible_to, _convention_address)
        )


def _declare_the_imports() -> None:
    from partnership.importing.budget import import_budget

    import_kinds.register(import_kinds.ImportKind("budget", "Budget", import_budget))


def _of_my_networks(model):
    return lambda user: model.objects.filter(owner__in=user.access.networks)


def _address(row) -> str | None:
    if hasattr(row, "get_absolute_url"):
        return row.get_absolute_url()
    return _convention_address(row)


def _convention_address(row) -> str | None:
    convention = getattr(row, "convention", None)
    return convention.get_absolute_url() if convention else None
