"""The commands of ./run: demo, test, bench, faults, studies, check, manage."""

import os
import subprocess
import sys

from config.stack import check, demo, home, testing
from config.stack.tree import StackError

USAGE = "Usage: ./run demo | test [pytest arguments] | bench | faults | studies | check | manage COMMAND ..."


def main(arguments: list[str]) -> int:
    command, *rest = arguments or ["help"]
    try:
        match command:
            case "demo":
                return demo.run()
            case "test":
                return testing.run(["--ignore=tests/benchmarks", *rest])
            case "bench":
                return testing.run(["tests/benchmarks", "-s", *rest], is_durable=True)
            case "faults":
                return testing.run(["tests/faults", "--full", *rest], is_durable=True)
            case "studies":
                os.chdir(home.ROOT)
                return subprocess.call([sys.executable, "-m", "tests.studies", *rest])
            case "check":
                return check.run()
            case "manage":
                return manage(rest)
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    print(USAGE, file=sys.stderr)
    return 2


def manage(arguments: list[str]) -> int:
    """manage.py inside the running demo, or wherever the environment points to."""
    environment = dict(os.environ) if home.is_given("DATABASE_URL") else home.published(home.folder())
    os.chdir(home.ROOT)
    os.execve(sys.executable, [sys.executable, "manage.py", *arguments], environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
