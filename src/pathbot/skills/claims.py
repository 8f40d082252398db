"""A skill statement taken apart: what it says was done, to what, and by whom."""

from collections.abc import Iterator, Sequence

from pathbot.frozen import Frozen
from pathbot.language.clauses import Clause, clauses
from pathbot.language.lexicon import Lexicon
from pathbot.language.tokens import Token, words
from pathbot.language.verbs import readings


class Claim(Frozen):
    """One verb of a statement.

    `objects` are the groups of content words it acts on, `around` those after a preposition.

    `learner` is false where the statement names somebody or something else as the subject. `governor` is the verb
    before it that limits it (`helped build`, `tried to fix`), `open` is true where the statement itself says it is
    not done, `after` where it only tells the time of another deed (`before printing`).
    """

    verb: str
    objects: tuple[tuple[str, ...], ...] = ()
    around: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    learner: bool = True
    governor: str = ""
    open: bool = False
    after: bool = False


class Statement(Frozen):
    """A statement with its words and claims. `team` is true where it says that others took part.

    `actors` are the starts of the words that name who or what else did something.
    """

    text: str
    tokens: tuple[Token, ...]
    claims: tuple[Claim, ...]
    team: bool = False
    actors: frozenset[int] = frozenset()


def statement(text: str, lexicon: Lexicon, glue: frozenset[str]) -> Statement:
    """Takes a statement apart."""
    found = words(text, lexicon)
    parts = clauses(text, lexicon)
    claims: list[Claim] = []
    before: Clause | None = None
    for part in parts:
        new = list(_claims(part, _inside(found, part), lexicon, glue))
        if _goes_on_about_others(part, before):
            new = [claim.model_copy(update={"learner": False}) for claim in new]
        else:
            before = part
        if (
            claims
            and new
            and part.link == "and"
            and part.subject == "none"
            and not (claims[-1].objects or claims[-1].around)
        ):
            # "cut and sewed squares": both were done to the squares
            claims[-1] = claims[-1].model_copy(update={"objects": new[0].objects, "around": new[0].around})
        claims += new
    return Statement(
        text=text, tokens=found, claims=tuple(claims), team=_names_a_team(found, lexicon), actors=_actors(parts, found)
    )


def _actors(parts: Sequence[Clause], found: Sequence[Token]) -> frozenset[int]:
    others = [part for part in parts if part.subject == "other" and part.verb]
    return frozenset(
        token.start for token in found for part in others if part.subject_start <= token.start < part.subject_end
    )


def _goes_on_about_others(part: Clause, before: Clause | None) -> bool:
    """`; a cousin tested it and scored 7`: whoever was named goes on until somebody else is."""
    follows = part.link in {"and", "then"} and part.subject == "none"
    return follows and before is not None and before.subject == "other" and before.sentence == part.sentence


def _inside(found: Sequence[Token], clause: Clause) -> list[Token]:
    return [token for token in found if clause.start <= token.start and token.end <= clause.end]


def _claims(clause: Clause, found: list[Token], lexicon: Lexicon, glue: frozenset[str]) -> Iterator[Claim]:
    content = tuple(t.norm for t in found if is_content(t, lexicon, glue))
    learner = clause.subject in ("i", "we", "none") and not clause.passive
    begins = clause.tense == "ongoing" and clause.subject == "none" and clause.verb_start == clause.start
    is_open = clause.negated or clause.tense in ("future", "modal") or _says_open(found)
    events = _events(clause, found, lexicon)
    governor = "work" if begins and clause.verb != "work" else ""
    for n, last in events:
        verb = found[n].norm
        direct, around = _objects(found[n + 1 : last], lexicon, glue)
        yield Claim(
            verb=verb,
            objects=direct,
            around=around,
            words=content,
            learner=learner and not _is_done_by_another(found, n),
            governor=governor,
            open=is_open,
            after=n > 0 and found[n - 1].norm in {"before", "after", "while"},
        )
        governor = _lemma(verb, lexicon) if n + 1 == last or found[n + 1].norm in {"to", "how"} else ""


def _is_done_by_another(found: Sequence[Token], n: int) -> bool:
    """`that removed trash`, `filmed by a sibling`: what a thing or somebody else did."""
    after = [token.norm for token in found[n + 1 : n + 3]]
    by = len(after) == 2 and after[0] == "by" and not after[1].endswith("ing")
    passive = {"was", "were"} & {token.norm for token in found[max(0, n - 2) : n]}
    return by or bool(passive) or bool(n and found[n - 1].norm in _WHICH)


def _lemma(word: str, lexicon: Lexicon) -> str:
    found = readings(word, lexicon)
    return found[0].lemma if found else word


