"""Login and passwords, under the names that Django expects."""

from django.contrib.auth import views
from django.urls import path

from partnership.accounts import LoginView
from partnership.forms import PasswordResetForm

urlpatterns = [
    path("connexion/", LoginView.as_view(), name="login"),
    path("deconnexion/", views.LogoutView.as_view(), name="logout"),
    path(
        "mot-de-passe/",
        views.PasswordChangeView.as_view(),
        name="password_change",
    ),
    path(
        "mot-de-passe/change/",
        views.PasswordChangeDoneView.as_view(),
        name="password_change_done",
    ),
    path(
        "mot-de-passe-oublie/",
        views.PasswordResetView.as_view(
            email_template_name="registration/password_reset_email.txt",
            form_class=PasswordResetForm,
        ),
        name="password_reset",
    ),
    path(
        "mot-de-passe-oublie/envoye/",
        views.PasswordResetDoneView.as_view(),
        name="password_reset_done",
    ),
    path(
        "nouveau-mot-de-passe/enregistre/",
        views.PasswordResetCompleteView.as_view(),
        name="password_reset_complete",
    ),
    path(
        "nouveau-mot-de-passe/<uidb64>/<token>/",
        views.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
]
