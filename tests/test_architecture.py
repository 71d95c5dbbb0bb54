"""Holds the ladder, the purity, the keys, the templates and the sizes of the house."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from tests import house

FUNCTION_LINES, VIEW_LINES, FILE_LINES, QUERY_FILE_LINES = 40, 25, 250, 350
TEMPLATE_LINES, ASSET_LINES, TEST_LINES = 100, 150, 400
FOLDER_MODULES, POSITIONAL, NESTING = 10, 4, 3

# A deliberate exception and its reason.
EXCUSED = {
    "csat/access.py accounts_visible_to": "who holds an account today is part of the question",
}


def report(offenders: list[str]) -> None:
    assert not offenders, "\n" + "\n".join(sorted(offenders))


def test_every_folder_has_a_rung() -> None:
    report(
        [
            f"{house.path_of(module)}: {house.part_of(module)} has no rung in tests/house.py"
            for module in house.modules()
            if house.rung(module) is None and not house.is_unranked(module)
        ]
    )


def test_imports_go_down_the_ladder() -> None:
    report([problem for found in house.imports() if (problem := _climbs(found))])


def _climbs(found: house.Import) -> str:
    if house.is_unranked(found.importer) or house.part_of(found.importer) == house.part_of(found.target):
        return ""
    lower, higher = house.rung(found.target), house.rung(found.importer)
    if lower is None or higher is None or lower < higher or higher == house.ROOF:
        return ""
    direction = "sideways to" if lower == higher else "up to"
    return f"{found.place}: {found.importer} imports {direction} {found.target}"


def test_nothing_below_imports_the_roof_or_the_tables_of_a_floor() -> None:
    report(
        [
            f"{found.place}: {found.target} may not be imported"
            for found in house.imports()
            if (found.target.startswith("config") and not found.importer.startswith("config"))
            or found.target == "csat.models"
        ]
    )


def test_inside_a_feature_tasks_call_actions_call_queries_call_models() -> None:
    report([problem for found in house.imports() if (problem := _turns_back(found))])


def _turns_back(found: house.Import) -> str:
    if house.part_of(found.importer) != house.part_of(found.target):
        return ""
    importer, target = (_kind_in_feature(name) for name in (found.importer, found.target))
    if importer is None or target is None or importer >= target:
        return ""
    return f"{found.place}: {found.importer} imports {found.target}"


def _kind_in_feature(module: str) -> int | None:
    parts = module.split(".")
    return house.INSIDE.get(parts[2]) if len(parts) > 2 else None


def test_no_import_hides_in_a_function() -> None:
    report([f"{found.place}: import of {found.target}" for found in house.imports() if found.is_inline])


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph: dict[str, set[str]] = {}
    for found in house.imports():
        # A package's __init__ re-exports its own modules; that is not a circle.
        if not found.target.startswith(found.importer + "."):
            graph.setdefault(found.importer, set()).add(found.target)
    report([" -> ".join(circle) for circle in _circles(graph)])


def _circles(graph: dict[str, set[str]]) -> list[list[str]]:
    done: set[str] = set()
    found: list[list[str]] = []

    def visit(node: str, trail: list[str]) -> None:
        if node in trail:
            found.append([*trail[trail.index(node) :], node])
        elif node not in done:
            for other in sorted(graph.get(node, ())):
                visit(other, [*trail, node])
            done.add(node)

    for node in sorted(graph):
        visit(node, [])
    return found


def test_pure_rooms_know_no_framework() -> None:
    offenders = []
    for module in house.modules():
        name = module.split(".")[-1]
        is_pure = module.startswith(house.PURE) or name in house.PURE_IN_FEATURE
        for node in ast.walk(house.tree(module)) if is_pure else ():
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            offenders += [
                f"{house.path_of(module)}:{node.lineno}: pure, but imports {imported}"
                for imported in names
                if imported.split(".")[0] in house.NOT_PURE
            ]
    report(offenders)


def test_foreign_keys_name_the_class() -> None:
    offenders = []
    for module in house.modules():
        for node in ast.walk(house.tree(module)):
            is_key = isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                ("ForeignKey", "OneToOneField", "ManyToManyField")
            )
            if (
                is_key
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and node.args[0].value != "self"
            ):
                offenders.append(f"{house.path_of(module)}:{node.lineno}: key to {node.args[0].value!r}")
    report(offenders)


def test_keys_from_above_leave_no_name_on_the_ground_floor() -> None:
    offenders = [
        f"{model.__name__}.{field.name} needs related_name='+'"
        for model in apps.get_app_config("csat").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and field.related_model._meta.app_label == "surveys"
        and not field.remote_field.hidden
    ]
    report(offenders)


def test_no_signal_of_the_database_layer_is_used() -> None:
    words = re.compile(r"\b(post_save|pre_save|post_delete|pre_delete|m2m_changed)\b")
    report([house.path_of(m) for m, path in house.modules().items() if words.search(path.read_text())])


def test_the_signal_from_below_is_heard_in_one_file() -> None:
    listeners = [m for m, path in house.modules().items() if "response_submitted.connect" in path.read_text()]
    listeners += [
        m
        for m, path in house.modules().items()
        if "receiver(response_submitted" in path.read_text() and m not in listeners
    ]
    assert set(listeners) <= {"csat.receivers", "csat.apps"}


def test_templates_of_the_ground_floor_know_nothing_of_the_upper() -> None:
    offenders = []
    for path in (house.ROOT / "surveys").rglob("templates/**/*.html"):
        if re.search(r"""["']csat[/:]""", path.read_text()):
            offenders.append(str(path.relative_to(house.ROOT)))
    report(offenders)


