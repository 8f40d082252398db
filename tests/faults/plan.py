"""The fault plan: which scenario is tried where, on what, how large. F21, power loss, needs a device of its own."""

from typing import NamedTuple

BOTH = "SQLite, PostgreSQL"
STORE = "the store"


class Scenario(NamedTuple):
    """`tests` are files, or the beginning of a test's name in one. `minutes` are its own, whatever runs beside it."""

    fault: str
    what: str
    tests: tuple[str, ...]
    databases: str
    faces: str
    size: str
    minutes: float


class Lane(NamedTuple):
    """Tests that run one after the other, or in so many processes. `only` empty: whatever no other lane takes."""

    name: str
    what: str
    only: tuple[str, ...] = ()
    processes: int = 0

    def takes(self, test: str) -> bool:
        """Whether a test runs here."""
        if self.only:
            return any(is_of(test, wanted) for wanted in self.only)
        return not any(lane.takes(test) for lanes in LANES for lane in lanes if lane.only)


def is_of(test: str, wanted: str) -> bool:
    """Whether a test, by its full name, is one of a file's, or begins so."""
    return test.startswith(wanted if "::" in wanted else f"{wanted}::")


STORMS = Lane("storms", "the storms of F1, one after the other", ("tests/faults/test_both_faces.py::test_f1",))
WAITS = Lane(
    "waits",
    "what mostly waits (F7, F14, F15, F20)",
    (
        "tests/faults/test_outage_and_soak.py",
        "tests/faults/test_zombies.py",
        "tests/faults/test_model_storm.py::test_a_wild_model_leaves_two_thousand",
    ),
)
TIMED = Lane(
    "timed",
    "F2, F19 and the burst of F6, which time acknowledgements and alerts",
    (
        "tests/faults/test_both_faces.py::test_f2",
        "tests/faults/test_store_faults.py::test_f6_five_hundred",
        "tests/faults/test_concerns_in_a_storm.py",
    ),
)
REST = Lane("rest", "everything else, two at a time", processes=2)
LANES = ((STORMS, WAITS), (TIMED,), (REST,))
"""Those of a line run side by side, lines after each other."""

