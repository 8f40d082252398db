"""Which servers Pathbot believes to be Teams. A token is only as good as the address it is for."""

from collections.abc import Iterable
from urllib.parse import urlsplit

MICROSOFT = (
    "smba.trafficmanager.net",  # worldwide, and US GCC
    "*.teams.microsoft.com",
    "*.teams.microsoft.us",  # US GCC High and DoD
    "*.botframework.com",
)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Hosts:
    """The hosts that count as Teams. `dev` also trusts this machine, without TLS."""

    def __init__(self, names: Iterable[str] = MICROSOFT, dev: bool = False) -> None:
        self._names = tuple(name.lower() for name in names)
        self._dev = dev

    def allow(self, url: str) -> bool:
        """Whether this address may be believed and written to."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return False
        if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
            return False
        if self._dev and host in LOOPBACK:
            return parts.scheme in ("http", "https")
        return parts.scheme == "https" and port in (None, 443) and any(_fits(host, name) for name in self._names)


def _fits(host: str, name: str) -> bool:
    if name.startswith("*."):
        return host.endswith(name[1:]) and len(host) > len(name) - 1
    return host == name
