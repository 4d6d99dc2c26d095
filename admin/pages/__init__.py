"""Our own pages, in the order of the menu. A new page is one file, its template, and its name here."""

from admin.page import Page
from admin.pages.agenda import AgendaPage
from admin.pages.appointments import AppointmentsPage
from admin.pages.candidature import CandidaturePage
from admin.pages.conversation import ConversationPage
from admin.pages.documents import DocumentsPage
from admin.pages.dossier import DossierPage
from admin.pages.fairness import FairnessPage
from admin.pages.figures import FiguresPage
from admin.pages.invitations import InvitationsPage
from admin.pages.new_series import NewSeriesPage
from admin.pages.offer_imports import OfferImportPage
from admin.pages.review import ReviewPage
from admin.pages.session import SessionPage
from admin.pages.settings import SettingsPage
from admin.pages.text_needs import TextNeedsPage
from admin.pages.today import TodayPage
from admin.pages.training import TrainingPage
from admin.pages.weights import WeightsPage

HOME: type[Page] = TodayPage
PAGES: tuple[type[Page], ...] = (
    TodayPage,
    ReviewPage,
    AgendaPage,
    SessionPage,
    AppointmentsPage,
    NewSeriesPage,
    FiguresPage,
    CandidaturePage,
    DossierPage,
    TrainingPage,
    OfferImportPage,
    TextNeedsPage,
    ConversationPage,
    InvitationsPage,
    DocumentsPage,
    WeightsPage,
    FairnessPage,
    SettingsPage,
)
