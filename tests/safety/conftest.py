import pytest

from pathbot.app.safety import load_protocol, load_safety_kit
from pathbot.safety import Protocol, SafetyKit, SchoolFacts


@pytest.fixture(scope="session")
def kit() -> SafetyKit:
    return load_safety_kit()


@pytest.fixture(scope="session")
def phrases_only() -> SafetyKit:
    return load_safety_kit(learned=False)


@pytest.fixture(scope="session")
def protocol() -> Protocol:
    return load_protocol()


@pytest.fixture
def school() -> SchoolFacts:
    return SchoolFacts(contact="Ms. Lee", contact_role="the counselor here")
