"""What an import remembers of a file, on disk for the time of the run: a file of a hundred thousand
lines takes no more memory than one of a thousand."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any


class Scratch:
    """A private database of its own, which goes with it. It holds a few megabytes in memory, and
    the rest in a temporary file."""

    def __init__(self):
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")

    def run(self, sql: str, values: Iterable[Any] = ()) -> list[tuple]:
        return self._connection.execute(sql, tuple(values)).fetchall()

    def read(self, sql: str, values: Iterable[Any] = ()) -> Iterator[tuple]:
        return self._connection.execute(sql, tuple(values))

    def fill(self, sql: str, lines: Iterable[tuple]) -> None:
        self._connection.execute("BEGIN")
        self._connection.executemany(sql, lines)
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()


class Seen:
    """How many times each thing was said, as a Counter would."""

    def __init__(self, scratch: Scratch):
        self._scratch = scratch
        scratch.run("CREATE TABLE seen (said BLOB PRIMARY KEY, times INTEGER) WITHOUT ROWID")

    def __getitem__(self, said: str) -> int:
        found = self._scratch.run("SELECT times FROM seen WHERE said = ?", [_digest(said)])
        return found[0][0] if found else 0

    def __setitem__(self, said: str, times: int) -> None:
        self._scratch.run("INSERT OR REPLACE INTO seen VALUES (?, ?)", [_digest(said), times])


def _digest(said: str) -> bytes:
    return hashlib.blake2b(said.encode(), digest_size=16).digest()
