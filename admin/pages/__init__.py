"""Our own pages, in the order of the menu. A new page is one file, its template, and its name here."""

from admin.page import Page
from admin.pages.conversation import ConversationPage
from admin.pages.review import ReviewPage
from admin.pages.today import TodayPage

HOME: type[Page] = TodayPage
PAGES: tuple[type[Page], ...] = (TodayPage, ReviewPage, ConversationPage)
