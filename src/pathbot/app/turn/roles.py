"""Roles in a conversation: asked for at any point, shown with reasons, then back to the exact place."""

from pathbot.app.turn.helped import helper_of, hidden_in, restored
from pathbot.app.turn.role_cards import (
    COMPARE,
    DAY,
    MISSING,
    NOT_FOR_ME,
    OF_ONE_ROLE,
    SAVE,
    SHOW,
    TRY,
    WAYS,
    compared,
    listed,
    missing,
    row,
    title,
    told,
)
from pathbot.app.turn.state import Turn
from pathbot.app.turn.understood import judge, meant
from pathbot.evidence import SavedRole
from pathbot.llm.allowance import Allowance
from pathbot.messages import CardRow, Choice, Choices
from pathbot.roles.model import RoleCard
from pathbot.roles.remote import Leaving
from pathbot.roles.search import Found

SHOWN = 3
LATELY = 3
ACTIONS = (*OF_ONE_ROLE, COMPARE)
_TYPED = {
    "role_day": DAY,
    "role_ways": WAYS,
    "role_try": TRY,
    "role_missing": MISSING,
    "role_not_for_me": NOT_FOR_ME,
    "role_compare": COMPARE,
    "role_more": SHOW,
}
"""What the fixed phrases ask of the roles on the table."""


def answered(turn: Turn) -> None:
    """A role question: several roles with reasons, or an honest word and a mentor.

    "What jobs is this" is about what the learner has been doing.
    """
    about_them = not turn.kit.roles.names_an_interest(turn.text)
    words = f"{turn.text}. {_lately(turn)}" if about_them else turn.text
    found = _search(turn, words)
    if not found:
        ask = Choice(label=turn.line("roles.ask_mentor"), value="!mentor")
        turn.reply(Choices(text=turn.line("roles.none"), choices=(ask,)))
        return
    name = "roles.learner" if about_them else "roles.found_one" if len(found) == 1 else "roles.found"
    turn.reply(listed(turn, found, turn.line(name, count=str(len(found)))))
    turn.expect(roles=tuple(f.card.soc for f in found))


def _lately(turn: Turn) -> str:
    """What the learner told last, or what the project is about while they have told nothing."""
    said = [said.text for said in turn.said_before()][-LATELY:]
    return ". ".join(said) or turn.project.role_query.in_(turn.language)


def chosen(turn: Turn) -> bool:
    """A tapped or named role, or one of the things to do with it."""
    offers = any(c.value.removeprefix("!").split(":")[0] in ACTIONS for c in turn.known.state.offered)
    action = turn.action or (meant(turn, judge(turn)) or _typed(turn) if offers else _asked_later(turn))
    verb, _, about = action.partition(":")
    if verb == "undo-role" or (turn.conversation.dropped_roles and turn.kit.means(turn.text, "undo", turn.language)):
        return _bring_back(turn)
    if verb == COMPARE:
        return _compare(turn, about)
    if verb in OF_ONE_ROLE and not about:
        return _which(turn, verb)
    card = turn.kit.roles.card(about) if verb in OF_ONE_ROLE else None
    if card is None:
        return False
    _do(turn, verb, card)
    return True


def for_project(turn: Turn) -> tuple[CardRow, ...]:
    """Roles that connect to the class's project, as rows of a card."""
    found = turn.kit.roles.search(turn.project.role_query.in_(turn.language), n=SHOWN, language=turn.language)
    turn.expect(roles=tuple(f.card.soc for f in found))
    return tuple(row(turn, f, why=False) for f in found)


def for_learner(turn: Turn, words: str) -> tuple[Found, ...]:
    """Roles that use what the learner did, by their own words."""
    return _search(turn, words) if words.strip() else ()


def rows(turn: Turn, found: tuple[Found, ...]) -> tuple[CardRow, ...]:
    """Roles as rows of a card."""
    return tuple(row(turn, f) for f in found)


def _search(turn: Turn, query: str) -> tuple[Found, ...]:
    """By the school's embedder when the query is what was just asked and may leave; else by the bundled encoder."""
    exclude = turn.conversation.dropped_roles
    remote = turn.kit.roles.remote if query == turn.text else None
    helper = helper_of(turn) if remote else None
    hidden = hidden_in(turn, [query]) if helper else None
    if remote and helper and hidden:
        turn.allowance = turn.allowance or Allowance(helper.seconds)
        leaving = Leaving(hidden.texts[0], remote.within(turn.allowance))
        found = turn.kit.roles.search(query, n=SHOWN, exclude=exclude, language=turn.language, leaving=leaving)
        whys = [restored(hidden, one.why) for one in found]
        if all(whys):
            return tuple(one.model_copy(update={"why": why}) for one, why in zip(found, whys, strict=True))
    return turn.kit.roles.search(query, n=SHOWN, exclude=exclude, language=turn.language)


def _typed(turn: Turn) -> str:
    """The action a fixed phrase asks for, about the role that is open or else the ones on the table."""
    verb = next((verb for name, verb in _TYPED.items() if turn.kit.means(turn.text, name, turn.language)), "")
    on_table = turn.conversation.roles
    if not verb or not on_table:
        return ""
    if verb == COMPARE:
        return f"{COMPARE}:{'+'.join(on_table)}"
    if len(on_table) > 1:
        return f"{verb}:"
    return f"{DAY if verb == SHOW else verb}:{on_table[0]}"  # an open role was shown already: more is a day in it


def _asked_later(turn: Turn) -> str:
    """With other things said since, only what can be about nothing but a role: "how do I get there"."""
    action = _typed(turn)
    over = turn.journey is not None and turn.journey.step is None
    return action if over or action.split(":")[0] in (MISSING, WAYS, TRY) else ""


def _which(turn: Turn, verb: str) -> bool:
    cards = [card for soc in turn.conversation.roles if (card := turn.kit.roles.card(soc))]
    turn.reply(Choices(text=turn.line("roles.which"), choices=tuple(title(turn, card, verb) for card in cards)))
    return True


def _compare(turn: Turn, codes: str) -> bool:
    card = compared(turn, codes)
    if card is None:
        return False
    turn.reply(card)
    return True


def _do(turn: Turn, verb: str, card: RoleCard) -> None:
    name = card.title_in(turn.language)
    if verb == SAVE:
        turn.saved_roles.append(SavedRole(learner=turn.person.id, soc=card.soc, title=card.title, saved_at=turn.now))
        turn.say("roles.saved", title=name)
    elif verb == NOT_FOR_ME:
        dropped = dict.fromkeys((*turn.conversation.dropped_roles, card.soc))
        turn.expect(dropped_roles=tuple(dropped))
        turn.say("roles.dropped", title=name)
    else:
        turn.expect(roles=(card.soc,))
        turn.reply(missing(turn, card) if verb == MISSING else told(turn, card, verb))


def _bring_back(turn: Turn) -> bool:
    dropped = turn.conversation.dropped_roles
    if not dropped:
        return False
    card = turn.kit.roles.card(dropped[-1])
    turn.expect(dropped_roles=dropped[:-1])
    turn.say("roles.brought_back", title=card.title_in(turn.language) if card else dropped[-1])
    if card:  # on the table again, so that what they type next is about it and no answer
        turn.expect(roles=(card.soc,))
        turn.reply(told(turn, card, SHOW))
    return True
