"""People nobody linked yet: they learn how to join, and a teacher's code lets them in. Nothing else."""

from functools import partial
from hashlib import sha256

from pathbot.app.turn.state import Turn
from pathbot.joining import find_code, name_beside
from pathbot.messages import Choice, Choices, Text
from pathbot.people import Invitation, Person
from pathbot.store.joining import Joining


def stranger(turn: Turn) -> bool:
    """Nobody we know: a code links them; else say how to join, and keep nothing."""
    if turn.known.person is not None:
        return False
    if turn.known.invitation is not None:
        _invited(turn, turn.known.invitation)
    elif not turn.inbound.address.shared and find_code(turn.text) is not None:
        turn.expect(wrong_codes=turn.conversation.wrong_codes + 1)
        turn.reply(Text(text=turn.line("stranger.wrong_code")))
    else:
        turn.reply(Text(text=turn.line("stranger.text")))
    return True


def _invited(turn: Turn, invitation: Invitation) -> None:
    """A personal code says who it is; for a class code, a first name stands beside it."""
    name = invitation.names if invitation.person else name_beside(turn.text)
    if not name:
        turn.reply(Text(text=turn.line("stranger.code_and_name", code=find_code(turn.text) or "")))
        return
    new = f"p-{sha256(turn.key.encode()).hexdigest()[:12]}"
    who = Person(id=invitation.person or new, school=invitation.school, name=name, language=invitation.language)
    turn.joining = Joining(invitation=invitation, person=who)
    say = partial(turn.kit.texts.say, name=name, class_=invitation.names)
    said = say("stranger.joined" if invitation.person else "stranger.joined_class", invitation.language)
    start = turn.kit.texts.say("stranger.start", invitation.language)
    turn.reply(Choices(text=said, choices=(Choice(label=start, value=start),)))
