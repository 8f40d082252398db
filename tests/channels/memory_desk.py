"""A desk in memory, with the promises of the real one: unique delivery ids, unique keys, numbers that only grow."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from pathbot.channels.web.desk import (
    Portfolio,
    PortfolioFile,
    Profile,
    Shown,
    StepMark,
    Unavailable,
)
from pathbot.channels.web.hub import Hub
from pathbot.messages import Inbound, Outgoing, Reply

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
NAMES = (
    "Round Table",
    "Reflection Point",
    "Knowledge Setting",
    "Project",
    "Community Involvement",
    "Assessment",
    "Feedback Loop",
    "Resume Integration",
)
MAYA = Profile(
    id="maya",
    name="Maya",
    duty="learner",
    class_id="p3",
    class_name="Period 3",
    project="Shade for Our School",
    question="Who gets to be cool when it's 104° outside?",
)
LEO = MAYA.model_copy(update={"id": "leo", "name": "Leo"})
KIM = MAYA.model_copy(update={"id": "kim", "name": "Kim", "class_id": "p5", "class_name": "Period 5"})
ORTIZ = MAYA.model_copy(update={"id": "ortiz", "name": "Mr. Ortiz", "duty": "teacher"})
LEE = Profile(id="lee", name="Ms. Lee", duty="safety_contact", title="Counselor")

Answer = Callable[[Inbound], Sequence[Reply]]


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


class MemoryDesk:
    """`answer` says what Pathbot replies to a message; `down` makes everything unavailable."""

    def __init__(
        self,
        people: Sequence[Profile] = (MAYA, LEO, KIM, ORTIZ, LEE),
        hub: Hub | None = None,
        answer: Answer = lambda inbound: (),
        clock: Callable[[], datetime] = lambda: NOW,
        page: int = 50,
    ) -> None:
        self.profiles = {p.id: p for p in people}
        self.hub = hub
        self.answer = answer
        self.clock = clock
        self.page = page
        self.down = False
        self.demo = True
        self.filed: list[Inbound] = []
        self.said: defaultdict[str, list[Shown]] = defaultdict(list)
        self.steps: dict[str, tuple[StepMark, ...]] = {}
        self.portfolios: dict[str, Portfolio] = {}
        self.files: dict[str, PortfolioFile] = {}

    async def file(self, inbound: Inbound) -> bool:
        self._check()
        if any(i.delivery_id == inbound.delivery_id for i in self.filed):
            return False
        self.filed.append(inbound)
        self.take_turn(inbound)
        return True

    async def shown(self, person: str, conversation: str, after: int) -> tuple[Shown, ...]:
        self._check()
        return tuple(s for s in self.said[conversation] if s.seq > after)[: self.page]

    async def holds(self, key: str) -> bool:
        self._check()
        return any(s.key == key for said in self.said.values() for s in said)

    async def person(self, person: str) -> Profile | None:
        self._check()
        return self.profiles.get(person)

    async def people(self) -> tuple[Profile, ...]:
        self._check()
        return tuple(self.profiles.values()) if self.demo else ()

    async def journey(self, person: str) -> tuple[StepMark, ...]:
        self._check()
        return self.steps.get(person, ())

    async def portfolio(self, person: str) -> Portfolio:
        self._check()
        return self.portfolios.get(person, Portfolio())

    async def portfolio_file(self, person: str, format: str) -> PortfolioFile | None:
        self._check()
        return self.files.get(format)

    def take_turn(self, inbound: Inbound) -> None:
        """What the app does behind the desk: keep the line, answer, wake."""
        text = inbound.text or inbound.data.get("line", "") or self._label(inbound)
        if text:
            self.say(inbound.address.key, inbound.person, text, inbound.delivery_id)
        for number, reply in enumerate(self.answer(inbound), 1):
            self.post(Outgoing(key=f"{inbound.delivery_id}:{number}", address=inbound.address, reply=reply))

    def say(self, conversation: str, person: str, text: str, key: str) -> None:
        """A person's line."""
        profile = self.profiles[person]
        sender = "learner" if profile.duty == "learner" else "teacher"
        self._add(conversation, key=key, sender=sender, text=text, person=person, author=profile.name)

    def post(self, outgoing: Outgoing) -> None:
        """Pathbot's line. A key that is there stays as it was."""
        conversation = outgoing.address.key
        if not any(s.key == outgoing.key for s in self.said[conversation]):
            self._add(conversation, key=outgoing.key, sender="pathbot", reply=outgoing.reply, step=outgoing.step)

    def _add(self, conversation: str, **values: object) -> None:
        seq = len(self.said[conversation]) + 1
        self.said[conversation].append(Shown(seq=seq, at=self.clock(), **values))
        if self.hub:
            self.hub.wake(conversation)

    def _label(self, inbound: Inbound) -> str:
        value = inbound.data.get("value", "")
        for shown in reversed(self.said[inbound.address.key]):
            for choice in getattr(shown.reply, "choices", ()):
                if choice.value == value:
                    return str(choice.label)
        return value

    def _check(self) -> None:
        if self.down:
            raise Unavailable


def at_step(current: int, skipped: Sequence[int] = ()) -> tuple[StepMark, ...]:
    """The eight steps for someone at step `current` (1 to 8; 9: all are behind them)."""
    marks = {n: "skipped" if n in skipped else "done" if n < current else "ahead" for n in range(1, 9)}
    marks |= {current: "current"} if current <= 8 else {}
    return tuple(StepMark(name=name, mark=marks[n]) for n, name in enumerate(NAMES, 1))
