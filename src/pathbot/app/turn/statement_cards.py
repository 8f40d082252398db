"""How lines are shown: moments to pick from, and a line beside the learner's own words."""

from pathbot.app.turn.state import Turn
from pathbot.evidence import SkillStatement
from pathbot.messages import Card, CardRow, Choice, Form, FormField
from pathbot.reflection.echo import LONGEST_ECHO
from pathbot.wording import Texts

EDIT, LINE = "edit", "line"
LABEL_WORDS = 7


def pick_card(turn: Turn, lines: list[SkillStatement]) -> Card:
    """The learner's phrase from step 1 comes back, with the moments to choose from."""
    voice = turn.voice()
    step = turn.framework.steps[turn.step_number - 1]
    first = turn.journey.answers[0] if turn.journey and turn.journey.answers else None
    quote = voice.said.get(first.message_id, "") if first else ""
    if quote and len(quote.split()) <= 2 * LONGEST_ECHO and turn.journey:
        text = turn.line("statements.look_back", when=_month(turn), quote=quote)
    else:
        text = turn.line("statements.pick")
    choices = tuple(Choice(label=moment_label(s.draft.statement), value=f"!pick:{s.id}") for s in lines)
    return Card(title=voice.title(step), text=text, choices=choices)


def line_card(turn: Turn, line: SkillStatement, lead: str) -> Card:
    """One line with the sentence it came from, and what to do with it."""
    quotes = tuple(
        CardRow(label=turn.line("statements.you_said"), text=f"“{quote.text}”") for quote in line.draft.evidence
    )
    names = ", ".join(skill.name for skill in turn.kit.named(line.draft.skills, turn.shows, turn.language))
    shows = turn.line("statements.shows", skills=names)
    share = turn.line("statements.own_words", percent=str(round(line.draft.own_words * 100)))
    plain = turn.kit.drafting.plainer(line.draft, turn.said_before(), turn.language) is not None
    buttons = [("save", "save"), ("shorter_button", "shorter"), ("edit", "edit"), ("not_me", "not-me")]
    if plain:
        buttons.insert(2, ("plainer_button", "plainer"))
    return Card(
        title=line.draft.statement,
        text=turn.line(lead),
        rows=quotes,
        footer=f"{shows} · {share}" if names else share,
        choices=tuple(
            Choice(label=turn.line(f"statements.{name}"), value=f"!{verb}:{line.id}") for name, verb in buttons
        ),
    )


def edit_form(texts: Texts, language: str, line: SkillStatement) -> Form:
    """Where a learner puts a line into other words."""
    field = FormField(
        name="line", label=texts.say("statements.edit_field", language), value=line.draft.statement, long=True
    )
    return Form(text=texts.say("statements.edit_ask", language), submit=f"!{LINE}:{line.id}", fields=(field,))


def moment_label(statement: str) -> str:
    """The first words of a line, short enough for a button."""
    words = statement.rstrip(".").split()
    return " ".join(words[:LABEL_WORDS]) + ("…" if len(words) > LABEL_WORDS else "")


def _month(turn: Turn) -> str:
    """When the journey began, in the learner's words: the month, or earlier today."""
    assert turn.journey is not None
    started = turn.journey.started_at
    if (turn.now - started).days < 14:
        return turn.line("statements.at_the_start")
    return turn.line("statements.in_month", month=turn.line(f"months.m{started.month}"))
