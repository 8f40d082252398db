"""The safety screen's consequences: the learner's reply, the concern and the staff's alert leave in one commit."""

from pathbot.app.turn.state import Turn
from pathbot.app.turn.understood import judge, meant
from pathbot.messages import Card, Choice, Choices, Text
from pathbot.people import Concern, Person
from pathbot.safety.protocol import Alert, SafetyReply, SchoolFacts, asked_to_tell, crisis_lines, respond

TELL, NOT_NOW = "care-tell", "care-not-now"


def screened(turn: Turn) -> bool:
    """Every word of a learner passes here first, typed or tapped, edited or new, consent or not."""
    if not turn.text or turn.action:
        return False
    finding = turn.kit.screen(turn.text, turn.known.recent)
    if finding.tier == "none" or (finding.tier == "A" and turn.known.state.care):
        return False
    facts = school_facts(turn)
    answer = respond(finding, facts, turn.kit.protocol, turn.text)
    if answer is None:
        return False
    if not contacts(turn):
        # Nobody can be told (a person alone at a terminal): say so, and name who can be called.
        lines = crisis_lines(facts, turn.kit.protocol)
        answer = answer.model_copy(update={"text": f"{turn.line('care.nobody_to_tell')}\n{lines}", "asks_to_tell": False})
    if answer.alert is not None:
        # The words that raised a concern stay out of transcript, evidence and every summary.
            _raise(turn, answer.alert)
    _reply(turn, answer)
    turn.expect(care=answer.pauses or turn.conversation.care)
    return True


def paused(turn: Turn) -> bool:
    """After a concern no question is asked until the learner wants to go on."""
    if meant_to_tell(turn):
        return True
    if not turn.known.state.care:
        return False
    if turn.action or judge(turn).intent == "resume":
        turn.expect(care=False)
        return False
    turn.reply(Text(text=turn.line("care.paused")))
    return True


def meant_to_tell(turn: Turn) -> bool:
    """The learner answers the offer of a person (tier A)."""
    action = turn.action
    offered = [c.value for c in turn.known.state.offered]
    if not action and f"!{TELL}" in offered:
        action = meant(turn, judge(turn))
    if action == TELL:
        answer = asked_to_tell(school_facts(turn), turn.kit.protocol)
        turn.reply(Text(text=answer.text))
        if answer.alert:
            alert(turn, answer.alert.text)
        return True
    if action == NOT_NOW:
        turn.say("care.not_now")
        return True
    return False


def contacts(turn: Turn) -> list[Person]:
    """The school's safety contacts."""
    return [m.person for m in turn.members if m.membership.duty == "safety_contact" and m.membership.active]


def school_facts(turn: Turn) -> SchoolFacts:
    """Who is told, in the words of this school."""
    known = contacts(turn)
    name = known[0].name if known else turn.line("care.some_adult")
    role = (known[0].title if known else "") or turn.line("care.contact_role")
    return SchoolFacts(
        contact=name, contact_role=role, country=turn.known.school.country, language=turn.language
    )


def alert(turn: Turn, text: str, concern_id: str = "") -> None:
    """One alert to each safety contact of the school, ahead of everything else."""
    choices: tuple[Choice, ...] = ()
    if concern_id:
        choices = (Choice(label=turn.line("care.i_have_this"), value=f"!ack:{concern_id}"),)
    card = Card(title=turn.line("care.alert_title", name=turn.person.name), text=text, choices=choices)
    for contact in contacts(turn):
        turn.send(contact.id, card, key=f"{turn.key}:alert:{contact.id}", priority="alert")


def _raise(turn: Turn, found: Alert) -> None:
    turn.concern = Concern(
        id=f"concern:{turn.inbound.delivery_id}",
        school=turn.known.school.id,
        learner=turn.person.id,
        message_id=turn.inbound.delivery_id,
        tier="C" if found.tier == "C" else "B",
        excerpt=found.text,
        raised_at=turn.now,
    )
    alert(turn, found.text, turn.concern.id)


def _reply(turn: Turn, answer: SafetyReply) -> None:
    if not answer.asks_to_tell:
        reply: Text | Choices = Text(text=answer.text)
    else:
        tell = Choice(label=answer.yes_tell, value=f"!{TELL}")
        not_now = Choice(label=answer.not_now, value=f"!{NOT_NOW}")
        reply = Choices(text=answer.text, choices=(tell, not_now))
    if turn.inbound.address.shared:
        # Never in front of the class.
        turn.send(turn.person.id, reply, key=f"{turn.key}:care", priority="alert")
    else:
        turn.reply(reply)
