"""A language model that helps and is never trusted. Nothing here loads an SDK until a model is asked."""
