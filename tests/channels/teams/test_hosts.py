"""Which addresses count as Teams."""

import pytest

from pathbot.channels.teams.hosts import Hosts

GOOD = (
    "https://smba.trafficmanager.net/amer/a1b2c3d4-e5f6-7890-abcd-ef1234567890/",
    "https://smba.trafficmanager.net:443/emea/",
    "https://smba.infra.gcc.teams.microsoft.com/teams",
    "https://SMBA.trafficmanager.net/",
)
BAD = (
    "http://smba.trafficmanager.net/amer/",
    "https://smba.trafficmanager.net:8443/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://evil.example/smba.trafficmanager.net",
    "https://smba.trafficmanager.net@evil.example/",
    "https://x:y@smba.trafficmanager.net/",
    "https://evilteams.microsoft.com.evil.example/",
    "https://.teams.microsoft.com/",
    "https://notteams.microsoft.com/",
    "https://127.0.0.1/",
    "http://localhost:56150/_connector",
    "https://169.254.169.254/",
    "https://[::1]/",
    "https://smba.trafficmanager.net:99999/",
    "file:///etc/passwd",
    "//smba.trafficmanager.net/",
    "",
)


@pytest.mark.parametrize("url", GOOD)
def test_the_addresses_of_teams_are_believed(url: str) -> None:
    assert Hosts().allow(url)


@pytest.mark.parametrize("url", BAD)
def test_no_other_address_is(url: str) -> None:
    assert not Hosts().allow(url)


def test_this_machine_counts_in_development_only() -> None:
    assert Hosts(dev=True).allow("http://localhost:56150/_connector")
    assert not Hosts(dev=True).allow("http://evil.example/")
