"""The web chat: pages, one POST for everything a person does, and a stream of what is shown to them."""
