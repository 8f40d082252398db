"""What Teams sends, as far as Pathbot reads it. Everything else in an activity is passed over unread."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic.alias_generators import to_camel


class Unreadable(Exception):
    """This is not an activity."""


class Wire(BaseModel):
    """Part of an activity. Fields nobody here needs are left out, and null means absent."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True)

    @field_validator("*", mode="before")
    @classmethod
    def _absent(cls, value: Any, info: Any) -> Any:
        if value is not None or info.field_name is None:
            return value
        return cls.model_fields[info.field_name].get_default(call_default_factory=True)


class Account(Wire):
    """Someone in Teams: `id` is Teams' own, `aad_object_id` the school directory's."""

    id: str = ""
    aad_object_id: str = ""
    name: str = ""

    @property
    def key(self) -> str:
        """What a person is known by: the directory's id, which does not change from chat to chat."""
        return self.aad_object_id or self.id


class Conversation(Wire):
    """Where it happened. `id` of a channel ends in the thread: ``19:…@thread.tacv2;messageid=17…``."""

    id: str = Field(min_length=1)
    tenant_id: str = ""
    conversation_type: str = ""
    is_group: bool = False


class Named(Wire):
    """Something that has an id."""

    id: str = ""


class ChannelData(Wire):
    """What only Teams says."""

    tenant: Named = Named()
    event_type: str = ""


class Mention(Wire):
    """An entity of an activity; other kinds than mentions have no `mentioned`."""

    type: str = ""
    mentioned: Account = Account()
    text: str = ""


class Activity(Wire):
    """One thing that happened in Teams."""

    type: str = Field(min_length=1)
    id: str = ""
    action: str = ""
    timestamp: str = ""
    service_url: str = Field(min_length=1)
    channel_id: str = ""
    sender: Account = Field(default=Account(), alias="from")
    recipient: Account = Account()
    conversation: Conversation
    channel_data: ChannelData = ChannelData()
    entities: tuple[Mention, ...] = ()
    members_added: tuple[Account, ...] = ()
    text: str = ""
    locale: str = ""
    value: Any = None
    attachments: tuple[dict[str, Any], ...] = ()

    @property
    def tenants(self) -> set[str]:
        """The tenants it says it is from. More than one is a lie."""
        return {name.lower() for name in (self.conversation.tenant_id, self.channel_data.tenant.id) if name}

    @property
    def private(self) -> bool:
        """Whether nobody else reads along."""
        where = self.conversation
        return where.conversation_type == "personal" or not (where.conversation_type or where.is_group)


def read_activity(body: bytes) -> Activity:
    """The activity in a request. Raises Unreadable; the reason would repeat what was written, so there is none."""
    try:
        return Activity.model_validate_json(body)
    except ValidationError:
        raise Unreadable from None
