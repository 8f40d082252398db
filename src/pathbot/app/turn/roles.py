"""Roles in a conversation: asked for at any point, shown with reasons, then back to the exact place."""

from pathbot.app.turn.state import Turn
from pathbot.app.turn.understood import judge, meant
from pathbot.evidence import SavedRole
from pathbot.messages import Card, CardRow, Choice, Choices
from pathbot.roles.model import RoleCard
from pathbot.roles.search import Found

SHOWN = 3
SHORT_QUESTION = 16
"""An open question of at most this many words comes back beside a role; a longer one by the step's name."""
SHOW, DAY, TRY, WAYS, SAVE, NOT_FOR_ME = "role", "role-day", "role-try", "role-ways", "role-save", "role-no"
ACTIONS = (SHOW, DAY, TRY, WAYS, SAVE, NOT_FOR_ME)


def answered(turn: Turn) -> None:
    """A role question: several roles with reasons, or an honest word and a mentor."""
    found = _search(turn, turn.text)
    if not found:
        ask = Choice(label=turn.line("roles.ask_mentor"), value="!mentor")
        turn.reply(Choices(text=turn.line("roles.none"), choices=(ask,)))
        return
    name = "roles.found_one" if len(found) == 1 else "roles.found"
    text = turn.line(name, count=str(len(found)))
    rows = tuple(_row(turn, f) for f in found)
    turn.reply(Card(title="", text=text, rows=rows, footer=_way_back(turn), choices=_titles(turn, found)))
    turn.expect(roles=tuple(f.card.soc for f in found))


def chosen(turn: Turn) -> bool:
    """A tapped or named role, or one of the things to do with it."""
    offers = any(c.value.removeprefix("!").split(":")[0] in ACTIONS for c in turn.known.state.offered)
    action = turn.action or (meant(turn, judge(turn)) if offers else "")
    verb, _, soc = action.partition(":")
    if verb == "undo-role" or (turn.conversation.dropped_roles and turn.kit.means(turn.text, "undo", turn.language)):
        return _bring_back(turn)
    card = turn.kit.roles.card(soc) if verb in ACTIONS else None
    if card is None:
        return False
    if verb == SAVE:
        turn.saved_roles.append(_saved(turn, card))
        turn.say("roles.saved", title=card.title_in(turn.language))
    elif verb == NOT_FOR_ME:
        turn.expect(dropped_roles=(*turn.conversation.dropped_roles, card.soc))
        turn.say("roles.dropped", title=card.title_in(turn.language))
    else:
        turn.reply(_told(turn, card, verb))
    return True


def for_project(turn: Turn) -> tuple[CardRow, ...]:
    """Roles that connect to the class's project, as rows of a card."""
    found = turn.kit.roles.search(turn.project.role_query.in_(turn.language), n=SHOWN, language=turn.language)
    turn.expect(roles=tuple(f.card.soc for f in found))
    return tuple(_row(turn, f, why=False) for f in found)


def for_learner(turn: Turn, words: str) -> tuple[Found, ...]:
    """Roles that use what the learner did, by their own words."""
    return _search(turn, words) if words.strip() else ()


def rows(turn: Turn, found: tuple[Found, ...]) -> tuple[CardRow, ...]:
    """Roles as rows of a card."""
    return tuple(_row(turn, f) for f in found)


def _search(turn: Turn, query: str) -> tuple[Found, ...]:
    exclude = turn.conversation.dropped_roles
    return tuple(turn.kit.roles.search(query, n=SHOWN, exclude=exclude, language=turn.language))


def _row(turn: Turn, found: Found, why: bool = True) -> CardRow:
    card = found.card
    parts = [card.sections.summary.split(". ")[0].rstrip(".") + ".", found.why if why else "", _pay(turn, card)]
    return CardRow(label=card.title_in(turn.language), text=" ".join(part for part in parts if part))


def _titles(turn: Turn, found: tuple[Found, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(label=f.card.title_in(turn.language), value=f"!{SHOW}:{f.card.soc}") for f in found)


def _told(turn: Turn, card: RoleCard, verb: str) -> Card:
    """One role: what it is, or the part of it that was asked for."""
    sections = card.sections
    ways = tuple(CardRow(label="", text=way) for way in sections.ways_in)
    text = {DAY: sections.tuesday, TRY: sections.try_this_week, WAYS: ""}.get(verb, sections.summary)
    facts = (CardRow(label=turn.line("roles.pay_label"), text=pay),) if (pay := _pay(turn, card)) else ()
    shown = {WAYS: ways, SHOW: facts}.get(verb, ())
    choices = tuple(
        Choice(label=turn.line(f"roles.{name}"), value=f"!{action}:{card.soc}")
        for name, action in (("tuesday", DAY), ("try", TRY), ("ways", WAYS), ("save", SAVE), ("not_for_me", NOT_FOR_ME))
        if action != verb
    )
    return Card(title=card.title_in(turn.language), text=text, rows=shown, footer=_way_back(turn), choices=choices)


def _pay(turn: Turn, card: RoleCard) -> str:
    """Median pay with its date and source; absent when unknown."""
    if card.pay is None:
        return ""
    year, month = card.pay.date.split("-")[:2]
    name = turn.line(f"months.m{int(month)}")
    amount = f"${card.pay.median_usd:,}"
    return turn.line("roles.pay", amount=amount, month=name, year=year, source=card.pay.source)


def _way_back(turn: Turn) -> str:
    journey = turn.journey
    if journey is None or journey.step is None:
        return ""
    question = turn.known.state.question
    if question and len(question.split()) <= SHORT_QUESTION:
        return turn.line("roles.back_to_question", question=question)
    step = turn.framework.steps[turn.step_number - 1]
    return turn.line("roles.back_to", number=str(turn.step_number), name=step.name.in_(turn.language))


def _saved(turn: Turn, card: RoleCard) -> SavedRole:
    return SavedRole(learner=turn.person.id, soc=card.soc, title=card.title, saved_at=turn.now)


def _bring_back(turn: Turn) -> bool:
    dropped = turn.conversation.dropped_roles
    if not dropped:
        return False
    card = turn.kit.roles.card(dropped[-1])
    turn.expect(dropped_roles=dropped[:-1])
    turn.say("roles.brought_back", title=card.title_in(turn.language) if card else dropped[-1])
    return True
