"""Alerts in an inbox: with two buttons while nobody answered, then with who has them."""

from collections.abc import Sequence

from pathbot.channels.web.desk import Shown
from pathbot.messages import Card
from pathbot.store import concerns
from pathbot.store.engine import Database
from pathbot.wording import Texts

TAKE = "!ack:"


def with_answers(engine: Database, shown: Sequence[Shown], texts: Texts, language: str) -> tuple[Shown, ...]:
    """The same messages, where an alert that was answered asks nothing and says who answered it."""
    open_ = {one.seq: concern for one in shown if (concern := _asks_about(one))}
    heard = concerns.answered(engine, frozenset(open_.values()))

    def told(one: Shown) -> Shown:
        concern = open_.get(one.seq, "")
        if concern not in heard or not isinstance(one.reply, Card):
            return one
        name, outcome = heard[concern]
        line = "care.was_nothing" if outcome == "false_alarm" else "care.has_this"
        reply = one.reply.model_copy(update={"choices": (), "footer": texts.say(line, language, name=name)})
        return one.model_copy(update={"reply": reply})

    return tuple(map(told, shown))


def _asks_about(one: Shown) -> str:
    choices = one.reply.choices if isinstance(one.reply, Card) else ()
    return next((c.value.removeprefix(TAKE) for c in choices if c.value.startswith(TAKE)), "")
