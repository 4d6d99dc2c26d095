"""Offer × people → a ranking with its reasons, and person × offers. Pure: values in, values out.

A score is the points over the ceilings of the criteria that have data. Equal scores: who has waited longest comes
first, then the order of the ids, so that the same pool always gives the same list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

from backend.matching.certificates import is_expired, label
from backend.matching.criteria import ASKS, CRITERIA, Mark, beyond_sentence
from backend.matching.filters import Hold, holds
from backend.matching.openers import openers_for, with_carpools
from backend.matching.reach import Fit, Reach, reach
from backend.matching.setting import Setting
from backend.matching.values import Gap, Offer, OutOfReach, Part, Person, Ranking, Refused, Result

Verdict: TypeAlias = Result | Refused | Gap | OutOfReach
GRAIN = 1_000_000
"""Points and scores are whole millionths: two people who differ by less are equals."""


def rank(offer: Offer, people: Iterable[Person], setting: Setting) -> Ranking:
    """Everyone, each in exactly one list: to propose (best first), refused, one training away, out of reach."""
    pool = {person.id: person for person in people}
    verdicts = [judge(offer, person, setting) for person in sorted(pool.values(), key=attrgetter("id"))]
    top = [verdict for verdict in verdicts if isinstance(verdict, Result)]
    beyond = [verdict for verdict in verdicts if isinstance(verdict, OutOfReach)]
    return Ranking(
        offer=offer.id,
        top=tuple(sorted(top, key=lambda result: order(result, pool[result.person]))),
        refused=tuple(verdict for verdict in verdicts if isinstance(verdict, Refused)),
        gaps=tuple(verdict for verdict in verdicts if isinstance(verdict, Gap)),
        out_of_reach=with_carpools(offer, beyond, top, pool),
    )


def order(result: Result, person: Person) -> tuple[float, float, str]:
    """Best score first; among equals, who has had nothing for longest; then the id."""
    return (-result.score, -person.weeks_waiting, person.id)


def judge(offer: Offer, person: Person, setting: Setting) -> Verdict:
    """One offer, one person. What nothing can mend comes first, then the way there, then what can be learned."""
    held = holds(offer, person, setting)
    if any(not hold.learnable for hold in held) or len(held) > 1:
        return Refused(person.id, tuple(hold.reason for hold in sorted(held, key=lambda hold: bool(hold.learnable))))
    way = reach(offer, person)
    if way.fit is Fit.BEYOND:
        return _out_of_reach(offer, person, way)
    return _gap(held[0], offer, person, setting) if held else score(offer, person, setting)


def score(offer: Offer, person: Person, setting: Setting) -> Result:
    """The criteria alone, whatever the filters say."""
    marks = [(each.name, each.judge(offer, person, setting), setting.weights.of(each.name)) for each in CRITERIA]
    parts = tuple(
        Part(name, to_the_grain(mark.share * ceiling), ceiling, mark.sentence)
        for name, mark, ceiling in marks
        if mark.share is not None and ceiling
    )
    total = sum(part.ceiling for part in parts)
    share = to_the_grain(sum(part.points for part in parts) / total) if total else 0.0
    asks = tuple(dict.fromkeys(ask for _, mark, ceiling in marks for ask in mark.ask if ceiling))
    return Result(person.id, share, parts, asks, _flip(marks, asks))


def to_the_grain(value: float) -> float:
    """The nearest millionth, halves to the even one, as the fast pool computes it too."""
    return round(value * GRAIN) / GRAIN


def offers_for(person: Person, offers: Iterable[Offer], setting: Setting) -> list[tuple[Offer, Verdict]]:
    """The other way: every offer with its verdict for this person, what can be proposed first and best first."""
    judged = [(offer, judge(offer, person, setting)) for offer in offers]
    return sorted(judged, key=lambda pair: (*_kind_and_score(pair[1]), pair[0].id))


def explain(offer: Offer, person: Person, setting: Setting) -> str:
    """The waterfall of one pair, for a human: the verdict, each part with its points, what to ask, what would help."""
    verdict, scored = judge(offer, person, setting), score(offer, person, setting)
    lines = [f"{offer.title or offer.code or offer.id} × {person.id}", verdict_sentence(verdict)]
    lines += [f"  {part.points:5.1f} / {part.ceiling:<4g} {part.sentence}" for part in scored.parts]
    lines.append(f"  {scored.points:5.1f} / {scored.ceiling:<4g} soit {scored.score:.0%}")
    if scored.unknown:
        lines.append("À demander : " + ", ".join(ASKS.get(ask, ask) for ask in scored.unknown) + ".")
    if scored.flip:
        lines.append(f"Ce qui changerait tout : {scored.flip}")
    return "\n".join(lines)


def verdict_sentence(verdict: Verdict) -> str:
    """One line of French for any verdict."""
    match verdict:
        case Refused():
            return f"Écarté : {verdict.reason}"
        case Gap():
            return f"Besoin de formation : {verdict.sentence}"
        case OutOfReach():
            return " ".join([f"Hors de portée : {verdict.sentence}", *verdict.openers])
        case Result():
            return "Peut être proposé."


@dataclass(frozen=True, slots=True)
class _Change:
    gain: float
    sentence: str


def _flip(marks: list[tuple[str, Mark, float]], asks: tuple[str, ...]) -> str:
    """The one change worth most points; when nothing is lost, the first thing that is not known."""
    changes = [_Change((1 - mark.share) * ceiling, mark.change) for _, mark, ceiling in marks if mark.share is not None]
    best = max(
        (change for change in changes if change.sentence and change.gain > 0), key=attrgetter("gain"), default=None
    )
    if best:
        return best.sentence
    return f"À demander : {ASKS.get(asks[0], asks[0])}." if asks else ""


def _gap(hold: Hold, offer: Offer, person: Person, setting: Setting) -> Gap:
    code = hold.learnable
    name = code.partition(":")[2] if code.startswith("logiciel:") else label(code)
    over = is_expired(code, person.licences or frozenset())
    sentence = f"Il manque seulement un recyclage : {name} est périmé." if over else f"Il manque seulement {name}."
    return Gap(person.id, code, sentence, score(offer, person, setting))


def _out_of_reach(offer: Offer, person: Person, way: Reach) -> OutOfReach:
    by_road = way.limit_km if way.trip and way.limit_km is not None and way.trip.km > way.limit_km else None
    limit = by_road if by_road is not None else way.limit_minutes
    minutes = way.trip.minutes if way.trip else 0
    km = float(way.trip.km) if by_road is not None and way.trip else None
    return OutOfReach(person.id, minutes, limit, km, beyond_sentence(way), openers_for(offer, person, way))


def _kind_and_score(verdict: Verdict) -> tuple[int, float]:
    match verdict:
        case Result():
            return 0, -verdict.score
        case Gap():
            return 1, -verdict.result.score
        case OutOfReach():
            return 2, 0.0
        case Refused():
            return 3, 0.0
