"""Two hundred varied texts to compare two encoders on: words, questions, typos, Spanish, long sentences."""

from itertools import product

_STARTS = (
    "",
    "I like",
    "i realy enjoyed",
    "My team finished a project about",
    "What job is there for someone who cares about",
    "Me gusta mucho",
    "Not sure, maybe something with",
    "The hardest part was",
    "People who work all day with",
    "When the first plan failed, we measured again, asked two neighbours and changed what we thought about",
)
_THINGS = (
    "bridges",
    "taking care of animals",
    "drawing comics and video game characters",
    "the river behind our school and why the fish died",
    "helping little kids learn to read",
    "coding a website for the food bank",
    "la cocina de mi abuela",
    "fixing bikes, engines and old radios",
    "arguing about what is fair",
    "selling cupcakes and keeping track of the money",
    "planets",
    "sewing costumes for the spring play",
    "first aid, hospitals and blood",
    "growing tomatoes in the community garden",
    "music production on a borrowed laptop",
    "solar panels on the gym roof",
    "planificar viajes con mapas y horarios",
    "3D printing a prosthetic hand",
    "being outside in any weather",
    "statistics about bus delays in 2025",
)


def sentences() -> list[str]:
    """200 texts, one per combination of a start and a thing."""
    return [f"{start} {thing}".strip() for start, thing in product(_STARTS, _THINGS)]
