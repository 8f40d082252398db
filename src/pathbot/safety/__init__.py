"""The safety screen and what follows from it. Pure rules: content and weights are handed in."""

from pathbot.safety.finding import Finding, Tier
from pathbot.safety.protocol import Protocol, SafetyReply, SchoolFacts, respond
from pathbot.safety.screen import SafetyKit, screen

__all__ = ["Finding", "Protocol", "SafetyKit", "SafetyReply", "SchoolFacts", "Tier", "respond", "screen"]
