"""What a message costs over Slack, beside a bare Bolt app that says back what it hears."""
