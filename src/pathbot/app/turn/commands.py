"""What a learner can ask for at any time: help, a person, who sees what, the portfolio, their data, roles, a mentor."""

from pathbot.app.turn import mentors, roles
from pathbot.app.turn.care import alert, contacts, school_facts
from pathbot.app.turn.consent import notice
from pathbot.app.turn.portfolio import exported, shown
from pathbot.app.turn.state import Turn
from pathbot.app.turn.understood import judge, meant
from pathbot.messages import Choice, Choices, Text

ERASE, KEEP = "erase", "erase-no"


def commanded(turn: Turn) -> bool:
    """A fixed command or a question that is not part of the reflection; the open question stays open."""
    if turn.kit.means(turn.text, "talk_to_person", turn.language) or turn.action == "person":
        return _person(turn)
    judgement = judge(turn)
    if judgement.option is not None and not turn.action and meant(turn, judgement) == "":
        return False
    if turn.action == "mentor":
        mentors.started(turn, "")
        return True
    intent = judgement.intent
    if intent == "help":
        _help(turn)
    elif intent == "who_sees":
        turn.reply(notice(turn))
    elif intent == "show_portfolio":
        turn.reply(shown(turn))
    elif intent == "export":
        turn.reply(exported(turn))
    elif intent == "delete_data":
        _sure(turn)
    elif intent == "ask_role":
        roles.answered(turn)
    elif intent == "ask_mentor":
        mentors.started(turn, turn.text)
    else:
        return False
    return True


def erasing(turn: Turn) -> bool:
    """The answer to "delete everything?": only a clear yes deletes."""
    if turn.conversation.expecting != "erase":
        return False
    judgement = judge(turn)
    action = meant(turn, judgement)
    turn.expect(expecting="answer")
    if action == ERASE or (not action and "yes" in judgement.signals):
        turn.erase = True
        turn.say("rights.erased")
    else:
        turn.say("rights.kept")
    return True


def _sure(turn: Turn) -> None:
    yes = Choice(label=turn.line("rights.erase_yes"), value=f"!{ERASE}")
    no = Choice(label=turn.line("rights.erase_no"), value=f"!{KEEP}")
    turn.reply(Choices(text=turn.line("rights.erase_sure"), choices=(yes, no)))
    turn.expect(expecting="erase")


def _help(turn: Turn) -> None:
    """What this step is for, and the long questions again for whoever had moved on to short ones."""
    step = turn.framework.steps[turn.step_number - 1] if turn.step_number else None
    purpose = step.purpose.in_(turn.language) if step else ""
    text = turn.line("help.text", purpose=purpose) if purpose else ""
    turn.reply(Text(text=f"{text} {turn.line('help.commands')}".strip()))
    if turn.journey is not None:
        turn.journey = turn.journey.model_copy(update={"level": "prompt"})


def _person(turn: Turn) -> bool:
    if not contacts(turn):
        turn.say("help.person_nobody")
        return True
    turn.say("help.person_asked", contact=school_facts(turn).contact)
    alert(turn, turn.line("help.alert", name=turn.person.name))
    return True
