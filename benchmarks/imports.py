"""How long an import takes, and how much memory, as its file grows.

    TRAME_VAR=/tmp/mesures .venv/bin/python benchmarks/imports.py --rows 1000 100000
    DATABASE_URL=postgres://… .venv/bin/python benchmarks/imports.py --format csv

Each size runs in a process of its own, on an empty database that goes with it: SQLite in a
temporary folder, or a database of that server. The same file is then imported a second time, which
writes nothing."""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
HEADER = [
    "Structure", "Ville", "Date", "Durée (min)", "Canaux", "Mode", "Type de projet", "Salarié·e",
    "Objet",
]  # fmt: skip
STRUCTURES = 2_000
GATHERINGS = 200  # those that the lines of attendance speak of
CHANNELS = ("Téléphone", "Visio", "Présentiel", "Mail, téléphone")


def line(rank: int) -> list[str]:
    place = rank % STRUCTURES
    return [
        f"Association de coopération numéro {place}",
        f"Commune {place % 300}",
        f"{rank % 28 + 1:02d}/{rank % 12 + 1:02d}/2024",
        str(15 * (rank % 8 + 1)),
        CHANNELS[rank % 4],
        "Accompagnement renforcé",
        "Coopération internationale",
        "Anne Durand",
        f"Échange {rank} sur le budget et les partenaires du projet",
    ]


def organisation_line(rank: int) -> list[str]:
    return [f"Solidarité {rank} du {rank * 7919 % 100_003} sud", f"Commune {rank % 300}"]


def gathering_line(rank: int) -> list[str]:
    kind, place = ("Atelier", "Réunion réseau", "Webinaire")[rank % 3], ("Visio", "Arras")[rank % 2]
    day = f"{rank % 28 + 1:02d}/{rank % 12 + 1:02d}/2024"
    return [f"Rencontre {rank}", kind, day, "1h30", place, str(rank % 40)]


def attendance_line(rank: int) -> list[str]:
    gathering = rank % GATHERINGS
    return [
        f"Rencontre {gathering}",
        f"{gathering % 28 + 1:02d}/{gathering % 12 + 1:02d}/2024",
        f"Association de coopération numéro {rank % STRUCTURES}",
        f"Nom {rank}",
        "Anne",
        "Présente",
    ]


def project_line(rank: int) -> list[str]:
    stage = ("Déposé", "Lauréat", "Réalisé")[rank % 3]
    holder = f"Association de coopération numéro {rank % STRUCTURES}"
    return [holder, f"Projet {rank}", "Mobilité, jumelage", "Mali, Bénin", "2024", stage]


KINDS = {
    "sessions": (HEADER, line),
    "organisations": (["Nom", "Commune"], organisation_line),
    "gatherings": (
        ["Sujet", "Type de réunion", "Date", "Durée", "Lieu", "Nombre de participants"],
        gathering_line,
    ),
    "attendance": (
        ["Sujet", "Date", "Structure", "Nom", "Prénom", "Présence"],
        attendance_line,
    ),
    "projects": (["Structure", "Intitulé", "Types", "Pays", "Année", "Étape"], project_line),
}


def write(path: Path, rows: int, kind: str) -> None:
    header, make = KINDS[kind]
    lines = (make(rank) for rank in range(rows))
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(header)
            writer.writerows(lines)
        return
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(header)
    for one in lines:
        sheet.append(one)
    book.save(path)


def peak() -> int:
    """The most memory that this process took, in mebibytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(path: Path, rows: int, kind: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    import django

    django.setup()
    from django.db import connection
    from django.test.runner import DiscoverRunner

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(path.with_name("mesures.sqlite3"))
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        _imports(path, rows, kind)
    finally:
        runner.teardown_databases(databases)


def _imports(path: Path, rows: int, kind: str) -> None:
    from partnership import import_kinds
    from tests.accompaniment.builders import make_convention, make_member

    convention = make_convention("CD62-2024", year=2024)
    make_member(convention.owner, "Anne", "Durand")
    if kind == "attendance":
        gatherings = path.with_name(f"rencontres{path.suffix}")
        write(gatherings, GATHERINGS, "gatherings")
        import_kinds.get("gatherings").run(path=gatherings, convention=convention)
    before = peak()
    for words in ("premier import", "le même, de nouveau"):
        started, worked = time.monotonic(), time.process_time()
        result = import_kinds.get(kind).run(
            path=path, convention=convention, by=None, dry_run=False
        )
        assert not result.refused, result.refused[0]
        done = result.created if words.startswith("premier") else result.unchanged
        took, computing = time.monotonic() - started, time.process_time() - worked
        print(
            f"{kind} {path.suffix[1:]} {rows:>7} lignes | {words:<20} | "
            f"{took:6.1f} s, dont {computing:5.1f} de calcul | "
            f"{before} Mo avant, {peak()} Mo au plus | {done} lignes",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--format", choices=["csv", "xlsx"], default="xlsx")
    parser.add_argument("--kind", choices=list(KINDS), default="sessions")
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.file:
        measure(given.file, given.rows[0], given.kind)
        return
    for rows in given.rows:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"import.{given.format}"
            write(path, rows, given.kind)
            command = [sys.executable, __file__, "--file", str(path), "--rows", str(rows)]
            subprocess.run([*command, "--kind", given.kind], check=True)


if __name__ == "__main__":
    main()
