"""Logging in, what each role may go to, and whether the site is alive."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.db import connection
from django.db.models import F
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse

from partnership import accounts, navigation
from partnership.access import Access
from partnership.enums import Role
from partnership.models import Membership, Network, Organisation, User

pytestmark = pytest.mark.django_db
PASSWORD = "un mot de passe assez long"


def _page(request):
    return None


def _stubs(app_name, *names):
    patterns = [path(f"{app_name}-{name}/", _page, name=name) for name in names]
    return path("", include((patterns, app_name)))


class AllPlaces:
    """Every place of the navigation, whether built or not."""

    urlpatterns = [
        _stubs("reporting", "today", "reports"),
        _stubs("accompaniment", "entries", "follow-ups"),
        _stubs("partnership", "conventions", "jobs"),
    ]


class NoPlace:
    urlpatterns = []


@pytest.fixture
def network():
    return Network.objects.create(name="Réseau")


@pytest.fixture
def camille():
    return User.objects.create_user("camille@lianes.example", PASSWORD, first_name="Camille")


def belong(user, network, role, *, runs=False):
    organisation = Organisation.objects.create(
        owner=network, name=f"Structure {role}", runs_its_network=runs
    )
    Membership.objects.create(user=user, organisation=organisation, role=role)


def log_in(client, email, password=PASSWORD):
    return client.post(reverse("login"), {"username": email, "password": password})


@pytest.mark.parametrize("email", ["camille@lianes.example", "Camille@LIANES.example"])
def test_one_logs_in_by_email_whatever_its_case(client, camille, email):
    response = log_in(client, email)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(camille.pk)


def test_a_wrong_password_is_said_in_french_and_the_email_is_kept(client, camille):
    text = log_in(client, "camille@lianes.example", "faux").content.decode()
    assert "est inexact" in text
    assert 'value="camille@lianes.example"' in text
    assert "variable inconnue" not in text


def test_nobody_sees_the_demonstration_logins_of_a_real_site(client, settings):
    settings.DEMONSTRATION = False
    assert "trame-demonstration" not in client.get(reverse("login")).content.decode()
    settings.DEMONSTRATION = True
    assert "trame-demonstration" in client.get(reverse("login")).content.decode()


def test_too_many_wrong_passwords_close_the_account_for_a_while(client, camille, settings):
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    spellings = ("camille@lianes.example", "CAMILLE@lianes.example", "camille@LIANES.example")
    responses = [log_in(client, email, "faux") for email in spellings]
    assert responses[-1].status_code == 429
    assert "Attendez 15 minutes" in responses[-1].content.decode()
    User.objects.create_user("colleague@lianes.example", PASSWORD)
    assert log_in(client, "colleague@lianes.example").status_code == 302


def test_many_addresses_give_no_more_tries_at_one_account(client, camille, settings):
    settings.AXES_ENABLED = True
    statuses = []
    for number in range(settings.AXES_FAILURE_LIMIT):
        given = {"username": camille.email, "password": "faux"}
        response = client.post(reverse("login"), given, REMOTE_ADDR=f"192.0.2.{number}")
        statuses.append(response.status_code)
    assert statuses == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429]
    assert log_in(client, camille.email).status_code == 429


def test_trying_on_does_not_make_the_wait_longer(client, camille, settings):
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    for tries, minutes in ((3, 10), (1, 6)):
        for _ in range(tries):
            assert log_in(client, camille.email, "faux").status_code in (200, 429)
        passed = datetime.timedelta(minutes=minutes)
        AccessAttempt.objects.update(attempt_time=F("attempt_time") - passed)
    assert log_in(client, camille.email).status_code == 302


@pytest.mark.parametrize("typed", ["CAMILLE@lianes.example", "camılle@lianes.example"])
def test_one_account_has_one_count_however_its_address_is_written(typed):
    assert accounts.login_name(None, {"username": typed}) == "camille@lianes.example"


@pytest.mark.parametrize("name", ["login", "admin:login"])
def test_a_very_long_address_is_refused_and_what_is_kept_of_it_is_short(client, settings, name):
    settings.AXES_ENABLED = True
    address = "a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".example"
    given = {"username": address, "password": "faux"}
    response = client.post(reverse(name), given)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert all(len(kept.username) <= 254 for kept in AccessAttempt.objects.all())
    assert AccessAttempt.objects.count() == (name == "admin:login")


def test_a_very_long_address_receives_no_new_password(client):
    address = "a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".example"
    response = client.post(reverse("password_reset"), {"email": address})
    assert response.status_code == 200
    assert "email" in response.context["form"].errors


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "n'importe quoi", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_the_address_of_a_visitor_is_the_one_that_our_own_proxies_say(
    rf, settings, proxies, forwarded, address
):
    settings.PROXY_COUNT = proxies
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert accounts.client_address(request) == address


def test_a_visitor_without_an_address_has_none(rf):
    assert accounts.client_address(rf.get("/", REMOTE_ADDR="")) is None


def test_logging_in_changes_the_session_that_one_came_with(client, camille):
    session = client.session
    session["left"] = "by somebody else"
    session.save()
    assert client.session.session_key == session.session_key
    assert log_in(client, camille.email).status_code == 302
    assert client.session.session_key != session.session_key


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/conventions/", "/conventions/"),
        ("https://ailleurs.example/", "/"),
        ("//ailleurs.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_one_is_never_led_elsewhere_after_logging_in(client, camille, asked, reached):
    given = {"username": camille.email, "password": PASSWORD, "next": asked}
    assert client.post(reverse("login"), given).url == reached


def test_another_site_cannot_log_anybody_out(camille):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(camille)
    assert strict.post(reverse("logout")).status_code == 403
    assert strict.session["_auth_user_id"] == str(camille.pk)


def test_a_right_password_forgets_the_wrong_ones(client, settings):
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    User.objects.create_user("Prenom.Nom@lianes.example", PASSWORD)
    for password in ("faux", "faux", PASSWORD, "faux", "faux", PASSWORD):
        client.logout()
        response = log_in(client, "prenom.nom@lianes.example", password)
    assert response.status_code == 302


def test_an_anonymous_visitor_is_sent_to_login(client):
    response = client.get("/")
    assert response.status_code == 302
    assert response.url == f"{reverse('login')}?next=/"


def test_someone_without_a_role_is_told_whom_to_ask(client, camille):
    client.force_login(camille)
    assert "rattacher" in client.get("/").content.decode()


def test_logging_out_takes_a_post_and_leads_to_login(client, camille):
    client.force_login(camille)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).url == reverse("login")


def test_a_forgotten_password_is_replaced_by_mail(client, camille):
    response = client.post(reverse("password_reset"), {"email": "CAMILLE@lianes.example"})
    assert response.url == reverse("password_reset_done")
    (message,) = mail.outbox
    assert message.subject == "Trame : choisir un nouveau mot de passe"
    link = next(line for line in message.body.splitlines() if line.startswith("http"))
    form = client.get(link, follow=True)
    assert "Choisir un mot de passe" in form.content.decode()
    chosen = {
        "new_password1": "une autre phrase longue",
        "new_password2": "une autre phrase longue",
    }
    assert client.post(form.redirect_chain[-1][0], chosen).url == reverse("password_reset_complete")
    assert "ne vaut plus" in client.get(link).content.decode()


@pytest.mark.parametrize("base", ["https://trame.example", "http://127.0.0.1:8001"])
def test_the_link_of_the_message_leads_to_the_site_and_nowhere_else(
    client, camille, settings, base
):
    settings.BASE_URL = base
    given = {"email": camille.email}
    client.post(reverse("password_reset"), given, HTTP_HOST="piege.example", secure=True)
    (message,) = mail.outbox
    assert f"\n{base}/compte/" in message.body
    assert "piege.example" not in message.body


@pytest.mark.parametrize(
    "name", ["login", "password_reset", "password_reset_done", "password_reset_complete"]
)
def test_the_way_back_in_is_open_to_all_and_costs_no_query(client, name):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse(name))
    assert response.status_code == 200
    assert "variable inconnue" not in response.content.decode()
    assert not queries.captured_queries


@pytest.mark.parametrize("name", ["password_change", "password_change_done"])
def test_changing_ones_password_needs_a_login(client, camille, name):
    assert client.get(reverse(name)).status_code == 302
    client.force_login(camille)
    text = client.get(reverse(name)).content.decode()
    assert "variable inconnue" not in text


STAFF_PLACES = ["Aujourd'hui", "Échanges", "Accompagnements", "Conventions", "Bilans"]


@pytest.mark.parametrize(
    ("role", "runs", "labels"),
    [
        (Role.STAFF, True, STAFF_PLACES),
        (Role.ADMIN, True, [*STAFF_PLACES, "Mes documents"]),
        (Role.OFFICER, False, ["Conventions", "Échanges", "Accompagnements"]),
    ],
)
def test_each_role_is_shown_only_what_it_may_see(camille, network, settings, role, runs, labels):
    settings.ROOT_URLCONF = AllPlaces
    belong(camille, network, role, runs=runs)
    request = RequestFactory().get(reverse("accompaniment:entries"))
    request.user = camille
    entries = list(navigation.navigation(request)["navigation"])
    assert [entry.label for entry in entries] == labels
    assert [entry.label for entry in entries if entry.current] == ["Échanges"]


def test_a_bilan_lies_among_the_bilans_for_those_who_see_them():
    staff, officer = Access(networks=frozenset({1})), Access(funders=frozenset({2}))

    def current(access, path):
        return [one.label for one in navigation.entries_for(access, path) if one.current]

    assert current(staff, "/conventions/CD62-2023/bilan/textes/") == ["Bilans"]
    assert current(staff, "/conventions/CD62-2023/") == ["Conventions"]
    assert current(officer, "/conventions/CD62-2023/bilan/") == ["Conventions"]
    assert navigation.first_place(officer) == reverse("partnership:conventions")


def test_the_navigation_reads_the_memberships_and_nothing_else(camille, network):
    belong(camille, network, Role.STAFF, runs=True)
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=camille.pk)
    with CaptureQueriesContext(connection) as queries:
        list(navigation.navigation(request)["navigation"])
        list(navigation.navigation(request)["navigation"])
    assert len(queries) == 1


def test_a_page_that_is_not_built_is_left_out(settings):
    settings.ROOT_URLCONF = NoPlace
    access = Access(networks=frozenset({1}), administered=frozenset({1}))
    assert navigation.entries_for(access, "/") == []
    assert navigation.first_place(access) is None


def test_health_answers_without_a_login(client):
    response = client.get("/sante/")
    assert response.status_code == 200
    assert response.content == b"ok"
    assert response["Content-Type"].startswith("text/plain")


def test_an_unknown_address_says_what_to_do(client):
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    assert "Revenir à l'accueil" in response.content.decode()
