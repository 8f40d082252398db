"""Skill statements: tagging, drafting, and the grounding check. Pure rules over frozen values."""
