"""What a learner sees of roles: rows with reasons, one role in parts, several side by side, skills beside lines."""

from collections.abc import Iterator, Sequence

from pathbot.app.turn.state import Turn
from pathbot.evidence import SkillTag
from pathbot.messages import Card, CardRow, Choice
from pathbot.roles.model import RoleCard
from pathbot.roles.search import Found
from pathbot.skills.vocabulary import Skill

SHORT_QUESTION = 16
"""An open question of at most this many words comes back beside a role; a longer one by the step's name."""
SHOW, DAY, TRY, WAYS, SAVE, NOT_FOR_ME = "role", "role-day", "role-try", "role-ways", "role-save", "role-no"
MISSING, COMPARE, MENTOR = "role-missing", "role-compare", "mentor"
OF_ONE_ROLE = (SHOW, DAY, TRY, WAYS, MISSING, SAVE, NOT_FOR_ME)
_TOGETHER = "+"


def row(turn: Turn, found: Found, why: bool = True) -> CardRow:
    """A role in a list: what it is, why it came up, what it pays."""
    card = found.card
    what, reason = card.what_in(turn.language), found.why if why else ""
    told_already = what.rstrip(".") in reason
    parts = ["" if told_already else what, reason, _pay(turn, card)]
    return CardRow(label=card.title_in(turn.language), text=" ".join(part for part in parts if part))


def listed(turn: Turn, found: Sequence[Found], text: str) -> Card:
    """Several roles with reasons; each can be opened, and they can be compared."""
    choices = [title(turn, f.card) for f in found]
    if len(found) > 1:
        codes = _TOGETHER.join(f.card.soc for f in found)
        choices.append(Choice(label=turn.line("roles.compare"), value=f"!{COMPARE}:{codes}"))
    rows = tuple(row(turn, f) for f in found)
    return Card(title="", text=text, rows=rows, footer=way_back(turn), choices=tuple(choices))


def title(turn: Turn, card: RoleCard, verb: str = SHOW) -> Choice:
    """A role's name as a choice."""
    return Choice(label=card.title_in(turn.language), value=f"!{verb}:{card.soc}")


def told(turn: Turn, card: RoleCard, verb: str) -> Card:
    """One role: what it is, or the part of it that was asked for. Says where it is from."""
    ways = tuple(CardRow(label="", text=way) for way in card.sections.ways_in)
    text = _part(turn, card, verb)
    facts = (CardRow(label=turn.line("roles.pay_label"), text=pay),) if (pay := _pay(turn, card)) else ()
    shown = {WAYS: ways, SHOW: (*facts, *_from_school(turn, card))}.get(verb, ())
    if not text and not shown:
        text = turn.line("roles.unknown_part")
    return _about(turn, card, verb, text, shown)


def _part(turn: Turn, card: RoleCard, verb: str) -> str:
    """The text asked for. Cards are in English but for the two parts a learner meets first, and say so."""
    sections = card.sections
    english = {DAY: sections.tuesday, TRY: sections.try_this_week, WAYS: ""}.get(verb, sections.summary)
    if turn.language == "en" or not (english or sections.ways_in):
        return english
    own = {SHOW: card.es.what, TRY: card.es.try_this_week}.get(verb, "") if card.es else ""
    if own:
        return f"{own} {turn.line('roles.rest_in_english')}" if verb == SHOW else own
    return f"{turn.line('roles.in_english')} {english}".strip()


def _from_school(turn: Turn, card: RoleCard) -> Iterator[CardRow]:
    """What mentors of this school said about the role, as adults there approved it, with when."""
    for note in turn.known.notes:
        if note.soc == card.soc:
            month = turn.line(f"months.m{note.proposed_at.month}")
            label = turn.line("roles.from_school", month=month, year=str(note.proposed_at.year))
            yield CardRow(label=label, text=note.text)


def compared(turn: Turn, codes: str) -> Card | None:
    """Roles side by side: preparation, usual way in, pay and outlook. None when fewer than two are known."""
    cards = [card for code in codes.split(_TOGETHER) if (card := turn.kit.roles.card(code))]
    if len(cards) < 2:
        return None
    rows = tuple(CardRow(label=card.title_in(turn.language), text=" ".join(_compared(turn, card))) for card in cards)
    choices = tuple(title(turn, card) for card in cards)
    text = turn.line("roles.compared")
    return Card(title="", text=text, rows=rows, footer=_footer(turn, *cards), choices=choices)


