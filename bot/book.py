"""The conversations of the product, ready for the engine."""

from bot.conversations import FLOWS
from bot.conversations.intake import merged, overheard
from bot.conversations.my_file import command
from bot.turns import Book

BOOK = Book(FLOWS, overheard, merged, command)
