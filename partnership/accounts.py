"""Logging in: the form and its view."""

import ipaddress
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth import forms as auth_forms
from django.contrib.auth import views as auth_views

from partnership.demonstration import LOGINS

LONGEST_ADDRESS = 254


def login_name(request, credentials=None):
    """The address whose failures are counted: one account, whatever the case it is written in.

    Upper case first: the database finds « camille » under « camılle » too, by its capitals."""
    typed = (credentials or request.POST).get("username") or ""
    return typed.upper().lower()[:LONGEST_ADDRESS]


def client_address(request):
    """Where the request comes from, as the proxies in front of the site say it. None: unknown."""
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    count = settings.PROXY_COUNT
    forwarded = [said[-count]] if 0 < count <= len(said) else []
    for address in (*forwarded, request.META.get("REMOTE_ADDR", "")):
        try:
            return str(ipaddress.ip_address(address.strip()))
        except ValueError:
            continue
    return None


class LoginForm(auth_forms.AuthenticationForm):
    username = forms.EmailField(
        label="Adresse électronique",
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    error_messages = {
        "invalid_login": (
            "L'adresse ou le mot de passe est inexact. Vérifiez les deux, ou demandez un nouveau "
            "mot de passe par le lien sous le bouton."
        ),
        "inactive": "Ce compte est fermé. Demandez à l'administration de l'association.",
    }


class PasswordResetForm(auth_forms.PasswordResetForm):
    """The link of the message leads to the site's own address, whatever name it was asked by."""

    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "email"}),
    )

    def save(self, **options):
        site = urlsplit(settings.BASE_URL)
        given = {"domain_override": site.netloc, "use_https": site.scheme == "https"}
        super().save(**options | given)


class LoginView(auth_views.LoginView):
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        logins = LOGINS if settings.DEMONSTRATION else ()
        return super().get_context_data(demonstration_logins=logins, **kwargs)
