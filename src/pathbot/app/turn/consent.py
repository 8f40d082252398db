"""First contact: who Pathbot is, who will see what, and a yes. Before it, nothing a learner writes is kept."""

from pathbot.app.turn import reflect
from pathbot.app.turn.care import contacts
from pathbot.app.turn.helped import model_reads_along
from pathbot.app.turn.state import Turn
from pathbot.app.turn.understood import judge, meant
from pathbot.care import CONTACTS_NEEDED, MinAge, barrier
from pathbot.messages import Card, CardRow, Choice, Text
from pathbot.people import Consent
from pathbot.privacy import notice_hash, notice_rows

YES, MORE, NOT_NOW = "consent-yes", "consent-more", "consent-no"
ASKED = "asked-again"
EVERYWHERE = 13
"""The least age of every platform, which a school answers for: nobody is told it in words."""


def asked(turn: Turn) -> bool:
    """Without consent: ask for it, explain, or take it."""
    consent = turn.known.consent
    if consent is not None and consent.withdrawn_at is None:
        return False
    rows = _rows(turn)
    if turn.conversation.expecting != "consent" or turn.inbound.kind == "open":
        _hello(turn, rows)
        return True
    judgement = judge(turn)
    action = meant(turn, judgement)
    said_no = action == NOT_NOW or "no" in judgement.signals or judgement.intent in ("stop", "skip", "delete_data")
    agrees = not action and turn.kit.agrees(turn.text, turn.language)
    said_yes = action == YES or agrees or "yes" in judgement.signals or judgement.intent == "resume"
    if said_no:
        turn.say("first.fine")
        turn.expect(expecting="answer")
    elif said_yes:
        turn.consent = Consent(person=turn.person.id, notice_hash=notice_hash(rows), given_at=turn.now)
        turn.expect(expecting="answer", subject="")
        if turn.journey is None:
            reflect.begun(turn)
        else:
            reflect.resumed(turn)
    elif judgement.intent == "who_sees":
        turn.reply(Card(title=turn.line("first.who_sees_title"), rows=rows, choices=_choices(turn)))
    elif action == MORE or judgement.intent == "help":
        turn.reply(Card(title="", text=turn.line("first.more"), choices=_choices(turn, more=False)))
    else:
        again = turn.conversation.subject == ASKED
        turn.reply(
            Card(title="", text=turn.line("first.waiting" if again else "first.need_yes"), choices=_choices(turn))
        )
        turn.expect(subject=ASKED)
    return True


def barred(turn: Turn) -> bool:
    """Who may not begin hears why, and nothing is kept: too few contacts, too young (for here), or no parent asked."""
    if turn.known.school.alone:
        return False
    if len(contacts(turn)) < CONTACTS_NEEDED:
        why = "no_backup" if contacts(turn) else "no_contact"
    else:
        why = barrier(turn.known.rules, turn.known.learner_care, _min_age(turn))
    if not why:
        return False
    turn.unkept = True  # also of a learner who agreed before the school's rules or adults changed
    if _asks_for_a_right(turn):
        return False
    turn.reply(Text(text=turn.line(f"bar.{why}", **(_platform(turn) if why == "platform" else {}))))
    return True


def _asks_for_a_right(turn: Turn) -> bool:
    """Whoever once agreed can see, copy and delete what is kept of them, whatever bars them now."""
    return turn.known.consent is not None and (
        turn.conversation.expecting == "erase" or judge(turn).intent in ("who_sees", "export", "delete_data")
    )


def withdrawn(turn: Turn) -> bool:
    """A learner takes their yes back: from now on nothing is kept. What there is stays until they say to delete it."""
    asked = turn.inbound.kind == "text" and turn.kit.means(turn.text, "withdraw", turn.language)
    consent = turn.known.consent
    if not asked or consent is None:
        return False
    if consent.withdrawn_at is None:
        turn.consent = consent.model_copy(update={"withdrawn_at": turn.now})
    turn.expect(expecting="answer", subject="")
    turn.say("rights.withdrawn")
    return True


def opened(turn: Turn) -> bool:
    """The chat was opened, nothing was written: go on only where something waits to be said."""
    if turn.journey is None:
        reflect.begun(turn)
        return True
    if turn.inbound.kind != "open":
        return False
    reflect.reopened(turn)
    return True


def notice(turn: Turn) -> Card:
    """Who sees what, at any time."""
    rows = _rows(turn)
    return Card(title=turn.line("first.who_sees_title"), rows=rows)


def _rows(turn: Turn) -> tuple[CardRow, ...]:
    model = model_reads_along(turn)
    return notice_rows(turn.person, turn.room, turn.members, turn.kit.texts, turn.language, model)


def _hello(turn: Turn, rows: tuple[CardRow, ...]) -> None:
    text = turn.line("first.hello", name=turn.person.name, project=turn.project.title.in_(turn.language))
    if _min_age(turn) > EVERYWHERE and not (turn.known.learner_care and turn.known.learner_care.age):
        text = f"{text} {turn.line('first.min_age', **_platform(turn))}"
    turn.reply(Card(title="", text=text, rows=rows, choices=_choices(turn)))
    turn.expect(expecting="consent")


def _min_age(turn: Turn) -> MinAge:
    return turn.kit.min_ages.get(turn.inbound.channel, 0)


def _platform(turn: Turn) -> dict[str, str]:
    return {"platform": turn.inbound.channel.capitalize(), "age": str(_min_age(turn))}


def _choices(turn: Turn, more: bool = True) -> tuple[Choice, ...]:
    yes = Choice(label=turn.line("first.yes"), value=f"!{YES}")
    tell = Choice(label=turn.line("first.tell_me_more"), value=f"!{MORE}")
    later = Choice(label=turn.line("first.not_now"), value=f"!{NOT_NOW}")
    return (yes, tell, later) if more else (yes, later)
