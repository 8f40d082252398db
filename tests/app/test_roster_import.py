"""A school's own export comes in as it is, a dry run tells the truth, and a second import changes nothing."""

import zipfile
from pathlib import Path

import pytest
from tests.store.store_samples import KEY

from pathbot.app.errors import BadInput
from pathbot.app.roster_files import read_roster
from pathbot.app.roster_import import apply_import, counted, plan_import
from pathbot.app.settings import Settings
from pathbot.app.wiring import load_projects
from pathbot.people import School
from pathbot.store import people
from pathbot.store.engine import Database, open_engine
from pathbot.store.migrate import migrate

PROJECTS = load_projects(Settings(_env_file=None).prompts / "projects")
SCHOOL = School(id="north", name="North High")
CLASSES = """sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds
c1,,,Period 3,10,k1,P3,scheduled,B12,o1,t1
c2,,,Period 4,"09,10",k1,P4,scheduled,B12,o1,t1
"""  # noqa: E501 - as the format has it
ENROLLMENTS = """sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate
e1,,,c1,o1,u1,student,,,
e2,,,c1,o1,u2,student,,,
e3,,,c1,o1,u9,teacher,true,,
e4,,,c2,o1,u3,student,,,
e5,,,c1,o1,u7,aide,,,
e6,,,c1,o1,gone,student,,,
"""  # noqa: E501 - as the format has it
USERS_11 = """sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
u1,,,true,o1,student,mayar,,Maya,Rivera,,,Maya@north.edu,,,,10,
u2,,,true,o1,student,leok,,Leo,"Kim, Jr.",,,leo@north.edu,,,,10,
u3,,,true,o1,student,ana,,Ana,Diaz,,,,,,,9,
u7,,,true,o1,aide,pat,,Pat,Lee,,,,,,,,
u8,,,false,o1,student,off,,Off,Line,,,,,,,,
u9,,,true,o1,teacher,ortiz,,Sam,Ortiz,,,ortiz@north.edu,,,,,
"""  # noqa: E501 - as the format has it
USERS_12 = """sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns
u1,,,true,mayar,,Margarita,Rivera,,,maya@north.edu,,,,10,,,,Maya,,,o1,
u2,,,true,leok,,Leo,Kim,,,leo@north.edu,,,,10,,,,,,,o1,
u3,,,true,ana,,Ana,Diaz,,,,,,,9,,,,,,,o1,
u9,,,true,ortiz,,Sam,Ortiz,,,ortiz@north.edu,,,,,,,,,,,o1,
"""  # noqa: E501 - as the format has it
ROLES_12 = """sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId
r1,,,u1,primary,student,,,o1,
r9,,,u9,primary,teacher,,,o1,
"""  # noqa: E501 - as the format has it


@pytest.fixture
def engine(tmp_path: Path) -> Database:
    made = open_engine(f"sqlite:///{tmp_path / 'r.db'}", KEY)
    migrate(made)
    people.add_school(made, SCHOOL)
    return made


def export(folder: Path, users: str, roles: str = "", enrollments: str = ENROLLMENTS) -> Path:
    folder.mkdir(exist_ok=True)
    tables = {"users": users, "classes": CLASSES, "enrollments": enrollments} | ({"roles": roles} if roles else {})
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    return folder


def take_over(engine: Database, path: Path, *only: str) -> dict[str, int]:
    changes = plan_import(engine, SCHOOL, read_roster(path), "homes-for-birds", only)
    apply_import(engine, changes, PROJECTS)
    return counted(changes)


@pytest.mark.parametrize(("users", "roles"), [(USERS_11, ""), (USERS_12, ROLES_12)], ids=["1.1", "1.2"])
def test_an_export_comes_in_once_and_only_with_what_is_needed(
    engine: Database, tmp_path: Path, users: str, roles: str
) -> None:
    folder = export(tmp_path / "export", users, roles)
    planned = plan_import(engine, SCHOOL, read_roster(folder), "homes-for-birds")
    assert people.people_of(engine, "north") == (), "a dry run changes nothing"
    done = take_over(engine, folder)
    assert done == counted(planned) == {"add class": 2, "add person": 4, "add duty": 4}
    assert take_over(engine, folder) == {}
    maya = people.person_with_email(engine, "north", "maya@north.edu")
    assert maya is not None
    assert maya.name == "Maya"
    (room,) = [r for r in people.classes_of(engine, "north") if r.name == "Period 3"]
    assert room.grade == "grade 10"
    assert [p.name for p in people.members(engine, room.id, "learner")] == ["Leo", "Maya"]
    assert [p.name for p in people.members(engine, room.id, "teacher")] == ["Sam Ortiz"]


def test_a_zip_is_read_like_its_folder_and_one_class_can_be_chosen(engine: Database, tmp_path: Path) -> None:
    folder = export(tmp_path / "export", USERS_11)
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"inside/{file.name}")
    assert take_over(engine, tmp_path / "export.zip", "period 4") == {"add class": 1, "add person": 1, "add duty": 1}
    with pytest.raises(BadInput, match="no class Period 9"):
        take_over(engine, tmp_path / "export.zip", "Period 9")


def test_who_left_the_class_loses_the_duty_and_keeps_the_record(engine: Database, tmp_path: Path) -> None:
    take_over(engine, export(tmp_path / "a", USERS_11))
    without_leo = ENROLLMENTS.replace("e2,,,c1,o1,u2,student,,,\n", "")
    assert take_over(engine, export(tmp_path / "b", USERS_11, "", without_leo)) == {"end duty": 1}
    assert people.person_with_email(engine, "north", "leo@north.edu") is not None


def test_people_added_by_hand_are_found_by_their_email(engine: Database, tmp_path: Path) -> None:
    from pathbot.people import Person

    people.add_person(engine, Person(id="maya", school="north", name="Maya R", email="maya@north.edu"))
    done = take_over(engine, export(tmp_path / "a", USERS_11))
    assert done["change person"] == 1
    assert done["add person"] == 3


def test_a_plain_csv_is_enough(engine: Database, tmp_path: Path) -> None:
    file = tmp_path / "class.csv"
    rows = "Name,Duty,Class,Email,Language\nMaya,learner,Period 3,maya@x.edu,es\nMs. Lee,safety contact,,lee@x.edu,\n"
    file.write_text(rows, encoding="utf-8")
    assert take_over(engine, file) == {"add class": 1, "add person": 2, "add duty": 2}
    assert [p.name for p in people.safety_contacts(engine, "north")] == ["Ms. Lee"]
    assert take_over(engine, file) == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("first,last\nA,B\n", "no column name"),
        ("name,duty,class\nMaya,boss,P3\n", "Line 2: boss is no duty"),
        ("name,duty,class\n,learner,P3\n", "Line 2: there is no name"),
        ("name,duty,class\nMaya,learner,\n", "Line 2: a learner needs a class"),
        ("name,duty,class,language\nMaya,learner,P3,fr\n", "fr is no language"),
        ('name,duty,class\n"Maya,learner,P3\n', "line"),
        ("", "no column name"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "class.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=says):
        read_roster(file)


def test_a_folder_without_users_is_no_export(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no users\.csv"):
        read_roster(tmp_path)


def test_bytes_that_are_no_text_are_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"name,duty\n\xff\xfe\x00,learner\n")
    with pytest.raises(BadInput, match="not UTF-8"):
        read_roster(tmp_path / "x.csv")
