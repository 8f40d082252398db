"""What this message means here: tapped, typed as a label or number of what was offered, or put in other words."""

from pathbot.app.turn.state import Turn
from pathbot.language.tokens import words
from pathbot.messages import Choice
from pathbot.reflection.judgement import Context, Judgement

BUTTONS = ("save", "shorter", "plainer", "edit", "not_me", "undo", "role_not_for_me")


def judge(turn: Turn) -> Judgement:
    """The model-free judgement of this message in its place."""
    if turn.judged is not None:
        return turn.judged
    offered = turn.known.state.offered
    context = Context(
        question=turn.known.state.question,
        slot=turn.journey.waiting_for if turn.journey and not offered_actions(offered) else "",
        options=tuple(choice.label for choice in offered),
        language=turn.language,
    )
    turn.judged = turn.kit.understand(turn.text, context)
    return turn.judged


def offered_actions(offered: tuple[Choice, ...]) -> bool:
    """Whether what is on the table are actions, not answers to a question of the reflection."""
    return any(choice.value.startswith("!") for choice in offered)


def offered_words(turn: Turn) -> bool:
    """Whether these are Pathbot's own words coming back: a tapped button, its label or number typed, "save", "undo"."""
    if turn.action:
        return turn.inbound.kind != "form"
    said = turn.text.casefold()
    labels = {choice.label.casefold() for choice in turn.known.state.offered}
    return said in labels or said.isdecimal() or any(turn.kit.means(said, name, turn.language) for name in BUTTONS)


def meant(turn: Turn, judgement: Judgement) -> str:
    """The action of the offered choice this message means, without its mark; "" when it means none."""
    if turn.action:
        return turn.action
    offered = turn.known.state.offered
    if judgement.option is not None and judgement.option < len(offered):
        choice = offered[judgement.option]
        if choice.value.startswith("!") and not _says_otherwise(turn, choice.label):
            return choice.value[1:]
    return ""


def _says_otherwise(turn: Turn, label: str) -> bool:
    """ "Don't save it" and "save?" hold the word on the button and mean something else: an action needs a clear yes."""
    lexicon = turn.kit.lexicon(turn.language)
    said = {word.norm for word in words(turn.text, lexicon)}
    shown = {word.norm for word in words(label, lexicon)}
    return bool((said - shown) & {"?", *lexicon.words.negations})
