"""The addresses of what follows a gathering."""

from django.urls import path

from accompaniment.views import after, survey

HERE = "temps-collectifs/<uuid:uid>/apres"
PUBLIC = "questionnaire/<str:key>"

urlpatterns = [
    path(f"{HERE}/", after.after, name="gathering-after"),
    path(f"{HERE}/retours/", after.feedback, name="feedback"),
    path(f"{HERE}/supports/", after.handout, name="handout"),
    path(f"{HERE}/questionnaire/", after.survey_edit, name="survey-edit"),
    path(f"{HERE}/questionnaire/ouverture/", after.survey_open, name="survey-open"),
    path(f"{HERE}/questionnaire/envoi/", after.survey_send, name="survey-send"),
    path(f"{HERE}/questionnaire/reponses/", after.survey_results, name="survey-results"),
    path(
        "temps-collectifs/retours/<uuid:uid>/retirer/",
        after.take_back,
        {"which": "retour"},
        name="feedback-remove",
    ),
    path(
        "temps-collectifs/supports/<uuid:uid>/retirer/",
        after.take_back,
        {"which": "support"},
        name="handout-remove",
    ),
    path(f"{PUBLIC}/", survey.survey, name="survey"),
    path(f"{PUBLIC}/merci/", survey.thanks, name="survey-thanks"),
]
