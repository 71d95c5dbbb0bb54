"""Each kind of edit, posted as the page's forms post it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from csat.access import Role
from surveys.actions import publishing
from surveys.models import Survey
from tests import factories
from tests.surveys.editor import desks, forms


@pytest.fixture
def helena(db: None) -> User:
    return desks.writer()


@pytest.fixture
def survey(helena: User) -> Survey:
    return desks.survey("support", by=helena)


@pytest.fixture
def client(helena: User) -> Client:
    return desks.client(helena)


def edit(client: Client, survey: Survey, at: str, act: str = "save", **changed: Any) -> Any:
    """Open a part, change its fields, press a button. Keys of `changed` are names of fields."""
    fields = forms.fields(client.get(desks.path(survey, at)).content.decode())
    sent: dict[str, list[str]] = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value)
    sent |= {name: value if isinstance(value, list) else [value] for name, value in changed.items()}
    reply = client.post(desks.path(survey), sent | {"act": act})
    survey.refresh_from_db()
    return reply


def question(survey: Survey, key: str) -> dict[str, Any]:
    return next(q for page in survey.draft["pages"] for q in page["questions"] if q["key"] == key)


def test_a_form_sent_as_it_stands_changes_nothing(client: Client, helena: User) -> None:
    """Every part of every ready survey: nothing is lost or added by looking at it and pressing Save."""
    for key in ("support", "post-sale", "periodic-csi", "lost", "internal", "forecast"):
        survey = desks.survey(key, by=helena)
        before = survey.draft
        questions = [q["key"] for page in before["pages"] for q in page["questions"]]
        parts = ["survey", "mail", "thanks", *(f"pages.{page['key']}" for page in before["pages"])]
        for at in (*parts, *(f"questions.{key}" for key in questions)):
            assert edit(client, survey, at).status_code == 303
            assert survey.draft == before, (key, at)
        assert survey.draft_revision == 1


def test_texts_in_two_languages(client: Client, survey: Survey) -> None:
    edit(
        client,
        survey,
        "questions.effort",
        **{"text:questions.effort.text:en": "Was it easy?", "text:questions.effort.text:ru": "Было легко?"},
    )
    assert question(survey, "effort")["text"] == {"en": "Was it easy?", "ru": "Было легко?"}
    assert survey.draft_revision == 2


@pytest.mark.parametrize(
    ("at", "field", "value", "expected"),
    [
        ("questions.solved", "set:questions.solved.required", [""], {"required": False}),
        ("questions.solved", "set:questions.solved.other", ["", "yes"], {"other": True}),
        ("questions.solved", "set:questions.solved.random", ["", "yes"], {"random": True}),
        ("questions.effort", "set:questions.effort.cannot_judge", ["", "yes"], {"cannot_judge": True}),
        ("questions.made_hard", "set:questions.made_hard.most", "400", {"most": 400}),
        ("questions.made_hard", "measure:questions.made_hard", "", {"measures": None}),
        ("questions.effort", "set:questions.effort.scale", "new:csat", {"scale": "csat"}),
    ],
)
def test_settings(
    client: Client, survey: Survey, at: str, field: str, value: Any, expected: dict[str, Any]
) -> None:
    edit(client, survey, at, **{field: value})
    found = question(survey, at.removeprefix("questions."))
    assert {name: found.get(name) for name in expected} == expected


def test_a_number_that_is_none_is_named_at_its_field_and_the_rest_is_saved(
    client: Client, survey: Survey
) -> None:
    reply = edit(
        client,
        survey,
        "questions.made_hard",
        **{
            "set:questions.made_hard.most": "many",
            "text:questions.made_hard.text:en": "What was hard?",
        },
    )
    assert reply.status_code == 422
    assert "This is no number" in reply.content.decode()
    assert question(survey, "made_hard")["text"]["en"] == "What was hard?"


def test_options_are_added_moved_removed_and_pasted(client: Client, survey: Survey) -> None:
    at = "questions.solved"
    edit(client, survey, at, "add_option")
    added = question(survey, "solved")["options"][-1]["key"]
    edit(client, survey, at, f"move_option {added} up")
    assert question(survey, "solved")["options"][-2]["key"] == added
    edit(client, survey, at, "paste_options", paste="Not sure\nAsk me later\n")
    words = [option["text"].get("en") for option in question(survey, "solved")["options"]]
    assert words[-2:] == ["Not sure", "Ask me later"]
    edit(client, survey, at, f"remove_option {added}")
    assert added not in [option["key"] for option in question(survey, "solved")["options"]]


def test_questions_and_pages_come_and_go(client: Client, survey: Survey) -> None:
    reply = edit(client, survey, "questions.effort", "add_question nps")
    assert reply["Location"].endswith("?at=questions.nps")
    assert question(survey, "nps")["measures"] == {"kind": "nps"}
    assert [q["key"] for q in survey.draft["pages"][0]["questions"]][:2] == ["effort", "nps"]
    edit(client, survey, "questions.nps", "copy")
    edit(client, survey, "questions.nps", "move questions.nps up")
    assert survey.draft["pages"][0]["questions"][0]["key"] == "nps"
    edit(client, survey, "questions.nps", "place questions.nps words 1")
    assert survey.draft["pages"][1]["questions"][1]["key"] == "nps"
    reply = edit(client, survey, "questions.nps", "remove")
    assert "nps" not in [q["key"] for page in survey.draft["pages"] for q in page["questions"]]
    edit(client, survey, "pages.words", "add_page")
    assert len(survey.draft["pages"]) == 3
    edit(client, survey, f"pages.{survey.draft['pages'][2]['key']}", "remove")
    assert len(survey.draft["pages"]) == 2


def test_a_question_that_rules_ask_for_is_not_removed_unseen(client: Client, survey: Survey) -> None:
    before = survey.draft
    reply = edit(client, survey, "questions.effort", "remove")
    assert reply.status_code == 422
    assert "made_hard" in reply.content.decode()
    assert survey.draft == before


def test_a_rule_is_built_of_sentences(client: Client, survey: Survey) -> None:
    at, rule = "questions.contact_wish", "rule:questions.contact_wish"
    edit(client, survey, at, **{f"{rule}:mode": "any"})
    first = question(survey, "contact_wish")["show_if"]
    assert first == {"any": [{"answer": "contacts", "is": "once"}]}
    edit(client, survey, at, "add_condition questions.contact_wish")
    edit(client, survey, at, **{f"{rule}:1:subject": "answer:effort"})
    assert question(survey, "contact_wish")["show_if"]["any"][1] == {"answer": "effort", "at_most": 4}
    edit(client, survey, at, **{f"{rule}:1:verb": "at_least", f"{rule}:1:value": "6"})
    edit(client, survey, at, "add_group questions.contact_wish")
    edit(client, survey, at, **{f"{rule}:2:0:subject": "fact:is_key", f"{rule}:2:0:verb": "is_not"})
    edit(client, survey, at, **{f"{rule}:2:0:verb": "is_not", f"{rule}:2:0:value": "yes"})
    built = question(survey, "contact_wish")["show_if"]["any"]
    assert built[1] == {"answer": "effort", "at_least": 6}
    assert built[2]["all"][0] == {"not": {"fact": "is_key", "is": "yes"}}
    edit(client, survey, at, "remove_condition questions.contact_wish 2")
    edit(client, survey, at, **{f"{rule}:mode": ""})
    assert "show_if" not in question(survey, "contact_wish")


def test_thanks_mail_languages_and_the_survey_itself(client: Client, survey: Survey) -> None:
    edit(client, survey, "thanks", "add_thanks")
    edit(client, survey, "thanks", **{"text:thanks.2.text:en": "Thank you", "rule:thanks.2:mode": "all"})
    assert survey.draft["thanks"][2]["text"] == {"en": "Thank you"}
    assert survey.draft["thanks"][2]["show_if"]
    edit(client, survey, "mail", **{"text:mail.subject:ru": "Два вопроса"})
    assert survey.draft["mail"] == {"subject": {"ru": "Два вопроса"}}
    edit(client, survey, "survey", "add_language", other_language="pt-BR")
    assert survey.draft["languages"] == ["en", "ru", "pt-BR"]
    assert "Brazil" in client.get(desks.path(survey)).content.decode()
    edit(client, survey, "survey", "remove_language ru")
    assert survey.draft["languages"] == ["en", "pt-BR"]
    assert survey.draft["name"].keys() == {"en"}
    edit(client, survey, "survey", **{"set:anonymous": ["", "yes"], "set:minutes": "4"})
    assert (survey.draft["anonymous"], survey.draft["minutes"]) == ({}, 4)


def test_type_and_key_can_change_until_publishing(client: Client, survey: Survey) -> None:
    edit(client, survey, "questions.helped_most", **{"key:helped_most": "best"})
    assert question(survey, "best")["type"] == "long_text"
    edit(client, survey, "questions.best", **{"type:best": "text"})
    assert question(survey, "best")["type"] == "text"
    publishing.publish(survey=survey, by=None, now=timezone.now())
    page = client.get(desks.path(survey, "questions.best")).content.decode()
    assert 'name="type:best"' not in page
    for field, value in (("key:best", "worst"), ("type:best", "date")):
        assert edit(client, survey, "questions.best", **{field: value}).status_code == 422
    assert question(survey, "best")["type"] == "text"


@pytest.mark.parametrize(("field", "value"), [("set:minutes", "0"), ("set:minutes", "999")])
def test_what_cannot_be_stored_is_said_at_its_field(
    client: Client, survey: Survey, field: str, value: str
) -> None:
    before = survey.draft
    reply = edit(client, survey, "survey", **{field: value})
    assert reply.status_code == 422
    assert 'class="problem"' in reply.content.decode()
    assert survey.draft == before


def test_undo_and_redo(client: Client, survey: Survey) -> None:
    before = survey.draft
    edit(client, survey, "questions.effort", "add_question text")
    after = survey.draft
    edit(client, survey, "survey", "undo")
    assert survey.draft == before
    edit(client, survey, "survey", "redo")
    assert survey.draft == after


def test_two_logins_neither_overwrites_the_other(client: Client, survey: Survey) -> None:
    anna = desks.client(desks.writer("Anna Weber"))
    mine = forms.fields(client.get(desks.path(survey, "questions.effort")).content.decode())
    edit(anna, survey, "questions.effort", **{"text:questions.effort.text:en": "Hers"})
    sent = dict(mine) | {"text:questions.effort.text:en": "Mine", "act": "save"}
    reply = client.post(desks.path(survey), sent)
    assert reply.status_code == 409
    assert "Anna Weber changed this survey at" in reply.content.decode()
    survey.refresh_from_db()
    assert question(survey, "effort")["text"]["en"] == "Hers"
    reply = client.post(desks.path(survey), sent | {"act": "undo"})
    assert reply.status_code == 409
    refused = sent | {"act": "keep_copy", "set:anonymous": "1", "group": "No key"}
    assert client.post(desks.path(survey), refused).status_code == 409
    reply = client.post(desks.path(survey), sent | {"act": "keep_copy"})
    copy = Survey.objects.exclude(id=survey.id).get()
    assert reply["Location"] == desks.path(copy)
    assert question(copy, "effort")["text"]["en"] == "Mine"


def test_unknown_buttons_and_hostile_names_are_refused(client: Client, survey: Survey) -> None:
    before = survey.draft
    for act in ("", " ", "explode", "move", "move questions.effort sideways extra", "add_question bomb"):
        assert edit(client, survey, "questions.effort", act).status_code in (303, 422)
    edit(
        client,
        survey,
        "questions.effort",
        **{
            "text:questions.nobody.text:en": "x",
            "text:pages:en": "x",
            "set:questions.effort.key": "y",
            "set:pages.x": "y",
            "range:agreement": "3-four",
            "rules": ["questions.nobody", "thanks.99", ""],
            "rule:questions.effort:parts": "999999999",
        },
    )
    assert survey.draft == before


def test_who_may_edit(survey: Survey) -> None:
    path = desks.path(survey)
    assert Client().get(path)["Location"].startswith("/account/login/")
    manager = desks.client(factories.UserFactory(roles=[Role.MANAGER]))
    assert manager.get(path).status_code == 403
    assert manager.post(path, {"act": "save"}).status_code == 403


def test_a_post_that_does_not_say_what_it_saw_overwrites_nothing(client: Client, survey: Survey) -> None:
    before = survey.draft
    answer = client.post(desks.path(survey), {"act": "save", "text:title:en": "x", "at": "survey"})
    survey.refresh_from_db()
    assert answer.status_code == 409 and survey.draft == before
