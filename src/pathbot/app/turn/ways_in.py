"""The way to the pages, asked for in any chat: a link that signs in once, said where only this person reads."""

import re

from pathbot.app.turn.state import Turn
from pathbot.messages import CALLED, Outgoing, Text
from pathbot.people import LINK_LASTS, SignInLink

_NAME = re.compile(r"^\W*pathbot\b\W*|\W*\bpathbot\W*$", re.IGNORECASE)


def asked(turn: Turn) -> bool:
    """Somebody writes "sign in". The link goes to their private chat, never into a class channel or a transcript."""
    said = _NAME.sub("", turn.text)
    shared = turn.inbound.address.shared
    called = not shared or CALLED in turn.inbound.data or said != turn.text
    if turn.inbound.kind != "text" or not called or not _means_it(turn, said):
        return False
    if not turn.kit.url:
        turn.say("sign_in.no_pages")
        return True
    if shared:
        turn.say("room.to_private")
    turn.sign_in = SignInLink(key=turn.kit.new_key(), expires_at=turn.now + LINK_LASTS)
    minutes = str(int(LINK_LASTS.total_seconds() // 60))
    reply = Text(text=turn.line("sign_in.chat", minutes=minutes, url=turn.sign_in.address(turn.kit.url)))
    key = f"{turn.key}:link"
    if shared:
        turn.send(turn.person.id, reply, key=key)
    else:  # not among the lines of the transcript, which keeps nothing that opens a door
        turn.elsewhere.append(Outgoing(key=key, address=turn.inbound.address, reply=reply))
    return True


def _means_it(turn: Turn, said: str) -> bool:
    """ "Web" alone is an answer while a question is open ("where did you get that from?")."""
    if turn.kit.means(said, "sign_in", turn.language):
        return True
    open_question = turn.journey is not None and bool(turn.journey.waiting_for)
    return not open_question and turn.kit.means(said, "sign_in_short", turn.language)
