"""Events become sentences: one short line that shows Pathbot listened, then one question."""

from collections.abc import Callable, Mapping

from pathbot.frozen import Frozen
from pathbot.messages import Card, Choice, Choices, Reply, Text
from pathbot.reflection import echo
from pathbot.reflection.events import Asked, Changed, Event, Heard, LetGo, Paused, Resumed, StepClosed, StepOpened
from pathbot.reflection.framework import Framework, Slot, Step
from pathbot.reflection.journey import Answer
from pathbot.reflection.project import Project
from pathbot.reflection.wording import Worded
from pathbot.wording import Localized, Texts, fill

NOTHING = Worded()


class Spoken(Frozen):
    """A reply, the step number it belongs to, and the question it puts, if it puts one."""

    reply: Reply
    step: int
    question: str = ""


class Voice(Frozen):
    """Everything needed to speak in one project and language. `said` maps message ids to the learner's texts, and
    `skills_of` names the skills a text shows. `team` names whom they work with, "" when they work alone.
    """

    framework: Framework
    project: Project
    texts: Texts
    say_back: echo.SayBack
    language: str
    said: Mapping[str, str]
    skills_of: Callable[[str], tuple[str, ...]]
    team: str = ""

    def speak(self, events: tuple[Event, ...], first: str = "", worded: Worded = NOTHING) -> tuple[Spoken, ...]:
        """The replies for a turn's events, in order, `first` said before the question.

        `worded` has what is said in other words than Pathbot's own. Statement events are the statements' own business.
        """
        spoken: list[Spoken] = []
        lead = [first] if first else []
        for event in events:
            if isinstance(event, Heard):
                lead += [self._echo(event.answers) if worded.said_back is None else worded.said_back]
            elif isinstance(event, LetGo):
                lead += [self.say("step.let_go")]
            elif isinstance(event, Resumed):
                lead += [self._welcome(event)]
            elif isinstance(event, Changed):
                spoken += [Spoken(reply=Text(text=self._changed(event)), step=self._number(event.answers[0].step))]
            elif isinstance(event, Asked):
                spoken += [self._ask(event, lead, worded.question)]
                lead = []
            elif isinstance(event, StepClosed):
                spoken += [self._closing(event, worded.kept)]
                lead = []
            elif isinstance(event, StepOpened):
                spoken += [self._opening(event)]
            elif isinstance(event, Paused):
                spoken += [Spoken(reply=Text(text=self._paused(event)), step=0)]
        return tuple(spoken)

    def say(self, line: str, /, **values: str) -> str:
        """A line of `prompts/voice.yaml` in this conversation's language."""
        return self.texts.say(line, self.language, **values)

    def opening_question(self, step: Step, level: str = "prompt") -> str:
        """A step's opening, the project's own wording first."""
        own = self.project.asks.get(step.id)
        text = own if own and level == "prompt" else getattr(step.ask, level)
        return fill(text.in_(self.language), **self._places())

    def slot_question(self, step: Step, slot: Slot) -> str:
        """What a slot of a step asks, the project's own wording first."""
        return self.fill_in(self.project.follow_ups.get(step.id, {}).get(slot.id) or slot.ask)

    def title(self, step: Step) -> str:
        """ "Step 4 of 8: Project"."""
        return self.say(
            "step.title",
            number=str(self._number(step.id)),
            count=str(len(self.framework.steps)),
            name=step.name.in_(self.language),
        )

    def kept(self, answers: tuple[Answer, ...]) -> str:
        """Answers as one line for "Saved: …": each short message once, a long one by the parts heard in it."""
        texts: dict[str, bool] = {}
        for answer in answers:
            whole, part = self.said.get(answer.message_id, ""), self._words(answer)
            is_long = len(whole.split()) > echo.LONGEST_ECHO
            heard = len(whole.split()) > len(part.split()) >= echo.SHORTEST_PART
            if not is_long or heard or not any(a.message_id == answer.message_id and a != answer for a in answers):
                texts.setdefault(part if is_long and heard else whole, self._of_others(answer))
        return echo.kept(texts, self.say_back)

    def _places(self) -> dict[str, str]:
        return {
            "question": self.project.essential_question.in_(self.language),
            "making": self.project.making.in_(self.language),
            "people": self.project.people.in_(self.language),
            "team": self.team,
        }

    def _number(self, step_id: str) -> int:
        return self.framework.number(step_id)

    def _step(self, step_id: str) -> Step:
        return self.framework.steps[self._number(step_id) - 1]

    def _words(self, answer: Answer) -> str:
        return self.said.get(answer.message_id, "")[answer.start : answer.end]

    def _of_others(self, answer: Answer) -> bool:
        slot = self._step(answer.step).slot(answer.slot)
        return slot is not None and slot.about == "others"

    def _echo(self, answers: tuple[Answer, ...]) -> str:
        if not answers:
            return ""
        back = echo.echo_of_others if self._of_others(answers[0]) else echo.echo
        said_back = back(self.said.get(answers[0].message_id, ""), self.say_back)
        return f"{said_back}." if said_back else ""

    def fill_in(self, text: Localized) -> str:
        """A question of the framework in this conversation's language, with the project's places filled in."""
        return fill(text.in_(self.language), **self._places())

    def plain_question(self, event: Asked) -> str:
        """The step's own wording of a follow-up question."""
        step = self._step(event.step)
        slot = step.slot(event.slot)
        assert slot is not None
        if event.form == "again":
            return self.fill_in(slot.again.text)
        return self.fill_in(slot.ask_team) if self.team and slot.ask_team else self.slot_question(step, slot)

    def choices_of(self, event: Asked) -> tuple[str, ...]:
        """The labels offered with a follow-up question, none for an open one."""
        slot = self._step(event.step).slot(event.slot)
        assert slot is not None
        if event.form == "again":
            return (*slot.again.choices.in_(self.language), self.say("step.something_else"))
        if slot.choices_from_project:
            return (*self.project.wonders.in_(self.language), self.say("step.something_else"))
        return slot.choices.in_(self.language) if slot.choices else ()

    def _ask(self, event: Asked, lead: list[str], worded: str | None) -> Spoken:
        step = self._step(event.step)
        last = self.say("step.last") if event.last else ""
        if event.form == "again":
            lead = lead or [self.say("step.another_door")]
        question, labels = worded or self.plain_question(event), self.choices_of(event)
        if last:
            question = f"{last} {_lower_first(question)}"
        text = " ".join(part for part in (*lead, question) if part)
        choices = tuple(Choice(label=label, value=label) for label in labels)
        reply: Reply = Choices(text=text, choices=choices) if choices else Text(text=text)
        return Spoken(reply=reply, step=self._number(step.id), question=question)

    def _opening(self, event: StepOpened) -> Spoken:
        step = self._step(event.step)
        slot = step.slot(event.slot)
        assert slot is not None
        first = slot.id == step.slots[0].id
        question = self.opening_question(step, event.level) if first else self.slot_question(step, slot)
        text = question
        if event.carried and (line := echo.said_back(self._words(event.carried), self.say_back)):
            text = f"{self.say('step.carried', echo=line)} {question}"
        return Spoken(reply=Card(title=self.title(step), text=text), step=self._number(step.id), question=question)

    def _closing(self, event: StepClosed, worded: str | None) -> Spoken:
        step = self._step(event.step)
        number = self._number(step.id)
        if event.skipped or not event.kept:
            return Spoken(reply=Text(text=self.say("step.skipped")), step=number)
        kept = worded or self.kept(event.kept)
        if not kept:
            return Spoken(reply=Text(text=step.good_for.in_(self.language)), step=number)
        saved = self.say("step.saved", kept=kept)
        return Spoken(reply=Text(text=f"{saved} {self._good_for(step, event.kept)}"), step=number)

    def _good_for(self, step: Step, answers: tuple[Answer, ...]) -> str:
        texts = dict.fromkeys(self.said.get(a.message_id, "") for a in answers if not a.chosen)
        names = dict.fromkeys(name for text in texts for name in self.skills_of(text))
        if not names:
            return step.good_for.in_(self.language)
        return self.say("step.good_for", skills=", ".join(list(names)[:2]))

    def _welcome(self, event: Resumed) -> str:
        if event.away and event.last and (line := echo.said_back(self._words(event.last), self.say_back)):
            return self.say("resume.back", echo=line)
        step = self._step(event.step) if event.step else self.framework.steps[0]
        line = "resume.back_empty" if event.away else "resume.still_here"
        return self.say(line, number=str(self._number(step.id)), name=step.name.in_(self.language))

    def _changed(self, event: Changed) -> str:
        return self.say("change.done", text=self._words(event.answers[0]))

    def _paused(self, event: Paused) -> str:
        if event.step is None:
            return self.say("pause.done")
        number = str(self._number(event.step))
        kept = self.kept(event.kept)
        return self.say("pause.kept", kept=kept, number=number) if kept else self.say("pause.nothing", number=number)


def _lower_first(question: str) -> str:
    """ "¿Qué…?" becomes "¿qué…?", "What…?" becomes "what…?"."""
    start = 1 if question.startswith("¿") else 0
    return question[:start] + question[start].lower() + question[start + 1 :]
