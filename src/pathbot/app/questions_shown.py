"""Mentor questions in a mentor's inbox: with their buttons while those do something, then with how it went on."""

from collections.abc import Sequence

from pathbot.app.mentor_words import CLAIM, PASS
from pathbot.channels.web.desk import Shown
from pathbot.mentoring import MentorQuestion
from pathbot.messages import Card
from pathbot.store import questions
from pathbot.store.engine import Database
from pathbot.wording import Texts


def as_they_stand(
    engine: Database, shown: Sequence[Shown], texts: Texts, mentor: str, language: str
) -> tuple[Shown, ...]:
    """The same messages. A question that is not theirs to answer any more asks nothing, and says so."""
    asked = {one.seq: question for one in shown if (question := _asks_about(one))}
    found = {question: questions.get_question(engine, question) for question in set(asked.values())}

    def told(one: Shown) -> Shown:
        if one.seq not in asked or not isinstance(one.reply, Card):
            return one
        return one.model_copy(update={"reply": _now(one.reply, found[asked[one.seq]], texts, mentor, language)})

    return tuple(map(told, shown))


def _now(card: Card, question: MentorQuestion | None, texts: Texts, mentor: str, language: str) -> Card:
    if question and question.status == "open" and question.mentor == mentor:
        left = tuple(c for c in card.choices if not (question.claimed_at and c.value.startswith(f"!{CLAIM}:")))
        return card.model_copy(update={"choices": left})
    line = "mentor.was_answered" if question and question.status == "answered" else "mentor.was_closed"
    return card.model_copy(update={"choices": (), "footer": texts.say(line, language)})


def _asks_about(one: Shown) -> str:
    choices = one.reply.choices if isinstance(one.reply, Card) else ()
    named = (c.value.partition(":")[2] for c in choices if c.value.startswith((f"!{CLAIM}:", f"!{PASS}:")))
    return next(named, "")
