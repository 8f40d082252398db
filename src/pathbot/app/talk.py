"""One person talking in the terminal, through the same inbox, turn and outbox as everyone else."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from rich.console import Console

from pathbot.app import local
from pathbot.app.engine_room import EngineRoom
from pathbot.app.kit import Kit
from pathbot.app.turn.consent import YES
from pathbot.channels.terminal import Terminal
from pathbot.messages import Choice, Inbound, InboundKind, Outgoing, fallback, options
from pathbot.reflection.judgement import Context
from pathbot.store import portfolio
from pathbot.store.engine import Database

LEAVE = ("/quit", "/exit")
Row = tuple[str, str, int, datetime]


class Talk:
    """A conversation in this terminal. `rows` is its transcript: who, text, step, when."""

    def __init__(
        self,
        engine: Database,
        kit: Kit,
        project: str,
        person: str,
        name: str,
        language: str,
        clock: Callable[[], datetime],
        console: Console | None = None,
    ) -> None:
        self.rows: list[Row] = []
        self._engine = engine
        self._kit = kit
        self._person = person
        self._clock = clock
        self._console = console or Console(highlight=False)
        self._address = local.set_up(engine, project, person, name, language)
        if kit.helper is not None:
            local.allow_model(engine, clock())
        self._language = language
        self._terminal = _Recording(self._console, len(kit.framework.steps), self.rows, clock)
        self._room = EngineRoom(engine, kit, {"terminal": self._terminal}, clock, f"terminal-{person}")
        self._count = 0
        self._began = clock()

    async def converse(self) -> None:
        """Until the person leaves: Ctrl-D, or /quit. Everything they said is kept."""
        async with self._room as room:
            await self._take(room, "open", "")
            warming = asyncio.create_task(asyncio.to_thread(self._kit.warm))  # while the person reads
            while (text := await asyncio.to_thread(self._ask)) is not None:
                if text:
                    await self._take(room, "text", text)
            await warming

    async def play(self, lines: list[str]) -> None:
        """The lines of a script. One that does not answer the question for consent is taken to have said OK."""
        async with self._room as room:
            await self._take(room, "open", "")
            for line in lines:
                if self._terminal.asks_consent and not self._answers_consent(line):
                    await self._say(room, self._kit.texts.say("first.yes", self._language))
                await self._say(room, line)

    def sum_up(self) -> None:
        """What is kept, and how to take it along."""
        kept = portfolio.statements_of(self._engine, self._person, "approved")
        if not kept:
            self._print("terminal.kept")
            return
        count = "terminal.saved_one" if len(kept) == 1 else "terminal.saved_some"
        self._print(count, count=str(len(kept)), command=f"pathbot portfolio export {self._person} --format md")

    def _print(self, line: str, **values: str) -> None:
        self._console.print(self._kit.texts.say(line, self._language, **values), style="dim")

    def _ask(self) -> str | None:
        try:
            text = self._console.input("[bold cyan]> [/]").strip()
        except (EOFError, KeyboardInterrupt):
            return None
        return None if text in LEAVE else text

    async def _say(self, room: EngineRoom, text: str) -> None:
        self._terminal.said(text)
        await self._take(room, "text", text)

    async def _take(self, room: EngineRoom, kind: InboundKind, text: str) -> None:
        self._count += 1
        at = self._clock()
        if text:
            self.rows.append(("learner", text, self._step(), at))
        await room.take(
            local.SCHOOL.id,
            Inbound(
                channel="terminal",
                delivery_id=f"{self._person}:{self._began:%Y%m%d%H%M%S%f}:{self._count}",
                address=self._address,
                person=self._person,
                kind=kind,
                text=text,
                sent_at=at,
            ),
        )

    def _step(self) -> int:
        return next((step for sender, _, step, _ in reversed(self.rows) if sender == "bot" and step), 0)

    def _answers_consent(self, line: str) -> bool:
        offered = tuple(choice.label for choice in self._terminal.offered)
        judgement = self._kit.understand(line, Context(options=offered, language=self._language))
        decided = {"yes", "no"} & set(judgement.signals) or judgement.option is not None
        return bool(decided) or judgement.intent in ("stop", "skip", "help", "who_sees", "resume")


class _Recording(Terminal):
    """A terminal that also keeps what was said, for the transcript."""

    def __init__(self, console: Console, steps: int, rows: list[Row], clock: Callable[[], datetime]) -> None:
        super().__init__(console, steps)
        self._rows = rows
        self._clock = clock
        self.offered: tuple[Choice, ...] = ()

    @property
    def asks_consent(self) -> bool:
        """Whether the last thing said was the question for consent."""
        return any(choice.value == f"!{YES}" for choice in self.offered)

    async def send(self, outgoing: Outgoing) -> str:
        self.offered = options(outgoing.reply)
        self._rows.append(("bot", fallback(outgoing.reply), outgoing.step, self._clock()))
        return await super().send(outgoing)
