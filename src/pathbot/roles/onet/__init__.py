"""Occupations of an O*NET release, brought by whoever runs Pathbot: reading it, keeping it, and making roles of it."""
