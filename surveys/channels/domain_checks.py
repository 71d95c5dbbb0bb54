"""What the DNS says of a sender's domain: SPF, DKIM and DMARC, each with the record that would mend it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import dns.exception
import dns.resolver

SECONDS = 3.0  # for one look-up, however many servers are tried
# RFC 7208 4.6.4: receivers give up after so many look-ups.
MOST_LOOKUPS = 10
LOOKING_UP = re.compile(r"^[+?~-]?(?:include:|a(?:$|[:/])|mx(?:$|[:/])|ptr|exists:)|^redirect=", re.I)

Texts = Callable[[str], list[str]]  # name -> its TXT records; raises CannotLookUp


class Check(StrEnum):
    SPF = "spf"
    DKIM = "dkim"
    DMARC = "dmarc"


class State(StrEnum):
    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


class Problem(StrEnum):
    """What is wrong; the words are the page's."""

    NONE = ""
    MISSING = "missing"
    SEVERAL = "several"
    ALLOWS_ALL = "allows_all"
    ALLOWS_NOBODY = "allows_nobody"
    NO_END = "no_end"
    TOO_MANY_LOOKUPS = "too_many_lookups"
    NO_SELECTOR = "no_selector"
    NO_KEY = "no_key"
    OTHER_KEY = "other_key"
    NO_POLICY = "no_policy"
    UNREACHABLE = "unreachable"


class CannotLookUp(Exception):
    """No name server answered in time: nothing is known."""


@dataclass(frozen=True)
class Finding:
    """How one check came out; `name` and `record` are what to publish where something is missing."""

    check: Check
    state: State
    problem: Problem
    name: str
    found: str = ""
    record: str = ""


def texts(name: str) -> list[str]:
    """The TXT records of a name; none where the name does not exist. Raises CannotLookUp."""
    resolver = dns.resolver.Resolver()
    resolver.lifetime = resolver.timeout = SECONDS
    try:
        answer = resolver.resolve(name, "TXT")
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise CannotLookUp(str(error)) from error
    return [b"".join(row.strings).decode("utf-8", errors="replace") for row in answer]


def findings(
    domain: str,
    *,
    signing_domain: str = "",
    selector: str = "",
    key: str = "",
    report_to: str = "",
    relay: str = "",
    look_up: Texts | None = None,
) -> list[Finding]:
    """SPF, DKIM and DMARC of a domain, in this order.

    `selector` and `key` (the public record to publish) are ours where we sign, for `signing_domain` if that
    is another; `relay` is the host that hands our mail on, for the SPF record to add; `report_to` the mailbox
    for DMARC reports.
    """
    ask = look_up or texts
    domain = domain.strip().rstrip(".").lower()
    return [
        _asked(Check.SPF, domain, ask, lambda rows: _spf(domain, rows, relay)),
        _dkim(signing_domain or domain, selector, key, ask),
        _asked(Check.DMARC, f"_dmarc.{domain}", ask, lambda rows: _dmarc(domain, rows, report_to, ask)),
    ]


def _asked(check: Check, name: str, ask: Texts, judge: Callable[[list[str]], Finding]) -> Finding:
    try:
        return judge(ask(name))
    except CannotLookUp:
        return Finding(check, State.UNKNOWN, Problem.UNREACHABLE, name)


def _spf(domain: str, rows: list[str], relay: str) -> Finding:
    said = [row for row in rows if row.lower() == "v=spf1" or row.lower().startswith("v=spf1 ")]
    wanted = f"v=spf1 {f'a:{relay} ' if relay else 'mx '}~all"
    if not said:
        return Finding(Check.SPF, State.BAD, Problem.MISSING, domain, "", wanted)
    if len(said) > 1:
        return Finding(Check.SPF, State.BAD, Problem.SEVERAL, domain, " | ".join(said))
    problem = _wrong_with_spf(said[0])
    state = State.BAD if problem else State.GOOD
    return Finding(Check.SPF, state, problem, domain, said[0], _mended(said[0]) if problem else "")


def _wrong_with_spf(record: str) -> Problem:
    terms = record.lower().split()[1:]
    ends = [term for term in terms if term.lstrip("+-~?") == "all"]
    if sum(bool(LOOKING_UP.match(term)) for term in terms) > MOST_LOOKUPS:
        return Problem.TOO_MANY_LOOKUPS
    if any(term in ("all", "+all") for term in ends):
        return Problem.ALLOWS_ALL
    if terms == ["-all"]:
        return Problem.ALLOWS_NOBODY
    if not ends and not any(term.startswith("redirect=") for term in terms):
        return Problem.NO_END
    return Problem.NONE


def _mended(record: str) -> str:
    """The same record with an end that refuses others."""
    kept = [term for term in record.split() if term.lower().lstrip("+-~?") != "all"]
    return " ".join([*kept, *(["mx"] if len(kept) == 1 else []), "~all"])


def _dkim(domain: str, selector: str, key: str, ask: Texts) -> Finding:
    if not selector:
        return Finding(Check.DKIM, State.UNKNOWN, Problem.NO_SELECTOR, f"…._domainkey.{domain}")
    name = f"{selector}._domainkey.{domain}"
    return _asked(Check.DKIM, name, ask, lambda rows: _dkim_of(name, rows, key))


def _dkim_of(name: str, rows: list[str], wanted: str) -> Finding:
    found = next((row for row in rows if "p" in _tags(row)), "")
    if not found:
        return Finding(Check.DKIM, State.BAD, Problem.MISSING, name, "", wanted)
    published = "".join(_tags(found)["p"].split())
    if not published:
        return Finding(Check.DKIM, State.BAD, Problem.NO_KEY, name, found, wanted)
    if wanted and published != _tags(wanted)["p"]:
        return Finding(Check.DKIM, State.BAD, Problem.OTHER_KEY, name, found, wanted)
    return Finding(Check.DKIM, State.GOOD, Problem.NONE, name, found)


def _dmarc(domain: str, rows: list[str], report_to: str, ask: Texts) -> Finding:
    """A domain below another is under the policy of the upper one where it has none of its own."""
    name = f"_dmarc.{domain}"
    said = [row for row in rows if row.lower().replace(" ", "").startswith("v=dmarc1")]
    wanted = "v=DMARC1; p=none" + (f"; rua=mailto:{report_to}" if report_to else "")
    above = domain.partition(".")[2]
    if not said and "." in above:
        upper = _dmarc(above, ask(f"_dmarc.{above}"), report_to, ask)
        return upper if upper.found else Finding(Check.DMARC, State.BAD, Problem.MISSING, name, "", wanted)
    if not said:
        return Finding(Check.DMARC, State.BAD, Problem.MISSING, name, "", wanted)
    if len(said) > 1:
        return Finding(Check.DMARC, State.BAD, Problem.SEVERAL, name, " | ".join(said))
    if _tags(said[0]).get("p", "").lower() not in ("none", "quarantine", "reject"):
        return Finding(Check.DMARC, State.BAD, Problem.NO_POLICY, name, said[0], wanted)
    return Finding(Check.DMARC, State.GOOD, Problem.NONE, name, said[0])


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if name.strip()}
