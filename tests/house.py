"""The house as data: its rungs, its limits, and what is excused from them, with the reason."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Lowest rung first. Parts that stand on one rung may not import each other.
SURVEYS = (
    ("definition", "errors", "tabular", "calendar", "outbound"),
    ("models", "tokens", "signals", "jobs", "schedule", "blobs"),
    ("rendering", "channels", "queries"),
    ("actions",),
    ("tasks",),
    ("api", "public", "editor"),
    ("apps", "admin", "management"),
)
CSAT = (
    ("insight", "charts", "fields"),
    ("customers",),
    ("access",),
    ("programs",),
    ("scores",),
    ("findings",),
    ("alerts",),
    ("cases", "targets"),
    ("reports",),
    ("pages", "api", "client", "receivers"),
    ("apps", "admin", "management", "models"),
)
# Tags serve every template of their floor, whatever its rung.
UNRANKED = {"templatetags", "migrations"}
RUNGS = {
    f"{floor}.{part}": level + base
    for floor, rungs, base in (("surveys", SURVEYS, 0), ("csat", CSAT, 100))
    for level, parts in enumerate(rungs)
    for part in parts
}
ROOF = 1000

# Inside a feature: a module may import those on a smaller number.
INSIDE = {"models": 0, "queries": 1, "actions": 2, "notify": 2, "tasks": 3, "intake": 3}
PURE_IN_FEATURE = {"audience", "eligibility", "scale", "decide", "words"}

PURE = (
    "surveys.definition",
    "surveys.errors",
    "surveys.tabular",
    "surveys.calendar",
    "csat.insight",
    "csat.programs.sampling",
    "csat.charts",
)
NOT_PURE = ("django", "rest_framework", "celery", "psycopg")
BAD_NAMES = {"utils", "helpers", "common", "misc", "core", "services"}


@dataclass(frozen=True)
class Import:
    """One import statement: who asks, for what, on which line, and whether inside a function."""

    importer: str
    target: str
    line: int
    is_inline: bool

    @property
    def place(self) -> str:
        return f"{path_of(self.importer)}:{self.line}"


@cache
def modules() -> dict[str, Path]:
    """Dotted name -> file, of everything but migrations."""
    found = {}
    for top in ("surveys", "csat", "config"):
        for path in sorted((ROOT / top).rglob("*.py")):
            if "migrations" not in path.parts:
                parts = path.relative_to(ROOT).with_suffix("").parts
                found[".".join(parts).removesuffix(".__init__")] = path
    return found


def path_of(module: str) -> str:
    return str(modules()[module].relative_to(ROOT))


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(modules()[module].read_text())


@cache
def imports() -> tuple[Import, ...]:
    """Every import of one of our own modules."""
    return tuple(found for module in modules() for found in _imports_of(module))


def _imports_of(module: str) -> Iterator[Import]:
    top_level = set(map(id, tree(module).body))
    for node in ast.walk(tree(module)):
        for name in _imported_names(node):
            target = _nearest_module(name)
            if target and target != module:
                yield Import(module, target, node.lineno, id(node) not in top_level)


def _imported_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def _nearest_module(name: str) -> str:
    while name and name not in modules():
        name = name.rpartition(".")[0]
    return name


def part_of(module: str) -> str:
    """surveys.actions.inviting -> surveys.actions"""
    return ".".join(module.split(".")[:2])


def rung(module: str) -> int | None:
    if module.startswith("config"):
        return ROOF
    return RUNGS.get(part_of(module))


def is_unranked(module: str) -> bool:
    return module.count(".") == 0 or module.split(".")[1] in UNRANKED
