"""Workers and sweeps outlive their broker and their database; nobody restarts them by hand."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.celery import app
from config.stack import valkey
from config.stack.tree import Tree, end_group
from tests.real.processes import Process, wait_until

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator["Broker"]:
    broker = Broker(tmp_path)
    yield broker
    broker.tree.stop()


class Broker:
    """A Valkey of its own, which a test may kill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = valkey.free_port()
        self.tree = Tree()
        self.start()

    @property
    def url(self) -> str:
        return valkey.url(self.port)

    def start(self) -> None:
        valkey.run(self.tree, self.folder, self.port)

    def lose_everything(self) -> None:
        """Killed, its data gone: what comes back is empty."""
        end_group(self.tree.running["valkey"].process)
        shutil.rmtree(self.folder / "valkey")

    def publish(self) -> str:
        """A hint to a mail that does not exist: taken, looked for, done."""
        with app.connection_for_write(self.url) as connection:
            return str(app.send_task("surveys.send", args=[0], connection=connection).id)


def test_a_worker_goes_on_with_an_empty_broker(worker: Process, broker: Broker) -> None:
    worker.environment |= {"BROKER_URL": broker.url, "CACHE_URL": broker.url}
    worker.start()
    first = broker.publish()
    wait_until(lambda: worker.said(f"surveys.send[{first}] succeeded"), "it works", log=worker.log)
    broker.lose_everything()
    wait_until(lambda: worker.said("Connection to broker lost"), "it has noticed", log=worker.log)
    broker.start()
    second = broker.publish()
    wait_until(lambda: worker.said(f"surveys.send[{second}] succeeded"), "it works again", log=worker.log)


def test_a_killed_worker_leaves_its_hint_to_the_next(worker: Process, broker: Broker) -> None:
    worker.environment |= {"BROKER_URL": broker.url, "CACHE_URL": broker.url}
    worker.start()
    worker.kill()
    hint = broker.publish()
    worker.start()
    wait_until(lambda: worker.said(f"surveys.send[{hint}] succeeded"), "the next one did it", log=worker.log)


def test_the_sweep_notices_a_broker_that_is_away(sweeper: Process, broker: Broker) -> None:
    sweeper.environment |= {"BROKER_URL": broker.url, "CACHE_URL": broker.url}
    broker.lose_everything()
    sweeper.start()
    sweeper.stop()
    assert sweeper.said("Traceback") == 0
