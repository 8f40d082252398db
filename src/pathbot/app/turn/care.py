"""The safety screen's consequences: the learner's reply, the concern and the staff's alert leave in one commit."""

from datetime import datetime

from pathbot.app.turn.state import CONCERN, Turn
from pathbot.app.turn.understood import judge, meant, offered_words
from pathbot.care import next_on_duty
from pathbot.jobs import Job
from pathbot.messages import Card, Choice, Choices, Text
from pathbot.people import Concern, Person
from pathbot.safety.finding import Tier
from pathbot.safety.paging import LONGEST, called, due, rung
from pathbot.safety.protocol import Alert, SafetyReply, SchoolFacts, asked_to_tell, crisis_lines, respond
from pathbot.wording import Texts

TELL, NOT_NOW = "care-tell", "care-not-now"
PAUSE_OVER = {"care": False, "care_firm": False, "care_told": False}
HALF_SAID = ("change", "mentor_question", "mentor_preview", "erase")
"""What was being asked is dropped after a concern, so that the next word is not taken as its answer."""
STILL_ANSWERED = (
    "help", "who_sees", "show_portfolio", "export", "delete_data", "ask_role", "ask_mentor"
)  # fmt: skip


def screened(turn: Turn) -> bool:
    """Every word of a learner passes here first, typed, edited or sent in a form, consent or not."""
    if not turn.text or offered_words(turn) or turn.kit.means(turn.text, "withdraw", turn.language):
        return False
    finding = turn.kit.screen(turn.text, turn.known.recent)
    turn.tier = finding.tier
    if finding.tier == "none" or (finding.tier == "A" and turn.known.state.care):
        return False
    if finding.tier == "A" and not finding.explicit:
        _reminded(turn)
        return False  # a guess at a low mood: what was said may well be the answer, and is read as one
    facts = school_facts(turn)
    answer = respond(finding, facts, turn.kit.protocol, turn.text)
    if answer is None:
        return False
    if not contacts(turn):
        # Nobody can be told (a person alone at a terminal): say so, and name who can be called.
        answer = answer.model_copy(update={"text": _nobody(turn, finding.tier, facts), "asks_to_tell": False})
    if answer.alert is not None:
        _raise(turn, answer.alert)
    _reply(turn, answer)
    if turn.inbound.address.shared:
        return True  # the class goes on; whoever wrote is answered in private
    if answer.pauses and turn.conversation.expecting in HALF_SAID:
        turn.expect(expecting="answer", subject="")
    firm = finding.explicit or finding.tier == "C" or turn.conversation.care_firm
    turn.expect(care=answer.pauses or turn.conversation.care, care_firm=firm, care_told=False)
    return True


def _reminded(turn: Turn) -> None:
    """Once in a conversation, and never where others read along."""
    if turn.conversation.person_offered or turn.inbound.address.shared:
        return
    turn.say("care.any_time")
    turn.expect(person_offered=True)


def _nobody(turn: Turn, tier: Tier, facts: SchoolFacts) -> str:
    if tier == "A":
        return turn.line("care.low_mood_nobody")
    return f"{turn.line('care.nobody_to_tell')}\n{crisis_lines(facts, turn.kit.protocol)}"


def paused(turn: Turn) -> bool:
    """After a concern no question is asked until the learner wants to go on. What they ask for is still answered."""
    if meant_to_tell(turn):
        return True
    if not turn.known.state.care or turn.inbound.kind == "open":
        return turn.known.state.care
    intent = judge(turn).intent
    if turn.action or intent == "resume":
        turn.expect(**PAUSE_OVER)
        if turn.conversation.expecting == "consent":
            turn.expect(expecting="answer")  # "go on" is no consent: the notice is shown again
        return False
    asked_since = turn.conversation.expecting in HALF_SAID or judge(turn).option is not None
    unsay = turn.kit.means(turn.text, "take_back", turn.language)
    if turn.known.consent is not None and (asked_since or (intent in STILL_ANSWERED and not unsay)):
        return False
    if turn.conversation.care_told and not turn.conversation.care_firm:
        # It was a guess, an adult has been told, and the learner keeps to the project: do not stand in their way.
        turn.expect(**PAUSE_OVER)
        return False
    turn.reply(Text(text=_waiting(turn, unsay)))
    turn.expect(care_told=True)
    return True


