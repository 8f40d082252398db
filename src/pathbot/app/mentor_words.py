"""What goes out around a mentor question, and when somebody looks at it again: the same in chat, pages and schedule."""

from datetime import datetime

from pathbot.jobs import Job
from pathbot.mentoring import EXPIRES_AFTER, MentorQuestion, due, has_floor
from pathbot.messages import Card, CardRow, Choice
from pathbot.wording import Texts

CLAIM, PASS, ANSWER = "mentor-claim", "mentor-pass", "mentor-answer"
THANKS, AGAIN, BACK = "mentor-thanks", "mentor-again", "mentor-back"
WATCH = "mentor"


def to_mentor(texts: Texts, question: MentorQuestion, language: str, line: str = "to_mentor") -> Card:
    """The question as a mentor gets it: exactly what the learner saw, and what was said since."""
    buttons = (("pass", PASS),) if question.floor else (("claim", CLAIM), ("pass", PASS))
    return Card(
        title=texts.say(f"mentor.{line}", language),
        text=question.text,
        rows=tuple(
            CardRow(label=texts.say(f"mentor.by_{said.by}", language), text=said.text) for said in question.exchange
        ),
        footer=texts.say("mentor.to_mentor_text", language),
        choices=_choices(texts, question, language, buttons),
    )


def to_learner(texts: Texts, question: MentorQuestion, language: str, teacher: str = "") -> Card:
    """The answer as the learner gets it. `teacher` is who stepped in, "" when it was a mentor."""
    said = teacher or texts.say("mentor.mentor", language)
    asked = next((s.text for s in reversed(question.exchange) if s.by == "learner"), question.text)
    head = (
        texts.say("mentor.answered_by", language, name=teacher) if teacher else texts.say("mentor.answered", language)
    )
    talking = question.answered_at is not None and has_floor(question, question.floor, question.answered_at)
    buttons = (("thank", THANKS), ("back", BACK) if talking else ("again", AGAIN))
    return Card(
        title="",
        text=head,
        rows=(CardRow(label="", text=asked), CardRow(label=said, text=question.answer)),
        choices=_choices(texts, question, language, buttons),
    )


def _choices(
    texts: Texts, question: MentorQuestion, language: str, buttons: tuple[tuple[str, str], ...]
) -> tuple[Choice, ...]:
    return tuple(
        Choice(label=texts.say(f"mentor.{name}", language), value=f"!{verb}:{question.id}") for name, verb in buttons
    )


def watch(question: MentorQuestion, now: datetime) -> tuple[Job, ...]:
    """Looks at an open question again: when its mentor should have answered, and when it expires."""
    late = f"{question.id}|{question.rounds}|late|{question.mentor or '-'}|{bool(question.claimed_at)}"
    over = f"{question.id}|{question.rounds}|over"
    return (
        _job(question, late, "late", due(now)),
        _job(question, over, "over", now + EXPIRES_AFTER),
        *floor_ends(question),
    )


def floor_ends(question: MentorQuestion) -> tuple[Job, ...]:
    """Looks whether the talk went on, when the mentor's floor would end."""
    if question.floor_until is None:
        return ()
    key = f"{question.id}|floor|{question.floor_until:%Y%m%dT%H%M%S}"
    return (_job(question, key, "floor", question.floor_until),)


def passed(question: MentorQuestion, now: datetime) -> Job:
    """A mentor said it is not for them: another one is looked for at once."""
    return _job(question, f"{question.id}|{question.rounds}|pass|{question.mentor or '-'}", "pass", now)


def _job(question: MentorQuestion, key: str, stage: str, at: datetime) -> Job:
    data = {"question": question.id, "stage": stage, "mentor": question.mentor or ""}
    return Job(name=WATCH, key=key, school=question.school, due_at=at, person=question.learner, data=data)
