"""Microsoft Teams: activities come in with a signed token, cards and texts go out through the Bot Connector."""
