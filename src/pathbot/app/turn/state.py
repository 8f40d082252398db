"""A message being handled: what is known, what was decided so far. Stages write here; `changes()` is the commit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from pathbot.app.kit import Kit
from pathbot.conversation import ConversationState, Line, Sender
from pathbot.evidence import Said, SavedRole, SkillStatement
from pathbot.jobs import Job
from pathbot.llm.allowance import Allowance
from pathbot.mentoring import MentorQuestion
from pathbot.messages import Address, Choice, Inbound, Outgoing, Priority, Reply, Text, fallback, options, reply_key
from pathbot.people import Class, Concern, Consent, Heard, Person, Shows, SignInLink
from pathbot.privacy import Member
from pathbot.reflection.framework import Framework
from pathbot.reflection.journey import Journey
from pathbot.reflection.judgement import Judgement
from pathbot.reflection.project import Project
from pathbot.reflection.voice import Spoken, Voice
from pathbot.safety.finding import Tier
from pathbot.store.changes import Changes, Edit, TurnLog
from pathbot.store.joining import Joining
from pathbot.store.known import Known
from pathbot.usage import ModelCall

CONCERN = "concern"
"""The slot of a line that raised a concern: kept for the learner, never used as evidence."""


@dataclass
class Turn:
    """One message of one person. `text` is what they said: typed, or the label of the choice they tapped."""

    known: Known
    inbound: Inbound
    kit: Kit
    now: datetime
    text: str
    action: str = ""
    journey: Journey | None = None
    conversation: ConversationState = field(default_factory=ConversationState)
    spoken: list[Spoken] = field(default_factory=list)
    elsewhere: list[Outgoing] = field(default_factory=list)
    statements: dict[str, SkillStatement] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)
    saved_roles: list[SavedRole] = field(default_factory=list)
    questions: dict[str, MentorQuestion] = field(default_factory=dict)
    consent: Consent | None = None
    concern: Concern | None = None
    acknowledged: str = ""
    outcome: Heard = "taken"
    drill: str = ""
    edits: list[Edit] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    erase: bool = False
    unkept: bool = False  # of what was said in this turn, nothing goes into the transcript
    joining: Joining | None = None
    sign_in: SignInLink | None = None
    slot: str = ""
    judged: Judgement | None = None
    decided: list[str] = field(default_factory=list)
    tier: Tier = "none"
    allowance: Allowance | None = None
    suggested: list[str] = field(default_factory=list)
    told_of_model: bool = False

    @property
    def key(self) -> str:
        """This delivery's name for ever. What a turn sends is named after it, so a repeated turn sends nothing new."""
        return reply_key(self.inbound.channel, self.inbound.delivery_id)

    @property
    def person(self) -> Person:
        """Who wrote. Only for stages after the stranger was turned away."""
        assert self.known.person is not None
        return self.known.person

    @property
    def language(self) -> str:
        """The language of this conversation."""
        return self.known.person.language if self.known.person else self.known.school.language

    @property
    def framework(self) -> Framework:
        """The framework this learner walks."""
        return self.kit.framework

    @property
    def project(self) -> Project:
        """The project of the learner's class."""
        return self.kit.project(self.journey.project if self.journey else self.room.project)

    @property
    def room(self) -> Class:
        """The learner's class. Only for stages after people without one were turned away."""
        assert self.known.class_ is not None
        return self.known.class_

    @property
    def shows(self) -> Shows:
        """The framework whose names the learner's class shows."""
        return self.known.class_.shows if self.known.class_ else ""

    @property
    def members(self) -> tuple[Member, ...]:
        """The people of the class and of the whole school, with their duty."""
        people = self.known.people
        return tuple(Member(person=people[m.person], membership=m) for m in self.known.memberships)

    @property
    def step_number(self) -> int:
        """Number of the open step; 0 without one."""
        return self.framework.number(self.journey.step) if self.journey and self.journey.step else 0

    def line(self, key: str, /, **values: str) -> str:
        """A line of `prompts/voice.yaml` in this conversation's language."""
        return self.kit.texts.say(key, self.language, **values)

    def say(self, line: str, /, *, step: int = 0, **values: str) -> None:
        """Reply with one line of `prompts/voice.yaml`."""
        self.reply(Text(text=self.line(line, **values)), step=step)

    def reply(self, reply: Reply, *, step: int = 0, question: str = "") -> None:
        """Reply to this person, here."""
        self.spoken.append(Spoken(reply=reply, step=step, question=question))

    def reply_alone(self, reply: Reply) -> None:
        """Reply where nobody else reads along: here, or in their private chat when this is the class channel."""
        if self.inbound.address.shared:
            self.send(self.person.id, reply, key=f"{self.key}:alone", priority="alert")
        else:
            self.reply(reply)

    def send(self, person: str, reply: Reply, key: str, priority: Priority = "reply") -> None:
        """Send something to someone else's private conversation. `key` is unique for ever."""
        address = self.known.reach.get(person) or self.kit.home_address(person)
        self.elsewhere.append(Outgoing(key=key, address=address, reply=reply, priority=priority, to=person))

    def expect(self, **changes: object) -> None:
        """Change how the next message is read."""
        self.conversation = self.conversation.model_copy(update=changes)

    def answers(self) -> tuple[Said, ...]:
        """The learner's answers in this project, this message included if it is one.

        Commands, role questions, withdrawn answers and words that raised a concern are not among them.
        """
        counts = {a.message_id for a in self.journey.answers} if self.journey else set()
        now = Said(id=self.inbound.delivery_id, text=self.text, project=self.project.id, step=self.known_step)
        earlier = tuple(s for s in self.known.said if s.id != now.id)
        return tuple(s for s in (*earlier, now) if s.id in counts)

    def said(self) -> tuple[Said, ...]:
        """What counts as evidence: answers in the learner's own words, never an option they chose."""
        chosen = {a.message_id for a in self.journey.answers if a.chosen} if self.journey else set()
        return tuple(s for s in self.answers() if s.id not in chosen)

    def told(self) -> tuple[Said, ...]:
        """What lines are drafted from: evidence, but no bare "put it far away" where a view or a plan was asked for."""
        answers = self.journey.answers if self.journey else ()
        views = {(step.id, slot.id) for step in self.framework.steps for slot in step.slots if not slot.for_lines}
        asked = {a.message_id: (a.step, a.slot) for a in reversed(answers)}  # the slot asked for comes first
        names = self.kit.drafting.names_the_speaker
        return tuple(s for s in self.said() if asked.get(s.id) not in views or names(s.text, self.language))

    def said_before(self) -> tuple[Said, ...]:
        """What counts as evidence while a command or an edited line is being handled: everything but this message."""
        return tuple(s for s in self.said() if s.id != self.inbound.delivery_id)

    def voice(self) -> Voice:
        """Speaks for the reflection in this learner's project and language."""
        said = self.answers()
        return Voice(
            framework=self.framework,
            project=self.project,
            texts=self.kit.texts,
            say_back=lambda text: self.kit.say_back(text, self.language),
            language=self.language,
            said={s.id: s.text for s in said},
            skills_of=lambda text: self.kit.skills_of(text, self.language, self.shows),
            team=self.kit.listed([mate.name for mate in self.known.teammates], self.language),
        )

    def all_statements(self) -> tuple[SkillStatement, ...]:
        """The learner's statements as they will be after this turn."""
        merged = {s.id: s for s in self.known.statements} | self.statements
        return tuple(merged.values())

    def changes(self) -> Changes:
        """Everything this turn stores, in one transaction."""
        return Changes(
            journey=self.journey,
            lines=() if self.unkept else tuple(self._lines()),
            edited=tuple(self.edits),
            withdrawn=tuple(self.withdrawn),
            statements=tuple(self.statements.values()),
            saved_roles=tuple(self.saved_roles),
            consent=self.consent,
            concern=self.concern,
            acknowledged=self.acknowledged,
            outcome=self.outcome,
            drill=self.drill,
            questions=tuple(self.questions.values()),
            conversation=ConversationState() if self.erase else self._conversation(),
            log=self._log(),
            model_calls=self._calls(),
            class_id=self.known.class_.id if self.known.class_ else "",
            jobs=tuple(self.jobs),
            outgoing=(*self.elsewhere, *self._outgoing(self.inbound.address)),
            erase_person=self.erase,
            joining=self.joining,
            sign_in=self.sign_in,
        )

    def _calls(self) -> tuple[ModelCall, ...]:
        return tuple(self.allowance.calls) if self.allowance else ()

    def _log(self) -> TurnLog:
        calls = self._calls()
        return TurnLog(
            suggested=",".join(self.suggested),
            decided=",".join(self.decided),
            prompt_hash=",".join(dict.fromkeys(call.prompt for call in calls)),
            model=",".join(dict.fromkeys(call.model for call in calls)),
            tokens=sum(call.tokens for call in calls),
        )

    def _conversation(self) -> ConversationState:
        last = self.spoken[-1] if self.spoken else None
        question = next((s.question for s in reversed(self.spoken) if s.question), self.conversation.question)
        offered: tuple[Choice, ...] = options(last.reply) if last else self.conversation.offered
        return self.conversation.model_copy(update={"offered": offered, "question": question})

    def _outgoing(self, address: Address) -> Iterable[Outgoing]:
        for number, spoken in enumerate(self.spoken, 1):
            key = f"{self.key}:{number}"
            yield Outgoing(key=key, address=address, reply=spoken.reply, step=spoken.step)

    def _lines(self) -> Iterable[Line]:
        project = self.project.id if self.known.class_ else ""
        if self.text and self.inbound.kind not in ("edit", "delete"):
            yield self._line(self.inbound.delivery_id, self._sender(), self.text, self.known_step, self.slot, project)
        for number, spoken in enumerate(self.spoken, 1):
            key = f"{self.key}:{number}"
            yield self._line(key, "pathbot", fallback(spoken.reply), spoken.step, "", project)

    def _sender(self) -> Sender:
        duties = {m.duty for m in self.known.duties}
        return "learner" if "learner" in duties else "mentor" if "mentor" in duties else "teacher"

    @property
    def known_step(self) -> int:
        """Number of the step the message was written in, before this turn moved on."""
        before = self.known.journey
        return self.framework.number(before.step) if before and before.step else 0

    def _line(self, id_: str, sender: Sender, text: str, step: int, slot: str, project: str) -> Line:
        return Line(id=id_, sender=sender, text=text, step=step, slot=slot, project=project, at=self.now)
