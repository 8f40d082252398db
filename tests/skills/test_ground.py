from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathbot.evidence import Problem, Said
from pathbot.skills.ground import verify
from pathbot.skills.kit import SkillKit

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "pairs.yaml").read_text(encoding="utf-8"))


APART: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "pairs_apart.yaml").read_text(encoding="utf-8"))


def said_of(case: dict[str, Any]) -> list[Said]:
    items = [item if isinstance(item, dict) else {"text": item} for item in case["said"]]
    return [Said(id=str(n), **item) for n, item in enumerate(items)]


@pytest.fixture(scope="module")
def inventions(kit: SkillKit) -> list[tuple[dict[str, str], tuple[Problem, ...]]]:
    """Every invention of the cases, with what is found wrong with it."""
    return [(lie, verify(lie["line"], said_of(case), kit)) for case in CASES for lie in case["invented"]]


def test_almost_every_invention_is_refused(inventions: list[tuple[dict[str, str], tuple[Problem, ...]]]) -> None:
    passed = [lie["line"] for lie, problems in inventions if not problems]
    assert len(passed) <= 0.03 * len(inventions), passed


def test_honest_paraphrase_passes(kit: SkillKit) -> None:
    lines = [(case, line) for case in CASES for line in case["honest"]]
    refused = [line for case, line in lines if verify(line, said_of(case), kit)]
    assert len(refused) <= 0.1 * len(lines), refused


def test_pairs_written_apart_from_the_check_are_judged_well_too(kit: SkillKit) -> None:
    """Where it stands on 550 lies and 470 honest, often far-fetched rewordings."""
    lies = [bool(verify(line, said_of(case), kit)) for case in APART for _, line in case["invented"]]
    honest = [bool(verify(line, said_of(case), kit)) for case in APART for line in case["honest"]]
    assert sum(lies) >= 0.98 * len(lies)
    assert sum(honest) <= 0.28 * len(honest)


def test_the_kind_of_problem_is_mostly_the_kind_that_was_added(
    inventions: list[tuple[dict[str, str], tuple[Problem, ...]]],
) -> None:
    named = [any(problem.kind == lie["kind"] for problem in problems) for lie, problems in inventions]
    assert sum(named) >= 0.7 * len(named)


TRUE = (
    (["i made the google form and the graphs"], "Made the Google Form and the graphs"),
    (["i sanded the roof and cut it again"], "Sanded the roof and cut it again"),
    (["i wrote a letter to the mayor about the bus stop"], "Wrote a letter to the mayor about the bus stop"),
    (["i watered the tomatoes every tuesday"], "Watered the tomatoes every Tuesday"),
    (["i coded a quiz about the planets"], "Coded a quiz about the planets"),
    (["i interviewed my neighbors about the heat"], "Interviewed my neighbors about the heat"),
)
ADDED = (
    " for 35 people", " in 3 weeks", " with a team of 12", ", saving 40 percent", " using Photoshop",
    " with a laser cutter", " in Excel", " for the mayor's Green Club", " with Dr. Patel", " at Lincoln High",
    " for the whole school", " across the district", " for every student", ", which led to a new policy",
    ", so attendance doubled", ", resulting in higher sales", ", inspiring others", ", increasing awareness",
    ", improving safety", ", and won first place", ", and led the team", ", and managed the budget",
    " as project manager", " as team captain", ", and trained 5 volunteers", ", and published the results",
)  # fmt: skip
PRAISE = (
    "Successfully", "Expertly", "Creatively", "Single-handedly", "Efficiently", "Skillfully", "Proactively",
    "Effectively", "Brilliantly", "Meticulously",
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(TRUE), st.lists(st.sampled_from(ADDED), max_size=3, unique=True), st.sampled_from(("", *PRAISE)))
def test_a_model_that_lies_never_gets_a_line_through(
    kit: SkillKit, true: tuple[list[str], str], added: list[str], praise: str
) -> None:
    evidence = [Said(id=str(n), text=text) for n, text in enumerate(true[0])]
    line = f"{praise} {true[1][0].lower()}{true[1][1:]}" if praise else true[1]
    problems = verify(line + "".join(added) + ".", evidence, kit)
    assert bool(problems) == bool(added or praise)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200), st.lists(st.text(max_size=120), max_size=3))
def test_the_check_answers_for_any_text(kit: SkillKit, line: str, texts: list[str]) -> None:
    verify(line, [Said(id=str(n), text=text) for n, text in enumerate(texts)], kit)


