"""A mentor question's life: previewed, open with a mentor, answered, thanked; or cancelled, or expired.

A mentor sees the question, never a name. One who does not answer in time is reminded, then another one is asked.
A learner who asks back gives the mentor the floor in that conversation: what they write there goes to the mentor, and
Pathbot says nothing, until one of them is done or nobody has written for a while.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from pathbot.frozen import Frozen

QuestionStatus = Literal["previewed", "open", "answered", "cancelled", "expired"]

ANSWER_WITHIN_DAYS = 2
"""School days until a mentor is reminded and another one is asked."""
EXPIRES_AFTER = timedelta(days=9)
MOST_ROUNDS = 12
"""How often a learner can ask back before it is a new question."""
FLOOR_LASTS = timedelta(minutes=30)
"""How long a mentor keeps the floor after the last word of either: no learner waits for a person who went away."""
_CONTACT = re.compile(
    r"\S@\S|https?:|www\.|\b\w+\s*(?:\.|\(?\bdot\b\)?)\s*(?:com|org|net|edu|io|me|app|gg)\b|(?:^|\s)@\w{2,}"
    r"|(?:\+?\d[\s().-]?){7,}"
    r"|(?:(?:zero|one|two|three|four|five|six|seven|eight|nine|oh)[\s,-]+){6,}"
    r"|\b(?:insta|instagram|ig|snap|snapchat|tiktok|discord|whatsapp|telegram|facebook|fb)\b[\s:=-]*(?:is|me|@|:)"
    r"|\bmy (?:insta|instagram|ig|snap|snapchat|tiktok|discord|number|whatsapp)\b",
    re.IGNORECASE,
)


class Said(Frozen):
    """One thing said in a question's thread, after the question itself."""

    by: Literal["learner", "mentor", "teacher"]
    text: str
    at: datetime


class MentorQuestion(Frozen):
    """A question on its way to a mentor. `text` is exactly what the mentor sees. Times are timezone-aware.

    `tried` are mentors who had it before and did not answer; `rounds` counts how often the learner asked back;
    `answer` is the newest answer and `exchange` everything said since the question. `floor` is the key of the
    conversation in which the mentor has the floor until `floor_until`; "" when nobody has.
    """

    id: str
    school: str
    learner: str
    class_id: str
    project: str
    text: str
    status: QuestionStatus = "previewed"
    asked_at: datetime
    mentor: str | None = None
    claimed_at: datetime | None = None
    tried: tuple[str, ...] = ()
    rounds: int = 0
    exchange: tuple[Said, ...] = ()
    answer: str = ""
    answered_at: datetime | None = None
    thanked_at: datetime | None = None
    floor: str = ""
    floor_until: datetime | None = None


class CardNote(Frozen):
    """What a school adds to a role card, out of a mentor's answer. Shown there, with its source, once `approved`.

    `proposed_by` and `decided_by` are two different adults of the school.
    """

    id: str
    school: str
    soc: str
    title: str
    text: str
    status: Literal["proposed", "approved", "refused"] = "proposed"
    proposed_by: str | None = None
    proposed_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None


class MentorOffer(Frozen):
    """What a mentor can take on: career clusters they know, their language, and how many open questions at most."""

    person: str
    clusters: tuple[str, ...] = ()
    language: str = "en"
    most_open: int = 3
    open_now: int = 0


def choose(
    offers: Sequence[MentorOffer], clusters: Sequence[str], language: str, tried: Sequence[str] = ()
) -> str | None:
    """The mentor who fits best: has room, knows the project's clusters, speaks the language, has the least to do."""
    free = [offer for offer in offers if offer.person not in tried and offer.open_now < offer.most_open]
    wanted = set(clusters)

    def rank(offer: MentorOffer) -> tuple[int, bool, int, str]:
        return -len(wanted & set(offer.clusters)), offer.language != language, offer.open_now, offer.person

    return min(free, key=rank).person if free else None


def send(question: MentorQuestion, mentor: str | None) -> MentorQuestion:
    """The learner said yes to the preview. `mentor` is who it goes to first; None while nobody fits."""
    return question.model_copy(update={"status": "open", "mentor": mentor})


def claim(question: MentorQuestion, now: datetime) -> MentorQuestion:
    """Its mentor will answer it. Raises ValueError unless the question is open."""
    _check_open(question)
    return question.model_copy(update={"claimed_at": question.claimed_at or now})


