"""An O*NET release: read in every shape it is downloaded in, searched beside the cards, and always named."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.roles.role_samples import CARDS, WORDS

from pathbot.roles.hashing import HashEmbedder
from pathbot.roles.library import Imported, RoleLibrary
from pathbot.roles.onet.release import Release, read_release, version_in
from pathbot.roles.onet.roles import uncovered
from pathbot.roles.onet.shelf import keep, kept, name_prototypes
from pathbot.roles.onet.tables import NotARelease

NURSE, KEEPER = "29-1141.00", "45-2093.00"
TABLES = {
    "Occupation Data": [
        ["O*NET-SOC Code", "Title", "Description"],
        [NURSE, "Registered Nurses", "Assess patient health problems."],
        [KEEPER, "Farmworkers, Farm and Ranch", "Attend to live bees and farm animals."],
    ],
    "Alternate Titles": [
        ["O*NET-SOC Code", "Alternate Title", "Short Title", "Source(s)"],
        [NURSE, "Charge Nurse", "n/a", "08"],
        [KEEPER, "Beekeeper", "n/a", "08"],
        [KEEPER, "Bee Yard Worker", "n/a", "08"],
    ],
    "Task Statements": [
        ["O*NET-SOC Code", "Task ID", "Task", "Task Type", "Date"],
        [KEEPER, "1", "Move hives to blooming orchards.", "Supplemental", "08/2024"],
        [KEEPER, "2", "Inspect honeycombs for disease.", "Core", "08/2023"],
    ],
    "Job Zones": [["O*NET-SOC Code", "Job Zone"], [KEEPER, "2"], [NURSE, "n/a"]],
    "Skills": [
        ["O*NET-SOC Code", "Element Name", "Scale ID", "Data Value"],
        [KEEPER, "Active Listening", "IM", "3.1"],
        [KEEPER, "Monitoring", "IM", "3.9"],
        [KEEPER, "Writing", "IM", "1.2"],
    ],
    "Interests": [
        ["O*NET-SOC Code", " Element ID", " Element Name   ", " Scale ID", " Data Value"],
        [f"{KEEPER}   ", " 1.B.1.a ", " Realistic   ", " OI  ", "   6.30"],
        [f"{KEEPER}   ", " 1.B.1.c ", " Artistic    ", " OI  ", "   1.30"],
    ],
}


def as_text(folder: Path) -> Path:
    folder.mkdir()
    for name, rows in TABLES.items():
        (folder / f"{name}.txt").write_text("\n".join(map("\t".join, rows)) + "\n", encoding="utf-8")
    return folder


def as_excel(folder: Path) -> Path:
    folder.mkdir()
    for name, rows in TABLES.items():
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(folder / f"{name}.xlsx")
    return folder


def as_zip(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"{path.stem}/{file.name}")
            archive.writestr(f"__MACOSX/{path.stem}/._{file.name}", b"\x00")
    return path


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return read_release(as_text(tmp_path / "db_29_3_text"))


def test_text_excel_folder_and_zip_say_the_same(tmp_path: Path, release: Release) -> None:
    excel = as_excel(tmp_path / "db_29_3_excel")
    assert read_release(excel).occupations == release.occupations
    assert read_release(as_zip(tmp_path / "db_29_3.zip", excel)).occupations == release.occupations
    assert read_release(as_zip(tmp_path / "db_29_3_text.zip", tmp_path / "db_29_3_text")) == release


def test_columns_go_by_name_blanks_are_cut_and_what_is_not_said_stays_unknown(release: Release) -> None:
    nurse, keeper = release.occupations
    assert (keeper.interests, keeper.job_zone, keeper.skills) == (
        ("R", "A"),
        2,
        ("onet-monitoring", "onet-active-listening"),
    )
    assert keeper.tasks == ("Inspect honeycombs for disease.", "Move hives to blooming orchards.")  # core ones first
    assert (nurse.job_zone, nurse.interests, nurse.tasks) == (None, (), ())
    assert release.absent == ("Technology Skills", "Related Occupations")
    assert (release.name, release.date) == ("O*NET 29.3", "2025-05")


@pytest.mark.parametrize(
    ("name", "version"), [("db_30_0_text.zip", "30.0"), ("O-NET 29.3 Excel", "29.3"), ("download", ""), ("2026_11", "")]
)
def test_the_release_number_is_read_from_the_name(name: str, version: str) -> None:
    assert version_in(Path("/") / name) == version


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: (f / "Occupation Data.txt").unlink(), "is not an O\\*NET release"),
        (lambda f: (f / "Task Statements.txt").unlink(), "“Task Statements”"),
        (lambda f: (f / "Alternate Titles.txt").write_text("a\tb\n1\t2\n"), "no column “O\\*NET-SOC Code”"),
        (lambda f: (f / "Task Statements.txt").write_bytes(b"\xff\xfe\x00"), "cannot be read"),
    ],
)
def test_a_wrong_folder_is_refused_with_what_to_do(tmp_path: Path, spoil: object, said: str) -> None:
    folder = as_text(tmp_path / "db_29_3")
    spoil(folder)  # type: ignore[operator]
    with pytest.raises(NotARelease, match=said):
        read_release(folder)


def test_what_is_no_folder_and_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no zip")
    for path in (tmp_path / "a.zip", tmp_path / "nowhere"):
        with pytest.raises(NotARelease, match=r"zip"):
            read_release(path)


def test_without_a_number_in_the_name_it_is_asked_for(tmp_path: Path) -> None:
    folder = as_text(tmp_path / "download")
    with pytest.raises(NotARelease, match="--release"):
        read_release(folder)
    assert read_release(folder, "30.0").name == "O*NET 30.0"


def test_only_occupations_without_a_card_become_roles_and_say_where_they_are_from(release: Release) -> None:
    (role,) = uncovered(release, CARDS)
    assert role.soc == KEEPER
    assert "CC BY 4.0" in role.attribution
    assert role.source == "onet"


def test_cards_and_occupations_are_found_together_by_name_and_duty(release: Release) -> None:
    library = RoleLibrary.open(CARDS, HashEmbedder(), None, WORDS, imported=Imported(release, None))
    assert len(library.cards) == len(CARDS) + 1
    first = library.search("inspect honeycombs for disease")[0]
    assert first.card.soc == KEEPER
    assert "O*NET 29.3 Database, USDOL/ETA, CC BY 4.0" in first.why
    assert library.search("bee yard workers")[0].card.soc == KEEPER
    assert library.search("charge nurse")[0].card.soc == NURSE  # O*NET's names help our cards too


def test_a_release_is_kept_replaced_and_its_names_are_embedded_once(tmp_path: Path, release: Release) -> None:
    folder, seen = tmp_path / "kept", []
    assert kept(folder) is None
    keep(release, folder)
    assert kept(folder) == release
    for _ in range(2):
        middles = name_prototypes(release, HashEmbedder(), folder, lambda done, total: seen.append((done, total)))
    assert seen == [(5, 5)]
    name_prototypes(release, HashEmbedder(64), folder, lambda done, total: seen.append((done, total)))
    assert len(seen) == 2
    assert middles.weights.tolist() == [2, 3]
    newer = release.model_copy(update={"name": "O*NET 30.0"})
    keep(newer, folder)
    assert kept(folder) == newer
