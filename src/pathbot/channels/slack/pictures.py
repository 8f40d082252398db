"""A picture on its way to Slack. Where that fails, its words are shown instead, which say the same."""

import base64
import binascii
import logging

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from pathbot.channels.slack.clients import Clients
from pathbot.messages import Picture

log = logging.getLogger("pathbot.slack")


async def upload(clients: Clients, team: str, picture: Picture) -> str:
    """Slack's id of the picture, empty when it could not be put there."""
    try:
        png = base64.b64decode(picture.png, validate=True)
        client = await clients.of(team)
        place = await client.files_getUploadURLExternal(
            filename="pathbot.png", length=len(png), alt_txt=picture.alt[:1000]
        )
        file = str(place.get("file_id", ""))
        await clients.put(str(place.get("upload_url", "")), png)
        await client.files_completeUploadExternal(files=[{"id": file, "title": "Pathbot"}])
    except (SlackApiError, ClientError, TimeoutError, binascii.Error) as error:
        log.warning("a picture goes out as words: %s", type(error).__name__)
        return ""
    return file
