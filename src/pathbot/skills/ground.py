"""The grounding check: nothing in a statement may say more than the learner did. Independent of who wrote it.

The same check stands behind our own drafts, a model's drafts, and edits by teachers, mentors and learners.
"""

from collections.abc import Sequence

from pathbot.evidence import Problem, Said
from pathbot.skills import (
    check_amounts,
    check_causes,
    check_doing,
    check_done,
    check_mixing,
    check_numbers,
    check_plurals,
    check_words,
)
from pathbot.skills.claims import Statement, statement
from pathbot.skills.doubt import may_be_weighed, outweighs
from pathbot.skills.excused import excused
from pathbot.skills.finding import Finding
from pathbot.skills.kit import SkillKit
from pathbot.skills.record import Record, record
from pathbot.skills.spelling import spelled

MAX_STATEMENT = 600  # code points; nobody says a longer line aloud
_CHECKS = (
    check_numbers.findings,
    check_amounts.findings,
    check_words.findings,
    check_plurals.findings,
    check_doing.findings,
    check_done.findings,
    check_causes.findings,
    check_mixing.findings,
)


def verify(line: str, evidence: Sequence[Said], kit: SkillKit) -> tuple[Problem, ...]:
    """Every reason to refuse a statement, each once; none when the learner's words support all of it.

    Messages of different projects never support one statement together; a message without a project goes with any.
    """
    if not any(char.isalnum() for char in line) or len(line) > MAX_STATEMENT:
        return (Problem(kind="result", text=kit.problems.empty.in_(kit.language)),)
    evidence = [spelled(said, kit.lexicon).said for said in evidence]
    claimed = statement(line, kit.lexicon, kit.thesaurus.glue)
    projects = sorted({said.project for said in evidence if said.project})
    together = _weighed(claimed, record(evidence, kit.lexicon, kit.thesaurus), kit)
    if len(projects) < 2:
        return _told(together, kit)
    alone = [
        _weighed(claimed, record([s for s in evidence if s.project in ("", name)], kit.lexicon, kit.thesaurus), kit)
        for name in projects
    ]
    if not all(alone):
        return ()
    fewest = min(alone, key=len)
    return _told(together or [fewest[0].model_copy(update={"kind": "mixed_projects"})], kit)


def is_grounded(line: str, known: Record, kit: SkillKit) -> bool:
    """The strict check, without a second thought about ordinary words, on messages that were already read."""
    return not findings(statement(line, kit.lexicon, kit.thesaurus.glue), known, kit)


def _weighed(claimed: Statement, known: Record, kit: SkillKit) -> list[Finding]:
    """What is found, and what the strict checks let through, where it weighs more than how near the line is."""
    found = findings(claimed, known, kit)
    if kit.alike is None or kit.doubts is None:
        return found
    if found and not may_be_weighed(found, claimed, known):
        return found
    return outweighs([*found, *excused(claimed, known, found)], claimed, known, kit.doubts, kit.alike)


def findings(claimed: Statement, known: Record, kit: SkillKit) -> list[Finding]:
    """Everything one record does not say in so many words."""
    found = [finding for check in _CHECKS for finding in check(claimed, known, kit.lexicon)]
    return list(dict.fromkeys(found))


def _told(found: Sequence[Finding], kit: SkillKit) -> tuple[Problem, ...]:
    return tuple(kit.problems.problem(finding.kind, finding.words, kit.language) for finding in found)
