"""What a weekly summary says: the card, the picture of the class, and each reason in a sentence."""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from pathbot.chart import Bar, BarChart
from pathbot.messages import Card, CardRow
from pathbot.people import Class
from pathbot.reflection.framework import Framework
from pathbot.reflection.project import Project
from pathbot.summaries import SMALLEST, Summary, TalkTo
from pathbot.wording import Texts

MOST_MOVING = 5
Section = Literal["week", "them", "you"]
PLACES = {
    "moving": "#learners",
    "words": "/lines",
    "growing": "#learners",
    "waiting": "/lines",
    "questions": "/questions",
    "open_with": "#chart",
}
"""Where the page of a class shows what each line of the summary says."""
NO_OTHERS: Mapping[str, str] = {}


class SummaryWords:
    """`texts` is `prompts/summary.yaml`. `url` is the address of the pages, without a slash at the end; or "".

    `skill_name` gives a skill's own name in a language.
    """

    def __init__(
        self,
        texts: Texts,
        framework: Framework,
        projects: Mapping[str, Project],
        url: str,
        skill_name: Callable[[str, str], str],
    ) -> None:
        self._texts = texts
        self._framework = framework
        self._projects = projects
        self._url = url
        self._skill_name = skill_name

    def chart(self, summary: Summary, language: str) -> BarChart:
        """Learners per step: not started, each step, finished."""
        say, counts = self._say(language), summary.by_step
        last = len(counts) - 1
        labels = [say("bar_start"), *(str(n) for n in range(1, last)), say("bar_done")]
        told = []
        for number, count in enumerate(counts):
            name = "alt_start" if number == 0 else "alt_done" if number == last else "alt_bar"
            values = {"number": str(number)} if name == "alt_bar" else {}
            told += [say(name, count=str(count), **values)] if count else []
        bars = tuple(Bar(label=label, value=count) for label, count in zip(labels, counts, strict=True))
        return BarChart(title=say("picture"), alt=say("alt", bars=", ".join(told)), bars=bars)

    def card(self, summary: Summary, room: Class, language: str, told: Mapping[str, str] = NO_OTHERS) -> Card:
        """The whole summary as one card that is read in under a minute. `told` holds other wordings, by learner."""
        say = self._say(language)
        project = self._projects.get(room.project)
        title = project.title.in_(language) if project else room.project
        number = summary.week.key.partition("-W")[2]
        return Card(
            title=say("title", class_=room.name, project=title, week=str(int(number))),
            text=self._lead(summary, language),
            rows=(
                *self._talk_rows(summary, room, language, told),
                *(
                    CardRow(label=say(name), text=text, link=f"{self._url}/teach/{room.id}{PLACES.get(name, '')}")
                    for name, text in self._rows(summary, language)
                    if text
                ),
            ),
            footer=say("link", url=f"{self._url}/teach/{room.id}") if self._url else "",
        )

    def told(self, talk: TalkTo, language: str, section: Section = "week") -> str:
        """A reason to talk to a learner, in a sentence; "them" leaves out the name, "you" says it to the learner."""
        step = {"number": str(talk.step), "step": self._step(talk.step, language)}
        name = {"name": talk.name} if section == "week" else {}
        if talk.why == "stuck":
            return self._texts.say(f"{section}.stuck", language, weeks=str(talk.days // 7), **step, **name)
        if talk.why == "asking" and section != "you":
            line = f"{section}.asking" if talk.days > 1 else f"{section}.asking_new"
            days = {"days": str(talk.days)} if talk.days > 1 else {}
            return self._texts.say(line, language, **days, **name)
        return self._texts.say(f"{section}.{talk.why}", language, **name)

    def _talk_rows(self, summary: Summary, room: Class, language: str, told: Mapping[str, str]) -> Iterable[CardRow]:
        """One line for each learner to talk to, which leads to their page."""
        say = self._say(language)
        label = say("talk_to")
        if not summary.talk_to:
            yield CardRow(label=label, text=say("nobody"))
        for talk in summary.talk_to:
            text = told.get(talk.person) or self.told(talk, language)
            yield CardRow(label=label, text=text, link=f"{self._url}/teach/{room.id}/learner/{talk.person}")
            label = ""

    def _lead(self, summary: Summary, language: str) -> str:
        """Who wrote, and where the class is: "most" only where it is more than half."""
        say, idle, there = self._say(language), summary.by_step[0], summary.by_step[summary.most]
        counts = {"wrote": str(summary.wrote), "learners": str(summary.learners)}
        most = {"number": str(summary.most), "step": self._step(summary.most, language)}
        if summary.most and 2 * there > summary.learners:
            return say("wrote", **counts, **most)
        if idle > (there if summary.most else 0):
            return say("wrote_idle", **counts, count=str(idle)) if idle > 1 else say("wrote_only", **counts)
        return say("wrote_spread", **counts, **most, count=str(there)) if there > 1 else say("wrote_only", **counts)

    def _rows(self, summary: Summary, language: str) -> Iterable[tuple[str, str]]:
        say = self._say(language)
        yield "moving", self._moving(summary, language)
        yield "words", " ".join(f"“{text}”" for text in summary.quotes)
        yield (
            "growing",
            " · ".join(
                say("grew", skill=self._skill_name(g.skill, language), before=str(g.before), after=str(g.after))
                if g.before == 0 or g.before >= SMALLEST
                else say("grew_few", skill=self._skill_name(g.skill, language), after=str(g.after))
                for g in summary.growing
            ),
        )
        yield "waiting", self._counted("waiting", summary.waiting, language)
        old = summary.oldest_question_days > 1
        days = {"days": str(summary.oldest_question_days)} if old else {}
        line = "questions" if old else "questions_new"
        yield "questions", self._counted(line, summary.questions, language, **days)
        theme = summary.theme
        skill = self._skill_name(theme.skill, language) if theme else ""
        first = say("theme", count=str(theme.after), skill=skill) if theme else ""
        talk = self._texts.say(f"talk.t{min(summary.most, 9) if summary.most else _ahead(summary)}", language)
        yield "open_with", f"{first} {talk}".strip()

    def _moving(self, summary: Summary, language: str) -> str:
        say, names = self._say(language), [t.name for t in summary.moving]
        if not names:
            return ""
        shown, rest = ", ".join(names[:MOST_MOVING]), len(names) - MOST_MOVING
        return say("moving_more", names=shown, count=str(rest)) if rest > 0 else say("moving_names", names=shown)

    def _counted(self, name: str, count: int, language: str, **values: str) -> str:
        if count == 0:
            return ""
        say = self._say(language)
        return say(f"{name}_one", **values) if count == 1 else say(f"{name}_many", count=str(count), **values)

    def _step(self, number: int, language: str) -> str:
        return self._framework.steps[number - 1].name.in_(language) if number else ""

    def _say(self, language: str) -> Callable[..., str]:
        def say(name: str, /, **values: str) -> str:
            return self._texts.say(f"week.{name}", language, **values)

        return say


def _ahead(summary: Summary) -> int:
    """Nobody is on a step: either nobody started, or everybody finished."""
    return 9 if summary.by_step[-1] else 0
