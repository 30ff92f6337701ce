"""Child processes kept alive by one command: started, watched, restarted, stopped together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0


def _die_with_parent() -> None:
    """Linux only: a child whose parent was killed outright is told to stop."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A program to keep running. `name` is French, for people; seconds everywhere."""

    name: str
    command: Sequence[str]
    log: Path
    directory: Path
    environment: Mapping[str, str]
    first_pause: float = 1.0
    process: subprocess.Popen | None = None
    started: float = 0.0
    failures: int = 0
    restart_at: float | None = None

    def start(self) -> None:
        """In its own session: the Ctrl-C of the terminal reaches the command alone, which then
        stops its children in order."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.directory,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )
        self.started = time.monotonic()
        self.restart_at = None

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def pause_after_death(self) -> float:
        """How long to wait before another start: doubled each time, forgotten after a good run."""
        if time.monotonic() - self.started > STEADY_AFTER:
            self.failures = 0
        self.failures += 1
        return min(self.first_pause * 2 ** (self.failures - 1), LONGEST_PAUSE)

    def send(self, number: signal.Signals, *, to_all: bool = False) -> None:
        """To the program, or to it and everything it started."""
        if self.process is None:
            return
        try:
            if to_all:
                os.killpg(self.process.pid, number)
            elif self.is_alive():
                self.process.send_signal(number)
        except ProcessLookupError:
            pass

    def last_lines(self, count: int = 15) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])


class Supervisor:
    """Starts children in order, restarts those that die, stops all of them."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]):
        self.children = children
        self._say = say

    def start(self) -> None:
        for child in self.children:
            child.start()

    def look(self) -> None:
        """One round: announce who died, restart those whose pause is over."""
        now = time.monotonic()
        for child in self.children:
            if child.is_alive():
                continue
            if child.restart_at is None:
                pause = child.pause_after_death()
                child.restart_at = now + pause
                self._say(
                    f"{child.name} : arrêt inattendu (code {child.process.returncode}), "
                    f"nouveau départ dans {pause:.0f} s. Voir {child.log}."
                )
            elif now >= child.restart_at:
                # What the dead program had started must not work beside its successor.
                child.send(signal.SIGKILL, to_all=True)
                child.start()
                self._say(f"{child.name} : reparti.")

    def stop(self, grace: float = 10.0) -> None:
        """Ask every child to stop; after `grace` seconds, kill what remains of it."""
        for child in reversed(self.children):
            child.send(signal.SIGTERM)
        limit = time.monotonic() + grace
        while time.monotonic() < limit and any(child.is_alive() for child in self.children):
            time.sleep(0.05)
        for child in self.children:
            child.send(signal.SIGKILL, to_all=True)
            if child.process is not None:
                child.process.wait()