def _waiting(turn: Turn, unsay: bool) -> str:
    """What is said while it pauses: never twice the same in a row, and honest to someone who wants it unsaid."""
    told = contacts(turn)
    if told and unsay:
        return turn.line("care.still_told", contact=told[0].name)
    return turn.line("care.still_paused" if turn.conversation.care_told else "care.paused")


def meant_to_tell(turn: Turn) -> bool:
    """The learner answers the offer of a person (tier A)."""
    action = turn.action
    offered = [c.value for c in turn.known.state.offered]
    if not action and f"!{TELL}" in offered and turn.text:
        signals = judge(turn).signals
        action = meant(turn, judge(turn)) or (TELL if "yes" in signals else NOT_NOW if "no" in signals else "")
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
    """The safety contacts, the first to be called first: of the class, then of the school, as they were named."""
    held = [m for m in turn.members if m.membership.duty == "safety_contact" and m.membership.active]
    near = sorted(held, key=lambda m: m.membership.class_id is None)  # keeps the order in which they were named
    return list({m.person.id: m.person for m in near}.values())


def school_facts(turn: Turn) -> SchoolFacts:
    """Who is told, in the words of this school."""
    known = contacts(turn)
    name = known[0].name if known else turn.line("care.some_adult")
    title = known[0].title if known else ""
    role = turn.line("care.the_title", title=title) if title else turn.line("care.contact_role")
    rules = turn.known.rules
    opens = next_on_duty(rules, turn.now) if known else None
    return SchoolFacts(
        contact=name,
        contact_role=role,
        country=turn.known.school.country,
        language=turn.language,
        staff_language=known[0].language if known else turn.language,
        lines=rules.lines,
        seen_at=_when(turn, opens) if opens else "",
    )


def _when(turn: Turn, opens: datetime) -> str:
    """ "on Monday at 8:00"."""
    day = turn.line(f"care.day{opens.isoweekday()}")
    return turn.line("care.seen_at", day=day, time=f"{opens.hour}:{opens.minute:02d}")


def alert(turn: Turn, text: str, concern_id: str = "", tier: str = "") -> None:
    """An alert ahead of everything else: to whom is called first for a concern of this tier, else to every contact."""
    known = {contact.id: contact for contact in contacts(turn)}
    whom = called(rung(tier, 0).reach, tuple(known)) if tier else tuple(known)
    for contact in (known[who] for who in whom):
        card = alert_card(turn.kit.texts, contact.language, turn.person.name, text, concern_id)
        turn.send(contact.id, card, key=f"{turn.key}:alert:{contact.id}", priority="alert")


def alert_card(texts: Texts, language: str, name: str, text: str, concern_id: str = "") -> Card:
    """What a safety contact reads, with the two answers to a concern."""
    choices: tuple[Choice, ...] = ()
    if concern_id:
        take = Choice(label=texts.say("care.i_have_this", language), value=f"!ack:{concern_id}")
        false = Choice(label=texts.say("care.false_alarm", language), value=f"!false:{concern_id}")
        choices = (take, false)
    return Card(title=texts.say("care.alert_title", language, name=name), text=text, choices=choices)


def _raise(turn: Turn, found: Alert) -> None:
    turn.slot = CONCERN
    turn.concern = Concern(
        id=f"concern:{turn.inbound.delivery_id}",
        school=turn.known.school.id,
        learner=turn.person.id,
        message_id=turn.inbound.delivery_id,
        tier="C" if found.tier == "C" else "B",
        excerpt=found.text,
        raised_at=turn.now,
    )
    alert(turn, found.text, turn.concern.id, turn.concern.tier)
    turn.jobs.append(next_page(turn.concern, 1))


def next_page(concern: Concern, number: int) -> Job:
    """The job that calls again if nobody has answered by then."""
    data = {"concern": concern.id, "number": str(number)}
    due_at = due(concern.raised_at, concern.tier, number) or concern.raised_at + LONGEST
    return Job(
        name="page",
        key=f"{concern.id}|{number}",
        school=concern.school,
        due_at=due_at,
        person=concern.learner,
        data=data,
    )


def _reply(turn: Turn, answer: SafetyReply) -> None:
    if not answer.asks_to_tell:
        reply: Text | Choices = Text(text=answer.text)
    else:
        tell = Choice(label=answer.yes_tell, value=f"!{TELL}")
        not_now = Choice(label=answer.not_now, value=f"!{NOT_NOW}")
        reply = Choices(text=answer.text, choices=(tell, not_now))
    turn.reply_alone(reply)
