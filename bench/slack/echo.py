"""The yardstick: Bolt as its own guide shows it, saying back what it hears. ``python -m bench.slack.echo PORT``."""

import os
import sys
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

bolt = AsyncApp(
    client=AsyncWebClient(token=os.environ["ECHO_TOKEN"], base_url=os.environ["ECHO_API_URL"]),
    signing_secret=os.environ["ECHO_SECRET"],
)
handler = AsyncSlackRequestHandler(bolt)
api = FastAPI()


@bolt.event("message")
async def echo(event: dict[str, Any], say: Any) -> None:
    await say(event["text"])


@api.post("/slack/events")
async def events(request: Request) -> Any:
    return await handler.handle(request)


if __name__ == "__main__":
    uvicorn.run(api, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
