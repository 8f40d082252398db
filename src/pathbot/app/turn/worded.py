"""What a model may put in other words: the next question, the line before it, and what a step leaves."""

from pathbot.app.models import Helper
from pathbot.app.turn.helped import ask, helper_of, hidden_in, restored, sendable, unsafe, unsaid
from pathbot.app.turn.state import Turn
from pathbot.llm.task import Asking, ToAsk, ToSummarise
from pathbot.redaction import Redacted
from pathbot.reflection.events import Asked, Event, StatementsWanted, StepClosed
from pathbot.reflection.wording import (
    LONGEST_SUMMARY,
    Place,
    Worded,
    line_trouble,
    question_trouble,
    questions_in,
)

SAID_BEFORE, ASKED_BEFORE = 4, 8
"""How many of the learner's last answers, and of Pathbot's last questions, a model sees."""


def worded(turn: Turn, events: tuple[Event, ...]) -> Worded:
    """This turn's sentences in words that fit this learner; what is None is said as Pathbot would say it anyway."""
    helper = helper_of(turn)
    if helper is None or not turn.text or turn.language not in helper.words:
        return Worded()
    if any(isinstance(event, StatementsWanted) for event in events):
        return Worded()  # what this turn may ask is needed for the lines
    closed = next((event for event in events if isinstance(event, StepClosed)), None)
    if closed is not None:
        return Worded(kept=_kept(turn, helper, closed))
    asked = next((event for event in events if isinstance(event, Asked)), None)
    return Worded() if asked is None else _question(turn, helper, asked)


def _kept(turn: Turn, helper: Helper, closed: StepClosed) -> str | None:
    """What the closed step leaves, in one line of the learner's own words."""
    own = tuple(answer for answer in closed.kept if not answer.chosen)
    ids = {answer.message_id for answer in own}
    about = tuple(s.text for s in sendable(turn, turn.answers()) if s.id in ids)
    plain = turn.voice().kept(own)
    if len(about) < max(2, len(ids)) or not plain or plain != turn.voice().kept(closed.kept):
        return None  # one answer is said back as it is, and an option's words were never the learner's
    hidden = hidden_in(turn, [plain, *about])
    if hidden is None:
        return None
    data = ToSummarise(language=turn.language, plain=hidden.texts[0], said=hidden.texts[1:])
    answer = ask(turn, helper, helper.tasks.summarise, data)
    if answer is None:
        return None
    line = restored(hidden, answer.line).strip().rstrip(".")
    words = helper.words[turn.language]
    trouble = line_trouble(line, about, (), words, LONGEST_SUMMARY) or unsafe(turn, line) or unsaid(turn, f"{line}.")
    turn.suggested.append(f"summarise:{trouble or 'ok'}")
    return None if trouble else line[0].lower() + line[1:]


def _question(turn: Turn, helper: Helper, asked: Asked) -> Worded:
    if asked.form != "ask" or turn.voice().choices_of(asked):
        return Worded()  # the choices belong to the step's own wording
    place = _place(turn, asked, helper)
    said = sendable(turn, turn.answers())[-SAID_BEFORE - 1 :]
    earlier = tuple(s.text for s in said if s.id != turn.inbound.delivery_id)
    hidden = hidden_in(turn, [turn.text, *earlier, *place.asked[:ASKED_BEFORE]])
    if hidden is None:
        return Worded()
    data = ToAsk(
        language=turn.language,
        project=turn.project.title.in_(turn.language),
        question=place.own,
        about=place.about,
        answer=hidden.texts[0],
        said=hidden.texts[1 : 1 + len(earlier)],
        asked_before=hidden.texts[1 + len(earlier) :],
    )
    answer = ask(turn, helper, helper.tasks.ask, data)
    return Worded() if answer is None else _checked(turn, answer, hidden, place, (*earlier, turn.text), helper)


def _place(turn: Turn, asked: Asked, helper: Helper) -> Place:
    voice, project, language = turn.voice(), turn.project, turn.language
    own = voice.plain_question(asked)
    step = next(s for s in turn.framework.steps if s.id == asked.step)
    slot = step.slot(asked.slot)
    assert slot is not None
    every = [text for s in turn.framework.steps for one in s.slots for text in (one.ask, one.again.text)]
    named = [project.title, project.about, project.making, project.people, project.essential_question]
    terms = [term.word.in_(language) for term in project.vocabulary]
    return Place(
        own=own,
        others=tuple(other for text in every if (other := voice.fill_in(text)) != own),
        about=helper.words[language].about.get(slot.id, ()),
        known=(own, voice.fill_in(slot.again.text), *(text.in_(language) for text in named), *terms,
               *(s.text for s in turn.answers()), turn.text),
        asked=questions_in(_before_roles(turn, text) for text in turn.known.asked),
    )  # fmt: skip


def _before_roles(turn: Turn, text: str) -> str:
    """A line of Pathbot's, up to where it goes on with role cards: their texts are not for a model."""
    for language in turn.kit.helper.words if turn.kit.helper else ():
        text = text.partition(turn.kit.texts.say("roles.project", language))[0]
    return text


def _checked(
    turn: Turn, answer: Asking, hidden: Redacted, place: Place, said: tuple[str, ...], helper: Helper
) -> Worded:
    words = helper.words[turn.language]
    question = restored(hidden, answer.question).strip()
    trouble = question_trouble(question, place, words) or unsafe(turn, question)
    turn.suggested.append(f"ask:{trouble or 'ok'}")
    if trouble:
        return Worded()
    line = restored(hidden, answer.said_back).strip()
    trouble = line_trouble(line, said[-1:], said, words) or unsafe(turn, line) or unsaid(turn, line)
    turn.suggested.append(f"said_back:{trouble or 'ok'}")
    return Worded(question=question, said_back=None if trouble else line)
