"""A mentor writes or taps: claim, not for me, an answer. What they write goes on only after the same checks as ever."""

from pathbot.app.mentor_words import ANSWER, CLAIM, PASS, floor_ends, passed, to_learner
from pathbot.app.turn.state import Turn
from pathbot.mentoring import MentorQuestion, add, answer, claim, has_floor, holds_contact_details
from pathbot.messages import Card, Choice, Choices, Text

SHORT = 60


def answered(turn: Turn) -> bool:
    """Their words go to the learner of the question they took, or of the only one they have."""
    verb, _, question_id = turn.action.partition(":")
    open_ = [q for q in turn.known.questions if q.status == "open" and q.mentor == turn.person.id]
    if verb in (CLAIM, PASS, ANSWER):
        asked = next((q for q in open_ if q.id == question_id), None)
        _decided(turn, asked, verb)
        return True
    question = _which(turn, open_) if open_ else _talking(turn)
    if question is None and not open_:
        turn.say("mentor.nothing_open")
    elif question is None:
        _ask_which(turn, open_)
    elif holds_contact_details(turn.text):
        turn.say("mentor.contact_held")
    elif turn.kit.screen(turn.text, ()).needs_adult:
        turn.say("mentor.held_back")
    else:
        _pass_on(turn, question)
    return True


def _decided(turn: Turn, question: MentorQuestion | None, verb: str) -> None:
    if question is None:
        turn.say("mentor.not_open_any_more")
    elif verb == PASS:
        turn.jobs.append(passed(question, turn.now))
        turn.say("mentor.passed")
    else:
        turn.questions[question.id] = claim(question, turn.now)
        turn.expect(expecting="mentor_answer", subject=question.id)
        turn.say("mentor.claimed")


def _which(turn: Turn, open_: list[MentorQuestion]) -> MentorQuestion | None:
    """The one they took; else the only one, or the only one they claimed."""
    chosen = [q for q in open_ if q.id == turn.conversation.subject] if _answering(turn) else []
    claimed = [q for q in open_ if q.claimed_at is not None]
    return next((group[0] for group in (chosen, open_, claimed) if len(group) == 1), None)


def _answering(turn: Turn) -> bool:
    return turn.conversation.expecting == "mentor_answer"


def _talking(turn: Turn) -> MentorQuestion | None:
    """Nothing is open, but in one talk the mentor has the floor and may go on."""
    mine = [q for q in turn.known.questions if q.mentor == turn.person.id and has_floor(q, q.floor, turn.now)]
    return mine[0] if len(mine) == 1 else None


def _ask_which(turn: Turn, open_: list[MentorQuestion]) -> None:
    choices = tuple(Choice(label=_short(q.text), value=f"!{ANSWER}:{q.id}") for q in open_)
    turn.reply(Choices(text=turn.line("mentor.which"), choices=choices))


def _pass_on(turn: Turn, question: MentorQuestion) -> None:
    learner = turn.known.people.get(question.learner)
    language = learner.language if learner else turn.language
    if question.status == "open":
        done = answer(question, turn.text, turn.now)
        said: Card | Text = to_learner(turn.kit.texts, done, language)
    else:
        done = add(question, "mentor", turn.text, turn.now)
        said = Text(text=turn.kit.texts.say("mentor.also_says", language, text=turn.text))
    turn.questions[question.id] = done
    turn.jobs += floor_ends(done)
    turn.expect(expecting="answer", subject="")
    turn.send(question.learner, said, key=f"{turn.key}:answer")
    if not question.floor:
        turn.say("mentor.thanks")


def _short(text: str) -> str:
    """The end of the question, where the question itself stands."""
    return text if len(text) <= SHORT else "…" + text[-SHORT + 1 :]
