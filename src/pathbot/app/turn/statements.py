"""Step 8: lines made of the learner's own words, each beside its source, kept only when the learner says so."""

from pathbot.app.turn import role_cards, roles
from pathbot.app.turn.drafted import drafted
from pathbot.app.turn.looking_again import second_look
from pathbot.app.turn.state import Turn
from pathbot.app.turn.statement_cards import EDIT, LINE, edit_form, line_card, moment_label, pick_card
from pathbot.app.turn.understood import judge, meant
from pathbot.evidence import Draft, SkillStatement
from pathbot.messages import Card, Choice, Choices, Text
from pathbot.reflection.events import Event
from pathbot.reflection.judgement import Judgement
from pathbot.reflection.questions import count_turn
from pathbot.reflection.steps import close_step, current_step

MOST_LINES = 3
SHORTEST_LINE, LONGEST_LINE = 3, 45
"""How many words a line in a learner's own wording may have."""
PICK, SAVE, SHORTER, PLAINER, NOT_ME, SAID = "pick", "save", "shorter", "plainer", "not-me", "said"
_WORDS = ((SAVE, "save"), (SHORTER, "shorter"), (PLAINER, "plainer"), (EDIT, "edit"), (NOT_ME, "not_me"))
"""Each verb with the command that says it in words."""
_OWN_WORDS = ":own"
"""Ends the id of a learner's wording that the check refused, until they decide."""
PASSES_THROUGH = (
    "stop", "help", "who_sees", "show_portfolio", "export", "delete_data", "ask_role", "ask_mentor"
)  # fmt: skip


def proposed(turn: Turn, heard: bool) -> None:
    """Draft lines and offer the moments to pick from; without enough words, ask for one moment."""
    lines = _open_lines(turn) or _draft(turn)
    if not lines:
        _ask_for_a_moment(turn, again=heard)
        return
    if len(lines) == 1:
        _show(turn, lines[0], "statements.propose")
        return
    turn.reply(pick_card(turn, lines), step=turn.step_number)
    turn.expect(expecting="pick", question="")


def deciding(turn: Turn) -> bool:
    """The learner picks, saves, shortens, edits or refuses a line."""
    verb, _, line_id = turn.action.partition(":")
    if verb in (PICK, SAVE, SHORTER, PLAINER, EDIT, NOT_ME, LINE, SAID):
        return _decide(turn, verb, line_id)
    expecting = turn.conversation.expecting
    if expecting not in ("pick", "approval", "edit") or not turn.text:
        return False
    judgement = judge(turn)
    if judgement.intent in PASSES_THROUGH and judgement.option is None:
        return False
    verb, _, line_id = meant(turn, judgement).partition(":")
    if verb:
        return _decide(turn, verb, line_id)
    if expecting == "edit" and not _answers_card(turn, judgement):
        return _decide(turn, LINE, turn.conversation.subject)
    return _decide(turn, *_typed(turn))


def finished(turn: Turn, events: tuple[Event, ...]) -> None:
    """All eight steps are done: what is in the portfolio, and roles that use it."""
    turn.expect(expecting="answer", subject="")
    kept = [s for s in turn.all_statements() if s.status == "approved" and s.project == turn.project.id]
    count = {0: "done.no_lines", 1: "done.line"}.get(len(kept), "done.lines")
    words = ".\n".join([q.text for s in kept for q in s.draft.evidence] or [s.text for s in turn.said()])
    found = roles.for_learner(turn, words)
    text = turn.line(count, count=str(len(kept)))
    lead = next((s for s in turn.spoken if isinstance(s.reply, Text)), None)
    if lead is not None and isinstance(lead.reply, Text):
        turn.spoken.remove(lead)
        text = f"{lead.reply.text} {text}"
    if found:
        text = f"{text}\n{turn.line('roles.learner')}"
        turn.expect(roles=tuple(f.card.soc for f in found))
    choices = tuple(role_cards.title(turn, f.card) for f in found)
    card = Card(title=turn.line("done.title"), text=text, rows=roles.rows(turn, found), footer=turn.line("done.next"))
    turn.reply(card.model_copy(update={"choices": choices}), step=_step_of_line(turn))


def _decide(turn: Turn, verb: str, line_id: str) -> bool:
    line = next((s for s in turn.all_statements() if s.id == line_id), None)
    if line is None:
        return False
    if verb == PICK:
        _show(turn, line, "statements.propose")
    elif verb == SAVE:
        _settle(turn, line, "approved")
    elif verb == NOT_ME:
        _settle(turn, line, "declined")
    elif verb in (SHORTER, PLAINER):
        _put_otherwise(turn, line, verb)
    elif verb == EDIT:
        turn.reply(edit_form(turn.kit.texts, turn.language, line), step=_step_of_line(turn))
        turn.expect(expecting="edit", subject=line.id)
    elif verb == LINE:
        _edit(turn, line)
    elif verb == SAID:
        _settle(turn, line, "approved")
    else:
        _ask_again(turn, line)
    return True


