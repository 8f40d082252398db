"""The rules of a reflection: state and message in, state and events out. No I/O, no clock, no randomness."""
