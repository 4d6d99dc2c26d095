"""Telegram by python-telegram-bot, for the protocol only: an Update becomes Inbound, an Outgoing becomes sendMessage.

A webhook when the office has a public https address, long polling otherwise. Nothing of a person is kept here.
Source: core.telegram.org/bots/api, read in November 2026.
"""

import os

from bot.handlers.telegram.channel import TelegramChannel, bot_address
from bot.handlers.telegram.webhook import telegram_routes

os.environ["PTB_TIMEDELTA"] = "1"  # spans of time as timedelta, which its next version gives to everybody

__all__ = ["TelegramChannel", "bot_address", "telegram_routes"]
