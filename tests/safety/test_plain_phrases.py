"""What the phrases alone hear: every person and tense of what is said outright, and not what only begins like it."""

from itertools import product

import pytest

from pathbot.safety import SafetyKit, screen

SERIOUS = ("B", "C")
WHO = ("my dad", "my moms boyfriend", "my brother", "my foster mom")
DOES = ("hits me", "beat me up", "choked me", "throws bottles at me", "gave me a black eye", "tried to rape me")
QUIEN = ("mi papá", "el novio de mi mamá", "mi tío", "mi madrastra")
HACE = ("me pega", "me da cachetadas", "me empujó por las escaleras", "me dejó el ojo morado", "me manosea")
SELF = ("i want to", "imma", "i tried to", "i been planning to")
HARM = ("kill myself", "overdose", "hang myself", "end my life")
YO = ("quiero", "intenté", "he pensado en", "planeo")
DANO = ("matarme", "darme un tiro", "aventarme al metro", "desvivirme")


@pytest.mark.parametrize(("who", "does"), [(WHO, DOES), (QUIEN, HACE), (SELF, HARM), (YO, DANO)])
def test_what_is_said_outright_is_heard_whoever_does_it(
    who: tuple[str, ...], does: tuple[str, ...], phrases_only: SafetyKit
) -> None:
    missed = [f"{a} {b}" for a, b in product(who, does) if screen(f"{a} {b}", (), phrases_only).tier not in SERIOUS]
    assert missed == []


@pytest.mark.parametrize(
    "text",
    [
        "im tired of living so far from school",
        "i dont want to wake up tomorrow for zero period",
        "we have the rope and the nails ready for saturday",
        "i just want to disappear for spring break",
        "my brother locked me out of the house on accident",
        "i overdosed on cupcakes",
        "my friend wants to die her hair pink",
        "i want to be a therapist for people who want to die",
        "estoy harta de vivir con cajas por la mudanza",
        "quiero desaparecer de instagram un mes",
        "tengo el cuchillo listo para el pastel",
        "mi hermano me pegó un chicle en el pelo",
        "mi amiga se corta el fleco",
        "tomo café todos los días",
    ],
)
def test_what_only_begins_like_it_is_no_concern(text: str, phrases_only: SafetyKit) -> None:
    assert screen(text, (), phrases_only).tier not in SERIOUS


@pytest.mark.parametrize(
    "text", ["im tired of living in this world", "no quiero vivir con este dolor", "i have the pills ready for tonight"]
)
def test_a_phrase_that_goes_on_seriously_is_heard(text: str, phrases_only: SafetyKit) -> None:
    assert screen(text, (), phrases_only).tier in SERIOUS
