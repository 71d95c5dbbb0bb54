"""./run check: lint, format, types, migrations, and Django's own checks as for production."""

import os
import subprocess
import sys
from collections.abc import Mapping

from config.stack import home

PLACEHOLDERS = {
    "BAROMETER_MODE": "production",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "aB3-placeholder-of-the-checks-nothing-is-signed-with-it-0123456789",
    "BASE_URL": "https://surveys.example.com",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "BROKER_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
}
CHECKS: Mapping[str, tuple[str, ...]] = {
    "lint": ("-m", "ruff", "check"),
    "format": ("-m", "ruff", "format", "--check"),
    "types": ("-m", "mypy"),
    "migrations": ("-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"),
    "django": ("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
}


def run() -> int:
    """All of them, also after one has failed; 1 where any has."""
    environment = dict(os.environ) | PLACEHOLDERS
    failed = []
    for name, arguments in CHECKS.items():
        print(f"-- {name} ... ", end="", flush=True)
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, env=environment, cwd=home.ROOT, capture_output=True, text=True, check=False
        )
        print("failed" if done.returncode else "ok", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout, done.stderr, sep="\n", flush=True)
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.", flush=True)
    return 1 if failed else 0
