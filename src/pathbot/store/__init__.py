"""The database: inbox, outbox, journeys, portfolios and people, in one SQL database through SQLAlchemy Core.

Everything here is synchronous and takes the time as an argument, except `ingest.Ingest`, the one asynchronous door.
"""
