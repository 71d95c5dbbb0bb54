"""Turns a document without contradictions into the questionnaire as code sees it."""

from collections.abc import Mapping
from typing import Any

from surveys.definition.document import items
from surveys.definition.document.items import Item
from surveys.definition.questionnaire import (
    FORMATS,
    MOST_MB,
    Anonymous,
    Grid,
    Mail,
    Measure,
    MeasureKind,
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Scale,
    Thanks,
)

Given = Mapping[str, Any]
Scales = Mapping[str, Scale]


def questionnaire(document: Given) -> Questionnaire:
    scales = {name: _scale(name, given) for name, given in document.get("scales", {}).items()}
    anonymous = document.get("anonymous")
    return Questionnaire(
        key=document["key"],
        kind=document["kind"],
        name=document["name"],
        title=document["title"],
        minutes=document["minutes"],
        languages=tuple(document["languages"]),
        pages=tuple(_page(page, number, scales) for number, page in enumerate(document["pages"])),
        thanks=tuple(_thanks(given, number) for number, given in enumerate(document.get("thanks", ()))),
        mail=Mail(**document.get("mail", {})),
        anonymous=None if anonymous is None else Anonymous(anonymous.get("group", "")),
    )


def _page(page: Given, number: int, scales: Scales) -> Page:
    return Page(
        key=page["key"],
        title=page.get("title", {}),
        intro=page.get("intro", {}),
        questions=tuple(_question(item, scales) for item in items.of_page(page, number)),
    )


def _thanks(given: Given, number: int) -> Thanks:
    return Thanks(
        path=f"thanks[{number}]",
        text=given["text"],
        title=given.get("title", {}),
        show_if=given.get("show_if"),
    )


def _scale(name: str, given: Given) -> Scale:
    return Scale(
        name=name,
        lowest=given["from"],
        highest=given["to"],
        low=given.get("low", {}),
        high=given.get("high", {}),
        labels=tuple(given.get("labels", ())),
    )


def _question(item: Item, scales: Scales) -> Question:
    given = item.given
    cannot_judge = given.get("cannot_judge", False)
    scale = scales.get(given.get("scale", ""))
    kind = QuestionType(given["type"])
    return Question(
        key=given["key"],
        type=kind,
        text=given["text"],
        path=item.path,
        help=given.get("help", {}),
        is_required=given.get("required", True) and kind != QuestionType.STATEMENT,
        scale=scale,
        options=tuple(
            Option(option["key"], option["text"], option.get("stays", False))
            for option in given.get("options", ())
        ),
        has_other=given.get("other", False),
        cannot_judge=bool(cannot_judge),
        cannot_judge_text=cannot_judge if isinstance(cannot_judge, dict) else {},
        show_if=given.get("show_if"),
        measure=_measure(given["measures"], scale) if "measures" in given else None,
        is_random=given.get("random", False),
        grid=_grid(item, scales),
        aspect=item.aspect,
        **_limits(given, kind),
    )


def _limits(given: Given, kind: QuestionType) -> dict[str, Any]:
    limits = {
        "least": given.get("least"),
        "most": given.get("most"),
        "is_whole": given.get("whole", False),
        "earliest": given.get("earliest", ""),
        "latest": given.get("latest", ""),
    }
    if kind == QuestionType.FILE:
        limits["formats"] = tuple(given.get("formats", FORMATS))
        limits["most_mb"] = given.get("most_mb", MOST_MB)
    return limits


def _grid(item: Item, scales: Scales) -> Grid | None:
    given = item.grid
    if given is None:
        return None
    return Grid(
        key=given["key"],
        path=item.grid_path,
        text=given["text"],
        scale=scales[given["scale"]],
        importance=scales[given["importance"]] if "importance" in given else None,
        help=given.get("help", {}),
        is_random=given.get("random", False),
    )


def _measure(given: Given, scale: Scale | None) -> Measure:
    return Measure(
        kind=MeasureKind(given["kind"]),
        attribute=given.get("attribute", ""),
        is_reversed=given.get("reversed", False),
        scale=scale,
    )
