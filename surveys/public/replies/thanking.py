"""The page after submitting: thanks in the survey's own words, what happens next, what we did since."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.template.loader import render_to_string

from surveys import queries
from surveys.definition import answers as judge
from surveys.definition import piping
from surveys.definition.questionnaire import ContactWish, MeasureKind, Thanks
from surveys.public.doors.invited import Invited
from surveys.public.replies import nameless, sheet
from surveys.public.visits import INSTEAD, Visit
from surveys.rendering.phrasebook import Phrasebook, book


def thanks(visit: Visit, wanted_language: str, now: datetime) -> HttpResponse:
    """The answer has arrived; what happens next, and until when it may be changed."""
    if not visit.door.keeps_pages:
        return nameless.thanks(visit, wanted_language)
    language = visit.language(wanted_language)
    words = book(language)
    own = judge.thanks(visit.questionnaire, visit.answers, visit.door.facts)
    context = sheet.of_visit(visit, language, _title(visit, own, words)) | {
        "text": _spoken(visit, own.text.get(language, ""), language) if own else "",
        "readers": words("thanks.readers", readers=visit.visitor.readers(words)),
        "told": _told(visit, words, now),
        "told_title": words("thanks.told"),
        "next": words("thanks.next"),
        "steps": _steps(visit, words),
        "change": _change(visit, words, now),
        "change_path": visit.change_path,
        "not_you": words("thanks.not_you") if visit.may_answer_instead(now) else "",
        "not_you_path": f"{visit.visitor.path}{INSTEAD}",
        "answer_now": words("thanks.answer_now"),
        "close": words("thanks.close"),
    }
    return HttpResponse(render_to_string("surveys/thanks.html", context))


def _title(visit: Visit, own: Thanks | None, words: Phrasebook) -> str:
    if own and own.title.get(words.language):
        return _spoken(visit, own.title[words.language], words.language)
    name = visit.visitor.fact("contact_name")
    return words("thanks.title_name", contact_name=name) if name else words("thanks.title")


def _spoken(visit: Visit, text: str, language: str) -> str:
    answers = piping.spoken_answers(visit.questionnaire, visit.answers, language)
    return piping.fill(text, visit.visitor.spoken(language) | answers)


def _told(visit: Visit, words: Phrasebook, now: datetime) -> list[dict[str, str]]:
    """What we changed since, for those who answered when it was asked for; newest first."""
    response, door = visit.response, visit.door
    if response is None or response.submitted_at is None or not isinstance(door, Invited):
        return []
    answered_on = response.submitted_at.astimezone(ZoneInfo(door.zone)).date()
    found = queries.told(version_id=door.version_id, answered_on=answered_on, now=now)
    return [
        {"day": words.day(one.told_at.astimezone(ZoneInfo(door.zone))), "text": one.texts[words.language]}
        for one in found
        if words.language in one.texts
    ]


def _change(visit: Visit, words: Phrasebook, now: datetime) -> str:
    day = visit.changeable_until(now)
    return words("thanks.change", date=words.day(day, with_year=False)) if day else ""


def _steps(visit: Visit, words: Phrasebook) -> list[dict[str, str]]:
    """What happens next, in order. Only what somebody has promised stands here."""
    response, sender = visit.response, visit.visitor.sender_name
    assert response is not None and response.submitted_at is not None  # only answered visits get here
    arrived = response.submitted_at.astimezone(ZoneInfo(visit.door.zone))
    steps = [
        {"when": f"{words.day(arrived, with_year=False)}, {arrived:%H:%M}", "what": words("thanks.arrived")},
        _contact_step(visit, words)
        or {"when": words("thanks.reading"), "what": words("thanks.reading_words", sender=sender)},
    ]
    quiet_until = visit.visitor.fact("quiet_until")
    if quiet_until:
        day = words.day(datetime.fromisoformat(quiet_until), with_year=False)
        steps.append({"when": words("thanks.quiet", date=day), "what": words("thanks.quiet_words")})
    return steps


def _contact_step(visit: Visit, words: Phrasebook) -> dict[str, str]:
    keys = [question.key for question in visit.questionnaire.measured(MeasureKind.CONTACT_WISH)]
    wish: dict[str, str] = next((visit.answers[key] for key in keys if key in visit.answers), {})
    if wish.get("choice") == ContactWish.NO:
        return {"when": words("thanks.no_call"), "what": words("thanks.no_call_words")}
    if wish.get("choice") == ContactWish.OTHER_PERSON:
        return {"when": words("thanks.call"), "what": words("thanks.call_other", who=wish["who"])}
    if wish.get("choice") != ContactWish.YES:
        return {}
    what = words("thanks.call_words", sender=visit.visitor.sender_name)
    for name in ("phone", "time"):
        what += words(f"thanks.call_{name}", **{name: wish[name]}) if name in wish else ""
    return {"when": words("thanks.call"), "what": what}
