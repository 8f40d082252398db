"""A learner's portfolio in words: its rows in the chat and in Slack's Home, and what to collect next."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pathbot.app.kit import Kit
from pathbot.collecting import Next, collect_next
from pathbot.evidence import SavedRole, ShownSkill, SkillStatement
from pathbot.messages import CardRow
from pathbot.people import Class, Person, Shows
from pathbot.portfolio import approved
from pathbot.reflection.framework import Step
from pathbot.reflection.journey import Journey
from pathbot.reflection.voice import Voice
from pathbot.store import people, portfolio
from pathbot.store.engine import Database


def own_class(engine: Database, person: Person) -> Class | None:
    """The newest class someone belongs to, None for people of the whole school."""
    held = next((m for m in people.viewer(engine, person).memberships if m.class_id), None)
    return people.get_class(engine, held.class_id) if held and held.class_id else None


@dataclass(frozen=True)
class OwnPortfolio:
    """What a learner has. `lines` are approved ones; `journey` is the walk that moved last."""

    kit: Kit
    language: str
    shows: Shows
    lines: tuple[SkillStatement, ...]
    roles: tuple[SavedRole, ...]
    journey: Journey | None

    def skills(self, line: SkillStatement) -> tuple[ShownSkill, ...]:
        """The skills a line shows, as its learner reads them."""
        return self.kit.named(line.draft.skills, self.shows, self.language)

    def rows(self) -> tuple[CardRow, ...]:
        """Lines by project beside their sources, how often each skill shows, and kept roles."""
        lines = sorted(self.lines, key=lambda line: line.project)
        rows = [*self._lines(lines), *self._counted()]
        rows += [CardRow(label=self._say("portfolio.roles"), text=role.title) for role in self.roles]
        return tuple(rows)

    def next_row(self, in_chat: bool = False) -> tuple[CardRow, ...]:
        """What to collect next, below the lines. The chat put its open question already, and never puts one twice."""
        found = self.next(in_chat)
        return (CardRow(label=self._say("portfolio.next"), text=" ".join(found)),) if found else ()

    def next(self, in_chat: bool = False) -> tuple[str, ...]:
        """What to collect next, in sentences."""
        names = {line.id: [skill.name for skill in self.skills(line)] for line in self.lines}
        steps = [step.id for step in self.kit.framework.steps]
        found = collect_next(self.lines, names, self.journey, steps)
        return tuple(self._told(one) for one in found if not (in_chat and one.kind == "go_on"))

    def _lines(self, lines: Sequence[SkillStatement]) -> Iterable[CardRow]:
        said, several = self._say("statements.you_said"), len({line.project for line in lines}) > 1
        for line in lines:
            words = f"{said}: " + " · ".join(f"“{quote.text}”" for quote in line.draft.evidence)
            if several and (project := self.kit.projects.get(line.project)):
                words = f"{project.title.in_(self.language)}. {words}"
            yield CardRow(label=line.draft.statement, text=words)

    def _counted(self) -> list[CardRow]:
        counted = Counter(skill.name for line in self.lines for skill in self.skills(line))
        text = " · ".join(f"{name} ({count})" for name, count in counted.most_common())
        return [CardRow(label=self._say("portfolio.skills"), text=text)] if text else []

    def _told(self, one: Next) -> str:
        step = self.kit.framework.steps[one.step - 1] if one.step else None
        values = {"line": one.about, "skill": one.about, "count": str(one.count)}
        if step is not None:
            values |= {"number": str(one.step), "name": step.name.in_(self.language)}
        if one.kind == "go_on" and step is not None:
            values["question"] = self._question(step)
        many = "s" if one.kind == "confirm" and one.count > 1 else ""
        return self._say(f"portfolio.next_{one.kind}{many}", **values)

    def _question(self, step: Step) -> str:
        """What the open step asks: the slot it waits for, or its opening question."""
        assert self.journey is not None
        slot = step.slot(self.journey.waiting_for) if self.journey.state(step.id).answers else None
        voice = Voice(
            framework=self.kit.framework,
            project=self.kit.project(self.journey.project),
            texts=self.kit.texts,
            say_back=lambda text: text,
            language=self.language,
            said={},
            skills_of=lambda text: (),
        )
        return voice.slot_question(step, slot) if slot else voice.opening_question(step)

    def _say(self, name: str, /, **values: str) -> str:
        return self.kit.texts.say(name, self.language, **values)


def own_portfolio(engine: Database, kit: Kit, person: Person) -> OwnPortfolio:
    """The same, read from the store."""
    room = own_class(engine, person)
    journey = next(iter(portfolio.journeys_of(engine, person.id)), None)
    if journey and not (room and room.state == "running"):
        journey = journey.model_copy(update={"step": None})  # a class that rests asks nothing
    return OwnPortfolio(
        kit=kit,
        language=person.language,
        shows=room.shows if room else "",
        lines=approved(portfolio.statements_of(engine, person.id)),
        roles=portfolio.roles_of(engine, person.id),
        journey=journey,
    )
