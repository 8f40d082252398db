"""Slack: the class channel and the private chat. The SDK stays in this folder."""
