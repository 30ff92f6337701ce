"""What the partnership registers at start: its subject types and its imports."""

from django.urls import reverse

from partnership import catalogue, import_kinds, jobs, subjects
from partnership.wording import euros


def declare() -> None:
    _declare_the_imports()
    _declare_how_imports_are_undone()
    _declare_the_import_of_projects()
    _declare_the_rules()
    _declare_the_jobs()
    _declare_the_people()
    _declare_the_conventions()
    _declare_what_hangs_on_conventions()
    _declare_what_is_talked_about()
    _declare_the_projects()


def _declare_the_imports() -> None:
    from partnership import models
    from partnership.importing import budget, expense_columns, expenses, organisations, uploads

    jobs.register(uploads.KIND, uploads.read, page=uploads.page_of)

    import_kinds.register(
        import_kinds.ImportKind(
            organisations.KIND,
            "Structures",
            organisations.import_organisations,
            needs_convention=False,
            noun="structure",
            columns=organisations.COLUMNS,
            about="L'annuaire : noms, communes, SIRET, coordonnées, adhésions.",
            example=organisations.EXAMPLE,
            rank=1,
            address=lambda convention: reverse("partnership:directory"),
        ),
        rows=[models.YearlyMembership, models.Organisation],
    )
    import_kinds.register(
        import_kinds.ImportKind(
            expenses.KIND,
            "Dépenses",
            expenses.import_expenses,
            noun="dépense",
            columns=expense_columns.EXPENSE_COLUMNS,
            about="Les dépenses acquittées d'une convention, avec leur pièce et leur part imputée.",
            example=expense_columns.EXAMPLE,
            rank=6,
            address=lambda convention: reverse("partnership:expenses", args=[convention.reference]),
        ),
        rows=[models.ExpenseShare, models.Expense],
    )
    import_kinds.register(
        import_kinds.ImportKind(
            budget.KIND,
            "Budget",
            budget.import_budget,
            noun="ligne de budget",
            columns=budget.BUDGET_COLUMNS,
            about="Le plan de financement d'une convention, dépenses et recettes.",
            example=budget.EXAMPLE,
            rank=7,
            address=lambda convention: reverse("partnership:budget", args=[convention.reference]),
        ),
        rows=[models.BudgetLine],
    )


def _declare_how_imports_are_undone() -> None:
    from partnership import models
    from partnership.importing import budget_corrections, expense_corrections, new_structures

    import_kinds.register_deletion(
        import_kinds.Deletion(
            models.BudgetLine, budget_corrections.made_by, budget_corrections.delete
        )
    )
    import_kinds.register_hindrance(budget_corrections.hindrance)
    for model, module in (
        (models.Organisation, new_structures),
        (models.Expense, expense_corrections),
        (models.BudgetLine, budget_corrections),
    ):
        import_kinds.register_correction(
            import_kinds.Correction(model, module.read, module.give_back)
        )


def _declare_the_import_of_projects() -> None:
    from partnership import models
    from partnership.importing import project_corrections, projects

    import_kinds.register(
        import_kinds.ImportKind(
            projects.KIND,
            "Projets",
            projects.import_projects,
            needs_convention=False,
            noun="projet",
            columns=projects.COLUMNS,
            about="Les projets des porteurs : types, pays, dispositif, étape, résultat.",
            example=projects.EXAMPLE,
            rank=2,
            address=lambda convention: reverse("partnership:projects"),
        ),
        rows=[
            models.ProjectStep,
            models.Project,
            models.YearlyMembership,
            models.Organisation,
        ],
    )
    import_kinds.register_correction(
        import_kinds.Correction(
            models.Project, project_corrections.read, project_corrections.give_back
        )
    )


def _declare_the_rules() -> None:
    from partnership.money_rules import RULES

    for rule in RULES:
        catalogue.register(rule.declaration)


def _declare_the_jobs() -> None:
    from partnership.papers import production

    jobs.register(production.KIND, production.make)


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
    from partnership import attachments, models

    for key, model, label, may_attach in (
        ("convention", models.Convention, "Convention", attachments.by_both_sides),
        ("commitment", models.Commitment, "Action du programme", attachments.by_the_association),
        ("expense", models.Expense, "Dépense", attachments.by_the_team),
    ):
        subjects.register(
            subjects.Subject(
                key, model, label, model.objects.visible_to, _address, may_attach=may_attach
            )
        )
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
    from partnership import attachments, models

    association, both = attachments.by_the_association, attachments.by_both_sides
    takes_files = {
        models.Amendment: association,
        models.Annex: association,
        models.BudgetImputation: both,
        models.CarryOver: association,
        models.CommunicationEvidence: association,
        models.Deliberation: both,
        models.Observation: association,
        models.Payment: association,
        models.Settlement: association,
        models.Thread: association,
    }
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
            subjects.Subject(
                key,
                model,
                label,
                model.objects.visible_to,
                _address,
                may_attach=takes_files.get(model, subjects.nobody),
            )
        )


def _declare_what_is_talked_about() -> None:
    from partnership import models

    subjects.discuss(
        "commitment", lambda convention: models.Commitment.objects.filter(convention=convention)
    )
    subjects.discuss(
        "expense",
        lambda convention: models.Expense.objects.filter(shares__convention=convention).distinct(),
    )
    subjects.describe_with("expense", lambda row: f"{row.label} · {euros(row.amount)}")


def _declare_the_projects() -> None:
    from partnership import models
    from partnership.project_permissions import can_say_step, kept_of_project
    from partnership.project_reading import readers_of

    for key, model, label, may_attach in (
        ("call", models.Call, "Appel à projets", subjects.nobody),
        ("project", models.Project, "Projet", can_say_step),
        ("project_step", models.ProjectStep, "Étape d'un projet", subjects.nobody),
        ("scheme", models.FundingScheme, "Dispositif", subjects.nobody),
    ):
        subjects.register(
            subjects.Subject(
                key, model, label, model.objects.visible_to, _address, may_attach=may_attach
            )
        )
    subjects.keep_files_apart("project", kept_of_project)
    subjects.say_who_reads("project", readers_of)
    subjects.register(
        subjects.Subject("factor", models.Factor, "Frein ou levier", _of_my_networks(models.Factor))
    )
    subjects.register(
        subjects.Subject(
            "scheme_exclusion",
            models.SchemeExclusion,
            "Objet exclu",
            lambda user: models.SchemeExclusion.objects.filter(
                scheme__in=models.FundingScheme.objects.visible_to(user)
            ),
        )
    )


def _of_my_networks(model):
    return lambda user: model.objects.filter(owner__in=user.access.networks)


def _address(row) -> str | None:
    if hasattr(row, "get_absolute_url"):
        return row.get_absolute_url()
    return _convention_address(row)


def _convention_address(row) -> str | None:
    convention = getattr(row, "convention", None)
    return convention.get_absolute_url() if convention else None
