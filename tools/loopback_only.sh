#!/bin/sh
# Runs a command where this machine's loopback is the only network, so that what it starts can listen to nobody else.
# Needs Linux and a user who may make namespaces; elsewhere the command runs as it is, and that is said.
if unshare -rn ip link set lo up 2>/dev/null; then
	exec unshare -rn sh -c 'ip link set lo up && exec "$@"' loopback_only "$@"
fi
echo "No network of its own can be made here: while this runs, local-slack listens on every address." >&2
exec "$@"
