"""The fast path: a filled ready-made page is the plainly rendered one, whatever people write."""

from datetime import date, datetime
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.actions import library
from surveys.definition import document
from surveys.definition.answers import Mistake
from surveys.definition.questionnaire import Questionnaire
from surveys.rendering import pages, published
from surveys.rendering.questions import blocks
from surveys.rendering.ready import Ready, plain
from surveys.rendering.visitor import Look, Visitor
from tests.surveys import asked

T = {"en": "Q"}
OPTIONS = [{"key": key, "text": {"en": f"<{key}> & more"}} for key in ("x", "y")]
EVERY_TYPE: dict[str, Any] = {
    "format": 1,
    "key": "every-type",
    "kind": "periodic",
    "name": {"en": "n"},
    "title": {"en": "Hello[ {company}]"},
    "minutes": 1,
    "languages": ["en"],
    "scales": {
        "ten": {"from": 1, "to": 10, "low": {"en": "bad"}, "high": {"en": "good"}},
        "nps": {"from": 0, "to": 10, "low": {"en": "no"}, "high": {"en": "yes"}},
        "words": {"from": 1, "to": 5, "labels": [{"en": str(n)} for n in range(5)]},
        "seven": {"from": 1, "to": 7, "labels": [{"en": f"label {n}"} for n in range(7)]},
    },
    "pages": [
        {
            "key": "all",
            "intro": {"en": "From {supplier}"},
            "questions": [
                {"key": "row_a", "type": "scale", "scale": "ten", "text": {"en": "[{manager}]"}},
                {"key": "row_b", "type": "scale", "scale": "ten", "text": {"en": "B"}, "cannot_judge": True},
                {"key": "alone", "type": "scale", "scale": "nps", "text": {"en": "C"}, "cannot_judge": True},
                {"key": "labels", "type": "scale", "scale": "words", "text": {"en": "D"}},
                {"key": "one", "type": "choice", "options": OPTIONS, "other": True, "text": {"en": "E"}},
                {"key": "many", "type": "choices", "options": OPTIONS, "other": True, "text": {"en": "F"}},
                {"key": "order", "type": "ranking", "options": OPTIONS, "text": {"en": "G"}},
                {"key": "sure", "type": "yes_no", "text": {"en": "H"}, "cannot_judge": {"en": "No idea"}},
                {"key": "line", "type": "text", "text": {"en": "I"}, "help": {"en": "[{goods}]"}},
                {"key": "more", "type": "long_text", "text": {"en": "J"}, "required": False},
                {"key": "count", "type": "number", "text": {"en": "K"}, "cannot_judge": True},
                {"key": "day", "type": "date", "text": {"en": "L"}},
                {"key": "said", "type": "statement", "text": {"en": "M"}},
                {"key": "effort", "type": "scale", "scale": "seven", "text": {"en": "O"}},
                {"key": "any_one", "type": "choice", "options": OPTIONS, "random": True, "text": {"en": "P"}},
                {
                    "key": "any_order",
                    "type": "ranking",
                    "options": OPTIONS,
                    "random": True,
                    "text": {"en": "Q"},
                },
                {"key": "paper", "type": "file", "formats": ["pdf", "jpg"], "text": {"en": "R"}},
                {"key": "brief", "type": "text", "least": 3, "most": 9, "text": {"en": "S [{answer:one}]"}},
                {
                    "key": "sides",
                    "type": "grid",
                    "text": {"en": "T {supplier}"},
                    "scale": "ten",
                    "importance": "words",
                    "cannot_judge": True,
                    "random": True,
                    "rows": [{"key": f"side_{n}", "text": {"en": f"U {n} [{{manager}}]"}} for n in range(3)],
                },
                {"key": "wish", "type": "contact_wish", "text": {"en": "N"}},
            ],
        }
    ],
}
BY_KEY: dict[int, Questionnaire] = {
    number: document.parse(each) for number, each in enumerate([EVERY_TYPE, *library.documents()])
}

words = st.text(max_size=20) | st.sampled_from(
    ["<script>alert(1)</script>", '" onload="x', "&amp;", "{company}"]
)
facts = st.fixed_dictionaries({}, optional=dict.fromkeys(asked.FACTS, words))
answers = st.fixed_dictionaries(
    {},
    optional={
        "row_a": st.integers(1, 10),
        "row_b": st.integers(1, 10) | st.just("cannot_judge"),
        "alone": st.integers(0, 10),
        "labels": st.integers(1, 5),
        "one": st.sampled_from(["x", "y"]) | st.fixed_dictionaries({"other": words}),
        "many": st.lists(st.sampled_from(["x", "y"]), unique=True),
        "order": st.permutations(["x", "y"]) | st.just({"x": "2", "y": ""}),
        "sure": st.sampled_from(["yes", "no", "cannot_judge"]),
        "line": words,
        "more": words,
        "count": st.integers() | st.floats(allow_nan=False),
        "day": st.dates().map(date.isoformat),
        "wish": st.fixed_dictionaries({"choice": st.just("yes"), "phone": words, "time": words}),
        "overall": st.integers(1, 10),
        "nps": st.integers(0, 10),
        "any_one": st.sampled_from(["x", "y"]),
        "any_order": st.permutations(["x", "y"]),
        "paper": st.fixed_dictionaries({"file": st.just("id"), "name": words, "size": st.just(1)}),
        "side_0": st.integers(1, 10) | st.just("cannot_judge"),
        "side_2_importance": st.integers(1, 5),
    },
)


