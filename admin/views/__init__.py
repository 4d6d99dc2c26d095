"""The lists and forms of the console, in the order of its menu."""

from admin.views.agenda import BookingView, WorkshopView
from admin.views.candidates import CandidateView
from admin.views.candidatures import CandidatureView
from admin.views.employers import EmployerView
from admin.views.messages import ReceivedView, SentView
from admin.views.offers import OfferView
from admin.views.office_view import OfficeView
from admin.views.series import AbsenceView, SeriesView
from admin.views.suggestions import SuggestionView
from admin.views.tasks import TaskView

# The menu: what people read over each group, and what is in it; pages of ours name theirs (Page.group).
GROUPS: tuple[tuple[str, tuple[type[OfficeView], ...]], ...] = (
    ("Personnes", (CandidateView, CandidatureView, SuggestionView)),
    ("Emplois", (OfferView, EmployerView)),
    ("Agenda", (WorkshopView, BookingView, SeriesView, AbsenceView)),
    ("Messages", (TaskView, ReceivedView, SentView)),
    ("L'antenne", ()),
)

VIEWS: tuple[type[OfficeView], ...] = tuple(view for _, views in GROUPS for view in views)
