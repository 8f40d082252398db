"""While a mentor has the floor in a conversation, Pathbot says nothing there: the one place that decides so.

The learner gave it by asking back, and what they write goes to the mentor, without a name. It comes back with "Pathbot,
go on", with thanks, or by itself when nobody has written for a while. The safety screen runs before this stage, and a
learner's rights over their data, a person to talk to and every button work as ever.
"""

import re

from pathbot.app.mentor_words import floor_ends, to_mentor, watch
from pathbot.app.turn.commands import ERASE
from pathbot.app.turn.mentors import floor_back, held_back
from pathbot.app.turn.state import Turn
from pathbot.app.turn.understood import judge, offered_words
from pathbot.mentoring import MOST_ROUNDS, MentorQuestion, add, ask_back, has_floor, leave_floor
from pathbot.messages import Text

_NAME = re.compile(r"\bpathbot\b\W*", re.IGNORECASE)
RIGHTS = ("who_sees", "delete_data", "export")
FEW_WORDS = 6
"""A right is asked for in few words; a longer message is meant for the mentor."""


def held(turn: Turn) -> bool:
    """Forward to the mentor who has the floor here, and stay silent."""
    question = floor_of(turn)
    if question is None or turn.inbound.kind in ("edit", "delete"):
        return False
    if takes_back(turn):
        floor_back(turn, question)
        return True
    if turn.action or _is_right(turn) or (turn.text and offered_words(turn)):
        return False
    if turn.text:
        _forward(turn, question)
    return True


def floor_of(turn: Turn) -> MentorQuestion | None:
    """The learner's question whose mentor has the floor in this conversation, if any; nobody has after a concern."""
    if turn.known.state.care:
        return None
    here = turn.inbound.address.key
    mine = (q for q in turn.known.questions if q.learner == turn.person.id)
    return next((q for q in mine if has_floor(q, here, turn.now)), None)


def takes_back(turn: Turn) -> bool:
    """ "Pathbot, go on", or "stop": by its name, because "go on" alone may be meant for the mentor."""
    if turn.inbound.kind != "text":
        return False
    rest, names = _NAME.subn("", turn.text)
    called = bool(names) and (not rest.strip() or turn.kit.means(rest, "take_floor", turn.language))
    return called or turn.kit.means(turn.text, "stop_talk", turn.language)


def _is_right(turn: Turn) -> bool:
    if turn.known.state.expecting == ERASE or turn.kit.means(turn.text, "withdraw", turn.language):
        return True
    return len(turn.text.split()) <= FEW_WORDS and judge(turn).intent in RIGHTS


def _forward(turn: Turn, question: MentorQuestion) -> None:
    """What was written goes to the mentor after the checks of a question; only what cannot go on is answered."""
    if why := held_back(turn, turn.text):
        turn.say(why)
        return
    mentor = turn.known.people.get(question.mentor or "")
    if question.status == "open":
        more = add(question, "learner", turn.text, turn.now)
        turn.jobs += floor_ends(more)
    elif question.rounds >= MOST_ROUNDS:
        turn.questions[question.id] = leave_floor(question)
        turn.say("mentor.enough")
        return
    else:
        more = ask_back(question, turn.text, turn.now)
        turn.jobs += watch(more, turn.now)
    turn.questions[question.id] = more
    if mentor is None:
        return
    if question.exchange and question.exchange[-1].by == "learner":
        told = turn.kit.texts.say("mentor.also_asks", mentor.language, text=turn.text)
        turn.send(mentor.id, Text(text=told), key=f"{turn.key}:floor")
    else:
        turn.send(mentor.id, to_mentor(turn.kit.texts, more, mentor.language, "asks_back"), key=f"{turn.key}:floor")
