"""Whether a model may help a turn, and the one way to ask it: names out first, answers never trusted.

Every reason not to ask leads to the same place: the turn goes on as it would without a model.
"""

from collections.abc import Sequence

from pathbot.app.models import Helper
from pathbot.app.turn.state import Turn
from pathbot.evidence import Said
from pathbot.frozen import Frozen
from pathbot.llm.allowance import Allowance
from pathbot.llm.task import Answer, Task
from pathbot.redaction import NotRedacted, Redacted, Roster, redact
from pathbot.reflection.framework import Step
from pathbot.reflection.steps import current_step


def model_reads_along(turn: Turn) -> bool:
    """Whether a model may ever see this learner's words. Those of children under 13 go to no third party."""
    care = turn.known.learner_care
    allowed = turn.kit.helper is not None and turn.known.month is not None
    return allowed and not (care is not None and care.age == "under_13")


def must_be_told(turn: Turn) -> bool:
    """Whether this learner said yes before their school allowed a model, and has not heard of it since."""
    consent, month = turn.known.consent, turn.known.month
    if consent is None or month is None or month.since is None or not model_reads_along(turn):
        return False
    return consent.given_at < month.since and not turn.known.state.model_told


def just_spent(turn: Turn) -> bool:
    """Whether a model helped this learner this month, may no more for its budget, and they have not heard of it."""
    helper, month = turn.kit.helper, turn.known.month
    if helper is None or month is None or month.learner.tokens == 0 or not model_reads_along(turn):
        return False
    return bool(helper.limits.spent(month)) and turn.known.state.model_spent != f"{turn.now:%Y-%m}"


def helper_of(turn: Turn) -> Helper | None:
    """The model, where it may help at all: allowed by the school, within budget, nothing serious in the air."""
    helper, month = turn.kit.helper, turn.known.month
    if helper is None or month is None or not model_reads_along(turn) or turn.inbound.address.shared:
        return None
    if must_be_told(turn) or turn.told_of_model:
        return None  # first they hear of it, from the next message on it helps
    step = open_step(turn)
    if turn.tier != "none" or turn.conversation.care or (step is not None and step.sensitive):
        return None
    whose = helper.limits.spent(month)
    if whose and f"spent:{whose}" not in turn.suggested:
        turn.suggested.append(f"spent:{whose}")
    return None if whose else helper


def open_step(turn: Turn) -> Step | None:
    """The step the learner is in."""
    return current_step(turn.journey, turn.framework) if turn.journey else None


def ask(turn: Turn, helper: Helper, task: Task[Answer], data: Frozen) -> Answer | None:
    """A model's answer within this turn's allowance, or None."""
    turn.allowance = turn.allowance or Allowance(helper.seconds)
    answer = helper.model.answer(task, data, turn.allowance)
    if answer is None:
        turn.suggested.append(f"{task.purpose}:none")
    return answer


def sendable(turn: Turn, said: Sequence[Said]) -> tuple[Said, ...]:
    """What may leave: nothing from a step that is the learner's alone, nothing an adult should hear first."""
    private = {n for n, step in enumerate(turn.framework.steps, 1) if step.sensitive}
    return tuple(s for s in said if s.step not in private and turn.kit.screen(s.text, ()).tier == "none")


def hidden_in(turn: Turn, texts: list[str]) -> Redacted | None:
    """Names and addresses out; None, and no request, when that cannot be done for certain."""
    names = (turn.person.name, *(person.name for person in turn.known.people.values()))
    roster = Roster(people=names, schools=(turn.known.school.name,), ids=(turn.person.id, turn.inbound.person))
    try:
        return redact(texts, roster)
    except NotRedacted:
        turn.suggested.append("not_redacted")
        return None


def restored(hidden: Redacted, text: str) -> str:
    """A model's text with the learner's own words back in place; "" when it names what nobody said."""
    try:
        return hidden.restore(text)
    except NotRedacted:
        return ""


def unsafe(turn: Turn, text: str) -> str:
    """A code when the safety screen hears anything in a text, else ""."""
    return "" if turn.kit.screen(text, ()).tier == "none" else "unsafe"


def unsaid(turn: Turn, line: str) -> str:
    """A code when the grounding check finds something nobody said in a line in "you" form, else ""."""
    verb_first = line.removeprefix("You ").removeprefix("Tú ")
    said = [*turn.answers(), Said(id="now", text=turn.text)]
    problems = turn.kit.drafting.verify(verb_first[:1].upper() + verb_first[1:], said, turn.language)
    return problems[0].kind if problems else ""
