"""What kind of answer Pathbot's last words leave room for."""

from pathbot.reflection.judgement import Context
from pathbot.reflection.kit import Compiled
from pathbot.reflection.plain import plain

_QUESTIONS_BACK = frozenset(["wonder", "gap", "doubt"])


def takes_yes_or_no(context: Context, lexicon: Compiled) -> bool:
    """Whether the last question is answered by yes or no ("Did it fit after that?")."""
    return lexicon.closed is not None and lexicon.closed.match(_last_question(context, lexicon)) is not None


def takes_a_number(context: Context, lexicon: Compiled) -> bool:
    """Whether a bare number may answer ("How many came?"), or nothing is known of what was asked."""
    asked = plain(context.question, lexicon.spelling).text
    return not asked or lexicon.counting is None or lexicon.counting.search(asked) is not None


def wants_a_question(context: Context, lexicon: Compiled) -> bool:
    """Whether a question is the answer ("What would you want to find out?")."""
    if context.slot in _QUESTIONS_BACK:
        return True
    return lexicon.wondering is not None and lexicon.wondering.search(_last_question(context, lexicon)) is not None


def _last_question(context: Context, lexicon: Compiled) -> str:
    text = plain(context.question, lexicon.spelling).text
    if "?" not in text:
        return ""
    asked = text.rsplit("?", 1)[0].strip()
    for mark in (" . ", " ? "):
        asked = asked.rsplit(mark, 1)[-1]
    words = asked.split(" ")
    while len(words) > 1 and (words[0] in lexicon.before or not words[0].isalnum()):
        words = words[1:]
    return " ".join(words)
