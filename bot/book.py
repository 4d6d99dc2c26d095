"""The conversations of the product, ready for the engine."""

from bot.conversations import FLOWS
from bot.conversations.intake import merged, overheard
from bot.conversations.menu import command
from bot.turns import Book

BOOK = Book(FLOWS, overheard, merged, command)
