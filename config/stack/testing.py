"""./run test: pytest against throw-away PostgreSQL, Valkey and mail server."""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from config.stack import home, servers
from config.stack.tree import Tree, tied

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def run(arguments: Sequence[str], *, is_durable: bool = False) -> int:
    """Pytest's exit code. Nothing is left of the servers, whatever happens."""
    if not any(shutil.which(name) for name in CHROMIUM):
        print("Browser tests are skipped: apt-get install --no-install-recommends chromium brings Chromium.")
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(143))
    tree = Tree()
    with tempfile.TemporaryDirectory(prefix="barometer-test-") as name:
        folder = Path(name)
        environment = home.environment(folder, mode="test", web_port=home.DEFAULT_PORT)
        for name in (
            "INBOX_FOLDER",
            "MAIL_SETTLE_SECONDS",
            "SWEEP_SECONDS",
        ):  # the demo's; tests want defaults
            environment.pop(name, None)
        try:
            print("Starting throw-away PostgreSQL, Valkey and mail server ...", flush=True)
            servers.start(tree, folder, environment, is_durable=is_durable)
            return pytest(arguments, environment)
        finally:
            tree.stop()


def pytest(arguments: Sequence[str], environment: dict[str, str]) -> int:
    """Ctrl-C reaches pytest by the terminal: it ends in its own way, and we wait for it."""
    command = [sys.executable, "-m", "pytest", *arguments]
    process = subprocess.Popen(command, env=environment, cwd=home.ROOT, preexec_fn=tied())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
        except SystemExit:
            process.send_signal(signal.SIGINT)
            process.wait()
            raise
