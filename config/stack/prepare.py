"""Brings the database of a demo up to date: tables, surveys, demo company. Prints what it does.

Run by itself, inside the stack's environment: python -m config.stack.prepare FILE_FOR_THE_LOGINS
"""

import sys
import time
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

OWN_LOGINS = "your own  (./run manage give_login EMAIL --name NAME --role administrator makes one)\n"


def prepare(logins: Path) -> None:
    """Idempotent, and quick where nothing is to do."""
    django.setup()
    if has_migrations_to_run():
        step("making the tables", "migrate", verbosity=0)
    step("loading the surveys", "load_surveys", verbosity=0)
    if is_empty():
        step("making the demo company (about a minute)", "demo", "create")
    with logins.open("w") as file:
        if is_demo():
            call_command("demo", "logins", stdout=file)
        else:
            file.write(OWN_LOGINS)


def is_demo() -> bool:
    """Whether the clients are the demo company's, not somebody's own beside or after it."""
    return apps.get_model("csat", "Company").objects.filter(demo_seed__isnull=False).exists()


def has_migrations_to_run() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_empty() -> bool:
    """Whether there is no client company yet, neither ours nor somebody's own."""
    return not apps.get_model("csat", "Account").objects.exists()


def step(words: str, command: str, *arguments: str, **options: object) -> None:
    began = time.monotonic()
    print(f"  {words} ...", flush=True)
    call_command(command, *arguments, **options)
    if time.monotonic() - began > 1:
        print(f"  {words}: done in {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