@pytest.fixture(autouse=True)
def questionnaires() -> Any:
    """Questionnaires without a database; nothing ready-made is left over."""
    ready: tuple[Any, ...] = (
        *(pages.ready_form, blocks.ready_question, blocks.ready_grid, blocks._ready_key, blocks._ready_heads),
        blocks._rows,
    )
    for cache in ready:
        cache.cache_clear()
    with mock.patch.object(published, "questionnaire", BY_KEY.__getitem__):
        yield
    for cache in ready:
        cache.cache_clear()


def visitor(known: dict[str, Any]) -> Visitor:
    return Visitor(
        look=Look("Meridian & Co", "#1d6b64", "Irina", "irina@meridian.example"),
        facts=known,
        sender_name="Irina <Belova>",
        sender_title="",
        path="/s/token",
        unsubscribe_path="/u/token",
        kept_until_on=date(2026, 12, 6),
    )


def plainly(template: str, context: Any) -> Any:
    """What Ready promises to equal, with the same face."""
    return mock.Mock(fill=lambda personal: plain(template, context, personal))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(number=st.sampled_from(sorted(BY_KEY)), known=facts, given_answers=answers, data=st.data())
def test_a_filled_page_equals_the_plain_one(
    number: int, known: dict[str, str], given_answers: dict[str, Any], data: st.DataObject
) -> None:
    state = pages.State(
        version_id=number,
        language=data.draw(st.sampled_from(BY_KEY[number].languages)),
        number=data.draw(st.integers(0, len(BY_KEY[number].pages) - 1)),
        given=given_answers,
        nonce="nonce:<&>",
        sequence=3,
        submission_id="id",
        seed=data.draw(st.sampled_from(["", "one", "two"])),
        today=date(2026, 11, 18),
    )
    fast = pages.render(visitor(known), state)

    with (
        mock.patch.object(
            blocks, "ready_question", lambda v, k, lang, _: plainly(*blocks.of_question(v, k, lang, ""))
        ),
        mock.patch.object(
            pages,
            "ready_form",
            lambda v, n, lang, _: plainly(pages.FORM, pages.form_context(BY_KEY[v], n, lang, None)),
        ),
    ):
        assert pages.render(visitor(known), state) == fast
    assert "\ue000" not in fast
    assert "<script>" not in fast


def test_a_hole_keeps_what_stands_around_it() -> None:
    ready = Ready("surveys/fact.html", lambda personal: {"label": personal("one"), "value": personal("two")})

    assert ready.fill({"one": "A&B", "two": "<i>"}.__getitem__) == (
        "<div><dt>A&amp;B</dt><dd>&lt;i&gt;</dd></div>\n"
    )


def state(number: int = 0, **changes: Any) -> pages.State:
    values: dict[str, Any] = {
        "version_id": 0,
        "language": "en",
        "number": number,
        "given": {},
        "nonce": "n",
        "sequence": 1,
        "submission_id": "i",
    }
    return pages.State(**values | changes)


def test_neighbours_on_one_scale_are_rows_under_one_pair_of_ends() -> None:
    html = pages.render(visitor({}), state())

    assert html.count('<fieldset class="row"') == 2
    assert html.count('<div class="key ') == 1


def test_mistakes_are_named_above_and_beside() -> None:
    html = pages.render(visitor({}), state(mistakes=[Mistake("alone", "missing")]))

    assert "<title>Error: Hello</title>" in html
    assert 'href="#alone-0"' in html and 'id="alone-0"' in html
    assert 'aria-describedby="alone--error"' in html and 'id="alone--error"' in html


@pytest.mark.parametrize("key", [q.key for q in BY_KEY[0].questions if q.takes_answer])
def test_the_link_of_a_mistake_leads_to_a_control(key: str) -> None:
    html = pages.render(visitor({}), state(mistakes=[Mistake(key, "missing")]))

    target = html.split('href="#')[1].split('"')[0]
    assert f'id="{target}"' in html


def test_readers_are_those_whom_the_invitation_names(now: datetime) -> None:
    default = pages.render(visitor({"manager": "Pavel"}), state())
    named = pages.render(visitor({"who_reads": ["sender", "our quality board"]}), state())

    assert (
        "Irina &lt;Belova&gt;, your account manager Pavel and the executives, with your name on it" in default
    )
    assert "Irina &lt;Belova&gt; and our quality board, with your name on it" in named
