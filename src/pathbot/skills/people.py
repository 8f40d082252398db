"""Whom a learner's words name: somebody beside them, an adult at school, a thing that acts by itself."""

from collections.abc import Iterable, Sequence

from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token
from pathbot.language.verbs import readings
from pathbot.skills.claims import Statement
from pathbot.skills.thesaurus import Thesaurus, forms

# What a statement may call a classmate who is named, or a teacher.
NAMED = frozenset(
    ["classmate", "peer", "friend", "student", "partner", "teammate", "someone", "another", "person", "pair", "others"]
)
ADULT = frozenset(["teacher", "instructor", "educator", "adult", "staff", "member", "person", "someone"])
_PEOPLE = frozenset(["person", "group"])


def names_somebody(found: Sequence[Token], table: Thesaurus, lexicon: Lexicon) -> bool:
    """Whether a first name is among the words, not after a title, or an unknown word beside the learner."""
    return _names_a_companion(found, table, lexicon) or any(
        token.norm in lexicon.sets["names"] and (not n or found[n - 1].norm not in lexicon.sets["titles"])
        for n, token in enumerate(found)
    )


def _names_a_companion(found: Sequence[Token], table: Thesaurus, lexicon: Lexicon) -> bool:
    """`me and tia`, `tia and i`: a word nobody knows, beside the learner, is somebody's name."""
    norms = [token.norm for token in found]
    beside = [b for a, link, b in zip(norms, norms[1:], norms[2:], strict=False) if a == "me" and link in {"and", "&"}]
    beside += [
        a for a, link, b in zip(norms, norms[1:], norms[2:], strict=False) if b in {"i", "me"} and link in {"and", "&"}
    ]
    return any(
        norm.isalpha()
        and norm not in lexicon.function_words
        and not table.related.knows(norm)
        and not readings(norm, lexicon)
        for norm in beside
    )


def names_adult(found: Iterable[Token], lexicon: Lexicon) -> bool:
    """Whether somebody is called by a title (`ms green`)."""
    return any(token.norm in lexicon.sets["titles"] for token in found)


def works_with_somebody(found: Sequence[Token], table: Thesaurus, lexicon: Lexicon) -> bool:
    """`painted it with ari`, `with my cousin`: the deed was shared."""
    for n, token in enumerate(found[:-1]):
        if token.norm == "with":
            after = [t.norm for t in found[n + 1 : n + 4]]
            own = after[0] in {"my", "the", "another", "two", "2", "some"}
            if after[0] in lexicon.sets["names"] or (own and _companion(after[1:], table, lexicon)):
                return True
            if after[0] == "a" and any(forms(norm, lexicon) & lexicon.sets["companions"] for norm in after[1:3]):
                return True
    return False


def _companion(norms: Sequence[str], table: Thesaurus, lexicon: Lexicon) -> bool:
    people = lexicon.sets["companions"] - {"class", "club"}
    if len(norms) > 1 and norms[0].endswith("s") and is_thing(norms[1:2], table, lexicon):
        return False  # "with my moms machine"
    return any(forms(norm, lexicon) & people or _is_somebody(norm, table, lexicon) for norm in norms[:2])


def _is_somebody(norm: str, table: Thesaurus, lexicon: Lexicon) -> bool:
    """A person, and no thing people work with ("with a ruler", "with a tester")."""
    things = any("artifact" in table.related.kinds(form, "n") for form in forms(norm, lexicon))
    return is_person(norm, table, lexicon) and not things and not forms(norm, lexicon) & lexicon.sets["tools"]


def is_person(word: str, table: Thesaurus, lexicon: Lexicon) -> bool:
    """Whether a word names a person: a first name, or a noun for somebody."""
    if word in lexicon.sets["names"]:
        return True
    return any("person" in table.related.kinds(form, "n", 1) for form in forms(word, lexicon))


def is_thing(subject: Sequence[str], table: Thesaurus, lexicon: Lexicon) -> bool:
    """Whether a subject is a thing (`the second hinge`), so that what it does is nobody's deed."""
    if not subject:
        return False
    head = subject[-1]
    if any(word in lexicon.sets["titles"] for word in subject[:-1]):
        return False
    if head in lexicon.sets["names"] or head in lexicon.sets["others"] - {
        "it",
        "this",
        "that",
        "these",
        "those",
        "there",
    }:
        return False
    kinds = frozenset().union(*(table.related.kinds(form, "n") for form in forms(head, lexicon)))
    return head in {"it", "this", "that", "these", "those", "there"} or (bool(kinds) and not kinds & _PEOPLE)


def with_somebody(claimed: Statement, table: Thesaurus, lexicon: Lexicon) -> bool:
    """Whether the statement itself says "with the librarian"."""
    norms = [token.norm for token in claimed.tokens]
    return any(
        norm == "with" and any(is_person(word, table, lexicon) for word in norms[n + 1 : n + 3])
        for n, norm in enumerate(norms)
    )
