"""Where people read and write. Each channel converts its platform's payloads to `messages` and back; nothing else."""
