"""The addresses of who signs up, who comes, and the papers of it."""

from django.urls import path

from accompaniment.views import attendance, sign_up, sign_up_settings, signing

HERE = "temps-collectifs/<uuid:uid>"
ROW = f"{HERE}/participants/<uuid:row>"
PUBLIC = "inscription/<str:key>"
OWN = f"{PUBLIC}/<str:person>"

urlpatterns = [
    path(f"{HERE}/participants/", attendance.attendance, name="attendance"),
    path(f"{HERE}/participants/ajouter/<str:which>/", attendance.add, name="attendance-add"),
    path(
        f"{HERE}/participants/tous-presents/",
        attendance.all_present,
        name="attendance-all-present",
    ),
    path(f"{HERE}/participants/liste-attente/", attendance.promote, name="attendance-promote"),
    path(f"{HERE}/participants/structures/", attendance.structures, name="attendance-structures"),
    path(f"{HERE}/participants/effacer-les-noms/", attendance.erase, name="attendance-erase"),
    path(f"{HERE}/participants/feuille/", signing.sheet, name="sign-in-sheet"),
    path(f"{HERE}/participants/attestations/", signing.all_certificates, name="certificates"),
    path(f"{ROW}/", attendance.row, name="attendance-row"),
    path(f"{ROW}/presence/", attendance.say, name="attendance-state"),
    path(f"{ROW}/retirer/", attendance.remove, name="attendance-remove"),
    path(f"{ROW}/signature/", signing.withdraw_signature, name="signature-withdraw"),
    path(f"{ROW}/attestation/", signing.certificate, name="certificate"),
    path(f"{HERE}/inscription/", sign_up_settings.sign_up_settings, name="sign-up-settings"),
    path(f"{HERE}/signer/", signing.signing, name="signing"),
    path(f"{HERE}/signer/ajouter/", signing.add, name="signing-add"),
    path(f"{HERE}/signer/<uuid:row>/", signing.sign, name="sign"),
    path(f"{PUBLIC}/", sign_up.sign_up, name="sign-up"),
    path(f"{PUBLIC}/merci/", sign_up.signed_up, name="signed-up"),
    path(f"{OWN}/", sign_up.my_sign_up, name="my-sign-up"),
    path(f"{OWN}/confirmer/", sign_up.confirm, name="sign-up-confirm"),
    path(f"{OWN}/annuler/", sign_up.cancel, name="sign-up-cancel"),
    path(f"{OWN}/fichier/", sign_up.hand_in, name="sign-up-file"),
    path(f"{OWN}/agenda.ics", sign_up.calendar, name="sign-up-calendar"),
]
