"""What each command does; backend/cli.py says how it is typed, and imports only the one that is asked for."""
