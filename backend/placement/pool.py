"""Rows as the matcher's values. What may not count is left here: no name, no age, no commune goes through."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from backend.matching import values
from backend.matching.certificates import EXPIRED
from backend.matching.setting import Setting, setting
from backend.matching.trades import Closeness, Trades
from backend.offers.confirming import SET_ASIDE
from backend.offers.tables import Offer
from backend.people.tables import Candidate
from backend.reference import communes, occupations
from backend.reference.licence_validity import is_over


@lru_cache(maxsize=1)
def setting_of(day: datetime) -> Setting:
    """The day's setting, kept: it remembers the trades it read."""
    return setting(day.date(), occupations.default())


def setting_for(now: datetime, weights: values.Weights | None = None) -> Setting:
    """The setting of that day; `weights` are the office's (placement/weights.py), the default ones without."""
    day = setting_of(now.replace(hour=0, minute=0, second=0, microsecond=0))
    return replace(day, weights=weights) if weights else day


def person_of(candidate: Candidate, now: datetime) -> values.Person:
    """A candidate's row as matching sees it. `now` is aware."""
    waiting_since = candidate.last_proposed_at or candidate.created_at
    return values.Person(
        id=str(candidate.id),
        wants=tuple(word for want in candidate.wants for word in (want["code"], want["label"])),
        position=_position(candidate.commune_code),
        modes=tuple(values.Mode(mode) for mode in candidate.modes or ()),
        max_minutes=candidate.max_minutes,
        max_km=candidate.max_km,
        licences=_licences(candidate, now),
        skills=None if candidate.skills is None else tuple(candidate.skills),
        experience=_experience(candidate),
        diploma=candidate.diploma or None,
        contracts=_set(candidate.contracts),
        nights=candidate.nights,
        weekends=candidate.weekends,
        part_time=candidate.part_time,
        available_from=candidate.available_from,
        paused=candidate.status != "active" or bool(candidate.paused_until and candidate.paused_until > now.date()),
        # in eighths of a week: finer than a day, and exact in the columns of the fast pool
        weeks_waiting=round((now - waiting_since).days * 8 / 7) / 8,
    )


def _position(commune_code: str | None) -> values.Position | None:
    commune = communes.by_code(commune_code) if commune_code else None
    return (commune.latitude, commune.longitude) if commune else None


def _licences(candidate: Candidate, now: datetime) -> frozenset[str] | None:
    """What is held today; a certificate whose date says that it is over is marked as such."""
    dates = candidate.details.get("licence_dates") or {}
    if candidate.licences is None or not dates:
        return _set(candidate.licences)
    today = now.date()
    over = {code for code in candidate.licences if dates.get(code) and is_over(code, str(dates[code]), today)}
    return frozenset(EXPIRED + code if code in over else code for code in candidate.licences)


def _set(codes: list[str] | None) -> frozenset[str] | None:
    return None if codes is None else frozenset(codes)


def _experience(candidate: Candidate) -> tuple[values.Experience, ...] | None:
    """Years in the first occupation wanted, then the past jobs; None when nobody asked. No year counts twice."""
    told = [values.Experience(job["work"], job.get("years")) for job in candidate.past_jobs]
    if candidate.experience_years is not None and candidate.wants:
        code = candidate.wants[0]["code"]
        named = sum(past.years or 0.0 for past in told if _is_in_the_trade(past.work, code))
        told.insert(0, values.Experience(code, max(0.0, candidate.experience_years - named)))
    return tuple(told) if told or candidate.experience_years is not None else None


@lru_cache(maxsize=20_000)
def _is_in_the_trade(work: str, code: str) -> bool:
    """Whether a past job, in the person's words, is of this occupation: its years are among those told for it."""
    return work == code or _trades().closest((work,), code, ()).closeness >= Closeness.CODE


@lru_cache(maxsize=1)
def _trades() -> Trades:
    return Trades(occupations.default())


def offer_of(offer: Offer) -> values.Offer:
    """An offer's row as matching sees it."""
    position = (offer.latitude, offer.longitude) if offer.latitude is not None and offer.longitude is not None else None
    return values.Offer(
        id=str(offer.id),
        code=offer.rome_code or "",
        titles=(offer.title,),
        position=position or _position(offer.commune_code),
        contract=offer.contract,
        hours=offer.weekly_hours,
        part_time=offer.part_time,
        nights=offer.nights,
        weekends=offer.weekends,
        needs=tuple(
            values.Need(n["code"], bool(n.get("must")), n.get("words", ""), n.get("source", "offre"))
            for n in offer.needs
            if n.get("source") != SET_ASIDE
        ),
        skills=tuple(values.Skill(s["label"], bool(s.get("must"))) for s in offer.skills),
        experience_months=offer.experience_months,
        start_from=offer.starts_on,
        posts=offer.posts,
        office=str(offer.office_id),
    )