def test_nothing_is_supported_by_nothing(kit: SkillKit) -> None:
    for line in ("", "...", "Worked on a project.", "Made a poster."):
        assert verify(line, [], kit)


def test_two_projects_never_support_one_line_together(kit: SkillKit) -> None:
    evidence = [
        Said(id="1", text="i programmed the arm in python", project="robotics"),
        Said(id="2", text="i measured the soil with a sensor", project="garden"),
    ]
    assert [p.kind for p in verify("Programmed the arm and measured the soil.", evidence, kit)] == ["mixed_projects"]
    assert not verify("Programmed the arm in Python.", evidence, kit)


def test_a_problem_is_told_in_the_learners_language(kit: SkillKit) -> None:
    spanish = kit.model_copy(update={"language": "es"})
    (problem,) = verify("Made 3 posters.", [Said(id="1", text="i made posters")], spanish)
    assert problem.kind == "number"
    assert problem.text.startswith("No dijiste")


@pytest.mark.parametrize(
    ("said", "line", "honest"),
    [
        ("like 20 or 30 people came", "About 20 to 30 people came.", True),
        ("we almost finished the mural", "Finished a mural with a team.", False),
        ("i took notes at the city meeting", "Spoke at a city meeting.", False),
        ("i showed the map at the city meeting", "Presented a map at the city meeting.", True),
        ("i put up the posters and more people came this time", "Put up posters that brought more people.", False),
        ("i asked 20-30 people", "Asked 30 people.", False),
        ("i printed forty two flyers", "Printed 42 flyers.", True),
        ("i raised $40", "Raised 40 dollars.", True),
        ("i worked on it for an hour and made 2 signs", "Made two signs.", True),
        ("almost 50 people signed my petition", "Got 50 people to sign a petition.", False),
        ("i measured 42 spots", "Measured over 40 spots.", True),
        ("i measured 42 spots", "Measured over 50 spots.", False),
        ("i made 3 posters and 14 stickers", "Made 14 posters.", False),
        ("i built a bridge and it held 8 kilos", "Built a bridge that held 8 kg.", True),
        ("i built a bridge and it held 8 kilos", "Built a bridge that held 8 pounds.", False),
        ("i counted cars for 30 minutes", "Counted cars for half an hour.", True),
        ("i counted cars for 3 weeks", "Counted cars for three months.", False),
        ("the average was .24 seconds", "Found an average of 0.24 seconds.", True),
        ("the average was .24 seconds", "Found an average of 24 seconds.", False),
        ("i measured the compost and it went up to 55 c", "Measured the compost, reaching 55 °C.", True),
        ("the first one leaked, the second one leaked, the third one i sealed", "Sealed the last of three.", True),
        ("me and 3 others planned the dance", "Planned a dance together as one of four.", True),
        ("me and 3 others planned the dance", "Planned a dance together as one of five.", False),
        ("he took one pill too late", "He took no pill too late.", False),
        ("i ran the lights, no mistakes on opening night", "Ran the lights with no mistakes on opening night.", True),
        ("i tutor 2 kids, one went from a D to a B-", "Tutored two kids; one went from a D to a B-.", True),
        ("i tutor 2 kids, one went from a D to a B-", "Tutored two kids; one went from a D to an A-.", False),
        ("i called the coach of the other team", "Called both coaches.", False),
    ],
)
def test_numbers_may_be_written_differently_but_not_grow(kit: SkillKit, said: str, line: str, honest: bool) -> None:
    assert (not verify(line, [Said(id="1", text=said)], kit)) == honest


SHOWN = "i drew the plan for the ramp and my group is building it"


@pytest.mark.parametrize(
    ("line", "honest"),
    [
        ("Sketched the plan for a ramp that the group is building.", True),
        ("Drew the award-winning plan for a ramp.", False),
        ("Engineered the plan for a ramp.", False),
        ("Drew the plan for a ramp in SketchUp.", False),
        ("Organized a group that is building a ramp.", False),
    ],
)
def test_a_near_line_excuses_an_ordinary_word_but_no_claim(kit: SkillKit, line: str, honest: bool) -> None:
    assert (not verify(line, [Said(id="1", text=SHOWN)], kit)) == honest


