"""Pages and questions: keys, places, and the rules that hang on them."""

import pytest

from surveys.definition import document as documents
from surveys.definition.editing import keys, options, pages, places, questions, rules
from surveys.definition.editing.places import EditError
from tests.surveys.definition.editing.documents import small


def test_the_small_document_is_right() -> None:
    documents.parse(small())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("How satisfied are you with the delivery?", "how_satisfied_are_you"),
        ("Насколько вы довольны?", "naskolko_vy_dovolny"),
        ("1. Йод, щётка", "yod_schetka"),
        ("Qualité élevée", "qualite_elevee"),
        ("你好", "text"),
        ("", "text"),
        ("wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww", "w" * 40),
    ],
)
def test_a_key_is_made_of_the_first_words(text: str, key: str) -> None:
    made = keys.from_text(text, taken=(), otherwise="text")
    assert made == key and keys.is_key(made)


def test_a_key_is_never_used_for_another_question() -> None:
    used = {"how_was_it", "how_was_it_2"}
    made = questions.add_question(small(), "text", page="two", text={"en": "How was it"}, used_keys=used)
    assert made.key == "how_was_it_3"
    with pytest.raises(EditError, match="stands for another"):
        questions.rename_question(small(), "which", "how_was_it", used_keys=used)
    with pytest.raises(EditError, match="stands for another"):
        questions.rename_question(small(), "which", "dates_importance")
    with pytest.raises(EditError, match="answers go by"):
        questions.rename_question(small(), "which", "other", used_keys={"which"})
    long = keys.free("w" * 40, {"w" * 40})
    assert long == "w" * 38 + "_2"


def test_a_question_comes_after_the_one_that_is_named() -> None:
    made = questions.add_question(small(), "yes_no", page="one", after="overall")
    assert [q["key"] for q in made.document["pages"][0]["questions"]][:2] == ["overall", made.key]
    with pytest.raises(EditError, match="another page"):
        questions.add_question(small(), "yes_no", page="one", after="why")
    with pytest.raises(EditError, match="no type"):
        questions.add_question(small(), "poem", page="one")


def test_a_removed_question_takes_its_rules_only_when_told_to() -> None:
    with pytest.raises(EditError, match="why, thanks 1 ask for it") as refused:
        questions.remove_question(small(), "overall")
    assert refused.value.where == "questions.overall"
    left = questions.remove_question(small(), "overall", with_rules=True)
    assert places.question(left, "why").question["show_if"] == {"answer": "dates", "at_most": 4}
    assert "show_if" not in left["thanks"][0]
    documents.parse(left)


def test_a_grid_s_rows_are_answers_too() -> None:
    assert places.question_keys(small())[2:6] == ["dates", "reply", "dates_importance", "reply_importance"]
    with pytest.raises(EditError, match="why"):
        options.remove_option(small(), "sides", "dates")
    with pytest.raises(EditError, match="why"):
        questions.remove_question(small(), "sides")
    assert options.remove_option(small(), "sides", "reply")["pages"][0]["questions"][2]["rows"] != []
    made = options.add_option(small(), "sides", text={"en": "Overall"}, after="dates")
    assert made.key == "overall_2"  # a row is a question: its key must be free among them


def test_no_move_turns_a_rule_towards_a_later_answer() -> None:
    with pytest.raises(EditError, match="why would ask for a later answer"):
        questions.move_question(small(), "overall", page="two", index=0)
    with pytest.raises(EditError, match="which, why would"):
        pages.move_page(small(), "two", index=0)
    moved = questions.move_question(small(), "reason", page="one", index=0)
    assert [q["key"] for q in moved["pages"][0]["questions"]] == ["reason", "overall", "sides"]
    moved = questions.move_question(small(), "why", page="two", index=99)
    assert [q["key"] for q in moved["pages"][1]["questions"]] == ["which", "why"]


def test_a_renamed_question_keeps_its_rules_and_its_place_in_texts() -> None:
    renamed = questions.rename_question(small(), "reason", "cause")
    assert places.question(renamed, "which").question["show_if"]["answer"] == "cause"
    assert places.question(renamed, "why").question["text"]["ru"] == "Почему[ {answer:cause}]?"
    documents.parse(renamed)