def pass_on(question: MentorQuestion, mentor: str | None) -> MentorQuestion:
    """Another mentor gets it, or nobody for now. Raises ValueError unless the question is open."""
    _check_open(question)
    tried = (*question.tried, *([question.mentor] if question.mentor else []))
    return leave_floor(question).model_copy(update={"mentor": mentor, "tried": tried, "claimed_at": None})


def cancel(question: MentorQuestion) -> MentorQuestion:
    """The learner took it back. An answered question stays answered."""
    return question if question.status == "answered" else question.model_copy(update={"status": "cancelled"})


def answer(
    question: MentorQuestion, text: str, now: datetime, by: Literal["mentor", "teacher"] = "mentor"
) -> MentorQuestion:
    """Somebody answered. Raises ValueError unless the question is open."""
    _check_open(question)
    said = Said(by=by, text=text, at=now)
    answered = {"status": "answered", "answer": text, "answered_at": now, "exchange": (*question.exchange, said)}
    return question.model_copy(update=answered | _longer(question, now))


def ask_back(question: MentorQuestion, text: str, now: datetime) -> MentorQuestion:
    """The learner asks the same mentor again. Raises ValueError unless it was answered and not too often before."""
    if question.status != "answered" or question.rounds >= MOST_ROUNDS:
        raise ValueError("only an answered question can be asked back, and not for ever")
    said = Said(by="learner", text=text, at=now)
    again = {
        "status": "open",
        "rounds": question.rounds + 1,
        "exchange": (*question.exchange, said),
        "claimed_at": None,
    }
    return question.model_copy(update=again | _longer(question, now))


def take_floor(question: MentorQuestion, conversation: str, now: datetime) -> MentorQuestion:
    """The learner turns to the mentor: what they write in this conversation is for them."""
    return question.model_copy(update={"floor": conversation, "floor_until": now + FLOOR_LASTS})


def has_floor(question: MentorQuestion, conversation: str, now: datetime) -> bool:
    """Whether the mentor of this question has the floor in a conversation now. The one rule about it."""
    until = question.floor_until
    going_on = question.status in ("open", "answered") and question.thanked_at is None
    return going_on and until is not None and now < until and question.floor == conversation


def leave_floor(question: MentorQuestion) -> MentorQuestion:
    """Pathbot has the floor again; the question stays as it is."""
    return question.model_copy(update={"floor": "", "floor_until": None})


def add(question: MentorQuestion, by: Literal["learner", "mentor"], text: str, now: datetime) -> MentorQuestion:
    """One more word of whoever spoke last, while the mentor has the floor: no new round, no new answer to wait for."""
    more = {"exchange": (*question.exchange, Said(by=by, text=text, at=now)), **_longer(question, now)}
    return question.model_copy(update=more | ({"answer": text, "answered_at": now} if by == "mentor" else {}))


def _longer(question: MentorQuestion, now: datetime) -> dict[str, datetime]:
    """Who has the floor keeps it while somebody speaks."""
    held = question.floor_until is not None and now < question.floor_until
    return {"floor_until": now + FLOOR_LASTS} if held else {}


def thank(question: MentorQuestion, now: datetime) -> MentorQuestion:
    """The learner said thanks, which closes it. Saying it again changes nothing."""
    thanked = question.status == "answered" and question.thanked_at is None
    return question.model_copy(update={"thanked_at": now}) if thanked else question


def expire(question: MentorQuestion, now: datetime) -> MentorQuestion:
    """An open question nobody answered in time is expired; any other is unchanged."""
    late = question.status == "open" and now - open_since(question) >= EXPIRES_AFTER
    return question.model_copy(update={"status": "expired"}) if late else question


def open_since(question: MentorQuestion) -> datetime:
    """When it was last put to a mentor: asked, or asked back."""
    return next((said.at for said in reversed(question.exchange) if said.by == "learner"), question.asked_at)


def due(now: datetime, days: int = ANSWER_WITHIN_DAYS) -> datetime:
    """So many school days later: Saturdays and Sundays do not count."""
    while days > 0:
        now += timedelta(days=1)
        days -= now.isoweekday() < 6
    return now


def holds_contact_details(text: str) -> bool:
    """Whether a text names an e-mail, link, handle or phone number. Such a text is never relayed, either way."""
    return bool(_CONTACT.search(text))


def _check_open(question: MentorQuestion) -> None:
    if question.status != "open":
        raise ValueError("only an open question can be answered")
