"""A class in a Slack channel: what a teacher chose in Slack's window, in the words of `class_start`."""

from pathbot.app.class_start import Beginning, Newcomer
from pathbot.channels.slack.names import NAME, class_address, person_id, private_address
from pathbot.channels.slack.starting import Start


def beginning(start: Start) -> Beginning:
    """The same, as every channel says it."""
    team = start.team
    return Beginning(
        channel=NAME,
        teacher=person_id(team, start.user),
        place=class_address(team, start.channel, None),
        class_id=start.class_id,
        project=start.project,
        learners=tuple(
            Newcomer(
                person=person_id(team, learner.id),
                name=learner.name,
                address=private_address(team, learner.id),
                delivery=f"{team}/start/{learner.id}/{start.key}",
            )
            for learner in start.learners
        ),
        key=start.key,
    )
