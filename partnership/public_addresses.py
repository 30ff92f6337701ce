"""Reading an address that a person gave, on the public internet and nowhere else.

The name is resolved once, every address that it gives must be public, and the connection goes to
the address that was checked: a name that changes in between leads nowhere private."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

MOST_REDIRECTIONS = 3
PORT = 443
_PIECE = 64 * 1024


class AddressError(Exception):
    """The address cannot be read; the message is in French, for the person."""


@dataclass(frozen=True)
class _Place:
    host: str
    path: str


def check(address: str) -> str:
    """The address as it will be read: « webcal:// » is https. Raises AddressError for anything
    but https, for another port and for a name or a password in it."""
    written = address.strip()
    if written.lower().startswith("webcal://"):
        written = f"https://{written[9:]}"
    _place(written)
    return written


def _place(address: str) -> _Place:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise AddressError("Cette adresse n'est pas comprise : copiez-la en entier.") from error
    if parts.scheme != "https":
        raise AddressError("L'adresse doit commencer par https:// : Trame ne lit rien d'autre.")
    if not parts.hostname or parts.username or parts.password or port not in (None, PORT):
        raise AddressError("Cette adresse n'est pas comprise : copiez-la en entier.")
    if not address.isascii() or any(ord(char) <= 32 for char in address):
        raise AddressError("Cette adresse n'est pas comprise : copiez-la en entier.")
    return _Place(parts.hostname, f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")


def read(address: str, *, largest: int, seconds: float, accepts: str = "*/*") -> bytes:
    """What the address answers, of `largest` bytes at most, within `seconds` in all. Raises
    AddressError."""
    ends_at = time.monotonic() + seconds
    current = check(address)
    for _ in range(MOST_REDIRECTIONS + 1):
        place = _place(current)
        try:
            connection = _Connection(place.host, _public_address(place.host), ends_at)
            with _cut_off(connection, ends_at):
                answer = _ask(connection, place.path, accepts)
                if answer.status in (301, 302, 303, 307, 308):
                    current = urljoin(current, answer.getheader("Location", ""))
                    continue
                if answer.status != 200:
                    raise AddressError(_refused(answer.status))
                return _content(answer, connection, largest, ends_at)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise AddressError(
                "L'adresse ne répond pas : vérifiez-la, Trame essaiera de nouveau demain."
            ) from error
    raise AddressError("L'adresse renvoie sans fin vers une autre : vérifiez-la.")


@contextmanager
def _cut_off(connection: _Connection, ends_at: float) -> Iterator[None]:
    """Whatever the other side does, even one byte at a time, it is over when the time is."""
    timer = threading.Timer(max(ends_at - time.monotonic(), 0), connection.hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.close()


def _refused(status: int) -> str:
    if status in (401, 403, 404, 410):
        return "L'adresse n'est plus ouverte : copiez-la de nouveau depuis votre agenda."
    return f"L'adresse répond par une erreur ({status}) : Trame essaiera de nouveau demain."


def _ask(connection: http.client.HTTPConnection, path: str, accepts: str):
    connection.request("GET", path, headers={"Accept": accepts, "User-Agent": "Trame"})
    return connection.getresponse()


def _content(answer, connection, largest: int, ends_at: float) -> bytes:
    kept = bytearray()
    while True:
        left = ends_at - time.monotonic()
        if left <= 0:
            raise AddressError("L'adresse met trop de temps à répondre : vérifiez-la.")
        if connection.sock is not None:
            connection.sock.settimeout(left)
        piece = answer.read1(_PIECE)
        if not piece:
            return bytes(kept)
        kept += piece
        if len(kept) > largest:
            raise AddressError(f"Ce que l'adresse répond dépasse {largest // 1024 // 1024} Mo.")


def _public_address(host: str) -> str:
    """The address to connect to. All those of the name must be public."""
    found = {
        one[4][0].split("%")[0] for one in socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    }
    if not found or not all(is_public(one) for one in found):
        raise AddressError("Cette adresse mène à un réseau privé : Trame ne la lit pas.")
    return sorted(found, key=lambda one: (":" in one, one))[0]


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet, an IPv4 one inside IPv6 included."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inside = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inside is not None:
            return is_public(str(inside))
        if found in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast and not found.is_reserved


class _Connection(http.client.HTTPSConnection):
    """To the address that was checked, under the name that its certificate must bear."""

    def __init__(self, host: str, address: str, ends_at: float):
        self._left = max(ends_at - time.monotonic(), 0.001)
        super().__init__(host, PORT, timeout=self._left, context=ssl.create_default_context())
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, PORT), self._left)
        if not is_public(plain.getpeername()[0]):
            plain.close()
            raise AddressError("Cette adresse mène à un réseau privé : Trame ne la lit pas.")
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)

    def hang_up(self) -> None:
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)
