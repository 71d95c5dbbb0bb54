"""The data folder of a demo or test run: its lock, secret key and ports, and the environment they make."""

import fcntl
import json
import os
import secrets
from pathlib import Path
from typing import IO

from config.stack import postgres, valkey
from config.stack.tree import StackError

ROOT = Path(__file__).resolve().parent.parent.parent
DEFAULT_PORT = 8000
NAMES = (
    *("BAROMETER_MODE", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "DATABASE_URL", "BROKER_URL", "CACHE_URL"),
    *("EMAIL_URL", "MAIL_LOOKUP_URL", "MAIL_SETTLE_SECONDS", "SEND_LEASE_SECONDS", "BASE_URL"),
    *("RETURN_PATH", "FEEDBACK_MAILBOX_URL", "MAIL_EVENTS", "DKIM_KEY_FILE", "DKIM_DOMAIN", "DKIM_SELECTOR"),
    *("ALLOWED_HOSTS", "TRUSTED_PROXIES", "OFFICE_NETWORKS", "TIME_ZONE", "SWEEP_SECONDS", "INBOX_FOLDER"),
)


def folder() -> Path:
    return Path(os.environ.get("BAROMETER_HOME") or ROOT / "var" / "demo").expanduser().resolve()


def port() -> int:
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise StackError(f"PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def lock(home: Path) -> IO[str]:
    """Hold the folder until the file is closed or the process ends, however it ends."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        handle = (home / "lock").open("w")
    except OSError as error:
        raise StackError(f"BAROMETER_HOME {home} cannot be written: {error.strerror}.") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        handle.close()
        raise StackError(f"A demo runs on {home} already. BAROMETER_HOME=FOLDER chooses another.") from error
    return handle


def secret_key(home: Path) -> str:
    """Made once, kept for the life of the folder: links in mails that went out depend on it."""
    path = home / "secret_key"
    if not path.exists():
        _write_private(path, secrets.token_urlsafe(60))
    return path.read_text().strip()


def environment(home: Path, *, mode: str, web_port: int) -> dict[str, str]:
    """What every process of the stack gets; a value set outside wins."""
    made = {
        "BAROMETER_MODE": mode,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": secret_key(home),
        "DATABASE_URL": postgres.server_in(home).url,
        "BROKER_URL": valkey.url(valkey.free_port()),
        "BASE_URL": f"http://127.0.0.1:{web_port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SWEEP_SECONDS": "2",
    }
    if not is_given("EMAIL_URL"):
        made |= {
            "EMAIL_URL": f"smtp://127.0.0.1:{valkey.free_port()}",
            "MAIL_LOOKUP_URL": f"http://127.0.0.1:{valkey.free_port()}",
            "MAIL_SETTLE_SECONDS": "60",
            "INBOX_FOLDER": str(home / "mail"),
        }
    return made | {name: value for name, value in os.environ.items() if value}


def is_given(name: str) -> bool:
    """Whether the person who starts the stack brings this service along."""
    return bool(os.environ.get(name, "").strip())


def publish(home: Path, environment: dict[str, str]) -> None:
    """Leave the addresses beside the data while the stack runs, for `./run manage`."""
    ours = {name: environment[name] for name in NAMES if name in environment}
    _write_private(home / "environment.json", json.dumps(ours, indent=2))


def withdraw(home: Path) -> None:
    (home / "environment.json").unlink(missing_ok=True)


def published(home: Path) -> dict[str, str]:
    """The environment of the running demo; raises StackError where none runs."""
    path = home / "environment.json"
    if not path.exists():
        raise StackError(
            f"No demo runs on {home}: start it with ./run demo, or set DATABASE_URL and the rest."
        )
    return dict(os.environ) | json.loads(path.read_text())


def _write_private(path: Path, text: str) -> None:
    """Whole or not at all, and readable by its owner alone."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(path)