def test_a_copy_has_a_key_of_its_own_and_measures_nothing() -> None:
    document = small()
    document["pages"][0]["questions"][0]["measures"] = {"kind": "overall"}
    made = questions.copy_question(document, "overall")
    twin = places.question(made.document, made.key)
    assert (made.key, twin.index, "measures" in twin.question) == ("overall_2", 1, False)
    grid = questions.copy_question(small(), "sides")
    assert len(set(places.question_keys(grid.document))) == len(places.question_keys(grid.document))
    documents.parse(grid.document)


def test_another_type_keeps_the_words_and_refuses_what_answers_or_rules_stand_on() -> None:
    changed = questions.change_type(small(), "which", "long_text")
    assert places.question(changed, "which").question["show_if"] == {"answer": "reason", "is": "price"}
    with pytest.raises(EditError, match="keeps its type"):
        questions.change_type(small(), "which", "number", used_keys={"which"})
    with pytest.raises(EditError, match="ask for it"):
        questions.change_type(small(), "reason", "text")
    for key in ("which", "reason"):
        freed = rules.set_rule(small(), "which", None)
        nps = places.question(questions.change_type(freed, key, "nps"), key).question
        assert (nps["scale"], nps["measures"]) == ("recommendation", {"kind": "nps"})
    effort = questions.add_question(small(), "scale", page="two")
    effort_made = questions.change_type(effort.document, effort.key, "effort")
    assert places.question(effort_made, effort.key).question["scale"] == "effort"


def test_an_option_that_a_rule_asks_for_is_not_lost_by_chance() -> None:
    with pytest.raises(EditError, match="which ask for it"):
        options.remove_option(small(), "reason", "price")
    left = options.remove_option(small(), "reason", "price", with_rules=True)
    assert "show_if" not in places.question(left, "which").question
    kept = options.set_options(small(), "reason", ["Words", "New one", "Words too"], language="en")
    found = places.question(kept, "reason").question["options"]
    assert [option["text"]["en"] for option in found] == ["Words", "New one", "Words too"]


def test_pages_come_and_go() -> None:
    made = pages.add_page(small(), after="one")
    assert [page["key"] for page in made.document["pages"]] == ["one", made.key, "two"]
    with pytest.raises(EditError, match="why, which, thanks 1"):
        pages.remove_page(small(), "one")
    alone = pages.remove_page(small(), "one", with_rules=True)
    assert [page["key"] for page in alone["pages"]] == ["two"]
    with pytest.raises(EditError, match="at least one page"):
        pages.remove_page(alone, "two")
    with pytest.raises(EditError, match="no page"):
        pages.remove_page(small(), "three")


def test_a_rule_asks_for_earlier_pages_only() -> None:
    ruled = rules.set_rule(small(), "which", {"not": {"answer": "reply_importance", "at_least": 8}})
    documents.parse(ruled)
    assert "show_if" not in places.question(rules.set_rule(ruled, "which", None), "which").question
    with pytest.raises(EditError, match="overall: not answered on an earlier page"):
        rules.set_rule(small(), "reason", {"answer": "overall", "given": True})
    for wrong in (
        {"answer": "overall"},
        {"any": []},
        {"answer": "overall", "is": 1, "at_least": 2},
        {"if": 1},
    ):
        with pytest.raises(EditError):
            rules.set_rule(small(), "which", wrong)
    with pytest.raises(EditError, match="no question “gone”"):
        rules.set_thanks_rule(small(), 0, {"answer": "gone", "given": True})


def test_thanks_are_moved_and_removed_by_their_place() -> None:
    moved = pages.move_thanks(small(), 1, index=0)
    assert "show_if" not in moved["thanks"][0]
    left = pages.remove_thanks(moved, 1)
    assert len(left["thanks"]) == 1 and "show_if" not in left["thanks"][0]
    assert "thanks" not in pages.remove_thanks(left, 0)
    with pytest.raises(EditError):
        pages.remove_thanks(left, 1)


def test_addresses_follow_their_parts() -> None:
    document = small()
    for path, address in {
        "pages[0].questions[1].options[0].text": "questions.reason.options.price.text",
        "pages[0].questions": "pages.one.questions",
        "pages[1].title.ru": "pages.two.title.ru",
        "pages[1].questions[0].show_if.any[0]": "questions.why.show_if.any.0",
        "scales.ten.low": "scales.ten.low",
        "thanks[1].text": "thanks.1.text",
        "pages[9].questions[3]": "questions.3",
    }.items():
        assert places.address_of(document, path) == address
