"""The first intake: an agreement, eight questions, and the profile read back.

What each question keeps (JSON, in the state and in the effects):
name {"first", "last"} · commune {"code", "label"} · work {"code", "label"} · years float · licences [codes] ·
modes [codes] · reach {"minutes"} | {"km"} | {"anywhere"} · start ISO date.
wishes {"contracts", "nights", "weekends", "part_time"}: never asked here, kept when it is said.
"""

from bot.conversations.intake.agreement import AGREEMENT
from bot.conversations.intake.going import LICENCES, MODES, REACH
from bot.conversations.intake.overheard import merged, overheard
from bot.conversations.intake.person import COMMUNE, NAME
from bot.conversations.intake.read_back import CHANGE, CONFIRM
from bot.conversations.intake.start import START
from bot.conversations.intake.work import PRECISE, WORK, YEARS
from bot.flow import Flow

__all__ = ["INTAKE", "merged", "overheard"]

INTAKE = Flow(
    "intake",
    "Première fiche",
    about="votre fiche",
    questions=(AGREEMENT, NAME, COMMUNE, WORK, PRECISE, YEARS, LICENCES, MODES, REACH, START, CONFIRM),
    alone=(CHANGE,),
)
