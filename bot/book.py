"""The conversations of the product, ready for the engine."""

from bot.conversations import FLOWS
from bot.conversations.intake import heard_in_passing
from bot.engine import Book

BOOK = Book(FLOWS, heard_in_passing)
