"""A question to a mentor: the learner sees exactly what is sent, the mentor never sees who asked."""

import re

from pathbot.app.mentor_words import AGAIN, BACK, THANKS, floor_ends, to_mentor, watch
from pathbot.app.turn.state import Turn
from pathbot.app.turn.understood import judge, meant
from pathbot.mentoring import (
    MOST_ROUNDS,
    MentorQuestion,
    cancel,
    choose,
    holds_contact_details,
    leave_floor,
    send,
    take_floor,
    thank,
)
from pathbot.messages import Card, CardRow, Choice, Choices, Text

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
    if verb not in (SEND, CHANGE, DONT, THANKS, AGAIN, BACK):
        return False
    question = next((q for q in turn.known.questions if q.id == question_id), None)
    if expecting == "mentor_preview" and turn.conversation.subject == question_id:
        turn.expect(expecting="answer", subject="")
    if question is None:
        turn.say("mentor.closed")
    elif question.status == "previewed":
        _decide(turn, question, verb)
    elif question.status == "answered":
        _after_answer(turn, question, verb)
    elif verb == BACK:
        floor_back(turn, question)
    elif verb == DONT:
        _take_back(turn, question)
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


def _preview(turn: Turn, text: str) -> None:
    if why := held_back(turn, text):
        turn.say(why)
        turn.expect(expecting="mentor_question")
        return
    project = turn.project.title.in_(turn.language)
    question = MentorQuestion(
        id=f"question:{turn.inbound.delivery_id}",
        school=turn.known.school.id,
        learner=turn.person.id,
        class_id=turn.room.id,
        project=turn.project.id,
        text=_shown(turn, project, text),
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
    mentor = choose(turn.known.mentors, turn.project.clusters, turn.language)
    sent = send(question, mentor)
    turn.questions[question.id] = sent
    turn.jobs += watch(sent, turn.now)
    if mentor is None:
        turn.say("mentor.no_mentor", teacher=_teacher(turn))
        return
    _to_mentor(turn, sent, f"{question.id}:mentor")
    cancel_it = Choice(label=turn.line("mentor.cancel"), value=f"!{DONT}:{question.id}")
    turn.reply(Choices(text=turn.line("mentor.sent"), choices=(cancel_it,)))


def _to_mentor(turn: Turn, question: MentorQuestion, key: str) -> None:
    mentor = turn.known.people.get(question.mentor or "")
    if mentor is not None:
        turn.send(mentor.id, to_mentor(turn.kit.texts, question, mentor.language), key=key)


def _take_back(turn: Turn, question: MentorQuestion) -> None:
    turn.questions[question.id] = cancel(question)
    mentor = turn.known.people.get(question.mentor or "")
    if mentor is not None:
        told = turn.kit.texts.say("mentor.no_longer_open", mentor.language)
        turn.send(mentor.id, Text(text=told), key=f"{question.id}:{question.rounds}:back")
    turn.say("mentor.taken_back")


def _after_answer(turn: Turn, question: MentorQuestion, verb: str) -> None:
    """Thanks closes a question; asking back gives the same mentor the floor here."""
    if verb == AGAIN and question.rounds < MOST_ROUNDS:
        talking = take_floor(question, turn.inbound.address.key, turn.now)
        turn.questions[question.id] = talking
        turn.jobs += floor_ends(talking)
        back = Choice(label=turn.line("mentor.back"), value=f"!{BACK}:{question.id}")
        turn.reply(Choices(text=turn.line("mentor.floor"), choices=(back,)))
    elif verb == BACK:
        floor_back(turn, question)
    elif verb in (THANKS, AGAIN):
        turn.questions[question.id] = thank(question, turn.now)
        mentor = turn.known.people.get(question.mentor or "")
        if mentor is not None:
            told = Text(text=turn.kit.texts.say("mentor.they_thank", mentor.language))
            turn.send(mentor.id, told, key=f"{question.id}:thanks")
        turn.say("mentor.thanked")
        if question.floor:
            _where_we_were(turn)
    else:
        turn.say("mentor.closed")


def floor_back(turn: Turn, question: MentorQuestion) -> None:
    """Pathbot speaks again, and says where the reflection was. The question stays as it is."""
    turn.questions[question.id] = leave_floor(question)
    turn.say("mentor.floor_back")
    _where_we_were(turn)


def _where_we_were(turn: Turn) -> None:
    if turn.known.state.question:
        turn.say("roles.back_to_question", question=turn.known.state.question)


def held_back(turn: Turn, text: str) -> str:
    """The line that says why this is not passed on to a mentor, "" when it is."""
    if holds_contact_details(text):
        return "mentor.contact_held"
    return "mentor.name_held" if _introduces(text, turn.person.name) else ""


def _shown(turn: Turn, project: str, question: str) -> str:
    """Exactly what a mentor sees: the grade if the class has one, the project, the question."""
    if turn.room.grade:
        return turn.line("mentor.preview_grade", grade=turn.room.grade, project=project, question=question)
    return turn.line("mentor.preview_context", project=project, question=question)


def _teacher(turn: Turn) -> str:
    teachers = [m.person.name for m in turn.members if m.membership.duty == "teacher"]
    return teachers[0] if teachers else turn.line("mentor.your_teacher")


def _typed(turn: Turn) -> str:
    """A label, a number, yes or no, while the preview is on the table. A "yes" to anything else sends nothing."""
    offered = {c.value.removeprefix("!").partition(":")[0]: c.value[1:] for c in turn.known.state.offered}
    if not turn.text or not offered.keys() & {SEND, DONT, THANKS}:
        return ""
    if SEND not in offered:  # after it was sent or answered: only the words or the number of a button
        return meant(turn, judge(turn))
    signals = judge(turn).signals
    refused = "no" in signals or judge(turn).option is not None  # the words of a button, and not meant so
    said = SEND if "yes" in signals else DONT if refused else ""
    return meant(turn, judge(turn)) or offered.get(said, "")


def _introduces(text: str, name: str) -> bool:
    """Whether the learner says who they are. A name that is also a word ("Will") counts only where it is a name."""
    first = re.escape(name.split()[0])
    said = rf"\b(?:names?|name's|i'?m|i am|this is|llamo|soy)\s+(?:is\s+)?{first}\b"
    return bool(re.search(said, text, re.IGNORECASE) or re.search(rf"(?<=[\w,] )\b{re.escape(name)}\b", text))
