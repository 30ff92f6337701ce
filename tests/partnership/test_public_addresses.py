"""Only the public internet is read, in https, within a size and a time."""

import socket
import time

import pytest

from partnership import public_addresses
from partnership.public_addresses import AddressError, check, is_public, read

ADDRESS = "https://agenda.test/a.ics?cle=1"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "nom",
    ],
)
def test_a_private_address_is_not_public(address):
    assert not is_public(address)


def test_a_public_address_is():
    assert is_public("9.9.9.9")
    assert is_public("2620:fe::fe")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://agenda.test/",
        "ftp://agenda.test/",
        "file:///etc/passwd",
        "https://",
        "https://agenda.test:8443/",
        "https://agenda.test:x/",
        "https://moi@agenda.test/",
        "https://moi:secret@agenda.test/",
        "https://agenda.test/a\r\nX: y",
        "https://agenda.test/a b",
        "https://[agenda/",
    ],
)
def test_anything_but_a_plain_https_address_is_refused(address):
    with pytest.raises(AddressError):
        check(address)


def test_the_address_that_calendars_give_is_https():
    assert check(" webcal://agenda.test/a.ics ") == "https://agenda.test/a.ics"


@pytest.mark.parametrize("found", [["127.0.0.1"], ["9.9.9.9", "10.0.0.1"], ["::1"], []])
def test_a_name_that_leads_to_a_private_network_is_never_called(monkeypatch, found):
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *args, **given: [(0, 0, 0, "", (one, 443)) for one in found]
    )
    monkeypatch.setattr(socket, "create_connection", lambda *args: pytest.fail("called"))
    with pytest.raises(AddressError, match="réseau privé"):
        read(ADDRESS, largest=10, seconds=1)


class Answer:
    def __init__(self, status=200, content=b"", location=""):
        self.status, self._content, self._location = status, content, location

    def getheader(self, name, default):
        return self._location or default

    def read1(self, size):
        piece, self._content = self._content[:size], self._content[size:]
        return piece


@pytest.fixture
def answers(monkeypatch):
    """What the addresses answer, one after the other; those asked are kept."""
    asked = []

    def answers(*given):
        left = list(given)

        class Connection:
            sock = None

            def __init__(self, host, address, ends_at):
                self.host = host

            def request(self, method, path, headers):
                asked.append(f"{self.host}{path}")

            def getresponse(self):
                found = left.pop(0)
                if isinstance(found, Exception):
                    raise found
                return found

            def close(self):
                pass

            def hang_up(self):
                pass

        monkeypatch.setattr(public_addresses, "_Connection", Connection)
        monkeypatch.setattr(public_addresses, "_public_address", lambda host: "9.9.9.9")
        return asked

    return answers


def test_what_the_address_answers_is_read(answers):
    asked = answers(Answer(content=b"BEGIN"))
    assert read(ADDRESS, largest=10, seconds=5) == b"BEGIN"
    assert asked == ["agenda.test/a.ics?cle=1"]


def test_a_redirection_is_followed_and_checked_again(answers, monkeypatch):
    asked = answers(Answer(302, location="https://autre.test/b"), Answer(content=b"ici"))
    assert read(ADDRESS, largest=10, seconds=5) == b"ici"
    assert asked[-1] == "autre.test/b"
    answers(Answer(302, location="http://autre.test/b"))
    with pytest.raises(AddressError, match="https"):
        read(ADDRESS, largest=10, seconds=5)
    answers(*[Answer(302, location=ADDRESS)] * 9)
    with pytest.raises(AddressError, match="sans fin"):
        read(ADDRESS, largest=10, seconds=5)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(content=b"x" * 11), "dépasse"),
        (Answer(404), "plus ouverte"),
        (Answer(500), "erreur"),
        (TimeoutError(), "ne répond pas"),
        (ConnectionRefusedError(), "ne répond pas"),
    ],
)
def test_what_goes_wrong_is_said(answers, answer, words):
    answers(answer)
    with pytest.raises(AddressError, match=words):
        read(ADDRESS, largest=10, seconds=5)


def test_what_never_ends_is_cut(answers, monkeypatch):
    answers(Answer(content=b"x"))
    ticks = iter(range(0, 1000, 10))
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks))
    with pytest.raises(AddressError, match="trop de temps"):
        read(ADDRESS, largest=10, seconds=5)