def _typed(turn: Turn) -> tuple[str, str]:
    """What a typed answer means while a line is on the table. Picking is never a dead end: the first one is shown."""
    if turn.conversation.expecting == "pick":
        return PICK, next((s.id for s in _open_lines(turn)), "")
    subject = turn.conversation.subject
    shown = f"!{SAVE}:{subject}" in {choice.value for choice in turn.known.state.offered}
    if not shown or turn.text.endswith("?"):
        return "again", subject  # a "yes" to something else is no yes to this line, nor is a question
    for verb, command in _WORDS:
        if turn.kit.means(turn.text, command, turn.language):
            return verb, subject
    judgement = judge(turn)
    if "yes" in judgement.signals:
        return SAVE, subject
    if "no" in judgement.signals or judgement.intent == "skip":
        return NOT_ME, subject
    return "again", subject


def _answers_card(turn: Turn, judgement: Judgement) -> bool:
    """While a new wording is awaited: words about the line, not the line ("keep it", "never mind", "idk")."""
    about = any(turn.kit.means(turn.text, name, turn.language) for _, name in _WORDS)
    return about or judgement.intent in ("skip", "vague", "resume", "greeting")


def _settle(turn: Turn, line: SkillStatement, status: str) -> None:
    if line.status == status and line.decided_at and line.id not in turn.statements:
        # A button of an old card, tapped again.
        turn.say("statements.already_saved" if status == "approved" else "statements.unsaved_last")
        return
    if status == "approved" and not _stands(turn, line):
        turn.say("statements.words_gone")
        return
    turn.statements[line.id] = line.model_copy(update={"status": status, "decided_at": turn.now})
    _put_away_the_other(turn, line)
    if status == "approved":
        turn.jobs.append(second_look(line, turn.person.school, turn.now))
    waiting = _open_lines(turn)
    if waiting and _turns_left(turn) > 1:
        _show(turn, waiting[0], "statements.propose_next" if status == "approved" else "statements.propose_after_no")
        return
    turn.say("statements.saved_last" if status == "approved" else "statements.unsaved_last")
    _close(turn)


def _put_away_the_other(turn: Turn, line: SkillStatement) -> None:
    """Of a line and the learner's own wording of it, only the one they decided on stays."""
    other = line.id.removesuffix(_OWN_WORDS) if line.id.endswith(_OWN_WORDS) else f"{line.id}{_OWN_WORDS}"
    found = next((s for s in turn.all_statements() if s.id == other and s.status == "proposed"), None)
    if found is not None:
        turn.statements[other] = found.model_copy(update={"status": "declined", "decided_at": turn.now})


def _stands(turn: Turn, line: SkillStatement) -> bool:
    """Whether the learner's words are still there: a message they took back carries nothing any more."""
    said = {s.id: s for s in turn.known.said}
    return all(q.message_id in said and q.found_in(said[q.message_id]) for q in line.draft.evidence)


def _edit(turn: Turn, line: SkillStatement) -> None:
    length = len(turn.text.split())
    if length < SHORTEST_LINE:
        _ask_again(turn, line)
        return
    if length > LONGEST_LINE:
        turn.say("statements.too_long", step=_step_of_line(turn), most=str(LONGEST_LINE))
        turn.expect(expecting="edit", subject=line.id)
        return
    problems = turn.kit.drafting.verify(turn.text, turn.said_before(), turn.language)
    if problems:
        # What the learner wrote is kept aside: "I did say that elsewhere" saves it as self-stated, never as evidenced.
        own = _worded(turn, line).model_copy(update={"id": f"{line.id}{_OWN_WORDS}", "verification": "self-stated"})
        turn.statements[own.id] = own
        keep = Choice(label=turn.line("statements.save"), value=f"!{SAVE}:{line.id}")
        said = Choice(label=turn.line("statements.said_elsewhere"), value=f"!{SAID}:{own.id}")
        drop = Choice(label=turn.line("statements.not_me"), value=f"!{NOT_ME}:{line.id}")
        text = turn.line("statements.edit_problem", problem=problems[0].text, line=line.draft.statement)
        turn.reply(Choices(text=text, choices=(said, keep, drop)), step=_step_of_line(turn))
        turn.expect(expecting="edit", subject=line.id)
        return
    _settle(turn, _worded(turn, line), "approved")


