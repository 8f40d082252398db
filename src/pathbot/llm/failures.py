"""What an exception of the SDK means: one outcome, and whether asking again can help. Its text is never kept."""

import json
from typing import NamedTuple

from pathbot.usage import Outcome

LONGEST_WAIT = 1.0
"""Seconds. A server that asks for a longer pause is not asked again in this turn."""
_ABOUT_SHAPE = ("response_format", "json_schema", "schema", "tool", "function", "structured")


class Failure(NamedTuple):
    """`again_after`: seconds after which another try makes sense, None when it makes none.

    `wants_lower`: the server did not accept the way the shape was asked for.
    """

    outcome: Outcome
    again_after: float | None = None
    wants_lower: bool = False


def failure_of(error: Exception) -> Failure:
    """The outcome of a request that raised. Whatever nobody foresaw counts as an unusable answer."""
    import openai

    cause = _of_sdk(error)
    if isinstance(cause, TimeoutError | openai.APITimeoutError):
        return Failure("late")
    if isinstance(cause, openai.RateLimitError):
        return Failure("limited", _wait(cause))
    if isinstance(cause, openai.AuthenticationError | openai.PermissionDeniedError):
        return Failure("no_entry")
    if isinstance(cause, openai.APIStatusError):
        return _status(cause)
    if isinstance(cause, openai.APIConnectionError):
        return Failure("away", 0.0)
    if isinstance(cause, openai.ContentFilterFinishReasonError):
        return Failure("filtered", 0.0)
    if isinstance(cause, openai.LengthFinishReasonError):
        return Failure("cut", 0.0)
    return Failure("unusable", 0.0)


def _of_sdk(error: BaseException) -> BaseException:
    """LangChain wraps the SDK's errors, and may even fail while it does: the SDK's own one says what happened."""
    import openai

    seen: BaseException | None = error
    for _ in range(4):
        if seen is None or isinstance(seen, TimeoutError | openai.OpenAIError):
            break
        seen = seen.__cause__ or seen.__context__
    return seen or error


def _status(error: object) -> Failure:
    import openai

    assert isinstance(error, openai.APIStatusError)
    if error.status_code >= 500:
        return Failure("away", 0.0)
    said = _said(error.body) or error.message.lower()
    if "content_filter" in said or "content management policy" in said:
        return Failure("filtered", 0.0)
    shape = error.status_code in (400, 404, 422) and any(word in said for word in _ABOUT_SHAPE)
    return Failure("rejected", None, wants_lower=shape)


def _said(body: object) -> str:
    try:
        return json.dumps(body).lower() if body else ""
    except (TypeError, ValueError):
        return ""


def _wait(error: object) -> float | None:
    """Seconds a 429 asks for, None when that is too long, or when it is no matter of waiting."""
    import openai

    assert isinstance(error, openai.RateLimitError)
    if error.code == "insufficient_quota":
        return None
    try:
        seconds = float(error.response.headers.get("retry-after", "0.3"))
    except ValueError:
        return None
    return max(seconds, 0.0) if seconds <= LONGEST_WAIT else None