PLAN = (
    Scenario(
        "F1",
        "a kill storm while all write at once",
        ("tests/faults/test_both_faces.py::test_f1", "tests/faults/test_kill_storm.py", "tests/store/test_kill.py"),
        BOTH,
        "Slack + Teams, web",
        "200 learners × 20 messages, 50 kills (5 of the door), 5 seeds on each",
        15,
    ),
    Scenario(
        "F2",
        "a kill storm while everyone waits for their answer",
        ("tests/faults/test_both_faces.py::test_f2", "tests/faults/test_teams_storm.py"),
        BOTH,
        "Slack + Teams",
        "as F1, one seed on each",
        4,
    ),
    Scenario(
        "F3",
        "the line breaks after a message was taken",
        ("tests/faults/test_store_faults.py::test_f3",),
        BOTH,
        "the sender; Slack and Teams inside F1 and F2",
        "4,000 messages, 5 % dropped, 2 % answered with an error",
        0.5,
    ),
    Scenario(
        "F4",
        "every delivery comes up to four times, through two doors",
        ("tests/faults/test_store_faults.py::test_f4", "tests/channels/slack/test_storm.py"),
        BOTH,
        "two doors; Slack with its mentions",
        "4,000 messages",
        0.5,
    ),
    Scenario(
        "F5",
        "messages come in any order, some an hour late",
        ("tests/faults/test_store_faults.py::test_f5", "tests/faults/test_store_faults.py::test_what_comes_an_hour"),
        BOTH,
        STORE,
        "2,000 messages mixed within 10 s; 5 % of 400 late by an hour",
        0.5,
    ),
    Scenario(
        "F6",
        "somebody holds the database",
        ("tests/faults/test_store_faults.py::test_f6",),
        BOTH,
        "the door",
        "0.5, 2.5 and 10 s; 500 messages at once with nobody in the way",
        0.5,
    ),
    Scenario(
        "F7",
        "a model that hangs, is busy, talks garbage, refuses and lies",
        ("tests/faults/test_model_storm.py",),
        "SQLite",
        "the turn",
        "2,000 turns, a fifth each, a budget of 1 s; 500 hostile messages",
        8,
    ),
    Scenario(
        "F8",
        "a minute in which the platform asks to wait",
        ("tests/faults/test_store_faults.py::test_f8",),
        BOTH,
        "the sender",
        "200 conversations × 10 messages and an alert",
        0.5,
    ),
    Scenario(
        "F9",
        "forged and stale tokens, keys and tokens that change",
        ("tests/channels/teams/test_gate.py", "tests/faults/test_teams_storm.py"),
        "SQLite",
        "Teams",
        "1,000 forged tokens; keys and tokens change every 15 and 30 s in a kill storm",
        1,
    ),
    Scenario(
        "F10",
        "the disk is full, then freed",
        ("tests/faults/test_full_disk.py",),
        "SQLite",
        "the door, workers, sender",
        "a disk of 24 MB filled five times",
        1,
    ),
    Scenario(
        "F11",
        "clocks that jump, time zones, three schedulers",
        ("tests/faults/test_store_faults.py::test_f11", "tests/app/test_schedule.py", "tests/app/test_weekly.py"),
        BOTH,
        "the schedule",
        "every zone × 7 years; a year of skewed clocks, nights of 30 h, 3 schedulers",
        1,
    ),
    Scenario(
        "F12",
        "an upgrade that is killed",
        ("tests/faults/test_upgrade_faults.py",),
        BOTH,
        STORE,
        "30 kills over every older schema, 50,000 rows",
        2,
    ),
    Scenario(
        "F13",
        "backups while people write",
        ("tests/faults/test_store_faults.py::test_f13", "tests/store/test_backup.py", "tests/app/test_operations.py"),
        BOTH,
        STORE,
        "10 backups",
        1,
    ),
    Scenario(
        "F14",
        "a worker frozen for longer than its lease",
        ("tests/faults/test_zombies.py",),
        BOTH,
        "a small platform of its own",
        "50 stops",
        5,
    ),
    Scenario(
        "F15",
        "an outage that outlasts the platform's patience",
        ("tests/faults/test_outage_and_soak.py::test_f15",),
        "SQLite",
        "Slack",
        "75 messages; the platform's three tries and the outage made short (`make soak`: 10 minutes)",
        1.5,
    ),
    Scenario(
        "F16",
        "who may see and do what",
        ("tests/office/test_who_may.py", "tests/office/test_fuzz.py"),
        "SQLite",
        "pages",
        "every role × page × act × school; 10,000 requests",
        1,
    ),
    Scenario(
        "F17",
        "injections, markup, damaged deliveries",
        (
            "tests/channels/slack/test_wild.py",
            "tests/channels/slack/test_door.py",
            "tests/channels/teams/test_cards.py",
            "tests/channels/teams/test_reading.py",
            "tests/exports/test_files.py",
            "tests/channels/test_web_guard.py",
        ),
        "SQLite",
        "Slack, Teams, web, files",
        "10,000 damaged deliveries; some 2,000 wild strings",
        1,
    ),
    Scenario(
        "F18",
        "an erased learner's words, anywhere",
        (
            "tests/faults/test_erased_everywhere.py",
            "tests/privacy/test_nothing_left.py",
            "tests/app/test_operations.py::test_who_was_erased",
        ),
        BOTH,
        "files, tables, logs, backups, a restored backup",
        "a whole journey with a canary in every kind of row",
        0.5,
    ),
    Scenario(
        "F19",
        "learners in danger inside a kill storm",
        ("tests/faults/test_concerns_in_a_storm.py",),
        "SQLite",
        "web",
        "200 concerns, 8 kills of everything at once",
        1.5,
    ),
    Scenario(
        "F20",
        "hours of work",
        ("tests/faults/test_outage_and_soak.py::test_f20",),
        "SQLite",
        "Slack",
        "4 minutes at 5 messages a second, a kill a minute (`make soak`: an hour)",
        5,
    ),
)
