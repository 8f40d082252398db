"""The shell: settings, wiring, the turn, workers, the sender, the server and the command line."""
