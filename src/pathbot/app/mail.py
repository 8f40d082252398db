"""Mail through the school's own server, for sign-in links. Nothing a learner wrote is ever mailed."""

import logging
import smtplib
import ssl
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

PATIENCE_SECONDS = 10
log = logging.getLogger("pathbot.mail")


class NotSent(Exception):
    """The mail server cannot be reached, wants no mail of ours, or refuses this one. Says which, never to whom."""


def look_at_server(server: str) -> None:
    """Connects and signs in as for a mail, and sends none. Raises NotSent."""
    _with_server(server, None)


def send_mail(server: str, sender: str, to: str, subject: str, text: str) -> None:
    """`server` is ``smtp://user:password@host:587`` (STARTTLS where offered) or ``smtps://…``. Raises NotSent."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message.set_content(text)
    _with_server(server, message)


def _with_server(server: str, message: EmailMessage | None) -> None:
    try:
        place = urlsplit(server)
        host, port = place.hostname or "localhost", place.port or 0
        with _connection(place.scheme, host, port) as connection:
            if place.scheme == "smtp" and connection.has_extn("starttls"):
                connection.starttls(context=ssl.create_default_context())
                connection.ehlo()
            elif place.scheme == "smtp" and place.username and not _is_here(host):
                raise NotSent("The mail server offers no encryption, so no password is sent to it.")
            if place.username:
                connection.login(unquote(place.username), unquote(place.password or ""))
            if message is not None:
                connection.send_message(message)
    except smtplib.SMTPRecipientsRefused:
        raise NotSent("The mail server does not take mail for this person.") from None
    except (OSError, ValueError, smtplib.SMTPException) as error:
        raise NotSent(f"The mail server did not take it ({type(error).__name__}).") from None


def _connection(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE_SECONDS, context=ssl.create_default_context())
    if scheme != "smtp":
        raise ValueError("the address of a mail server begins with smtp:// or smtps://")
    connection = smtplib.SMTP(host, port, timeout=PATIENCE_SECONDS)
    connection.ehlo()
    return connection


def _is_here(host: str) -> bool:
    """Whether a password stays on this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
