"""The whole life of a convention, through its pages alone, by the people of both sides.

The year is over when the walk begins, so that each of its days is in the past.
"""

from __future__ import annotations

from django.utils import timezone

from tests.browser.conftest import ADMIN, OTHER_OFFICER, STAFF, Visitor
from tests.browser.gestures import Partners, choose, follow, open_tab, press, seen, workbook
from tests.browser.test_evidence import photo
from tests.partnership.attachments.builders import PDF
from tests.worker import running_worker

YEAR = timezone.localdate().year - 1
NAME = f"VIE-{YEAR}"
FUNDER = "Conseil du Pays imaginaire"


def open_convention(someone: Visitor) -> None:
    someone.go("partnership:conventions")
    follow(someone.page, NAME)


def test_a_convention_lives_from_its_proposal_to_its_settlement(visitor):
    partners = Partners(
        admin=visitor().log_in(ADMIN),
        staff=visitor(width="phone").log_in(STAFF),
        officer=visitor().log_in(OTHER_OFFICER),
    )
    prepare(partners.admin)
    write_the_programme(partners.admin)
    say_how_it_is_counted(partners.admin)
    balance_the_budget(partners.admin)
    link_and_send(partners.admin)
    register(partners.officer)
    write_the_file(partners.officer)
    vote(partners.officer)
    sign(partners)
    spend(partners.admin)
    import_expenses(partners.admin)
    show(partners.staff)
    talk(partners)
    amend(partners.admin)
    extend(partners.officer)
    account_for(partners.admin)
    settle(partners)
    pay_back(partners)


def prepare(admin: Visitor) -> None:
    page = admin.go("partnership:conventions")
    follow(page, "Préparer une convention")
    page.fill("#id_reference", NAME)
    page.fill("#id_purpose", "Ouverture au monde des habitants")
    page.fill("#id_original_starts_on", f"{YEAR}-01-01")
    page.fill("#id_original_ends_on", f"{YEAR}-12-31")
    page.fill("#id_original_amount", "sept mille")
    press(page, "Préparer la convention")
    seen(admin, "01-refusee", "Choisissez le financeur.")
    assert page.input_value("#id_original_amount") == "sept mille"
    choose(page, "#id_funder", FUNDER)
    page.fill("#id_original_amount", "7 000")
    page.fill("#id_original_projected_cost", "14 000")
    page.select_option("#id_original_rule", "prorata")
    press(page, "Préparer la convention")
    seen(admin, "02-preparee", "Le programme n'a encore aucune action")


def write_the_programme(admin: Visitor) -> None:
    page = admin.page
    follow(page, "Écrire le programme")
    lines = page.locator("#actions-lignes > li")
    for rank, (text, target, unit) in enumerate(
        (
            ("Réalisation de 10 sessions d'accompagnement", "10", ""),
            ("Organisation de 2 temps collectifs", "2", "temps collectifs"),
        )
    ):
        line = lines.nth(rank)
        line.get_by_label("Numéro").fill(str(rank + 1))
        line.get_by_label("Texte de la convention").fill(text)
        line.get_by_label("Quantité prévue").fill(target)
        line.get_by_label("Unité").fill(unit)
    press(page, "Enregistrer le programme")
    seen(admin, "03-programme-refuse", "Donnez l'unité de la quantité prévue")
    lines.nth(0).get_by_label("Unité").fill("sessions")
    press(page, "Enregistrer le programme")
    seen(admin, "04-programme", "2 temps collectifs", "pas encore suivie en chiffres")


def say_how_it_is_counted(admin: Visitor) -> None:
    page = admin.page
    follow(page, "Proposer une lecture")
    page.select_option("#figure", "accompaniment.sessions")
    press(page, "Choisir ce chiffre")
    seen(admin, "05-lecture")
    press(page, "Proposer cette lecture")
    seen(admin, "06-lecture-proposee", "proposée")