@pytest.mark.parametrize(
    ("said", "line", "honest"),
    [
        (["the mic got wet so i dried the old one in rice"], "Dried the original in rice.", True),
        (["i wrote a song for the show"], "Wrote an original song for the show.", False),
        (["i made 3 signs in canva"], "Made three handmade signs in Canva.", False),
        (["i sewed 3 capes by hand"], "Made three handmade capes.", True),
        (["i broke the lens so i paid for it"], "Repaired a broken lens.", False),
        (["i baked 48 cookies and sold them"], "Baked 48 delicious cookies and sold them.", False),
        (["i used a string to measure around 9 trees"], "Measured the height of nine trees with a string.", False),
        (["i sanded the pieces"], "Sanded and painted the pieces.", False),
        (["i wrote code for the sensor, marcus did the alarm"], "Wrote the code for a sensor and an alarm.", False),
        (["i measured the shade and wrote it down"], "Measured and recorded the shade.", True),
        (["i usualy count the money at the games"], "Typically counts the money at games.", True),
        (["i made flashcards about ww2"], "Made flashcards about World War II.", True),
        (
            ["i sewed 6 capes", "the hoods were the hardest"],
            "Sewed six capes; the hoods were the most difficult.",
            True,
        ),
        (["i made slime 3 ways and stretched each one"], "Made slime three ways and stretched each sample.", True),
        (["ran the mile in 8:40 then got 7:55"], "Lowered a mile time from 8:40 to 7:55.", True),
        (["ran the mile in 7:55 then got 8:40"], "Lowered a mile time from 7:55 to 8:40.", False),
        (["we wrote a book", "i did pages 4 and 5"], "Did two pages of a book written with a group.", True),
        (["i was in charge of snacks for the trip"], "Took charge of a trip.", False),
        (["i moved the speakers for the dance", "i did a survey about phones"], "Did a survey about a dance.", False),
        (["the mic broke so i just talked loud"], "Repaired a microphone.", False),
        (["timed ice w salt and sugar"], "Timed ice with salt, sugar, and sand.", False),
        (["i wrote a poem and read it"], "Wrote and read a moving poem.", False),
        (["tested the creek with strips, the ph was 6"], "Tested a creek at six sites.", False),
        (["i do the lights for assemblies", "i made a robot arm"], "Made a robot arm that controls the lights.", False),
        (["i want to be on the debate team so i practiced"], "Practiced as a member of the debate team.", False),
        (["told the council they should get a refill station"], "Recommended a refill station to the council.", True),
        (["i made bags for the fair"], "Made bags using recycled materials.", False),
        (["still editing the video, got thru the intro"], "Edited a video.", False),
        (["i helped at the clinic handing out stickers"], "Handed out stickers at a clinic.", True),
        (["i filmed the experiment on my ipad"], "Filmed and edited the experiment on an iPad.", False),
        (["i play drums at church", "for the quiz bowl i studied rivers"], "Plays drums for the quiz bowl.", False),
        (["we swapped the bulb"], "Helped replace a bulb.", True),
        (["i put up a sign"], "Put up a sign, which stopped people from running.", False),
        (["i taped it so it wouldnt drip"], "Taped it to prevent dripping.", True),
        (["i wrote about africa"], "Wrote about African countries.", False),
        (["i studied the rivers of africa"], "Studied African rivers.", True),
        (["picked up trash on saturday"], "Picked up trash on Saturdays.", False),
        (["my dad fixed the gutter and i held the ladder"], "Helped fix a gutter by holding a ladder.", True),
    ],
)
def test_another_word_for_it_passes_and_a_fact_of_its_own_does_not(
    kit: SkillKit, said: list[str], line: str, honest: bool
) -> None:
    evidence = [Said(id=str(n), text=text) for n, text in enumerate(said)]
    assert (not verify(line, evidence, kit)) == honest


PLANTED = "i planted 20 seeds in cups and measured them every monday"


@pytest.mark.parametrize(
    ("line", "honest"),
    [
        ("Planted 20 seeds in cups and measured them each Monday.", True),
        ("Planted 20 seeds in cups as planned and measured them every Monday.", False),
        ("Planted 20 seeds in cups on time and measured them every Monday.", False),
        ("Planted 20 seeds in recycled cups and measured them every Monday.", False),
        ("Planted 20 seeds in cups and measured them every Monday without help.", False),
        ("Planted 20 seeds in cups together and measured them every Monday.", False),
        ("Finally planted 20 seeds in cups and measured them every Monday.", False),
    ],
)
def test_one_added_word_or_phrase_of_manner_is_a_claim(kit: SkillKit, line: str, honest: bool) -> None:
    assert (not verify(line, [Said(id="1", text=PLANTED)], kit)) == honest


def test_arranging_the_chairs_is_not_organizing_the_night(kit: SkillKit) -> None:
    said = [Said(id="1", text="organised the chairs and the sign in table for the science night")]
    assert verify("Organized a science night.", said, kit)
    assert not verify("Organized the chairs for the science night.", said, kit)
