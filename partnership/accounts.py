"""Logging in: the form and its view."""

from django import forms
from django.conf import settings
from django.contrib.auth import forms as auth_forms
from django.contrib.auth import views as auth_views

from partnership.demonstration import LOGINS


def login_name(request, credentials=None):
    """The address whose failures are counted: one account, whatever the case it is written in."""
    return (credentials or request.POST).get("username", "").lower()


class LoginForm(auth_forms.AuthenticationForm):
    username = forms.EmailField(
        label="Adresse électronique",
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    error_messages = {
        "invalid_login": (
            "L'adresse ou le mot de passe est inexact. Vérifiez les deux, ou demandez un nouveau "
            "mot de passe par le lien sous le bouton."
        ),
        "inactive": "Ce compte est fermé. Demandez à l'administration de l'association.",
    }


class LoginView(auth_views.LoginView):
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        logins = LOGINS if settings.DEMONSTRATION else ()
        return super().get_context_data(demonstration_logins=logins, **kwargs)
