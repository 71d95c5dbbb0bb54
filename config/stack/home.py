"""The data folder of a demo or test run: its lock, its secret key, its ports, and the environment they make."""

import fcntl
import json
import os
import secrets
from pathlib import Path
from typing import IO

from config.stack import valkey
from config.stack.tree import StackError

ROOT = Path(__file__).resolve().parent.parent.parent
DEFAULT_PORT = 8000


def folder_from(environment: dict[str, str]) -> Path:
    return Path(environment.get("BAROMETER_HOME") or ROOT / "var" / "demo").expanduser().resolve()


def port_from(environment: dict[str, str]) -> int:
    text = environment.get("PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise StackError(f"PORT is {text!r}; it must be a number from 1 to 65535")
    return int(text)


def lock(home: Path) -> IO[str]:
    """Hold the folder until the file is closed or the process ends, however it ends."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        handle = (home / "lock").open("w")
    except OSError as error:
        raise StackError(f"BAROMETER_HOME {home} cannot be written: {error.strerror}") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise StackError(f"a demo runs on {home} already; BAROMETER_HOME=FOLDER chooses another") from error
    return handle


def secret_key(home: Path) -> str:
    """Made once, kept for the life of the folder: links in mails that went out depend on it."""
    path = home / "secret_key"
    if not path.exists():
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(60))
        draft.replace(path)
    return path.read_text().strip()


def environment(
    home: Path, *, outer: dict[str, str], mode: str, database_url: str, port: int
) -> dict[str, str]:
    """What every process of the stack gets; a value set outside wins."""
    broker_port, smtp_port, lookup_port = (valkey.free_port() for _ in range(3))
    base_url = f"http://127.0.0.1:{port}"
    made = {
        "BAROMETER_MODE": mode,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": secret_key(home),
        "DATABASE_URL": database_url,
        "BROKER_URL": valkey.url(broker_port),
        "BASE_URL": base_url,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SWEEP_SECONDS": "2",
    }
    if not outer.get("EMAIL_URL"):
        made |= {
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
            "MAIL_LOOKUP_URL": f"http://127.0.0.1:{lookup_port}",
            "MAIL_SETTLE_SECONDS": "60",
            "INBOX_FOLDER": str(home / "mail"),
        }
    return {**made, **{name: value for name, value in outer.items() if value}}


def write_environment(home: Path, environment: dict[str, str]) -> None:
    """Left beside the data while the stack runs, for `./run manage`; of its user alone, it holds the key."""
    names = (*environment_names(), "DJANGO_SETTINGS_MODULE")
    path = home / "environment.json"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps({name: environment[name] for name in names if name in environment}, indent=2))


def read_environment(home: Path) -> dict[str, str]:
    path = home / "environment.json"
    if not path.exists():
        raise StackError(
            f"no demo runs on {home}. Start it with ./run demo, or set DATABASE_URL and the others"
        )
    return {**json.loads(path.read_text()), **{k: v for k, v in os.environ.items() if v}}


def environment_names() -> tuple[str, ...]:
    return (
        *("BAROMETER_MODE", "SECRET_KEY", "DATABASE_URL", "BROKER_URL", "CACHE_URL", "EMAIL_URL"),
        *("MAIL_LOOKUP_URL", "MAIL_SETTLE_SECONDS", "SEND_LEASE_SECONDS", "BASE_URL", "ALLOWED_HOSTS"),
        *("TRUSTED_PROXIES", "TIME_ZONE", "SWEEP_SECONDS", "INBOX_FOLDER"),
    )
