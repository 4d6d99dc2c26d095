"""The conversations, each one a list of questions in its own file. The order is that in which they are asked."""

from bot.conversations.apec import APEC
from bot.conversations.bookings import BOOKINGS
from bot.conversations.cv import CV
from bot.conversations.cv_document import CV_DOCUMENT
from bot.conversations.intake import INTAKE
from bot.conversations.menu import MENU
from bot.conversations.my_file import MY_FILE
from bot.conversations.offers import OFFERS
from bot.conversations.refusals import REFUSALS
from bot.conversations.shared_phone import SHARED_PHONE
from bot.conversations.workshop import WORKSHOP

FLOWS = (CV_DOCUMENT, INTAKE, WORKSHOP, APEC, BOOKINGS, OFFERS, REFUSALS, CV, MENU, MY_FILE, SHARED_PHONE)
