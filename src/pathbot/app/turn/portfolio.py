"""The portfolio in the chat: approved lines beside their sources, saved roles, and what was told so far."""

from pathbot.app.own_portfolio import OwnPortfolio
from pathbot.app.turn.state import Turn
from pathbot.messages import Card, CardRow
from pathbot.portfolio import approved


def shown(turn: Turn) -> Card:
    """What the learner has: lines, roles, what to collect next; before any line, what they told so far."""
    own = _own(turn)
    rows = own.rows() or _so_far(turn)
    text = "" if rows else turn.line("portfolio.empty")
    return Card(
        title=turn.line("portfolio.title"), text=text, rows=(*rows, *(own.next_row(in_chat=True) if rows else ()))
    )


def exported(turn: Turn) -> Card:
    """The portfolio as text to copy, and where files come from."""
    rows = _own(turn).rows()
    text = turn.line("rights.export") if rows else turn.line("portfolio.empty")
    return Card(title=turn.line("portfolio.title"), text=text, rows=rows, footer=turn.line("rights.export_where"))


def _own(turn: Turn) -> OwnPortfolio:
    return OwnPortfolio(
        kit=turn.kit,
        language=turn.language,
        shows=turn.shows,
        lines=approved(turn.all_statements()),
        roles=turn.known.saved_roles,
        journey=turn.journey,
    )


def _so_far(turn: Turn) -> tuple[CardRow, ...]:
    if turn.journey is None or not turn.journey.answers:
        return ()
    return (CardRow(label=turn.line("portfolio.so_far"), text=turn.voice().kept(turn.journey.answers)),)
