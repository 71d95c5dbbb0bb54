"""The sheet around a reply: whose it is, in which languages it can be read."""

from typing import Any

from surveys.public.visits import Visit
from surveys.rendering import frame
from surveys.rendering.phrasebook import own_name


def of_visit(visit: Visit, language: str, title: str) -> dict[str, Any]:
    """The template's context for somebody who came through a door."""
    visitor = visit.visitor
    return frame.context(
        visitor.look,
        language,
        title,
        supplier=visitor.fact("supplier"),
        switch=[
            {"code": code, "name": own_name(code), "path": visitor.path}
            for code in visit.questionnaire.languages
            if code != language
        ],
        unsubscribe_path=visitor.unsubscribe_path,
        my_data_path=visitor.my_data_path,
        framing=visitor.framing,
    )
