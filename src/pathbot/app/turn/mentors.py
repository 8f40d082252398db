"""A question to a mentor: the learner sees exactly what is sent, the mentor never sees who asked."""

from pathbot.app.turn.state import Turn
from pathbot.app.turn.understood import judge, meant
from pathbot.mentoring import MentorQuestion, answer, cancel, holds_contact_details, send
from pathbot.messages import Card, CardRow, Choice

SEND, CHANGE, DONT = "question-send", "question-change", "question-dont"
SHORTEST_QUESTION = 7
"""Fewer words than this ("can i ask a mentor") only announce a question."""


def started(turn: Turn, text: str) -> None:
    """The learner wants to ask a mentor; the message may already hold the question."""
    if len(text.split()) >= SHORTEST_QUESTION:
        _preview(turn, text)
        return
    turn.say("mentor.ask_what")
    turn.expect(expecting="mentor_question")


def asking(turn: Turn) -> bool:
    """The question itself, or what to do with its preview."""
    expecting = turn.conversation.expecting
    if expecting == "mentor_question" and turn.text and not turn.action:
        if judge(turn).intent in ("stop", "skip"):
            turn.expect(expecting="answer")
            turn.say("mentor.not_sent")
        else:
            _preview(turn, turn.text)
        return True
    if expecting != "mentor_preview":
        return False
    action = turn.action or meant(turn, judge(turn)) or _typed(turn)
    question = next((q for q in turn.known.questions if q.id == turn.conversation.subject), None)
    if question is None or action not in (SEND, CHANGE, DONT):
        return False
    turn.expect(expecting="answer", subject="")
    if action == SEND:
        _send(turn, question)
    elif action == CHANGE:
        turn.questions[question.id] = cancel(question)
        turn.say("mentor.ask_what")
        turn.expect(expecting="mentor_question")
    else:
        turn.questions[question.id] = cancel(question)
        turn.say("mentor.not_sent")
    return True


def answered(turn: Turn) -> bool:
    """A mentor wrote: their words go to the learner of the oldest open question that was sent to them."""
    open_ = [q for q in turn.known.questions if q.status == "open" and q.mentor == turn.person.id]
    if not open_:
        turn.say("mentor.nothing_open")
        return True
    if holds_contact_details(turn.text):
        turn.say("mentor.contact_held")
        return True
    if turn.kit.screen(turn.text, ()).needs_adult:
        turn.say("mentor.held_back")
        return True
    question = min(open_, key=lambda q: q.asked_at)
    turn.questions[question.id] = answer(question, turn.text, turn.now)
    rows = (CardRow(label="", text=question.text), CardRow(label=turn.line("mentor.mentor"), text=turn.text))
    card = Card(title="", text=turn.line("mentor.answered"), rows=rows)
    turn.send(question.learner, card, key=f"{turn.key}:answer")
    turn.say("mentor.thanks")
    return True


def _preview(turn: Turn, text: str) -> None:
    if holds_contact_details(text):
        turn.say("mentor.contact_held")
        turn.expect(expecting="mentor_question")
        return
    project = turn.project.title.in_(turn.language)
    question = MentorQuestion(
        id=f"question:{turn.inbound.delivery_id}",
        school=turn.known.school.id,
        learner=turn.person.id,
        class_id=turn.room.id,
        project=turn.project.id,
        text=turn.line("mentor.preview_context", project=project, question=text),
        asked_at=turn.now,
    )
    turn.questions[question.id] = question
    choices = tuple(
        Choice(label=turn.line(f"mentor.{name}"), value=f"!{action}")
        for name, action in (("send", SEND), ("change", CHANGE), ("dont", DONT))
    )
    turn.reply(
        Card(
            title="",
            text=turn.line("mentor.preview"),
            rows=(CardRow(label="", text=question.text),),
            choices=choices,
        )
    )
    turn.expect(expecting="mentor_preview", subject=question.id)


def _send(turn: Turn, question: MentorQuestion) -> None:
    mentors = [m.person for m in turn.members if m.membership.duty == "mentor"]
    turn.questions[question.id] = send(question, mentors[0].id if mentors else None)
    if not mentors:
        teachers = [m.person.name for m in turn.members if m.membership.duty == "teacher"]
        turn.say("mentor.no_mentor", teacher=teachers[0] if teachers else turn.line("mentor.your_teacher"))
        return
    card = Card(
        title=turn.line("mentor.to_mentor"),
        text=question.text,
        footer=turn.line("mentor.to_mentor_text"),
    )
    turn.send(mentors[0].id, card, key=f"{question.id}:mentor")
    turn.say("mentor.sent")


def _typed(turn: Turn) -> str:
    signals = judge(turn).signals
    return SEND if "yes" in signals else DONT if "no" in signals else ""



