"""SPF, DKIM and DMARC of a domain, over records that are made up."""

import pytest

from surveys.channels import domain_checks
from surveys.channels.domain_checks import CannotLookUp, Check, Finding, Problem, State

GOOD = {
    "ours.example": ["google-site-verification=x", "v=spf1 mx include:relay.example ~all"],
    "s1._domainkey.ours.example": ["v=DKIM1; k=rsa; p=AB CD"],
    "_dmarc.ours.example": ["v=DMARC1; p=quarantine; rua=mailto:x@ours.example"],
}


def found(check: Check, records: dict[str, list[str]] | None = None, **more: str) -> Finding:
    told = GOOD if records is None else records
    rows = domain_checks.findings(
        more.pop("domain", "Ours.Example."),
        **{"selector": "s1", **more},
        look_up=lambda name: told.get(name, []),
    )
    return next(row for row in rows if row.check == check)


@pytest.mark.parametrize("check", list(Check))
def test_a_domain_as_it_should_be(check: Check) -> None:
    assert (found(check).state, found(check).problem) == (State.GOOD, Problem.NONE)


@pytest.mark.parametrize("check", list(Check))
def test_nothing_published_names_the_record_to_add(check: Check) -> None:
    one = found(check, {}, key="v=DKIM1; k=rsa; p=ABCD", relay="relay.example", report_to="x@ours.example")
    assert (one.state, one.problem) == (State.BAD, Problem.MISSING)
    assert (one.name, one.record) == {
        Check.SPF: ("ours.example", "v=spf1 a:relay.example ~all"),
        Check.DKIM: ("s1._domainkey.ours.example", "v=DKIM1; k=rsa; p=ABCD"),
        Check.DMARC: ("_dmarc.ours.example", "v=DMARC1; p=none; rua=mailto:x@ours.example"),
    }[check]


@pytest.mark.parametrize(
    ("record", "problem", "mended"),
    [
        ("v=spf1 +all", Problem.ALLOWS_ALL, "v=spf1 mx ~all"),
        ("v=spf1 mx all", Problem.ALLOWS_ALL, "v=spf1 mx ~all"),
        ("v=spf1 -all", Problem.ALLOWS_NOBODY, "v=spf1 mx ~all"),
        ("v=spf1 ip4:192.0.2.1", Problem.NO_END, "v=spf1 ip4:192.0.2.1 ~all"),
        ("v=spf1 " + "include:a.example " * 11 + "-all", Problem.TOO_MANY_LOOKUPS, None),
        ("v=spf1 redirect=_spf.example", Problem.NONE, ""),
        ("V=SPF1 A MX -ALL", Problem.NONE, ""),
    ],
)
def test_spf(record: str, problem: Problem, mended: str | None) -> None:
    one = found(Check.SPF, {"ours.example": [record]})
    assert one.problem == problem
    if mended is not None:
        assert one.record == mended


def test_two_records_are_none() -> None:
    two = {"ours.example": ["v=spf1 mx -all", "v=spf1 a -all"], "_dmarc.ours.example": GOOD_DMARC * 2}
    assert found(Check.SPF, two).problem == Problem.SEVERAL
    assert found(Check.DMARC, two).problem == Problem.SEVERAL


GOOD_DMARC = GOOD["_dmarc.ours.example"]


def test_a_domain_below_is_under_the_policy_of_the_one_above() -> None:
    above = {"_dmarc.ours.example": GOOD_DMARC}
    one = found(Check.DMARC, above, domain="mail.eu.ours.example")
    assert (one.state, one.name) == (State.GOOD, "_dmarc.ours.example")
    none = found(Check.DMARC, {}, domain="mail.eu.ours.example")
    assert (none.problem, none.name) == (Problem.MISSING, "_dmarc.mail.eu.ours.example")
    assert found(Check.DMARC, {"_dmarc.ours.example": ["v=DMARC1; p=maybe"]}).problem == Problem.NO_POLICY


def test_keys_for_signing() -> None:
    name = "s1._domainkey.ours.example"
    assert found(Check.DKIM, {}, selector="").problem == Problem.NO_SELECTOR
    assert found(Check.DKIM, {name: ["v=DKIM1; p="]}).problem == Problem.NO_KEY
    assert found(Check.DKIM, key="v=DKIM1; k=rsa; p=XYZ").problem == Problem.OTHER_KEY
    assert found(Check.DKIM, key="v=DKIM1; k=rsa; p=ABCD").problem == Problem.NONE
    elsewhere = found(Check.DKIM, {}, signing_domain="signs.example")
    assert elsewhere.name == "s1._domainkey.signs.example"


def test_silence_is_not_known_rather_than_bad() -> None:
    def silent(name: str) -> list[str]:
        raise CannotLookUp(name)

    rows = domain_checks.findings("ours.example", selector="s1", look_up=silent)
    assert {(row.state, row.problem) for row in rows} == {(State.UNKNOWN, Problem.UNREACHABLE)}
