"""What one message was understood to say, without a model. Pure, linear in the text, and never at a loss."""

from pathbot.reflection.intents import begins, find_command, is_whole
from pathbot.reflection.judgement import Context, Intent, Judgement, Signal, SlotHit
from pathbot.reflection.kit import Compiled, UnderstandingKit
from pathbot.reflection.options import chosen
from pathbot.reflection.plain import Plain, plain
from pathbot.reflection.vagueness import is_mash

_YES_SIGNS = frozenset("👍👌✅💯🙌☑✔")
_NO_SIGNS = frozenset("👎❌🙅✖")


def understand(text: str, context: Context, kit: UnderstandingKit) -> Judgement:
    """The intent of a message, the evidence in it and its signals.

    Every span lies inside `text`. Any text gives a judgement.
    """
    readings = [(plain(text, lexicon.spelling), lexicon) for lexicon in _lexicons(context, kit)]
    typed = readings[0][0]
    option = next((o for p, lex in readings if (o := chosen(p, context.options, lex)) is not None), None)
    if option is not None:
        return _answer(text, context, (), option)
    if not any(character.isalnum() for character in typed.text):
        return _signs(text, context, readings)
    intent = _intent(readings, context)
    signals = _reply(typed, context, readings)
    if intent == "answer":
        return _answer(text, context, signals, None)
    if intent == "vague" and signals and _is_closed(context, readings):
        return _answer(text, context, signals, None)
    return Judgement(intent=intent, signals=signals)


def _lexicons(context: Context, kit: UnderstandingKit) -> list[Compiled]:
    return [kit.languages[language].compiled for language in kit.order(context.language)]


def _intent(readings: list[tuple[Plain, Compiled]], context: Context) -> Intent:
    if is_mash([word for word in readings[0][0].text.split() if word.isalnum()]):
        return "vague"
    for typed, lexicon in readings:
        if command := find_command(typed, lexicon):
            return command
    for intent in ("greeting", "vague"):
        if any(is_whole(typed, intent, lexicon) for typed, lexicon in readings):
            return intent
    if any(begins(typed, "off_topic", lexicon) for typed, lexicon in readings):
        return "off_topic"
    return "answer"


def _reply(typed: Plain, context: Context, readings: list[tuple[Plain, Compiled]]) -> tuple[Signal, ...]:
    for signal in ("yes", "no"):
        for typed, lexicon in readings:
            matcher = lexicon.signals.get(signal)
            if matcher and matcher.whole and matcher.whole.fullmatch(typed.text.strip(" .,?")):
                return (signal,)
    return ()


def _is_closed(context: Context, readings: list[tuple[Plain, Compiled]]) -> bool:
    return False


def _signs(text: str, context: Context, readings: list[tuple[Plain, Compiled]]) -> Judgement:
    """Emoji and punctuation: a thumb answers a yes-or-no question, anything else says too little."""
    signal: Signal | None = "yes" if _YES_SIGNS & set(text) else "no" if _NO_SIGNS & set(text) else None
    if signal and (context.options or _is_closed(context, readings)):
        return _answer(text, context, (signal,), None)
    return Judgement(intent="vague", signals=(signal,) if signal else ())


def _answer(text: str, context: Context, signals: tuple[Signal, ...], option: int | None) -> Judgement:
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    slots = (SlotHit(slot=context.slot, start=start, end=end),) if context.slot and end > start else ()
    return Judgement(intent="answer", slots=slots, signals=signals, option=option)
