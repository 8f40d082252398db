"""The reflection itself: the rules decide, the voice speaks, roles and statements join where a step asks for them."""

from textwrap import shorten

from pathbot.app.turn import roles, statements
from pathbot.app.turn.helped import just_spent, must_be_told
from pathbot.app.turn.state import Turn
from pathbot.app.turn.understood import judge, offered_actions
from pathbot.app.turn.weighed import weighed
from pathbot.app.turn.worded import worded
from pathbot.evidence import Said
from pathbot.messages import Card, Text
from pathbot.reflection.advance import advance, begin
from pathbot.reflection.events import Event, Heard, JourneyDone, StatementsWanted, StepClosed
from pathbot.reflection.journey import Journey
from pathbot.reflection.judgement import Context, Judgement
from pathbot.reflection.teams import with_team

LONGEST_SHOWN = 160
KEEPS_IT = ("skip", "vague", "resume", "greeting")
"""Said instead of the new words of an answer: the old ones stay."""


def begun(turn: Turn) -> None:
    """A new journey through the class's project opens its first step."""
    fresh = Journey(
        id=f"{turn.person.id}:{turn.room.project}",
        school=turn.known.school.id,
        learner=turn.person.id,
        class_id=turn.room.id,
        project=turn.room.project,
        framework=turn.framework.id,
        framework_hash=turn.kit.framework_hash,
        language=turn.language,
        started_at=turn.now,
        updated_at=turn.now,
    )
    _tell(turn, *begin(fresh, turn.framework))


def resumed(turn: Turn) -> None:
    """A learner who took the OK back gives it again: on where they were."""
    assert turn.journey is not None
    _tell(turn, *_advance(turn, turn.journey, Judgement(intent="resume")))


def reopened(turn: Turn) -> None:
    """The chat is open again: after a stop or a long silence, welcome back; else nothing needs saying."""
    assert turn.journey is not None
    judgement = Judgement(intent="greeting")
    after, events = _advance(turn, turn.journey, judgement)
    if after.sittings > turn.journey.sittings:
        _tell(turn, after, events)


def reflected(turn: Turn) -> bool:
    """An answer, a vague one, skip, stop, a change of mind: one step of the journey."""
    if turn.journey is None or not turn.text:
        return True
    if turn.journey.step is None:
        turn.say("done.over")
        return True
    judgement = _judged(turn)
    if judgement.option is not None and offered_actions(turn.known.state.offered):
        judgement = judgement.model_copy(update={"option": None})  # nearly a button's words, yet no button's action
    if judgement.option is not None:
        # "2" means the second option: what is kept is what it says.
        turn.text = turn.known.state.offered[judgement.option].label
    if turn.text.casefold() == turn.line("step.something_else").casefold():
        turn.say("step.own_words")
        return True
    if turn.kit.means(turn.text, "change", turn.language):
        _offer_change(turn)
        return True
    if turn.conversation.expecting == "change":
        turn.expect(expecting="answer")
        if judgement.intent in KEEPS_IT or "no" in judgement.signals:
            turn.say("change.kept")
            return True
        judgement = judgement.model_copy(update={"intent": "change_answer"})
    first = turn.line("step.off_topic") if judgement.intent == "off_topic" else ""
    if must_be_told(turn):
        turn.say("notice.model_now")
        turn.told_of_model = True
        turn.expect(model_told=True)
    if just_spent(turn) and turn.tier == "none":
        turn.say("notice.model_spent")
        turn.expect(model_spent=f"{turn.now:%Y-%m}")
    journey = turn.journey
    after, events = weighed(turn, judgement, lambda judged: _advance(turn, journey, judged))
    if not events:
        turn.say("change.nothing")
        return True
    _tell(turn, after, events, first)
    return True


def _offer_change(turn: Turn) -> None:
    """Says which answer would be changed, and waits for how it should be."""
    last = turn.journey.answers[-1].message_id if turn.journey and turn.journey.answers else ""
    said = next((s.text for s in turn.known.said if s.id == last), "")
    if not said:
        turn.say("change.nothing")
        return
    turn.say("change.how", text=shorten(said, LONGEST_SHOWN, placeholder=" …"))
    turn.expect(expecting="change")


def _judged(turn: Turn) -> Judgement:
    """How the message is understood, by somebody who knows with whom the learner works."""
    mates = [mate.name for mate in turn.known.teammates]
    if not mates:
        return judge(turn)
    here = Context(language=turn.language)
    return with_team(
        judge(turn),
        turn.text,
        mates,
        lambda text: turn.kit.drafting.names_the_speaker(text, turn.language),
        lambda text: turn.kit.understand(text, here).signals,
        turn.language,
    )


def _advance(turn: Turn, journey: Journey, judgement: Judgement) -> tuple[Journey, tuple[Event, ...]]:
    said = Said(
        id=turn.inbound.delivery_id,
        text=turn.text,
        project=journey.project,
        step=turn.step_number,
        slot=journey.waiting_for,
    )
    return advance(journey, turn.framework, said, judgement, turn.now)


def _tell(turn: Turn, journey: Journey, events: tuple[Event, ...], first: str = "") -> None:
    turn.journey = journey
    turn.decided += [event.name for event in events]
    before = turn.known.journey
    if before is not None and journey.level != before.level and journey.level != "prompt":
        turn.say(f"step.level_{journey.level}")
    if any(isinstance(event, JourneyDone) for event in events):
        statements.finished(turn, events)
        return
    turn.spoken += turn.voice().speak(events, first, worded(turn, events))
    for event in events:
        if isinstance(event, StepClosed) and not event.skipped:
            _show_roles(turn, event)
    if any(isinstance(event, StatementsWanted) for event in events):
        statements.proposed(turn, heard=any(isinstance(event, Heard) for event in events))


def _show_roles(turn: Turn, closed: StepClosed) -> None:
    """Where the step shows roles, the line that names what was saved carries them, so that it stays one turn."""
    step = next(s for s in turn.framework.steps if s.id == closed.step)
    if step.shows != "project_roles":
        return
    found = roles.for_project(turn)
    number = turn.framework.number(step.id)
    place = next((i for i, s in enumerate(turn.spoken) if s.step == number and isinstance(s.reply, Text)), None)
    if place is None or not found:
        return
    saved = turn.spoken[place].reply
    assert isinstance(saved, Text)
    card = Card(title="", text=f"{saved.text}\n{turn.line('roles.project')}", rows=found)
    turn.spoken[place] = turn.spoken[place].model_copy(update={"reply": card})
