"""Sign-in links by e-mail, through a real mail server on loopback."""

import dataclasses
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from pathbot.app.mail import NotSent, send_mail
from pathbot.store import audit, people
from tests.office.town import Town

URL = "https://pathbot.school.example"


class Postbox:
    """Keeps what arrives, takes no mail for `nobody@…`, and knows one password."""

    def __init__(self) -> None:
        self.arrived: list[Message] = []

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, to: str, options: list[str]) -> str:
        if to.startswith("nobody@"):
            return "550 no such person"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:
        self.arrived.append(message_from_bytes(envelope.content or b""))
        return "250 OK"

    def login(self, _: SMTP, __: Session, ___: Envelope, mechanism: str, said: LoginPassword) -> AuthResult:
        return AuthResult(success=said.password == b"right & proper", handled=False)


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, str]]:
    """A mail server with a port of its own, and its address."""
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, authenticator=box.login, auth_require_tls=False)
    controller.start()
    yield box, f"127.0.0.1:{port}"
    controller.stop()


def with_mail(town: Town, server: str, email: str) -> Town:
    """A school whose mail works, and Tom with an address."""
    tom = people.find_person(town.engine, "north-tom")
    assert tom is not None
    people.add_person(town.engine, tom.model_copy(update={"email": email, "language": "es"}))
    town.kit = dataclasses.replace(town.kit, url=URL)
    town.settings = town.settings.model_copy(update={"smtp": server, "url": URL})
    return town.open()


async def ask(town: Town, email: str):  # type: ignore[no-untyped-def]
    async with town.client(None) as client:
        return await client.post("/mail", data={"email": email})


async def test_the_link_that_arrives_signs_in_once(town: Town, postbox: tuple[Postbox, str]) -> None:
    box, server = postbox
    with_mail(town, f"smtp://{server}", "tom@north.example")
    assert (await ask(town, "TOM@north.example ")).headers["location"] == "/?said=mailed"
    (mail,) = box.arrived
    assert (mail["To"], mail["From"]) == ("tom@north.example", "pathbot@localhost")
    text = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "Este enlace" in text
    key = text.partition(f"{URL}/link#")[2].split()[0]
    async with town.client(None) as client:
        assert (await client.post("/link", data={"key": key})).headers["location"] == "/inbox"
        assert (await client.post("/link", data={"key": key})).status_code == 403


async def test_a_stranger_a_refused_mail_and_a_known_address_are_answered_alike(
    town: Town, postbox: tuple[Postbox, str], caplog: pytest.LogCaptureFixture
) -> None:
    box, server = postbox
    with_mail(town, f"smtp://{server}", "nobody@north.example")
    answers = [await ask(town, email) for email in ("who@else.example", "nobody@north.example", "")]
    assert {(a.status_code, a.headers["location"]) for a in answers} == {(303, "/?said=mailed")}
    assert box.arrived == []
    assert audit.entries(town.engine, "north")[-1].action == "mail-refused", "the administrator reads it"
    assert "does not take mail" in caplog.text
    assert "nobody@" not in caplog.text


@pytest.mark.parametrize("server", ["smtp://127.0.0.1:1", "smtp://tom:wrong@{}", "smtps://{}", "what://{}", ""])
async def test_a_server_that_takes_no_mail_is_one_plain_sentence(
    town: Town, postbox: tuple[Postbox, str], server: str
) -> None:
    box, place = postbox
    with_mail(town, server.format(place), "tom@north.example")
    for email in ("tom@north.example", "who@else.example"):
        answer = await ask(town, email)
        assert answer.status_code == 422
        assert "Ask at your school for a code" in answer.text
    assert box.arrived == []


def test_a_password_with_signs_in_it_is_taken_and_never_sent_far_without_encryption(
    postbox: tuple[Postbox, str],
) -> None:
    box, server = postbox
    send_mail(f"smtp://tom:right%20%26%20proper@{server}", "a@b.example", "c@d.example", "Hello", "¿Qué tal?")
    assert box.arrived[0]["Subject"] == "Hello"
    with pytest.raises(NotSent, match="did not take it"):
        send_mail(f"smtp://tom:wrong@{server}", "a@b.example", "c@d.example", "Hello", "x")
