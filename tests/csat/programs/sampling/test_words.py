"""Why somebody is chosen, and what is missing where the wanted coverage cannot be reached."""

from datetime import date

from csat.programs.sampling import rates, words
from csat.programs.sampling.choosing import Why, choose
from csat.programs.sampling.inputs import Candidate, Client, Inputs, Wanted

CLIENTS = [
    Client(1, 42, frozenset({"decision_maker"}), {"decision_maker": date(2026, 2, 3)}),
    Client(2, 958, frozenset({"decision_maker", "user"})),
]


def said(wanted: Wanted, *people: Candidate) -> tuple[dict[int, dict[str, str]], list[dict[str, str]]]:
    inputs = Inputs(wanted, CLIENTS, people)
    choice = choose(inputs, seed=1)
    by_id = {client.account_id: client for client in CLIENTS}
    contacts = {
        one.contact_id: words.of_contact(
            choice.whys[one.contact_id], client=by_id[one.account_id], role=one.role, inputs=inputs
        )
        for one in people
    }
    return contacts, [words.of_goal(goal, limit=wanted.most_per_account) for goal in choice.goals]


def test_the_reason_names_role_revenue_and_who_was_heard_last() -> None:
    wanted = Wanted({"decision_maker": 0.2}, 0.4)
    contacts, goals = said(wanted, Candidate(1, 1, "decision_maker", 0.5), Candidate(2, 2, "user", 0.5))
    assert contacts[1]["en"] == (
        "Chosen: somebody in the role “decision maker” is to be heard at 20 % of clients; "
        "nobody there was heard in this role since 3 February 2026."
    )
    assert contacts[2]["ru"] == (
        "Для охвата: клиент приносит 96 % выручки этого раунда; там ещё никто не отвечал."
    )
    assert goals[0]["en"] == "Clients heard, decision maker: 25 % expected, 20 % wanted."
    assert goals[1]["ru"] == "Охват выручки: ожидается 50 %, нужно 40 %."


def test_a_small_share_keeps_its_decimal() -> None:
    inputs = Inputs(Wanted(revenue=0.01), CLIENTS, [])
    text = words.of_contact(Why.REVENUE, client=CLIENTS[0], role="decision_maker", inputs=inputs)
    assert "4.2 %" in text["en"] and "4,2 %" in text["ru"]


def test_what_cannot_be_reached_says_what_is_missing() -> None:
    wanted = Wanted({"decision_maker": 0.9})
    _, goals = said(wanted, Candidate(1, 1, "decision_maker", 0.5))
    assert goals[0]["en"] == (
        "Clients heard, decision maker: 90 % wanted, at most 25 % can be reached: "
        "at 1 clients there is nobody who may be asked now, and not everybody answers."
    )
    assert "некого спросить: 1" in goals[0]["ru"]


def test_rates_are_pulled_towards_what_everybody_does() -> None:
    usual = rates.overall(0, 0)
    assert usual == rates.UNKNOWN and rates.overall(10_000, 5_000) > 0.499
    assert rates.expected(0, 0, of_all=usual) == usual
    assert usual > rates.expected(3, 0, of_all=usual) > rates.expected(30, 0, of_all=usual) >= rates.LOWEST
    assert usual < rates.expected(2, 2, of_all=usual) < rates.expected(40, 40, of_all=usual) <= rates.HIGHEST
