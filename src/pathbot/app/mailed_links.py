"""Links to sign in with, by e-mail. Whether the school knows an address shows nowhere."""

import logging
from collections.abc import Callable
from datetime import datetime

from pathbot.app.kit import Kit
from pathbot.app.mail import NotSent, look_at_server, send_mail
from pathbot.app.settings import Settings
from pathbot.people import LINK_LASTS, Person, SignInLink
from pathbot.store import audit, people, sign_in
from pathbot.store.engine import Database

REFUSED: audit.Act = "mail-refused"
"""In the audit trail, about the person the mail was for: the administrator reads it on the school's page."""
log = logging.getLogger("pathbot.mail")


class MailedLinks:
    """`settings.smtp` is the school's mail server; without one no mail is ever offered."""

    def __init__(self, settings: Settings, engine: Database, kit: Kit, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._engine = engine
        self._kit = kit
        self._clock = clock

    def ready(self) -> bool:
        """Whether mail goes out now. Asked before every address, known or not, so that the answer tells nothing."""
        if not (self._settings.smtp and self._kit.url):
            return False
        try:
            look_at_server(self._settings.smtp)
        except NotSent as problem:
            log.error("%s", problem)
            return False
        return True

    def send(self, email: str) -> None:
        """A one-time link to whoever has this school e-mail; nothing where nobody has."""
        for school in people.all_schools(self._engine):
            person = people.person_with_email(self._engine, school.id, email)
            if person is not None:
                self._to(person)
                return

    def new_link(self, person: Person) -> str:
        """The address of a link that signs this person in once."""
        link = SignInLink(key=self._kit.new_key(), expires_at=self._clock() + LINK_LASTS)
        sign_in.add_link(self._engine, link, person)
        return link.address(self._kit.url)

    def _to(self, person: Person) -> None:
        say = self._kit.texts.say
        text = say("sign_in.mail", person.language, name=person.name, url=self.new_link(person))
        subject = say("sign_in.subject", person.language)
        try:
            send_mail(self._settings.smtp, self._settings.mail_from, person.email, subject, text)
        except NotSent as problem:
            log.error("%s", problem)
            audit.record(self._engine, person.school, audit.SYSTEM, REFUSED, person.id, self._clock())
