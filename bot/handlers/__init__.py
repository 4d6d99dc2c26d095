"""One file or folder per channel: a provider's messages and ours. Each knows values, ports and its provider only.

A new channel is its file and its name here; tests/test_channels.py then holds it to what every channel promises.
"""

CHANNELS = ("sms", "telegram", "phone")
