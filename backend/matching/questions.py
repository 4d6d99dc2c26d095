"""What to ask a person next: the question that would open most offers, and what repeated refusals suggest.

Nothing here changes a profile: a question is proposed, the person answers, and only the answer counts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.matching.criteria import ASKS
from backend.matching.rank import judge
from backend.matching.setting import Setting
from backend.matching.trades import Closeness
from backend.matching.values import Gap, Offer, Person, Result


class Reason(StrEnum):
    """Why someone said no to an offer; the values are stored."""

    TOO_FAR = "too_far"
    HOURS = "hours"
    PAY = "pay"
    NOT_MY_TRADE = "not_my_trade"
    NOT_NOW = "not_now"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One no, with the minutes of the way when they were known."""

    offer: str
    reason: Reason
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """`field` of the person to ask for, `opens` offers that wait for it, and its French after "À demander :"."""

    field: str
    opens: int
    words: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question to the person after repeated refusals. `value`: what a yes would write in `field`, None when open."""

    field: str
    sentence: str
    value: int | None = None


ENOUGH_REFUSALS = 2
"""Refusals for one reason, among the last ones, from which it is worth a question."""
LAST_REFUSALS = 5
LEAST_MINUTES = 10


def most_useful_question(person: Person, offers: Iterable[Offer], setting: Setting) -> Question | None:
    """The unknown field that most offers of the person's trades wait for; None when nothing is left to ask."""
    waiting: Counter[str] = Counter()
    for offer in offers:
        verdict = judge(offer, person, setting)
        result = verdict.result if isinstance(verdict, Gap) else verdict
        if isinstance(result, Result) and _is_for(offer, person, setting):
            waiting.update(result.unknown)
    order = list(ASKS)
    best = min(waiting.items(), key=lambda item: (-item[1], order.index(item[0])), default=None)
    return Question(best[0], best[1], ASKS[best[0]]) if best else None


def _is_for(offer: Offer, person: Person, setting: Setting) -> bool:
    """An offer of another trade opens nothing, whatever the answer. Without a trade, that is the first question."""
    return (
        not person.wants or setting.trades.closest(person.wants, offer.code, offer.titles).closeness > Closeness.SECTOR
    )


def after_refusals(person: Person, refusals: Sequence[Refusal]) -> Suggestion | None:
    """The question that the last refusals suggest, oldest first in `refusals`; None while they differ."""
    last = refusals[-LAST_REFUSALS:]
    counts = Counter(refusal.reason for refusal in last)
    repeated = [reason for reason in Reason if counts[reason] >= ENOUGH_REFUSALS]
    if not repeated:
        return None
    reason = max(repeated, key=lambda each: counts[each])
    return _nearer(person, last) if reason is Reason.TOO_FAR else _SUGGESTIONS.get(reason)


def after_this_refusal(limit: float | None, before: Sequence[Refusal], last: Refusal) -> Suggestion | None:
    """The question that one more refusal leads to: each second time that its own reason comes back, so that nobody who
    said no to the question hears it at every offer. `limit` is the person's own, in minutes."""
    known = [*before, last][-LAST_REFUSALS:]
    if sum(each.reason is last.reason for each in [*before, last]) % ENOUGH_REFUSALS:
        return None
    same = [each for each in known if each.reason is last.reason]
    return after_refusals(Person("", max_minutes=limit), same)


def _nearer(person: Person, last: Sequence[Refusal]) -> Suggestion:
    """A limit just under the shortest way that was too long, in steps of five minutes."""
    ways = [refusal.minutes for refusal in last if refusal.reason is Reason.TOO_FAR and refusal.minutes]
    if not ways:
        return Suggestion("max_minutes", "Trop loin encore : combien de minutes de trajet au plus ?")
    minutes = max(LEAST_MINUTES, (min(ways) - 1) // 5 * 5)
    if person.max_minutes is not None and minutes >= person.max_minutes:
        return Suggestion("modes", "Trop loin encore : comment venez-vous au travail ?")
    return Suggestion("max_minutes", f"Trop loin encore : on dit {minutes} minutes au plus ?", minutes)


_SUGGESTIONS = {
    Reason.HOURS: Suggestion(
        "nights", "Les horaires encore : lesquels ne vous vont pas ? Nuit, week-end, matin, soir ?"
    ),
    Reason.PAY: Suggestion("pay", "Le salaire encore : à partir de combien par heure ça vous irait ?"),
    Reason.NOT_MY_TRADE: Suggestion("wants", "Pas votre métier encore : quel travail cherchez-vous ?"),
    Reason.NOT_NOW: Suggestion("available_from", "Pas maintenant encore : à partir de quand êtes-vous disponible ?"),
    Reason.OTHER: Suggestion("call", "Ces offres ne vous vont pas : un conseiller vous appelle ?"),
}
