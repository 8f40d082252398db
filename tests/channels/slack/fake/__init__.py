"""Our own Slack: a workspace with people, channels and messages, its Web API with Slack's limits, and its deliveries.

    async with FakeSlack() as slack:
        slack.url                       # give this to Pathbot as the Web API
        await slack.says("U0MAYA", "hi")   # a signed event, delivered as Slack delivers it
        slack.read("U0MAYA")            # what Maya reads in her chat with Pathbot

It refuses what Slack refuses, and it can be told to be slow, to ask for patience, to drop a connection after it took a
message, and to deliver twice.
"""

from tests.channels.slack.fake.slack import FakeSlack

__all__ = ["FakeSlack"]
