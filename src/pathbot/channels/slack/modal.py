"""Windows. A form of a conversation, opened."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import InputBlock, PlainTextInputElement
from slack_sdk.models.views import View

from pathbot.channels.slack.blocks import fitted, label, words
from pathbot.channels.slack.escape import clean
from pathbot.channels.slack.interactions import MODAL, kept_form
from pathbot.frozen import Frozen
from pathbot.messages import Form, FormField

LONGEST_TITLE = 24
LONGEST_FIELD = 3000
LONGEST_FIELD_LABEL = 150
MOST_FIELDS = 90


class ModalLabels(Frozen):
    """The words around a window's fields, in one language."""

    title: str
    send: str
    cancel: str
    empty: str


def form_modal(form: Form, labels: ModalLabels) -> dict[str, Any]:
    """The window of a form, filled in as far as the form is."""
    view = View(
        type="modal",
        callback_id=MODAL,
        title=label(labels.title, LONGEST_TITLE),
        submit=label(labels.send, LONGEST_TITLE),
        close=label(labels.cancel, LONGEST_TITLE),
        private_metadata=kept_form(form.submit),
        blocks=[*words(form.text), *(_input(field) for field in form.fields[:MOST_FIELDS])],
    )
    return dict(view.to_dict())


def missing(fields: Mapping[str, str], labels: ModalLabels) -> dict[str, str]:
    """What to say beside which field when nothing was written at all."""
    return {} if any(fields.values()) or not fields else {next(iter(fields)): labels.empty}


def _input(field: FormField) -> InputBlock:
    return InputBlock(
        block_id=field.name,
        label=label(field.label, LONGEST_FIELD_LABEL),
        optional=True,
        element=PlainTextInputElement(
            action_id="text",
            initial_value=clean(field.value)[:LONGEST_FIELD] or None,
            multiline=field.long,
            max_length=LONGEST_FIELD,
        ),
    )


__all__ = ["MODAL", "ModalLabels", "fitted", "form_modal", "missing"]
