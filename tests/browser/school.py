"""An invented class in the middle of its project, on the memory desk: what the browser tests look at."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from tests.channels.memory_desk import LEE, LEO, MAYA, ORTIZ, MemoryDesk, at_step

from pathbot.channels.web.desk import Portfolio, PortfolioFile, class_address, private_address
from pathbot.channels.web.hub import Hub
from pathbot.evidence import Draft, Quote, SavedRole, ShownSkill, SkillStatement, SkillTag
from pathbot.messages import (
    Card,
    CardRow,
    Choice,
    Choices,
    Form,
    FormField,
    Inbound,
    Outgoing,
    Reply,
    Text,
)

SURVEY = "i made the google form and the graphs"
CLUB = "the club moved the bins next to the gym"
STATEMENT = Card(
    title="Made a Google Form survey about recycling bins that got 42 answers, and graphed the results.",
    text="Here is a line, next to your own words.",
    rows=(
        CardRow(label="Made a Google Form, graphed", text=f"“{SURVEY}”"),
        CardRow(label="42 answers", text="“we did a survey about the recycling bins and got 42 answers”"),
    ),
    footer="Shows: Critical Thinking, Technology, Writing · Your own words: 71 %",
    choices=(
        Choice(label="Save", value="!save:s1"),
        Choice(label="Shorter", value="!shorter:s1"),
        Choice(label="Edit", value="!edit:s1"),
        Choice(label="Not me", value="!not-me:s1"),
    ),
)
EDIT = Form(
    text="Change it the way you'd say it, and send it.",
    submit="!line:s1",
    fields=(FormField(name="line", label="Your line", value=STATEMENT.title, long=True),),
)
ROLES = Card(
    title="",
    text="Three roles close to that:",
    rows=(
        CardRow(
            label="Sound Engineering Technician",
            text="Records and mixes sound. Matches “make the sounds”. Starts in a one-year course.",
        ),
        CardRow(label="Music Director or Composer", text="Writes and leads music. Matches “sounds in games”."),
        CardRow(label="Special Effects Artist or Animator", text="Makes what moves on a screen."),
    ),
    footer="Back to your project: we were at step 4, Project.",
    choices=(
        Choice(label="Sound Engineering Technician", value="!role:27-4014"),
        Choice(label="Music Director or Composer", value="!role:27-2041"),
        Choice(label="Special Effects Artist or Animator", value="!role:27-1014"),
    ),
)
TRICKY = Choices(
    text="No problem. Was it more like…",
    choices=(
        Choice(label="something didn't fit", value="something didn't fit"),
        Choice(label="a tool was hard to use", value="a tool was hard to use"),
        Choice(label="we ran out of time", value="we ran out of time"),
        Choice(label="nothing, really", value="nothing, really"),
    ),
)
ALERT = Card(
    title="Please check on Sam",
    text="Sam wrote something that a trained adult should hear today.",
    rows=(CardRow(label="In their words", text="“i dont want to go home after school”"),),
    footer="You get this again until someone has it.",
    choices=(Choice(label="I have this", value="!ack:c1"),),
)


def answers(inbound: Inbound) -> Sequence[Reply]:
    """A short, plausible script: enough to see every kind of reply."""
    if inbound.address.shared or inbound.kind == "open":
        return ()
    said = (inbound.text or inbound.data.get("value", "")).lower()
    if "idk" in said:
        return (TRICKY,)
    if "sound" in said:
        return (ROLES,)
    if "edit" in said:
        return (EDIT,)
    if "line" in said:
        return (STATEMENT,)
    return (Text(text="You cut it again. Did it fit after that?"),)


def mid_journey(hub: Hub) -> MemoryDesk:
    """Maya at step 4 with a history, Leo at the start, a class channel, and an alert for Ms. Lee."""
    now = datetime.now(UTC) - timedelta(minutes=9)
    maya = MAYA.model_copy(update={"note": "Week 3, in the middle of step 4"})
    leo = LEO.model_copy(update={"note": "Has not started yet"})
    ortiz = ORTIZ.model_copy(update={"note": "Monday morning, with the weekly summary"})
    desk = MemoryDesk((maya, leo, ortiz, LEE), hub, answers, clock=lambda: now)
    desk.steps = {"maya": at_step(4, skipped=[2]), "leo": at_step(1)}
    chat = private_address("maya")
    desk.post(_to(chat, "1", Text(text="Step 4 of 8: Project. What did you do on the shade structure this week?"), 4))
    desk.say(chat.key, "maya", "sanding n the roof", "m1")
    desk.post(_to(chat, "2", Text(text="Sanding and the roof. What was the tricky bit?"), 4))
    desk.say(chat.key, "maya", "idk", "m2")
    desk.post(_to(chat, "3", TRICKY, 4))
    class_ = class_address("p3")
    desk.say(class_.key, "ortiz", "Bring your shade maps tomorrow, please.", "c1")
    desk.say(class_.key, "leo", "does anyone have the tape measure", "c2")
    desk.say(class_.key, "maya", "its in the blue box", "c3")
    desk.post(_to(private_address("lee"), "4", ALERT, 0))
    desk.portfolios["maya"] = _portfolio(now)
    desk.files["docx"] = PortfolioFile(name="Maya.docx", media_type="application/octet-stream", content=b"file")
    return desk


def _portfolio(now: datetime) -> Portfolio:
    def quote(text: str) -> Quote:
        return Quote(message_id="m1", start=0, end=len(text), text=text)

    draft = Draft(
        statement=STATEMENT.title,
        skills=(
            SkillTag(name="Critical Thinking", framework="O*NET"),
            SkillTag(name="Technology", framework="NACE"),
        ),
        evidence=(quote(SURVEY), quote("we did a survey about the recycling bins and got 42 answers")),
        own_words=0.71,
    )
    made = SkillStatement(id="s1", learner="maya", project="bins", draft=draft, status="approved", created_at=now)
    moved = draft.model_copy(
        update={
            "statement": "Told the club what the graphs showed; the club then moved the bins.",
            "evidence": (quote(CLUB),),
        }
    )
    skills = tuple(ShownSkill(name=tag.name, framework=tag.framework) for tag in draft.skills)
    confirmed = {"id": "s2", "draft": moved, "verification": "teacher-confirmed"}
    proposed = {"id": "s3", "status": "proposed", "draft": draft.model_copy(update={"statement": "Not approved."})}
    return Portfolio(
        lines=(made, made.model_copy(update=confirmed), made.model_copy(update=proposed)),
        roles=(SavedRole(learner="maya", soc="27-4014", title="Sound Engineering Technician", saved_at=now),),
        projects={"bins": "Bins That Work"},
        formats=("docx", "md", "html"),
        skills={"s1": skills, "s2": skills[:1]},
        next=(
            "One line waits for your teacher. Ask them to look at it and confirm it.",
            "“Technology” stands on one line. Watch for a second time you do it.",
        ),
    )


def _to(address: object, key: str, reply: Reply, step: int) -> Outgoing:
    return Outgoing.model_validate({"key": key, "address": address, "reply": reply, "step": step})
