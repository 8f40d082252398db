"""Lines a model drafts: each stands on the messages it quotes, word for word, or is dropped."""

from pathbot.app.turn.helped import ask, helper_of, hidden_in, restored, sendable, unsafe
from pathbot.app.turn.state import Turn
from pathbot.evidence import Draft, Quote, Said
from pathbot.llm.task import DraftedLine, Numbered, ToDraft
from pathbot.redaction import Redacted
from pathbot.skills.lines import line_shape

DRAFTED_FROM = 30
"""How many of the learner's last answers lines are drafted from."""


def drafted(turn: Turn, most: int) -> tuple[Draft, ...]:
    """Lines a model drafted that say nothing the learner did not; often none."""
    helper = helper_of(turn)
    said = sendable(turn, turn.told())[-DRAFTED_FROM:]
    hidden = hidden_in(turn, [s.text for s in said]) if helper and said else None
    if helper is None or hidden is None:
        return ()
    messages = tuple(Numbered(number=n, text=text) for n, text in enumerate(hidden.texts, 1))
    answer = ask(turn, helper, helper.tasks.draft, ToDraft(language=turn.language, most=most, messages=messages))
    lines = answer.lines[:most] if answer else []
    drafts = tuple(draft for line in lines if (draft := _grounded(turn, line, said, hidden)))
    turn.suggested.append(f"draft:{len(drafts)}/{len(lines)}")
    return drafts


def _grounded(turn: Turn, line: DraftedLine, said: tuple[Said, ...], hidden: Redacted) -> Draft | None:
    """The line as a draft, if it has the shape of one and its quoted messages carry every word of it."""
    statement = restored(hidden, line.statement).strip()
    quotes = []
    for cited in line.evidence:
        message = said[cited.message - 1] if 0 < cited.message <= len(said) else None
        words = restored(hidden, cited.quote).strip()
        start = message.text.find(words) if message and words else -1
        if message and start >= 0:
            quotes.append(Quote(message_id=message.id, start=start, end=start + len(words), text=words))
    stands_on = [s for s in said if any(q.message_id == s.id for q in quotes)]
    if not stands_on or not line_shape(statement) or unsafe(turn, statement):
        return None
    if turn.kit.drafting.verify(statement, stands_on, turn.language):
        return None
    return turn.kit.drafting.draft_of(statement, tuple(dict.fromkeys(quotes)), turn.language)