def balance_the_budget(admin: Visitor) -> None:
    page = admin.page
    page.get_by_role("navigation", name="Pages de la préparation").get_by_role(
        "link", name="Budget"
    ).click()
    seen(admin, "07-budget-vide")
    follow(page, "Écrire le budget")
    spending = page.locator("#depenses-lignes > li")
    for rank, (label, amount) in enumerate(
        (("Accompagnements", "9000"), ("Communication", "5000"))
    ):
        spending.nth(rank).get_by_label("Intitulé").fill(label)
        spending.nth(rank).get_by_label("Montant (€)").fill(amount)
    income = page.locator("#recettes-lignes > li")
    for rank, (label, amount) in enumerate(((FUNDER, "7000"), ("Fonds propres", "6000"))):
        income.nth(rank).get_by_label("Intitulé").fill(label)
        income.nth(rank).get_by_label("Montant (€)").fill(amount)
    choose(page, "#id_recettes-0-funder", FUNDER)
    press(page, "Enregistrer le budget")
    seen(admin, "08-budget-bancal", "1 000,00 €", "Fonds propres")
    follow(page, "Modifier le budget")
    income.nth(1).get_by_label("Montant (€)").fill("7000")
    press(page, "Enregistrer le budget")
    seen(admin, "09-budget", "14 000,00 €")


def link_and_send(admin: Visitor) -> None:
    page = admin.page
    follow(page, "Chapitres et liens")
    follow(page, "Nommer les chapitres")
    page.locator("#chapitres-lignes > li").nth(0).get_by_label("Titre").fill("Accompagner")
    press(page, "Enregistrer les chapitres")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    press(page, "Enregistrer les liens")
    seen(admin, "10-liens", "Accompagner")
    follow(page, "Actions et lectures")
    press(page, "Envoyer la proposition")
    seen(admin, "11-envoyee", "La proposition est envoyée")


def register(officer: Visitor) -> None:
    page = officer.page
    open_convention(officer)
    seen(officer, "12-lue-par-le-financeur", "Réalisation de 10 sessions")
    open_tab(officer, "Préparation")
    press(page, "Accepter")
    seen(officer, "13-lecture-acceptee", "acceptée")
    open_tab(officer, "Vie et papiers")
    follow(page, "Inscrire à l'ordre du jour de la commission")
    press(page, "Inscrire à l'ordre du jour de la commission")
    seen(officer, "14-inscrite", "devant la commission")
    follow(page, "Ajouter une imputation")
    page.fill("[name=available]", "mille")
    press(page, "Ajouter l'imputation")
    seen(officer, "15-imputation-refusee", "Donnez le code de l'opération")
    for name, value in (
        ("operation_code", "C06-1"), ("imputation", "6568/93048"), ("label", "Ouverture au monde"),
        ("available", "20000"), ("proposed", "7000"),
    ):  # fmt: skip
        page.fill(f"[name={name}]", value)
    press(page, "Ajouter l'imputation")
    seen(officer, "16-imputation", "13 000,00 €")


def write_the_file(officer: Visitor) -> None:
    page = officer.page
    follow(page, "Voir les documents")
    seen(officer, "17-dossier", "Ce que la vérification trouve")
    follow(page, "Choisir les visas")
    seen(officer, "18-visas")
    page.get_by_label("Intitulé").fill("code général des collectivités imaginaires")
    page.get_by_role("button", name="Ajouter").click()
    page.wait_for_load_state("networkidle")
    seen(officer, "19-visa", "collectivités imaginaires")
    follow(page, "Dossier de la convention")
    follow(page, "Numéroter les annexes")
    seen(officer, "20-annexes")
    page.locator("[name$=-position]").last.fill("7")
    press(page, "Enregistrer les annexes")
    seen(officer, "21-annexes-refusees", "Donnez l'intitulé de cette annexe")
    page.locator("[name$=-title]").last.fill("Budget prévisionnel détaillé")
    press(page, "Enregistrer les annexes")
    seen(officer, "22-dossier", "Budget prévisionnel détaillé")
    follow(page, "Projet de délibération")
    seen(officer, "23-projet", "7 000")


def vote(officer: Visitor) -> None:
    page = officer.page
    open_tab(officer, "Vie et papiers")
    follow(page, "Noter le vote")
    page.fill("[name=number]", f"{YEAR}-12")
    page.fill("[name=voted_on]", f"{YEAR}-03-20")
    page.fill("[name=opinion_on]", f"{YEAR}-03-10")
    page.select_option("[name=opinion]", "favourable")
    page.fill("[name=votes_for]", "30")
    page.fill("[name=votes_against]", "0")
    page.fill("[name=abstentions]", "2")
    page.fill("[name=groups-0-group]", "Groupe imaginaire")
    page.select_option("[name=groups-0-vote]", "for")
    press(page, "Noter le vote")
    seen(officer, "24-votee", "Le vote est noté", "30", "favorable")


