"""Values in, HTML out. Every value is escaped; there is no way to hand in HTML."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from pathbot.channels.web import days
from pathbot.channels.web.desk import Portfolio, Profile, Shown, StepMark
from pathbot.channels.web.posting import LONGEST_TEXT, RoomName
from pathbot.channels.web.texts import PageTexts, in_language, preferred
from pathbot.chart import HEIGHT, WIDTH, boxes
from pathbot.evidence import SkillStatement
from pathbot.frozen import Frozen
from pathbot.portfolio import approved
from pathbot.wording import fill

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"


def home_of(profile: Profile) -> str:
    """The page of someone's private conversation."""
    return "/chat" if profile.duty == "learner" else "/inbox"


class Viewer(Frozen):
    """Who looks at which conversation. `token` goes into every form."""

    profile: Profile
    token: str
    room: RoomName = "chat"

    @property
    def adult(self) -> bool:
        """Adults get an inbox instead of a chat with steps."""
        return self.profile.duty != "learner"

    @property
    def home(self) -> str:
        """The page of their private conversation."""
        return home_of(self.profile)

    @property
    def in_class(self) -> bool:
        """Whether a class channel is theirs to read."""
        return self.profile.class_id is not None and self.profile.duty in ("learner", "teacher")

    def pages(self, words: Mapping[str, Mapping[str, str]], office: bool = False) -> list[tuple[str, str]]:
        """Path and name of each page they have."""
        names = words["page"]
        pages = [(self.home, names["inbox" if self.adult else "chat"])]
        if self.in_class:
            pages.append(("/class", names["class"]))
        if not self.adult:
            pages.append(("/portfolio", names["portfolio"]))
        more = {"learner": "you", "teacher": "teach", "mentor": "questions", "admin": "school"}
        place = more.get(self.profile.duty) if office else None
        return [*pages, (f"/{place}", names[place])] if place else pages