def test_pages_carry_no_inline_script_or_style() -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I)
    offenders = []
    for path in _templates():
        if "mail" not in path.parts and "mails" not in path.parts and path.suffix == ".html":
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if inline.search(line):
                    offenders.append(f"{path.relative_to(house.ROOT)}:{number}: {line.strip()[:80]}")
    report(offenders)


def test_names_say_what_they_are() -> None:
    report([house.path_of(module) for module in house.modules() if set(module.split(".")) & house.BAD_NAMES])


def test_every_module_states_its_duty() -> None:
    report(
        [
            house.path_of(module)
            for module, path in house.modules().items()
            if path.read_text().strip() and not ast.get_docstring(house.tree(module))
        ]
    )


def test_sizes_of_functions() -> None:
    offenders = []
    for module in house.modules():
        for node in ast.walk(house.tree(module)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                offenders += _oversized(module, node)
    report(offenders)


def _oversized(module: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    place = f"{house.path_of(module)}:{node.lineno} {node.name}"
    is_view = module.startswith(("csat.pages", "surveys.public")) or module.split(".")[-1] == "tasks"
    limit = VIEW_LINES if is_view and not node.name.startswith("_") else FUNCTION_LINES
    length = node.end_lineno - node.lineno + 1
    positional = [a.arg for a in (*node.args.posonlyargs, *node.args.args) if a.arg not in ("self", "cls")]
    problems = []
    if length > limit:
        problems.append(f"{place}: {length} lines, limit {limit}")
    if len(positional) > POSITIONAL:
        problems.append(f"{place}: {len(positional)} positional arguments, limit {POSITIONAL}")
    if _depth(node) > NESTING:
        problems.append(f"{place}: nested {_depth(node)} deep, limit {NESTING}")
    return problems


def _depth(node: ast.AST) -> int:
    nests = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)
    deepest = 0
    for child in ast.iter_child_nodes(node):
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse
        deepest = max(deepest, _depth(child) + (isinstance(child, nests) and not is_elif))
    return deepest


def test_sizes_of_files() -> None:
    offenders = []
    for module, path in house.modules().items():
        limit = QUERY_FILE_LINES if {"models", "queries"} & set(module.split(".")) else FILE_LINES
        offenders += _too_long(path, limit)
    for path in _templates():
        offenders += _too_long(path, TEMPLATE_LINES)
    for top in ("surveys", "csat", "config"):
        for path in (house.ROOT / top).rglob("static/**/*.[cj]s*"):
            if "vendor" not in path.parts and path.suffix in (".css", ".js"):
                offenders += _too_long(path, ASSET_LINES)
    for path in (house.ROOT / "tests").rglob("*.py"):
        offenders += _too_long(path, TEST_LINES)
    report(offenders)


def _templates() -> list[Path]:
    return [
        path
        for top in ("surveys", "csat", "config")
        for path in (house.ROOT / top).rglob("templates/**/*.*")
        if path.is_file()
    ]


def _too_long(path: Path, limit: int) -> list[str]:
    lines = len(path.read_text().splitlines())
    return [f"{path.relative_to(house.ROOT)}: {lines} lines, limit {limit}"] if lines > limit else []


def test_sizes_of_folders() -> None:
    offenders = []
    for folder in {path.parent for path in house.modules().values()}:
        count = len([p for p in folder.glob("*.py") if p.name != "__init__.py"])
        if count > FOLDER_MODULES:
            offenders.append(f"{folder.relative_to(house.ROOT)}: {count} modules, limit {FOLDER_MODULES}")
    report(offenders)


def test_the_clock_is_read_at_the_doors_only() -> None:
    doors = ("pages", "api", "client", "public", "editor", "tasks", "management", "admin", "receivers")
    clock = re.compile(r"timezone\.(now|localdate|localtime)\(\)|datetime\.now\(|date\.today\(|time\.time\(")
    offenders = []
    for module, path in house.modules().items():
        if module.startswith("config") or set(module.split(".")) & set(doors):
            continue
        for node in ast.walk(house.tree(module)):
            is_judged = isinstance(node, ast.FunctionDef) and _name(module, node) not in EXCUSED
            if is_judged and clock.search(ast.get_source_segment(path.read_text(), node) or ""):
                offenders.append(f"{_name(module, node)} (line {node.lineno}) reads the clock")
    report(offenders)


def _name(module: str, node: ast.FunctionDef) -> str:
    return f"{house.path_of(module)} {node.name}"


def test_wide_excepts_stand_at_a_tasks_edge_only() -> None:
    offenders = []
    for module in house.modules():
        for node in ast.walk(house.tree(module)):
            if (
                isinstance(node, ast.ExceptHandler)
                and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
                and module.split(".")[-1] not in ("tasks", "sweep")
            ):
                offenders.append(f"{house.path_of(module)}:{node.lineno}")
    report(offenders)


def test_a_climb_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    climb = house.Import("csat.customers.queries", "csat.scores.queries", 1, False)
    sideways = house.Import("csat.pages.urls", "csat.api.urls", 1, False)
    roof = house.Import("csat.scores.queries", "config.settings", 1, False)
    monkeypatch.setattr(house, "path_of", lambda module: module)
    assert "up to csat.scores.queries" in _climbs(climb)
    assert "sideways to csat.api.urls" in _climbs(sideways)
    assert "up to config.settings" in _climbs(roof)


def test_insight_rests_on_numpy_and_scipy_alone() -> None:
    offenders = [
        f"{house.path_of(module)}:{node.lineno}: {name}"
        for module in house.modules()
        if module.startswith("csat.insight")
        for node in ast.walk(house.tree(module))
        for name in _imported(node)
        if name.split(".")[0] in ("statsmodels", "pandas", "django", "celery")
    ]
    report(offenders)


def test_pages_and_endpoints_compute_no_heavy_statistics() -> None:
    """They may take a result's class from insight, and the quick figures; all else a worker computes."""
    quick = tuple(
        f"csat.insight.{name}" for name in ("intervals", "pooling", "comments.matching", "change.reviews")
    )
    offenders = []
    for module in house.modules():
        is_web = house.part_of(module) in ("csat.pages", "csat.api", "csat.reports", "csat.templatetags")
        for node in ast.walk(house.tree(module)) if is_web else ():
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("csat.insight"):
                offenders += [
                    f"{house.path_of(module)}:{node.lineno}: {node.module}.{alias.name}"
                    for alias in node.names
                    if alias.name[:1].islower() and not (node.module or "").startswith(quick)
                ]
    report(offenders)


def test_the_web_process_loads_no_worker_s_libraries() -> None:
    heavy = "sklearn", "scipy.stats", "scipy.optimize", "pandas"
    code = "import django; django.setup(); import config.urls, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=house.ROOT
    )
    assert "csat.pages.urls" in done.stdout.split()
    assert not set(heavy) & set(done.stdout.split())


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
