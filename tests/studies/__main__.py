"""Prints what each method does in simulated worlds: python -m tests.studies [topic ...]."""

import sys
from importlib import import_module

TOPICS = (
    "intervals",
    "pooling",
    "drivers",
    "panel",
    "pair",
    "change",
    "quiet",
    "explaining",
    "retention",
    "comments",
    "golden",
    "questionnaires",
    "library",
)


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in TOPICS]
    if unknown:
        print(f"No study named {', '.join(unknown)}; there are: {', '.join(TOPICS)}", file=sys.stderr)
        return 2
    for name in names or TOPICS:
        print(f"== {name}", flush=True)
        for line in import_module(f"tests.studies.{name}").report():
            print(line, flush=True)
    return 0


sys.exit(main(sys.argv[1:]))
