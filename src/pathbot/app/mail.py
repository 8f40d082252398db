"""One plain e-mail over SMTP, for sign-in links. Nothing a learner wrote is ever mailed."""

import logging
import smtplib
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

PATIENCE_SECONDS = 10
log = logging.getLogger("pathbot.mail")


def send_mail(server: str, sender: str, to: str, subject: str, text: str) -> bool:
    """`server` is ``smtp://user:password@host:587`` (STARTTLS where offered) or ``smtps://…``. False: not sent."""
    place = urlsplit(server)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message.set_content(text)
    kind = smtplib.SMTP_SSL if place.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(place.hostname or "localhost", place.port or 0, timeout=PATIENCE_SECONDS) as connection:
            if place.scheme == "smtp" and connection.has_extn("starttls"):
                connection.starttls()
            if place.username:
                connection.login(unquote(place.username), unquote(place.password or ""))
            connection.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        log.error("mail could not be sent: %s", type(error).__name__)
        return False
    return True
