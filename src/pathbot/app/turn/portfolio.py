"""The portfolio in the chat: approved lines beside their sources, saved roles, and what was told so far."""

from pathbot.app.turn.state import Turn
from pathbot.messages import Card, CardRow


def shown(turn: Turn) -> Card:
    """What the learner has: lines, roles, and before any line, what they told so far."""
    rows = (*_lines(turn), *_roles(turn)) or _so_far(turn)
    text = "" if rows else turn.line("portfolio.empty")
    return Card(title=turn.line("portfolio.title"), text=text, rows=rows)


def exported(turn: Turn) -> Card:
    """The portfolio as text to copy, and where files come from."""
    rows = (*_lines(turn), *_roles(turn))
    text = turn.line("rights.export") if rows else turn.line("portfolio.empty")
    return Card(title=turn.line("portfolio.title"), text=text, rows=rows, footer=turn.line("rights.export_where"))


def _lines(turn: Turn) -> tuple[CardRow, ...]:
    approved = [s for s in turn.all_statements() if s.status == "approved"]
    return tuple(
        CardRow(
            label=s.draft.statement.rstrip("."),
            text=f"{turn.line('statements.you_said')}: " + " · ".join(f"“{q.text}”" for q in s.draft.evidence),
        )
        for s in approved
    )


def _roles(turn: Turn) -> tuple[CardRow, ...]:
    return tuple(CardRow(label=turn.line("portfolio.roles"), text=role.title) for role in turn.known.saved_roles)


def _so_far(turn: Turn) -> tuple[CardRow, ...]:
    if turn.journey is None or not turn.journey.answers:
        return ()
    return (CardRow(label=turn.line("portfolio.so_far"), text=turn.voice().kept(turn.journey.answers)),)