def _worded(turn: Turn, line: SkillStatement) -> SkillStatement:
    """The line in the words the learner just sent, with their share of it."""
    worded = turn.kit.drafting.draft_of(turn.text, line.draft.evidence, turn.language)
    draft = line.draft.model_copy(update={"statement": turn.text, "own_words": worded.own_words})
    return line.model_copy(update={"draft": draft})


def _put_otherwise(turn: Turn, line: SkillStatement, how: str) -> None:
    """The line in a shorter or a plainer form."""
    drafting = turn.kit.drafting
    other = (drafting.shorter if how == SHORTER else drafting.plainer)(line.draft, turn.said_before(), turn.language)
    if other is None:
        _show(turn, line, f"statements.no_{how}")
        return
    # Other words need another yes.
    changed = line.model_copy(update={"draft": other, "status": "proposed", "decided_at": None})
    turn.statements[line.id] = changed
    _show(turn, changed, f"statements.{how}")


def _ask_again(turn: Turn, line: SkillStatement) -> None:
    if _turns_left(turn) <= 0 and turn.journey is not None and turn.journey.step is not None:
        _close(turn)
        return
    _show(turn, line, "statements.how_to_answer")


def _close(turn: Turn) -> None:
    """The last step ends, unless the journey was over already and this was a line looked at again."""
    turn.expect(expecting="answer", subject="")
    step = current_step(turn.journey, turn.framework) if turn.journey else None
    if turn.journey is None or step is None or step.closes != "statements":
        return
    turn.journey, events = close_step(turn.journey, turn.framework, step)
    finished(turn, events)


def _show(turn: Turn, line: SkillStatement, lead: str) -> None:
    turn.reply(line_card(turn, line, lead), step=_step_of_line(turn))
    turn.expect(expecting="approval", subject=line.id, question="")


def _step_of_line(turn: Turn) -> int:
    """The closing step's number while it has turns left, and 0 after: a step never shows more turns than its limit."""
    step = current_step(turn.journey, turn.framework) if turn.journey else None
    last = len(turn.framework.steps)
    if step is None:
        state = turn.journey.state(turn.framework.steps[-1].id) if turn.journey else None
        return last if state and state.turns < turn.framework.steps[-1].turns.max else 0
    if _turns_left(turn) <= 0 or step.closes != "statements":
        return 0
    assert turn.journey is not None
    turn.journey = count_turn(turn.journey, step.id)
    return last


def _turns_left(turn: Turn) -> int:
    step = current_step(turn.journey, turn.framework) if turn.journey else None
    return step.turns.max - turn.journey.state(step.id).turns if turn.journey and step else 0


def _ask_for_a_moment(turn: Turn, again: bool) -> None:
    step = turn.framework.steps[turn.step_number - 1]
    if again and _turns_left(turn) <= 1:
        _close(turn)
        return
    if again:
        slot = step.slots[0]
        labels = slot.again.choices.in_(turn.language) if turn.journey and turn.journey.state(step.id).turns < 3 else ()
        choices = tuple(Choice(label=label, value=label) for label in labels)
        text = f"{turn.line('statements.none_yet')} {slot.again.text.in_(turn.language)}"
        if not choices:
            _close(turn)
            return
        turn.reply(Choices(text=text, choices=choices), step=_step_of_line(turn), question=text)
        return
    voice = turn.voice()
    question = voice.opening_question(step)
    turn.reply(Card(title=voice.title(step), text=question), step=turn.step_number, question=question)


def _open_lines(turn: Turn) -> list[SkillStatement]:
    mine = [s for s in turn.all_statements() if s.project == turn.project.id and not s.id.endswith(_OWN_WORDS)]
    lines = [s for s in mine if s.status == "proposed"]
    return sorted(lines, key=lambda s: s.id)


def _draft(turn: Turn) -> list[SkillStatement]:
    known = {s.draft.statement for s in turn.all_statements()}
    helped_with = drafted(turn, MOST_LINES)
    own = [
        d
        for d in turn.kit.drafting.draft(turn.told(), turn.language)
        if not any(_same_words(d, h) for h in helped_with)
    ]
    drafts = [d for d in (*helped_with, *own) if d.statement not in known]
    for number, draft in enumerate(drafts[:MOST_LINES], 1):
        line = SkillStatement(
            id=f"{turn.inbound.delivery_id}:line{number}",
            learner=turn.person.id,
            project=turn.project.id,
            draft=draft,
            created_at=turn.now,
        )
        turn.statements[line.id] = line
    return _open_lines(turn)


def _same_words(one: Draft, two: Draft) -> bool:
    """Whether two drafts tell of the same thing: their evidence overlaps."""
    return any(
        a.message_id == b.message_id and a.start < b.end and b.start < a.end for a in one.evidence for b in two.evidence
    )


__all__ = ["deciding", "finished", "moment_label", "proposed"]