def _events(clause: Clause, found: list[Token], lexicon: Lexicon) -> list[tuple[int, int]]:
    """The verbs of a clause as token numbers, each with where its words end."""
    if not clause.verb:
        return []
    at = [n for n, t in enumerate(found) if _is_event(clause, found, n, lexicon)]
    return list(zip(at, [*at[1:], len(found)][: len(at)], strict=True))


def _is_event(clause: Clause, found: list[Token], n: int, lexicon: Lexicon) -> bool:
    token, before = found[n], found[n - 1].norm if n else ""
    names = {form.name: form.lemma for form in readings(token.norm, lexicon)}
    if not names or before == "-" or token.norm in _STATES_OF_THINGS:
        return False
    if clause.verb_start <= token.start < clause.rest_start or token.start == clause.verb_start:
        return clause.verb in names.values() or bool(set(clause.chain) & set(names.values()))
    if before in _WHICH and "past" in names:
        return True  # "a cleanup that removed trash"
    return "ing" in names and before in {"by", ",", "while", "after", "before", "then"}


# "Added missing units": words about a thing.
_STATES_OF_THINGS = frozenset(["missing", "existing", "remaining", "leaking", "following", "recurring"])


def _objects(
    found: Sequence[Token], lexicon: Lexicon, glue: frozenset[str]
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """What stands before the first preposition, in groups (`the form and the graphs`), and what stands after it."""
    groups: list[list[str]] = [[]]
    around: list[str] = []
    direct = True
    for n, token in enumerate(found):
        if token.norm in lexicon.sets["prepositions"] - {"of"} and n and found[n - 1].norm != "-":
            direct = False
        elif token.norm in _PAUSES:
            groups.append([])
            direct = direct and token.norm not in _RELATIVE
        elif is_content(token, lexicon, glue) or token.kind == "number":
            (groups[-1] if direct else around).append(token.norm)
    return tuple(tuple(group) for group in groups if group), tuple(around)


_WHICH = frozenset(["that", "which", "who"])
_RELATIVE = frozenset(["that", "which", "who", "when", "where", "while", "until", "after", "before"])
_PAUSES = _RELATIVE | {"and", ",", "or", "&"}


def is_content(token: Token, lexicon: Lexicon, glue: frozenset[str]) -> bool:
    """Whether a token of a statement says something that needs support by itself."""
    _sets, norm = lexicon.sets, token.norm
    if token.kind != "word" or norm in lexicon.words.numbers:
        return False
    if norm in lexicon.function_words or norm in _SMALL:
        return False
    return not (_dictionary(norm, lexicon) & glue)


_SMALL = frozenset(
    [
        "which", "whose", "whom", "than", "while",
        "despite", "till", "beside", "besides", "unlike", "onto", "off",
        "whether", "although", "though", "etc", "per", "oh", "am", "pm",
        "mr", "ms", "mrs", "dr", "its", "it's", "not", "no", "if", "because", "though", "along", "upon", "either",
        "neither",
    ]
)  # fmt: skip


def _dictionary(norm: str, lexicon: Lexicon) -> frozenset[str]:
    return frozenset(
        {norm, norm[:-1] if norm.endswith("s") else norm} | {form.lemma for form in readings(norm, lexicon)}
    )


def _says_open(found: Sequence[Token]) -> bool:
    return bool({token.norm for token in found} & _OPEN)


_OPEN = frozenset(
    [
        "not", "never", "possible", "potential", "proposed", "plan", "planned", "planning", "hope", "unable",
        "failed", "without", "almost", "partly",
    ]
)  # fmt: skip
_TEAM = frozenset(
    [
        "we", "us", "our", "together", "jointly", "alongside", "collaborated", "collaborating", "collaborative",
        "collaboratively", "teammate", "teammates", "groupmate", "groupmates", "helped", "helping", "contributed",
        "contributing", "assisted", "assisting", "teamwork", "cooperated", "shared", "joint", "helps", "assists",
    ]
)  # fmt: skip


def _names_a_team(found: Sequence[Token], lexicon: Lexicon) -> bool:
    norms = [token.norm for token in found]
    if set(norms) & _TEAM:
        return True
    for n, norm in enumerate(norms):
        before = [word for word in norms[max(0, n - 4) : n] if word != "small"]
        norm = norm.removesuffix("'s").removesuffix("s'")  # "a group's game"
        plural = norm[:-1] if norm.endswith("s") else norm
        team = {norm, plural} & {"team", "group", "class", "crew", "squad"} and not {"for", "to"} & set(before[-2:])
        if team and ({"a", "my", "the", "of", "with", "as", "in"} & set(before) or n == 0):
            return True
        if "with" in before and plural.endswith("mate"):
            return True
        if "with" in before and {norm, plural} & (lexicon.sets["companions"] | lexicon.sets["names"]):
            return True
    return False
