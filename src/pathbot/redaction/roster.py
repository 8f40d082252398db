"""The names a school must never see leave: people, schools and account ids, found however they were typed."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from pathbot.frozen import Frozen
from pathbot.redaction.nicknames import NICKNAMES
from pathbot.redaction.shapes import Plain, Span, plain

_WORD = re.compile(r"[^\W_]+")
_SPELLED = re.compile(r"(?<![^\W_])(?:[^\W_][\s._*·-]{1,3}){2,}[^\W_](?![^\W_])")
_LEET = str.maketrans("0134578@$!|+", "oieastbasilt")
_PARTICLE_WORDS = (
    "de la las los el del da das do dos di van von der den bin ibn al st san santa mac mc jr sr ii iii mr mrs ms mx "
    "miss dr prof sra srta don dona coach and y e"
)
_WORDS_OF_SCHOOLS = (
    "high middle elementary primary secondary junior senior school schools academy college charter prep preparatory "
    "magnet public unified district campus demo the of for and at escuela colegio instituto preparatoria secundaria "
    "primaria liceo de del la el los las y"
)
_ORDINARY_WORDS = (
    "north south east west central city valley hope union park river lake mountain desert view hill hills ocean sun "
    "sunrise forest green garden bridge field community international new"
)
_HEARD_ALIKE = {"s": "z", "z": "s", "b": "v", "v": "b", "c": "k", "k": "c", "i": "y", "y": "i"}
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SCHOOL_WORDS = frozenset(_WORDS_OF_SCHOOLS.split())
_ORDINARY = frozenset(_ORDINARY_WORDS.split())


class Roster(Frozen):
    """`people` are full names, `schools` names of schools and districts, `ids` accounts and other exact strings."""

    people: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    def spans(self, text: Plain) -> Iterator[Span]:
        """Everything of the roster in a text; pieces may overlap."""
        yield from self._people(text)
        for pattern in self._school_patterns:
            yield from (Span(m.start(), m.end(), "SCHOOL") for m in pattern.finditer(text.low))
        for pattern in self._school_initials:
            yield from (Span(m.start(), m.end(), "SCHOOL") for m in pattern.finditer(text.cased))
        for pattern in self._id_patterns:
            yield from (Span(m.start(), m.end(), "ACCOUNT") for m in pattern.finditer(text.low))

    def whole_names(self) -> Iterator[str]:
        """Full names and schools without spaces: what the last check looks for in the letters alone."""
        longest = (*self._glued, *("".join(_words(name)) for name in self.schools))
        yield from (name for name in longest if len(name) >= 8)

    def _people(self, text: Plain) -> Iterator[Span]:
        words = list(_WORD.finditer(text.low))
        for word in words:
            if (length := self._length_of_name(word.group())) is not None:
                yield Span(word.start(), word.start() + length, "PERSON")
        for one, two in pairwise(words):
            joined = one.group() + two.group()
            apart = text.low[one.end() : two.start()]
            if len(apart) <= 2 and "." not in apart and len(joined) >= 5 and joined in self._names:
                yield Span(one.start(), two.end(), "PERSON")
        for spelled in _SPELLED.finditer(text.low):
            letters = "".join(_WORD.findall(spelled.group())).translate(_LEET)
            if any(len(name) >= 3 and name in letters for name in self._names):
                yield Span(spelled.start(), spelled.end(), "PERSON")

    def _length_of_name(self, word: str) -> int | None:
        """How many letters of a word are a name of the roster; None when it is none."""
        if word in self._names:
            return len(word)
        if word.endswith("s") and word[:-1] in self._names:
            return len(word) - 1
        letters = word.translate(_LEET)
        if letters in self._names or _squeezed(letters) in self._squeezed_names or letters in self._slips:
            return len(word)
        stem = word.strip("0123456789")
        if stem != word and (stem in self._names or stem in self._slips):
            return len(word)
        if len(letters) >= 6 and any(name in letters for name in self._glued):
            return len(word)
        return None

    @cached_property
    def _parts(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(_words(name)) for name in self.people)

    @cached_property
    def _names(self) -> frozenset[str]:
        """Each word of each name and its short forms; particles ("de", "van") only where they are a first name."""
        words = {w for parts in self._parts for w in parts if len(w) > 1 and w not in _PARTICLES}
        firsts = {parts[0] for parts in self._parts if parts and len(parts[0]) > 1 and not _is_title(parts[0])}
        short = {nickname for word in words | firsts for nickname in NICKNAMES.get(word, ())}
        return frozenset(words | firsts | short)

    @cached_property
    def _squeezed_names(self) -> frozenset[str]:
        return frozenset(_squeezed(name) for name in self._names if len(_squeezed(name)) >= 3)

    @cached_property
    def _slips(self) -> frozenset[str]:
        """Long names with one letter left out or doubled, two swapped, or one written as it sounds."""
        slips = set()
        for name in self._names:
            if len(name) >= 6:
                slips |= {name[:i] + name[i + 1 :] for i in range(1, len(name))}
                slips |= {name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(len(name) - 1)}
                slips |= {name[:i] + name[i] + name[i:] for i in range(len(name))}
                slips |= {name[:i] + _HEARD_ALIKE[c] + name[i + 1 :] for i, c in enumerate(name) if c in _HEARD_ALIKE}
        return frozenset(slips)

    @cached_property
    def _glued(self) -> frozenset[str]:
        """Names written as one word, both ways round: parts of account names."""
        pairs = {one + two for parts in self._parts for one in parts for two in parts if one != two}
        return frozenset(pair for pair in pairs if len(pair) >= 6)

    @cached_property
    def _school_patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(p) for name in self.schools for p in _school(_words(name)))

    @cached_property
    def _school_initials(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(p) for name in self.schools if (p := _initials(_words(name))))

    @cached_property
    def _id_patterns(self) -> tuple[re.Pattern[str], ...]:
        wanted = (plain(item.strip()).low for item in self.ids)
        return tuple(re.compile(rf"(?<![^\W_]){re.escape(item)}(?![^\W_])") for item in wanted if len(item) >= 3)


def _words(name: str) -> list[str]:
    return _WORD.findall(plain(name).low)


def _is_title(word: str) -> bool:
    return word in ("mr", "mrs", "ms", "mx", "miss", "dr", "prof", "sr", "sra", "srta", "don", "dona", "coach")


def _squeezed(word: str) -> str:
    """A letter typed three times or more stands once: `mayaaa`. Doubles stay: `Lee` is not `le`."""
    return re.sub(r"(.)\1{2,}", r"\1", word)


def _school(words: list[str]) -> Iterator[str]:
    own = [word for word in words if word not in _SCHOOL_WORDS]
    if not own:
        own = words
    if not own:
        return
    phrase = r"[\W_]{0,3}".join(re.escape(word) for word in own)
    followed = rf"(?:[\W_]{{1,2}}(?:{'|'.join(sorted(_SCHOOL_WORDS))}))"
    alone = len(own) == 1 and own[0] in _ORDINARY
    yield rf"(?<![^\W_]){phrase}(?:s\b)?{followed}{'+' if alone else '*'}(?![^\W_])"
    if len(own) > 1 or len(own[0]) >= 6:  # lincolnhigh, the name in an account or an address
        yield rf"(?<![^\W_])\w*{''.join(own)}(?:{'|'.join(sorted(_SCHOOL_WORDS))}|hs|ms)\w*"


def _initials(words: list[str]) -> str:
    """`LHS`: in any case where it cannot be a word, else only in capitals."""
    letters = "".join(word[0] for word in words if word not in ("of", "the", "de", "la", "del", "y", "and"))
    if len(letters) < 3:
        return ""
    if re.search("[aeiouy]", letters):
        return rf"(?<![^\W_]){letters.upper()}(?![^\W_])"
    return rf"(?<![^\W_])(?i:{letters})(?![^\W_])"
