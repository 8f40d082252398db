"""A question to a mentor: the learner sees exactly what is sent, the mentor never sees who asked."""

import re

from pathbot.app.turn.state import Turn
from pathbot.app.turn.understood import judge, meant
from pathbot.mentoring import MentorQuestion, answer, cancel, holds_contact_details, send
from pathbot.messages import Card, CardRow, Choice

SEND, CHANGE, DONT = "question-send", "question-change", "question-dont"
COMMANDS = ("help", "who_sees", "show_portfolio", "export", "delete_data", "resume")
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
        return _question(turn)
    verb, _, question_id = (turn.action or _typed(turn)).partition(":")
    if verb not in (SEND, CHANGE, DONT):
        return False
    question = next((q for q in turn.known.questions if q.id == question_id), None)
    if expecting == "mentor_preview" and turn.conversation.subject == question_id:
        turn.expect(expecting="answer", subject="")
    if question is None:
        turn.say("mentor.closed")
    elif question.status == "previewed":
        _decide(turn, question, verb)
    elif verb == DONT:
        turn.questions[question.id] = cancel(question)
        turn.say("mentor.taken_back")
    else:
        turn.say("mentor.already_sent")
    return True


def _question(turn: Turn) -> bool:
    """What was typed is the question, unless it is a command or nothing one could ask."""
    intent, signals = judge(turn).intent, judge(turn).signals
    turn.expect(expecting="answer")
    if intent in COMMANDS:
        return False
    if intent in ("stop", "skip", "vague") or "no" in signals:
        turn.say("mentor.not_sent")
    else:
        _preview(turn, turn.text)
    return True


def _decide(turn: Turn, question: MentorQuestion, verb: str) -> None:
    if verb == SEND:
        _send(turn, question)
        return
    turn.questions[question.id] = cancel(question)
    turn.say("mentor.ask_what" if verb == CHANGE else "mentor.not_sent")
    if verb == CHANGE:
        turn.expect(expecting="mentor_question")


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
    if holds_contact_details(text) or _introduces(text, turn.person.name):
        turn.say("mentor.contact_held" if holds_contact_details(text) else "mentor.name_held")
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
        Choice(label=turn.line(f"mentor.{name}"), value=f"!{action}:{question.id}")
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
    """A label, a number, yes or no, while the preview is on the table. A "yes" to anything else sends nothing."""
    offered = {c.value.removeprefix("!").partition(":")[0]: c.value[1:] for c in turn.known.state.offered}
    if SEND not in offered or not turn.text:
        return ""
    signals = judge(turn).signals
    refused = "no" in signals or judge(turn).option is not None  # the words of a button, and not meant so
    said = SEND if "yes" in signals else DONT if refused else ""
    return meant(turn, judge(turn)) or offered.get(said, "")


def _introduces(text: str, name: str) -> bool:
    """Whether the learner says who they are. A name that is also a word ("Will") counts only where it is a name."""
    first = re.escape(name.split()[0])
    said = rf"\b(?:names?|name's|i'?m|i am|this is|llamo|soy)\s+(?:is\s+)?{first}\b"
    return bool(re.search(said, text, re.IGNORECASE) or re.search(rf"(?<=[\w,] )\b{re.escape(name)}\b", text))