def sign(partners: Partners) -> None:
    admin = partners.admin
    open_convention(admin)
    open_tab(admin, "Vie et papiers")
    follow(admin.page, "Noter la signature")
    admin.page.fill("[name=signed_on]", f"{YEAR}-04-02")
    press(admin.page, "Noter la signature")
    seen(admin, "25-signee", "La signature est notée")


def spend(admin: Visitor) -> None:
    page = admin.page
    open_tab(admin, "Argent")
    seen(admin, "26-argent-vide")
    follow(page, "Tenir les dépenses")
    follow(page, "Ajouter une dépense")
    page.fill("[name=label]", "Impression des affiches")
    page.fill("[name=amount]", "1 000,00")
    page.fill("[name=paid_on]", f"{YEAR}-06-02")
    payers = page.locator("select[name$=-payer]")
    payers.nth(0).select_option(label=f"{NAME} · Communication")
    page.fill("[name=parts-0-percent]", "60")
    page.get_by_text("Partager avec un autre poste").click()
    payers.nth(1).select_option("autre")
    page.fill("[name=parts-1-funder_name]", "Ville de Port-Fictif")
    page.fill("[name=parts-1-percent]", "60")
    press(page, "Enregistrer la dépense")
    seen(admin, "27-depense-refusee", "100")
    page.fill("[name=parts-1-percent]", "40")
    press(page, "Enregistrer la dépense")
    if page.get_by_role("link", name="Impression des affiches").count():
        follow(page, "Impression des affiches")
    seen(admin, "28-depense", "600,00 €", "Ville de Port-Fictif")
    page.set_input_files(
        "input[name=files]",
        [{"name": "facture.pdf", "mimeType": "application/pdf", "buffer": PDF}],
    )
    press(page, "Joindre")
    seen(admin, "29-justificatif", "facture.pdf")


def import_expenses(admin: Visitor) -> None:
    page = admin.page
    rows = (
        ("Salaires de l'accompagnement", 6400, f"30/06/{YEAR}", "Accompagnements", ""),
        ("Site internet", 1500, f"01/07/{YEAR}", "Communication", "Atelier des Songes"),
    )
    wrong = (rows[0], ("Site internet", "beaucoup", f"01/07/{YEAR}", "Communication", ""))
    follow(page, "Voir toutes les dépenses")
    follow(page, "Importer un tableau")
    seen(admin, "30-import")
    with running_worker():
        page.set_input_files("input[type=file]", workbook(*wrong))
        press(page, "Vérifier ce tableau")
        page.wait_for_selector("text=valeur refusée", timeout=60_000)
        seen(admin, "31-import-refuse", "n'est pas un montant", "rien n'est écrit")
        follow(page, "Envoyer le fichier corrigé")
        page.set_input_files("input[type=file]", workbook(*rows))
        press(page, "Vérifier ce tableau")
        page.wait_for_selector("text=Ce que donnerait l'import", timeout=60_000)
        seen(admin, "32-import-verifie")
        press(page, "Importer ces 2 lignes")
        page.wait_for_selector("text=C'est importé", timeout=60_000)
    follow(page, "Voir la liste")
    seen(admin, "33-depenses", "8 500,00 €")
    follow(page, "Voir les versements")
    page.fill("[name=amount]", "7 000")
    press(page, "Enregistrer le versement")
    seen(admin, "34-versement-refuse", "Donnez la date du versement")
    page.fill("[name=received_on]", f"{YEAR}-05-15")
    press(page, "Enregistrer le versement")
    seen(admin, "35-versement", "7 000,00 € versés")


def show(staff: Visitor) -> None:
    page = staff.page
    open_convention(staff)
    seen(staff, "36-convention-390")
    open_tab(staff, "Communication")
    seen(staff, "37-communication-390")
    follow(page, "Ajouter une preuve")
    page.set_input_files("input[name=files]", photo())
    page.get_by_text("Presse", exact=True).click()
    press(page, "Ajouter la preuve")
    seen(staff, "38-preuve-390", "« affiche.jpg » est joint.")