class Views:
    """The pages in every language of `texts`, which must hold ``en``.

    `language` is for people who are not signed in and whose browser asks for none of them.
    """

    def __init__(
        self, texts: Mapping[str, PageTexts], language: str = "en", office: bool = False, mail: bool = False
    ) -> None:
        self._mail = mail
        self._texts = texts
        self._office = office
        self._language = language
        self._jinja = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.filters.update(fill=fill, initial=_initial, day=self._day, moment=self._moment)
        self._jinja.globals.update(
            new_id=lambda: uuid4().hex, longest=LONGEST_TEXT, boxes=boxes, chart_size=(WIDTH, HEIGHT)
        )

    def start(self, people: Sequence[Profile], viewer: Viewer | None, mailed: bool = False, accept: str = "") -> str:
        """Where one signs in. `accept` is what a browser says of its reader's languages, here and below."""
        learners = [p for p in people if p.duty == "learner"]
        adults = [p for p in people if p.duty != "learner"]
        return self._render(
            "start.html",
            viewer,
            accept,
            here="/",
            learners=learners,
            adults=adults,
            mailed=mailed,
            mail=self._mail,
        )

    def conversation(self, viewer: Viewer, shown: Sequence[Shown], steps: Sequence[StepMark]) -> str:
        """The private chat, the inbox or the class channel, with everything said so far."""
        here = "/class" if viewer.room == "class" else viewer.home
        last = shown[-1].seq if shown else 0
        return self._render("conversation.html", viewer, here=here, shown=shown, steps=steps, last=last)

    def portfolio(self, viewer: Viewer, portfolio: Portfolio, by_skill: bool = False) -> str:
        """What a learner has to show, by project or by skill: approved lines only, whatever is handed in."""
        groups = _by_skill(portfolio) if by_skill else _by_project(portfolio)
        values = {"groups": groups, "projects": len(_by_project(portfolio)), "skills": len(_by_skill(portfolio))}
        return self._render(
            "portfolio.html", viewer, here="/portfolio", portfolio=portfolio, by_skill=by_skill, **values
        )

    def office(self, viewer: Viewer, template: str, **values: Any) -> str:
        """A page of the office, or a part of one."""
        here = {"learner": "/you", "teacher": "/teach", "mentor": "/questions", "admin": "/school"}
        return self._render(template, viewer, here=here.get(viewer.profile.duty, ""), **values)

    def refused(
        self, viewer: Viewer, sentence: str, back: str, action: str = "", sent: Mapping[str, str] | None = None
    ) -> str:
        """A page that says why a form was not taken. What somebody wrote in it stands there, to be changed and sent."""
        kept = dict(sent or {}) if "text" in (sent or {}) else {}
        text = kept.pop("text", "")
        return self._render(
            "refused.html", viewer, here="", sentence=sentence, back=back, action=action, kept=kept, text=text
        )

    def done(self, viewer: Viewer, name: str) -> str:
        """A piece of a page, in place of the form that was sent."""
        return self._render("done.html", viewer, name=name)

    def code(self, viewer: Viewer, code: str, back: str) -> str:
        """A code that was just made, to be written down."""
        return self._render("code.html", viewer, here="", code=code, back=back)

    def link(self, accept: str = "") -> str:
        """Where a one-time link leads: one button. The key stays in the part of the address no server sees."""
        return self._render("link.html", None, accept, here="")

    def problem(self, name: str, viewer: Viewer | None = None, accept: str = "") -> str:
        """A page that says what went wrong: a key of the texts' section `problem`."""
        return self._render("problem.html", viewer, accept, here="", problem=name)

    def message(self, viewer: Viewer, shown: Shown) -> str:
        """One message, to put at the end of a conversation."""
        return self._render("message.html", viewer, one=shown)

    def steps(self, viewer: Viewer, steps: Sequence[StepMark]) -> str:
        """Where a learner is, to put in place of what stood there."""
        return self._render("steps.html", viewer, steps=steps)

    def sentence(self, name: str, viewer: Viewer | None = None, accept: str = "") -> str:
        """One sentence of the pages' texts, ``section.key``."""
        return self._texts_for(viewer, accept).say(name)

    def _render(self, template: str, viewer: Viewer | None, accept: str = "", /, **values: Any) -> str:
        language = viewer.profile.language if viewer else preferred(accept, self._texts, self._language)
        shared = {
            "t": in_language(self._texts, language).root,
            "viewer": viewer,
            "language": language,
            "office": self._office,
        }
        return self._jinja.get_template(template).render(**shared, **values)

    @pass_context
    def _day(self, context: Context, at: date) -> str:
        viewer: Viewer = context["viewer"]
        return days.day(at, viewer.profile.zone, self._texts_for(viewer))

    @pass_context
    def _moment(self, context: Context, at: datetime) -> str:
        viewer: Viewer = context["viewer"]
        return days.moment(at, viewer.profile.zone, self._texts_for(viewer))

    def _texts_for(self, viewer: Viewer | None, accept: str = "") -> PageTexts:
        language = viewer.profile.language if viewer else preferred(accept, self._texts, self._language)
        return in_language(self._texts, language)


def _by_project(portfolio: Portfolio) -> dict[str, list[SkillStatement]]:
    groups: dict[str, list[SkillStatement]] = {}
    for line in approved(portfolio.lines):
        groups.setdefault(portfolio.projects.get(line.project, line.project), []).append(line)
    return groups


def _by_skill(portfolio: Portfolio) -> dict[str, list[SkillStatement]]:
    """The skill with the most lines first. A line stands under each skill it shows."""
    groups: dict[str, list[SkillStatement]] = {}
    for line in approved(portfolio.lines):
        for skill in portfolio.skills.get(line.id, ()):
            groups.setdefault(skill.name, []).append(line)
    return dict(sorted(groups.items(), key=lambda group: -len(group[1])))


def _initial(name: str) -> str:
    """The letter of a round picture: "Maya Ortiz" is an M, "Mr. Ortiz" an O."""
    words = [word for word in name.split() if not word.endswith(".")] or name.split()
    return words[0][:1].upper() if words else ""
