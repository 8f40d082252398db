"""Where a model may help a turn: judging an answer, wording a question, drafting lines.

Whatever comes back is checked against the learner's own words, and code decides what follows. Every reason not to ask
and not to use an answer leads to the same place: the turn goes on as it would without a model.
"""

from collections.abc import Callable, Sequence

from pathbot.app.models import Helper
from pathbot.app.turn.state import Turn
from pathbot.evidence import Draft, Quote, Said
from pathbot.frozen import Frozen
from pathbot.llm.allowance import Allowance
from pathbot.llm.task import Answer, Asking, DraftedLine, Numbered, Task, ToAsk, ToDraft, ToJudge, Wanted
from pathbot.redaction import NotRedacted, Redacted, Roster, redact
from pathbot.reflection.events import Asked, Event
from pathbot.reflection.framework import Step
from pathbot.reflection.judgement import Judgement
from pathbot.reflection.questions import known_slots
from pathbot.reflection.steps import Outcome, current_step
from pathbot.reflection.weighing import WEIGHABLE, Suggestion, goes_no_further, suggested
from pathbot.reflection.wording import Place, Worded, line_trouble, question_trouble, questions_in
from pathbot.skills.lines import line_shape

SAID_BACK, ASKED_BACK, DRAFTED_FROM = 4, 8, 30
"""How many of the learner's last messages, and of Pathbot's last questions, a model sees; and messages for drafts."""


def weighed(turn: Turn, own: Judgement, play: Callable[[Judgement], Outcome]) -> Outcome:
    """The outcome of the rules' judgement, or of a model's where that may count."""
    outcome = play(own)
    helper, step = _helper(turn), _open_step(turn)
    opinion = own.intent in WEIGHABLE and own.option is None and turn.inbound.kind == "text"
    if helper is None or step is None or step.closes == "statements" or not opinion:
        return outcome
    suggestion = _suggestion(turn, helper, step)
    if suggestion is None:
        return outcome
    theirs = suggested(own, suggestion, turn.text, step)
    other = play(theirs)
    counts = theirs != own and goes_no_further(outcome, other)
    turn.suggested.append(f"judge:{suggestion.intent}{'' if counts or theirs == own else ':overruled'}")
    return other if counts else outcome


def worded(turn: Turn, events: tuple[Event, ...]) -> Worded | None:
    """The next question in words that fit this learner; None where the step's own is put."""
    asked = next((event for event in events if isinstance(event, Asked)), None)
    helper = _helper(turn)
    if asked is None or helper is None or not turn.text or turn.language not in helper.words:
        return None
    if asked.form != "ask" or turn.voice().choices_of(asked):
        return None  # the choices belong to the step's own wording
    place = _place(turn, asked, helper)
    said = _sendable(turn, turn.answers())[-SAID_BACK - 1 :]
    earlier = tuple(s.text for s in said if s.id != turn.inbound.delivery_id)
    hidden = _hidden(turn, [turn.text, *earlier, *place.asked[:ASKED_BACK]])
    if hidden is None:
        return None
    data = ToAsk(
        language=turn.language,
        project=turn.project.title.in_(turn.language),
        question=place.own,
        about=place.about,
        answer=hidden.texts[0],
        said=hidden.texts[1 : 1 + len(earlier)],
        asked_before=hidden.texts[1 + len(earlier) :],
    )
    answer = _asked(turn, helper, helper.tasks.ask, data)
    return None if answer is None else _checked(turn, answer, hidden, place, (*earlier, turn.text), helper)


def drafted(turn: Turn, most: int) -> tuple[Draft, ...]:
    """Lines a model drafted that say nothing the learner did not; often none."""
    helper = _helper(turn)
    said = _sendable(turn, turn.said())[-DRAFTED_FROM:]
    hidden = _hidden(turn, [s.text for s in said]) if helper and said else None
    if helper is None or hidden is None:
        return ()
    messages = tuple(Numbered(number=n, text=text) for n, text in enumerate(hidden.texts, 1))
    answer = _asked(turn, helper, helper.tasks.draft, ToDraft(language=turn.language, most=most, messages=messages))
    lines = answer.lines[:most] if answer else []
    drafts = tuple(draft for line in lines if (draft := _grounded(turn, line, said, hidden)))
    turn.suggested.append(f"draft:{len(drafts)}/{len(lines)}")
    return drafts


def _helper(turn: Turn) -> Helper | None:
    """The model, where it may help at all: allowed by the school, within budget, nothing serious in the air."""
    helper, month = turn.kit.helper, turn.known.month
    if helper is None or month is None or turn.inbound.address.shared:
        return None
    step = _open_step(turn)
    if turn.tier != "none" or turn.conversation.care or (step is not None and step.sensitive):
        return None
    whose = helper.limits.spent(month)
    if whose and f"spent:{whose}" not in turn.suggested:
        turn.suggested.append(f"spent:{whose}")
    return None if whose else helper