def talk(partners: Partners) -> None:
    officer, staff = partners.officer, partners.staff
    open_convention(officer)
    officer.page.locator(".commitment-link").nth(1).click()
    officer.page.get_by_label("Votre message").fill("Où ont-ils eu lieu ?")
    press(officer.page, "Poser la question")
    seen(officer, "39-question", "Votre question est envoyée")
    open_convention(staff)
    follow(staff.page, "1 question ouverte")
    seen(staff, "40-questions-390", "Organisation de 2 temps collectifs")
    follow(staff.page, "Organisation de 2 temps collectifs")
    staff.page.get_by_label("Votre message").fill("À Port-Fictif et à Valrêvé.")
    press(staff.page, "Répondre")
    seen(staff, "41-reponse-390", "Votre réponse est envoyée")
    follow(staff.page, "Voir la page complète")
    staff.page.get_by_text("Noter cette action comme réalisée").click()
    staff.page.fill("main textarea[name=reason]", "Les deux ont eu lieu.")
    press(staff.page, "Noter comme réalisée")
    seen(staff, "42-realisee-390", "réalisé selon Lianes")
    officer.page.reload()
    press(officer.page, "Valider cette action")
    seen(officer, "43-validee", f"validé par le {FUNDER}")


def amend(admin: Visitor) -> None:
    page = admin.page
    open_tab(admin, "Vie et papiers")
    follow(page, "Noter un avenant")
    page.fill("[name=purpose]", "Une subvention augmentée")
    page.fill("[name=signed_on]", f"{YEAR}-09-10")
    page.fill("[name=amount]", "7 500")
    press(page, "Noter l'avenant")
    seen(admin, "44-avenant", "L'avenant n° 1 est noté", "7 500,00 €")


def extend(officer: Visitor) -> None:
    page = officer.page
    open_tab(officer, "Échéances")
    seen(officer, "45-echeances")
    press(page, "Prolonger le bilan")
    page.fill("[name=to]", f"{YEAR + 1}-06-30")
    press(page, "Noter la nouvelle date")
    seen(officer, "46-prolonger-refuse", "Dites pourquoi")
    page.fill("[name=reason]", "Deux temps collectifs reportés")
    press(page, "Noter la nouvelle date")
    seen(officer, "47-prolongee", f"30 juin {YEAR + 1}", "Deux temps collectifs reportés")


def account_for(admin: Visitor) -> None:
    page = admin.page
    open_tab(admin, "Argent")
    seen(admin, "48-argent", "8 500,00 €")
    follow(page, "Expliquer l'écart")
    page.fill("main textarea", "Un poste est resté vacant")
    press(page, "Enregistrer l'explication")
    seen(admin, "49-explique", "Un poste est resté vacant")
    follow(page, "compte rendu financier")
    seen(admin, "50-bilan-financier", "Salaires de l'accompagnement")
    with running_worker():
        press(page, "Demander le PDF")
        page.wait_for_selector("text=Télécharger le PDF", timeout=60_000)
    seen(admin, "51-document")


def settle(partners: Partners) -> None:
    admin, officer = partners.admin, partners.officer
    open_convention(officer)
    open_tab(officer, "Argent")
    seen(officer, "52-argent-financeur")
    follow(officer.page, "Voir le solde")
    officer.page.fill("[name=depenses]", "16 000")
    press(officer.page, "Calculer")
    seen(officer, "53-simule", "16 000,00 €")
    press(officer.page, "Proposer ce solde")
    seen(officer, "54-solde-propose", "Le solde est proposé")
    open_convention(admin)
    open_tab(admin, "Argent")
    follow(admin.page, "Voir le solde")
    seen(admin, "55-solde-a-lire")
    press(admin.page, "Répondre « Sans observation »")
    seen(admin, "56-sans-observation", "C'est noté")
    officer.page.reload()
    press(officer.page, "Décider le solde")
    seen(officer, "57-decide", "la convention soldée", "Reversement attendu")


def pay_back(partners: Partners) -> None:
    admin = partners.admin
    admin.page.reload()
    follow(admin.page, "Voir les versements")
    admin.page.select_option("[name=kind]", "repayment")
    admin.page.fill("[name=amount]", "2 446,43")
    admin.page.fill("[name=received_on]", timezone.localdate().isoformat())
    press(admin.page, "Enregistrer le versement")
    seen(admin, "58-reversement", "reversés")
    open_tab(partners.officer, "Vie et papiers")
    seen(partners.officer, "59-soldee", "dossier clos")
