"""The terminal: replies in colour, choices by number, and a line that shows where in the steps you are."""

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text as Styled

from pathbot.messages import Capabilities, Card, Form, Outgoing, Picture, Reply, options

DONE, HERE, AHEAD = "●", "◐", "○"


class Terminal:
    """Prints what is sent. Nothing a learner or a model wrote is read as markup or as a control sequence."""

    name = "terminal"
    capabilities = Capabilities(forms=False, remembers=False)

    def __init__(self, console: Console, steps: int) -> None:
        self._console = console
        self._steps = steps
        self._shown_step = 0

    async def send(self, outgoing: Outgoing) -> str:
        """Prints one reply. Returns its key: a terminal has no ids of its own."""
        if outgoing.step and outgoing.step != self._shown_step:
            self._shown_step = outgoing.step
            self._console.print(self._progress(outgoing.step), style="dim")
        self._console.print(Padding(render(outgoing.reply), (0, 0, 1, 2)))
        return outgoing.key

    async def find_sent(self, outgoing: Outgoing) -> str | None:
        """Never known: a line that may not have been printed is printed again."""
        return None

    def said(self, text: str) -> None:
        """A line the learner did not type here (from a script, or earlier)."""
        self._console.print(Styled(f"> {plain(text)}", style="cyan"))

    def _progress(self, step: int) -> Styled:
        marks = [DONE if n < step else HERE if n == step else AHEAD for n in range(1, self._steps + 1)]
        return Styled(" ".join(marks))


def render(reply: Reply) -> Group:
    """A reply as styled text; the same words in the same order as its plain-text fallback."""
    parts: list[Styled] = []
    if isinstance(reply, Card):
        parts += [Styled(plain(reply.title), style="bold")] if reply.title else []
        parts += [Styled(plain(reply.text))] if reply.text else []
        for row in reply.rows:
            label = [(f"{plain(row.lead)} ", "bold")] if row.label else []
            parts.append(Styled.assemble("  ", *label, plain(row.says)))
        parts += [Styled(plain(reply.footer), style="dim")] if reply.footer else []
    else:
        parts.append(Styled(plain(reply.text)))
    if isinstance(reply, Picture):
        parts.append(Styled(plain(reply.alt), style="dim"))
    if isinstance(reply, Form):
        parts += [Styled.assemble((f"  {field.label}: ", "bold"), plain(field.value)) for field in reply.fields]
    parts += [Styled(f"  {n}. {plain(c.label)}", style="green") for n, c in enumerate(options(reply), 1)]
    return Group(*parts)


def plain(text: str) -> str:
    """Without control characters, so that no text can move the cursor or colour the screen."""
    return "".join(c for c in text if c in "\n\t" or c.isprintable())