def _open_step(turn: Turn) -> Step | None:
    return current_step(turn.journey, turn.framework) if turn.journey else None


def _asked(turn: Turn, helper: Helper, task: Task[Answer], data: Frozen) -> Answer | None:
    turn.allowance = turn.allowance or Allowance(helper.seconds)
    answer = helper.model.answer(task, data, turn.allowance)
    if answer is None:
        turn.suggested.append(f"{task.purpose}:none")
    return answer


def _sendable(turn: Turn, said: Sequence[Said]) -> tuple[Said, ...]:
    """What may leave: nothing from a step that is the learner's alone, nothing an adult should hear first."""
    private = {n for n, step in enumerate(turn.framework.steps, 1) if step.sensitive}
    return tuple(s for s in said if s.step not in private and turn.kit.screen(s.text, ()).tier == "none")


def _hidden(turn: Turn, texts: list[str]) -> Redacted | None:
    """Names and addresses out; None, and no request, when that cannot be done for certain."""
    names = (turn.person.name, *(person.name for person in turn.known.people.values()))
    roster = Roster(people=names, schools=(turn.known.school.name,), ids=(turn.person.id, turn.inbound.person))
    try:
        return redact(texts, roster)
    except NotRedacted:
        turn.suggested.append("not_redacted")
        return None


def _suggestion(turn: Turn, helper: Helper, step: Step) -> Suggestion | None:
    assert turn.journey is not None
    known = known_slots(turn.journey, step)
    wanted = tuple(
        Wanted(slot=slot.id, question=turn.voice().fill_in(slot.ask)) for slot in step.slots if slot.id not in known
    )
    said = _sendable(turn, turn.answers())[-SAID_BACK:]
    hidden = _hidden(turn, [turn.text, turn.conversation.question, *(s.text for s in said)])
    if hidden is None:
        return None
    data = ToJudge(
        language=turn.language,
        question=hidden.texts[1],
        wanted=wanted,
        said=hidden.texts[2:],
        answer=hidden.texts[0],
    )
    answer = _asked(turn, helper, helper.tasks.judge, data)
    if answer is None:
        return None
    heard = tuple((h.slot, quote) for h in answer.heard if (quote := _restored(hidden, h.quote)))
    return Suggestion(intent=answer.intent, heard=heard, signals=tuple(answer.signals))


def _restored(hidden: Redacted, text: str) -> str:
    """A model's text with the learner's own words back in place; "" when it names what nobody said."""
    try:
        return hidden.restore(text)
    except NotRedacted:
        return ""


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
        asked=questions_in(turn.known.asked),
    )  # fmt: skip


def _checked(
    turn: Turn, answer: Asking, hidden: Redacted, place: Place, said: tuple[str, ...], helper: Helper
) -> Worded | None:
    words = helper.words[turn.language]
    question = _restored(hidden, answer.question).strip()
    trouble = question_trouble(question, place, words) or _unsafe(turn, question)
    turn.suggested.append(f"ask:{trouble or 'ok'}")
    if trouble:
        return None
    line = _restored(hidden, answer.said_back).strip()
    trouble = line_trouble(line, said, words) or _unsafe(turn, line) or _unsaid(turn, line)
    turn.suggested.append(f"said_back:{trouble or 'ok'}")
    return Worded(question=question, said_back=None if trouble else line)


def _unsafe(turn: Turn, text: str) -> str:
    return "" if turn.kit.screen(text, ()).tier == "none" else "unsafe"


def _unsaid(turn: Turn, line: str) -> str:
    """The grounding check, on a line in "you" form read as a statement."""
    verb_first = line.removeprefix("You ").removeprefix("Tú ")
    said = [*turn.answers(), Said(id="now", text=turn.text)]
    problems = turn.kit.drafting.verify(verb_first[:1].upper() + verb_first[1:], said, turn.language)
    return problems[0].kind if problems else ""


def _grounded(turn: Turn, line: DraftedLine, said: tuple[Said, ...], hidden: Redacted) -> Draft | None:
    """The line as a draft, if it has the shape of one and its quoted messages carry every word of it."""
    statement = _restored(hidden, line.statement).strip()
    quotes = []
    for cited in line.evidence:
        message = said[cited.message - 1] if 0 < cited.message <= len(said) else None
        words = _restored(hidden, cited.quote).strip()
        start = message.text.find(words) if message and words else -1
        if message and start >= 0:
            quotes.append(Quote(message_id=message.id, start=start, end=start + len(words), text=words))
    stands_on = [s for s in said if any(q.message_id == s.id for q in quotes)]
    if not stands_on or not line_shape(statement) or _unsafe(turn, statement):
        return None
    if turn.kit.drafting.verify(statement, stands_on, turn.language):
        return None
    return turn.kit.drafting.draft_of(statement, tuple(dict.fromkeys(quotes)), turn.language)
