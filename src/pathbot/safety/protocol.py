"""What happens for a finding, as values: fixed words for the learner, a short alert for the safety contact.

No model ever writes these words. No probing, no promise of secrecy, no talk about method.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from pathbot.frozen import Frozen
from pathbot.safety.finding import Finding

Kind = Literal["low_mood", "concern", "harm", "threat", "friend"]
_EXCERPT = 160
_KINDS: dict[str, Kind] = {
    "friend": "friend",
    "abuse": "harm",
    "neglect": "harm",
    "exploitation": "harm",
    "threat": "threat",
    "weapon": "threat",
}


class Words(Frozen):
    """One language's texts. `replies` is keyed by kind and holds the tier B text ({contact}, {contact_role}).

    `imminent` opens a tier C reply, `closing` ends a B or C reply, `out_of_hours` ({seen_at}) is added when
    nobody is on duty. `alert` ({tier}, {reasons}, {excerpt}) goes to the safety contact.
    """

    replies: dict[Kind, str]
    imminent: str
    closing: str
    out_of_hours: str
    yes_tell: str
    not_now: str
    told: str
    alert: str
    alert_without_words: str
    asked: str
    reasons: dict[str, str]


class Protocol(Frozen):
    """All fixed texts (`prompts/safety/replies.yaml`): `words` by language, `lines` by country, then language.

    `reviewed_by` names who approved the wording; a school approves it again before it goes live.
    """

    provenance: str
    reviewed_by: str = ""
    words: dict[str, Words]
    lines: dict[str, dict[str, str]]


class SchoolFacts(Frozen):
    """What a school decided. `language` is the learner's, `staff_language` the safety contact's.

    `lines` replaces the country's crisis lines (language to sentence). `seen_at` is set when nobody is on duty
    now: when a message will be seen, in words ("Monday at 8:00").
    """

    contact: str = Field(min_length=1)
    contact_role: str = Field(min_length=1)
    country: str = "US"
    language: str = "en"
    staff_language: str = "en"
    lines: Mapping[str, str] = {}
    seen_at: str = ""


class Alert(Frozen):
    """What the safety contact gets: the tier, the reasons in words, and at most 160 characters of the message.

    Tier A only when the learner said yes.
    """

    tier: Literal["A", "B", "C"]
    text: str


class SafetyReply(Frozen):
    """What the turn does. `text` goes to the learner as it is; `alert` is None when nobody is told.

    `pauses` stops reflection prompts for this conversation. `asks_to_tell` (tier A) means: offer the choices
    `yes_tell` and `not_now`, and answer a yes with `asked_to_tell`.
    """

    text: str
    pauses: bool
    alert: Alert | None = None
    asks_to_tell: bool = False
    yes_tell: str = ""
    not_now: str = ""


class NoCrisisLines(ValueError):
    """A school without crisis lines for its country and language cannot go live."""


def respond(finding: Finding, facts: SchoolFacts, protocol: Protocol, said: str = "") -> SafetyReply | None:
    """The reply and the alert for a finding; None when there is nothing to answer.

    `said` is the screened message; only the alert holds part of it. Raises NoCrisisLines.
    """
    if finding.tier == "none":
        return None
    words = _words(facts.language, protocol)
    if finding.tier == "A":
        return SafetyReply(
            text=_filled(words.replies["low_mood"], facts),
            pauses=False,
            asks_to_tell=True,
            yes_tell=_filled(words.yes_tell, facts),
            not_now=words.not_now,
        )
    parts = [words.replies[kind_of(finding)]]
    parts += [words.imminent] if finding.tier == "C" else []
    parts += [crisis_lines(facts, protocol)]
    parts += [words.out_of_hours] if facts.seen_at else []
    text = "\n".join(_filled(part, facts) for part in [*parts, words.closing])
    return SafetyReply(text=text, pauses=True, alert=_alert(finding, facts, protocol, said))


def kind_of(finding: Finding) -> Kind:
    """Which fixed text fits: by the first reason that has its own, else the general one."""
    return next((_KINDS[reason] for reason in finding.reasons if reason in _KINDS), "concern")


def asked_to_tell(facts: SchoolFacts, protocol: Protocol) -> SafetyReply:
    """The answer when a learner said yes in tier A: the contact hears that they want to talk, not what they wrote."""
    text = _filled(_words(facts.language, protocol).told, facts)
    notice = Alert(tier="A", text=_words(facts.staff_language, protocol).asked)
    return SafetyReply(text=text, pauses=False, alert=notice)


def _alert(finding: Finding, facts: SchoolFacts, protocol: Protocol, said: str) -> Alert:
    words = _words(facts.staff_language, protocol)
    start, end = finding.place or (0, len(said))
    excerpt = " ".join(said[start:end].split())
    if len(excerpt) > _EXCERPT:
        excerpt = excerpt[: _EXCERPT - 1].rstrip() + "…"
    reasons = ", ".join(words.reasons.get(code, code) for code in finding.reasons)
    template = words.alert if excerpt else words.alert_without_words
    # The excerpt goes in last and is not read again: braces a learner typed stay braces.
    text = template.replace("{tier}", finding.tier).replace("{reasons}", reasons).replace("{excerpt}", excerpt)
    return Alert(tier="C" if finding.tier == "C" else "B", text=text)


def crisis_lines(facts: SchoolFacts, protocol: Protocol) -> str:
    """The lines to name, in the learner's language if there are any, else in another one of the country.

    Raises NoCrisisLines when neither the school nor its country has any.
    """
    for source in (facts.lines, protocol.lines.get(facts.country, {})):
        if source:
            return source.get(facts.language) or next(iter(source.values()))
    raise NoCrisisLines(
        f"There are no crisis lines for country {facts.country}. Add the school's own lines before it goes live."
    )


def _words(language: str, protocol: Protocol) -> Words:
    """Falls back to English: a reply in another language is better than none."""
    return protocol.words.get(language, protocol.words["en"])


def _filled(text: str, facts: SchoolFacts) -> str:
    values = {"{contact}": facts.contact, "{contact_role}": facts.contact_role, "{seen_at}": facts.seen_at}
    for name, value in values.items():
        text = text.replace(name, value)
    return text
