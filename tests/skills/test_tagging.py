import pytest
from pydantic import ValidationError

from pathbot.evidence import SkillTag
from pathbot.skills.cues import compiled
from pathbot.skills.kit import SkillKit
from pathbot.skills.tagging import tag
from pathbot.skills.vocabulary import Skill, Vocabulary
from pathbot.wording import Localized


def names(kit: SkillKit, text: str) -> set[str]:
    return {skill.name for skill in tag(text, kit)}


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("we split up the jobs", "Teamwork"),
        ("i kept trying til the motor spun", "Troubleshooting"),
        ("i made the google form and the graphs", "Technology"),
        ("i wrote a letter to the mayor", "Writing"),
        ("i presented my map to the city council", "Speaking"),
        ("i coded a game in python", "Programming"),
        ("i taught 18 kids how to make circuits", "Instructing"),
        ("i measured the wood and cut the boards", "Mathematics"),
        ("i was in charge of the lights", "Leadership"),
        ("i interviewed my neighbors about the heat", "Active Listening"),
        ("we gave 12 bags of food to the pantry", "Service Orientation"),
        ("i choreographed a verse and taught it to 8 girls", "Instructing"),
        ("the robot kept turning left so i switched the wires", "Troubleshooting"),
        ("the bridge broke at 12 pounds so i doubled the straws", "Critical Thinking"),
        ("i built a ramp for wheelchairs with a drill", "Technology Design"),
        ("i babysat my 3 cousins every saturday", "Service Orientation"),
        ("i interpreted for a new student", "Communication"),
        ("i took the babysitting class", "Active Learning"),
    ],
)
def test_a_learners_sentence_shows_a_skill(kit: SkillKit, text: str, skill: str) -> None:
    assert skill in names(kit, text)


@pytest.mark.parametrize(
    "text",
    [
        "i wanna code a game",
        "leo coded a game in python",
        "i didnt write the letter",
        "it was fun",
        "my cat is cute",
        "did we split up the jobs?",
        "",
    ],
)
def test_what_was_not_done_shows_nothing(kit: SkillKit, text: str) -> None:
    assert names(kit, text) == set()


def test_a_school_chooses_its_framework(kit: SkillKit) -> None:
    esf = kit.model_copy(update={"frameworks": ("ESF",)})
    assert {skill.framework for skill in tag("we split up the jobs and i coded it in python", esf)} == {"ESF"}


def test_the_vocabulary_holds_the_three_frameworks_in_two_languages(kit: SkillKit) -> None:
    by_framework = [skill.framework for skill in kit.vocabulary.skills]
    assert (by_framework.count("NACE"), by_framework.count("O*NET"), by_framework.count("ESF")) == (8, 35, 9)
    for skill in kit.vocabulary.skills:
        assert skill.description.es
        assert skill.cues.en
        assert skill.cues.es
        for pattern in (*skill.cues.en, *skill.cues.es):
            assert compiled(pattern).parts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("i emailed the museum about a tour", "Communication"),
        ("we rehearsed the dance together", "Teamwork"),
        ("tried 3 glues and the third one held", "Critical Thinking"),
        ("we have a test tomorrow", ""),
    ],
)
def test_everyday_deeds_show_a_skill_and_what_one_has_does_not(kit: SkillKit, text: str, name: str) -> None:
    names = {skill.name for skill in tag(text, kit)}
    assert name in names if name else not names


def test_a_crosswalk_to_nowhere_is_refused() -> None:
    skill = Skill(id="a", name="A", spanish="A", framework="NACE", description=Localized(en="A."), crosswalk=("b",))
    with pytest.raises(ValidationError, match="unknown skill"):
        Vocabulary(provenance="ours", skills=(skill,))


def test_a_skill_has_its_spanish_name_in_spanish_only(kit: SkillKit) -> None:
    teamwork = SkillTag(name="Teamwork", framework="NACE")
    assert kit.vocabulary.name_of(teamwork.name, "es") == "Trabajo en equipo"
    assert kit.vocabulary.name_of(teamwork.name, "en") == "Teamwork"


def test_a_skill_no_longer_in_the_vocabulary_is_shown_as_it_was_kept(kit: SkillKit) -> None:
    assert kit.vocabulary.name_of("Juggling", "es") == "Juggling"


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("i wrote captions for each photo", "Technology"),
        ("i drew the plan on graph paper", "Critical Thinking"),
        ("i figured out how much to charge", "Complex Problem Solving"),
        ("i switched the wires on one motor", "Installation"),
        ("i checked her sugar every morning", "Quality Control Analysis"),
        ("i led the warmup for the team", "Management of Personnel Resources"),
    ],
)
def test_a_word_alone_shows_no_skill(kit: SkillKit, text: str, skill: str) -> None:
    assert skill not in names(kit, text)


def test_a_class_that_shows_esf_sees_information_use_where_somebody_read(kit: SkillKit) -> None:
    told = tag("i read 6 articles about sleep", kit)
    assert "Information Use" in {skill.name for skill in kit.vocabulary.named(told, "ESF", "en")}
