"""Measurements. `make bench` prints them; nothing here fails a test."""
