"""Which skills a learner's words show. Precise before generous: a wrong skill is worse than a missing one."""

from collections.abc import Iterable

from pathbot.evidence import Said, SkillTag
from pathbot.skills.cues import compiled, fits, seen
from pathbot.skills.kit import SkillKit
from pathbot.skills.record import Heard, record
from pathbot.skills.thesaurus import forms
from pathbot.skills.trouble import is_trouble

MAX_TAGS = 5


def tag(text: str, kit: SkillKit) -> tuple[SkillTag, ...]:
    """Skills that a learner's sentence shows, in the order of the vocabulary, of the school's frameworks.

    Plans, wishes, questions and what others did show nothing.
    """
    known = record([Said(id="0", text=text)], kit.lexicon, kit.thesaurus)
    shows = [heard for heard in known.heard if _shows(heard)]
    wrong = any(is_trouble(heard.clause, heard.tokens) and known.is_thing(heard) for heard in known.heard)
    return tags_of(shows, kit, mended=wrong and known.trouble.repaired and bool(shows))


def tags_of(heard: Iterable[Heard], kit: SkillKit, mended: bool = False) -> tuple[SkillTag, ...]:
    """Skills that some clauses show. The caller has left out those that show nothing; `mended` adds what is shown by
    dealing with what went wrong.
    """
    clauses = [seen([_forms(norm, kit) for norm in _words(h)], h.actor) for h in heard]
    found: dict[str, SkillTag] = {}
    for skill in kit.vocabulary.skills:
        if skill.framework not in kit.frameworks or skill.name in found:
            continue
        cues = [compiled(pattern) for pattern in skill.cues.in_(kit.lexicon.language)]
        if (mended and skill.mends) or any(fits(cue, clause) for cue in cues for clause in clauses):
            found[skill.name] = SkillTag(name=skill.name, framework=skill.framework)
    return tuple(found.values())[:MAX_TAGS]


def _words(heard: Heard) -> list[str]:
    """A clause's words, with the verb of the question it answers (`a ramp` to "What did you make?")."""
    clause = heard.clause
    asked = [clause.verb] if clause.verb and clause.verb_start == clause.rest_start and clause.subject == "none" else []
    return [*asked, *(token.norm for token in heard.tokens if token.kind in ("word", "number"))]


def _forms(norm: str, kit: SkillKit) -> frozenset[str]:
    return forms(norm, kit.lexicon) | {f"={norm}"}


def _shows(heard: Heard) -> bool:
    clause = heard.clause
    unreal = clause.negated or clause.question or clause.tense in ("future", "modal") or clause.link in ("if", "unless")
    owns = clause.verb == "have" and not clause.chain and clause.tense == "present"  # "we have a test tomorrow"
    return bool(clause.verb) and not owns and heard.actor != "other" and not unreal
