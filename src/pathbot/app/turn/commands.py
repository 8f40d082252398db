"""What a learner can ask for at any time: help, a person, who sees what, the portfolio, their data, roles, a mentor."""

from pathbot.app.erasing import later_erasure
from pathbot.app.turn import mentors, roles
from pathbot.app.turn.care import alert, contacts, school_facts
from pathbot.app.turn.consent import notice
from pathbot.app.turn.portfolio import exported, shown
from pathbot.app.turn.state import Turn
from pathbot.app.turn.understood import judge, meant
from pathbot.messages import Choice, Choices, Text
from pathbot.safety.protocol import crisis_lines

ERASE, KEEP, MENTOR = "erase", "erase-no", "mentor"


def person(turn: Turn) -> bool:
    """Someone asks for a person. That works before consent, in any state, and never shows in the class channel."""
    asked = turn.kit.means(turn.text, "talk_to_person", turn.language) and turn.inbound.kind == "text"
    if not asked and turn.action != "person":
        return False
    facts = school_facts(turn)
    lines = crisis_lines(facts, turn.kit.protocol)
    if contacts(turn):
        alert(turn, turn.line("help.alert", name=turn.person.name))
        said = turn.line("help.person_asked", contact=facts.contact, lines=lines)
    else:
        said = turn.line("help.person_nobody", lines=lines)
    turn.reply_alone(Text(text=said))
    return True


def commanded(turn: Turn) -> bool:
    """A fixed command or a question that is not part of the reflection; the open question stays open."""
    judgement = judge(turn)
    action = meant(turn, judgement)
    if judgement.option is not None and action == "":
        return False
    if action == MENTOR or ("yes" in judgement.signals and f"!{MENTOR}" in {c.value for c in turn.known.state.offered}):
        mentors.started(turn, "")
        return True
    if turn.kit.means(turn.text, "who_are_you", turn.language):
        turn.say("help.program")
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
    """The answer to "delete everything?": only a clear yes deletes, and only right after the question."""
    if turn.conversation.expecting != "erase":
        if turn.action == ERASE:
            _sure(turn)
        elif turn.action == KEEP:
            turn.say("rights.kept")
        return turn.action in (ERASE, KEEP)
    judgement = judge(turn)
    action = meant(turn, judgement)
    turn.expect(expecting="answer")
    if action == ERASE or (not action and "yes" in judgement.signals):
        _erased(turn)
    else:
        turn.say("rights.kept")
    return True


def _erased(turn: Turn) -> None:
    """At once, unless an adult has yet to hear of a concern: what they need to help is never deleted under them."""
    if turn.known.worried and not turn.known.school.alone:  # alone at a terminal, no adult is there to hear
        turn.jobs.append(later_erasure(turn.known.school.id, turn.person.id, turn.key, turn.now))
        turn.say("rights.erased_soon", contact=school_facts(turn).contact)
        return
    turn.erase = True
    turn.say("rights.erased")


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