def missing(turn: Turn, card: RoleCard) -> Card:
    """The skills a role leans on, beside the learner's own approved lines that show them."""
    by_id = turn.kit.drafting.kit(turn.language).vocabulary.by_id
    skills = [by_id[name] for name in card.skills if name in by_id]
    lines = {
        tag.name: statement.draft.statement
        for statement in turn.all_statements()
        if statement.status == "approved"
        for tag in statement.draft.skills
    }
    shown: dict[str, tuple[Skill, str]] = {}  # two skills of a role may be one in the framework the class shows
    for skill in skills:
        line, name = _line_for(skill, by_id, lines), _named(turn, skill)
        if name not in shown or (line and not shown[name][1]):
            shown[name] = (skill, line)
    rows = [CardRow(label=name, text=f"“{line}”") for name, (_, line) in shown.items() if line]
    for name, (skill, line) in shown.items():
        if not line:
            about = skill.description.in_(turn.language)
            rows.append(CardRow(label=name, text=turn.line("roles.not_yet", about=about)))
    name = "roles.missing_none_saved" if not lines else "roles.missing" if skills else "roles.unknown_part"
    return _about(turn, card, MISSING, turn.line(name), tuple(rows))


def way_back(turn: Turn) -> str:
    """Where the project goes on; "" outside of one."""
    journey = turn.journey
    if journey is None or journey.step is None:
        return ""
    question = turn.known.state.question
    if question and len(question.split()) <= SHORT_QUESTION:
        return turn.line("roles.back_to_question", question=question)
    step = turn.framework.steps[turn.step_number - 1]
    return turn.line("roles.back_to", number=str(turn.step_number), name=step.name.in_(turn.language))


def _about(turn: Turn, card: RoleCard, verb: str, text: str, rows: tuple[CardRow, ...]) -> Card:
    named = {
        "tuesday": DAY,
        "try": TRY,
        "ways": WAYS,
        "missing_button": MISSING,
        "save": SAVE,
        "not_for_me": NOT_FOR_ME,
    }
    empty = {DAY: not card.sections.tuesday, TRY: not card.sections.try_this_week, WAYS: not card.sections.ways_in}
    choices = [
        Choice(label=turn.line(f"roles.{name}"), value=f"!{action}:{card.soc}")
        for name, action in named.items()
        if action != verb and not empty.get(action, False)
    ]
    choices.append(Choice(label=turn.line("roles.ask_mentor"), value=f"!{MENTOR}"))
    heading = card.title_in(turn.language)
    return Card(title=heading, text=text, rows=rows, footer=_footer(turn, card), choices=tuple(choices))


def _footer(turn: Turn, *cards: RoleCard) -> str:
    """Where the facts are from, where their licence asks for it, and the way back."""
    sources = dict.fromkeys(card.attribution for card in cards if card.attribution)
    return " ".join([*(turn.line("roles.source", source=source) for source in sources), way_back(turn)]).strip()


def _compared(turn: Turn, card: RoleCard) -> Iterator[str]:
    if card.job_zone:
        yield turn.line(f"roles.zone_{card.job_zone}")
    if card.entry_education:
        yield turn.line("roles.entry", text=card.entry_education.text)
    if card.pay:
        yield _pay(turn, card)
    if card.outlook:
        percent = f"{card.outlook.percent:+.0f}"
        yield turn.line("roles.outlook", percent=percent, period=card.outlook.period, source=card.outlook.source)


def _pay(turn: Turn, card: RoleCard) -> str:
    """Median pay with its date and source; absent when unknown."""
    if card.pay is None:
        return ""
    year, month = card.pay.date.split("-")[:2]
    name = turn.line(f"months.m{int(month)}")
    amount = f"${card.pay.median_usd:,}"
    return turn.line("roles.pay", amount=amount, month=name, year=year, source=card.pay.source)


def _named(turn: Turn, skill: Skill) -> str:
    """A skill by its name in the framework the class shows; by its own where nothing there is near."""
    tag = SkillTag(name=skill.name, framework=skill.framework)
    named = turn.kit.named([tag], turn.shows, turn.language)
    return named[0].name if named else skill.name_in(turn.language)


def _line_for(skill: Skill, by_id: dict[str, Skill], lines: dict[str, str]) -> str:
    """The learner's line that shows this skill or a near one of another framework."""
    near = (skill.name, *(by_id[other].name for other in skill.crosswalk))
    return next((lines[name] for name in near if name in lines), "")
