from django.urls import path

from partnership import converters  # noqa: F401
from partnership.views import (
    attachments,
    carry_overs,
    communication,
    conventions,
    conversation,
    deadlines,
    directory,
    dossier,
    dossier_forms,
    expenses,
    files,
    gaps,
    imports,
    jobs,
    mails,
    open_data,
    organisations,
    payments,
)
from partnership.views.health import health
from partnership.views.home import home

app_name = "partnership"

urlpatterns = [
    path("", home, name="home"),
    path("sante/", health, name="health"),
    path("conventions/", conventions.conventions, name="conventions"),
    path(
        "conventions/<reference:reference>/reports/nouveau/",
        carry_overs.new,
        name="carry-over-new",
    ),
    path("reports/<uuid:uid>/", carry_overs.carry_over, name="carry-over"),
    path("echeances/", deadlines.deadlines, name="deadlines"),
    path("echeances/calendrier/", deadlines.renew_calendar, name="calendar-renew"),
    path("echeances/calendrier/<slug:key>.ics", deadlines.calendar, name="calendar"),
    path("echeances/<uuid:uid>/", deadlines.deadline, name="deadline"),
    path("echeances/<uuid:uid>/faite/", deadlines.met, name="deadline-met"),
    path(
        "conventions/<reference:reference>/echeances/nouvelle/",
        deadlines.new,
        name="deadline-new",
    ),
    path(
        "conventions/<reference:reference>/echeances/bilan/",
        deadlines.extend_report,
        name="deadline-report",
    ),
    path(
        "conventions/<reference:reference>/echeances/qui/",
        deadlines.in_charge,
        name="in-charge",
    ),
    path("annuaire/", directory.directory, name="directory"),
    path("annuaire/nouvelle/", directory.new, name="organisation-new"),
    path("annuaire/<uuid:uid>/modifier/", directory.edit, name="organisation-edit"),
    path("annuaire/<uuid:uid>/fusionner/", directory.merge, name="organisation-merge"),
    path("annuaire/<uuid:uid>/contacts/nouveau/", directory.contact_new, name="contact-new"),
    path("annuaire/contacts/<uuid:uid>/", directory.contact, name="contact"),
    path("annuaire/contacts/<uuid:uid>/retirer/", directory.contact_remove, name="contact-remove"),
    path("donnees-ouvertes/", open_data.open_data, name="open-data"),
    path("donnees-ouvertes/subventions.csv", open_data.open_data_csv, name="open-data-csv"),
    path("conventions/<reference:reference>/questions/", conversation.threads, name="threads"),
    path(
        "conventions/<reference:reference>/questions/<slug:subject_type>/<uuid:uid>/",
        conversation.thread,
        name="thread",
    ),
    path(
        "conventions/<reference:reference>/questions/<slug:subject_type>/<uuid:uid>/dire/",
        conversation.remark,
        name="remark",
    ),
    path("messages/", mails.mails, name="mails"),
    path("compte/preferences/", mails.preferences, name="preferences"),
    path("structures/recherche/", organisations.search, name="organisation-search"),
    path("documents/", jobs.jobs, name="jobs"),
    path("documents/<uuid:uid>/", jobs.job, name="job"),
    path("documents/<uuid:uid>/etat/", jobs.job_state, name="job-state"),
    path(
        "conventions/<reference:reference>/argent/postes/<uuid:uid>/",
        gaps.gap_explanation,
        name="gap-explanation",
    ),
    path("fichiers/<uuid:uid>/", files.file, name="file"),
    path("conventions/<reference:reference>/depenses/", expenses.expenses, name="expenses"),
    path(
        "conventions/<reference:reference>/depenses/nouvelle/",
        expenses.expense_new,
        name="expense-new",
    ),
    path("depenses/<uuid:uid>/", expenses.expense, name="expense"),
    path("depenses/<uuid:uid>/annuler/", expenses.expense_cancel, name="expense-cancel"),
    path("conventions/<reference:reference>/versements/", payments.payments, name="payments"),
    path(
        "conventions/<reference:reference>/versements/<uuid:uid>/supprimer/",
        payments.payment_remove,
        name="payment-remove",
    ),
    path("importer/<slug:kind>/", imports.choose, name="import"),
    path("importer/<slug:kind>/<uuid:uid>/", imports.result, name="import-result"),
    path("importer/<slug:kind>/<uuid:uid>/ecrire/", imports.write, name="import-write"),
    path(
        "conventions/<reference:reference>/communication/", communication.evidence, name="evidence"
    ),
    path(
        "conventions/<reference:reference>/communication/ajouter/",
        communication.add,
        name="evidence-add",
    ),
    path(
        "conventions/<reference:reference>/communication/obligations/",
        communication.duties,
        name="duties",
    ),
    path(
        "conventions/<reference:reference>/communication/preuves/<uuid:uid>/",
        communication.item,
        name="evidence-item",
    ),
    path(
        "conventions/<reference:reference>/communication/preuves/<uuid:uid>/annuler/",
        communication.cancel,
        name="evidence-cancel",
    ),
    path("fichiers/<uuid:uid>/retirer/", attachments.withdraw, name="file-withdraw"),
    path("fichiers/<str:subject_type>/<uuid:uid>/ajouter/", attachments.add, name="file-add"),
    path("conventions/<reference:reference>/dossier/", dossier.dossier, name="dossier"),
    path(
        "conventions/<reference:reference>/dossier/documents/<slug:paper>/",
        dossier.paper,
        name="paper",
    ),
    path(
        "conventions/<reference:reference>/dossier/textes/<slug:paper>/",
        dossier_forms.texts,
        name="paper-texts",
    ),
    path("conventions/<reference:reference>/dossier/visas/", dossier_forms.visas, name="visas"),
    path(
        "conventions/<reference:reference>/dossier/annexes/",
        dossier_forms.annexes,
        name="annexes",
    ),
]
