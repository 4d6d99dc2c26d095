"""A file of offers → rows. Importing the same file again changes nothing; a file older than what we have is no news."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlmodel import Session, col, select

from backend.offers import france_travail
from backend.offers.corrections import LABELS, as_said, corrected, note_said, said_of
from backend.offers.france_travail import NotAnOffer, OfferRead
from backend.offers.tables import Employer, Offer, OfferSaid
from backend.reference.folding import fold

# Offers looked up in one query: databases take a limited number of values at once.
BATCH = 500
TWICE = "deux fois dans le fichier : la plus récente est gardée"
OLDER = "plus ancienne que celle déjà connue"

_NOT_COLUMNS = {"external_id", "employer", "odd"}
_COLUMNS = tuple(name for name in OfferRead.__dataclass_fields__ if name not in _NOT_COLUMNS)


class NotOffers(ValueError):
    """The file holds no list of offers; the message says what was expected, in French."""


@dataclass(frozen=True)
class ImportReport:
    """read = added + changed + unchanged + len(left_out). `left_out`: (number or rank in the file, reason in French).

    `notes`: kind of oddity, in French → how many offers that came in have it.
    """

    read: int
    added: int
    changed: int
    unchanged: int
    left_out: tuple[tuple[str, str], ...] = ()
    notes: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def as_json(self) -> dict[str, Any]:
        counts = {"read": self.read, "added": self.added, "changed": self.changed, "unchanged": self.unchanged}
        return {**counts, "left_out": [list(one) for one in self.left_out], "notes": dict(self.notes)}

    def lines(self) -> list[str]:
        """The report as French sentences for the terminal."""
        return [
            f"{_offers(self.read)} dans le fichier : {_count(self.added, 'nouvelle')}, "
            f"{_count(self.changed, 'modifiée')}, {self.unchanged} déjà à jour, "
            f"{_count(len(self.left_out), 'laissée')} de côté.",
            *(f"Laissée de côté : {name} ({reason})." for name, reason in self.left_out),
            *(f"À savoir : {kind}, {_offers(count)}." for kind, count in self.notes.items()),
        ]


def _offers(count: int) -> str:
    return _count(count, "offre")


def _count(count: int, word: str) -> str:
    return f"{count} {word}{'s' if count > 1 else ''}"


def import_offers(
    session: Session, office_id: int, payload: Any, now: datetime, progress: Callable[[int, int], None] | None = None
) -> ImportReport:
    """Bring in a France Travail search answer ({"resultats": [...]}), or a list of such offers.

    `progress` is told (done, in all) after each batch. Raises NotOffers when the payload holds no list of offers.
    An offer that came before is changed where the file differs, but for its status, which is the office's own.
    """
    raw = france_travail.offers_of(payload)
    if raw is None:
        raise NotOffers('Ce fichier ne contient pas une liste d\'offres (attendu : {"resultats": [...]}).')
    return bring_in(session, office_id, read_all(FRANCE_TRAVAIL, raw), now, progress)


@dataclass(frozen=True, slots=True)
class Source:
    """Where offers come from: `name` is kept in Offer.source; `read` raises NotAnOffer, and nothing else."""

    name: str
    read: Callable[[object], OfferRead]


FRANCE_TRAVAIL = Source(france_travail.SOURCE, france_travail.read_offer)


@dataclass(frozen=True, slots=True)
class OffersRead:
    """A file as values, each number once; nothing of it has touched the database yet. `left_out`: (name, reason)."""

    source: str
    read: int
    offers: list[OfferRead]
    left_out: list[tuple[str, str]]


def bring_in(
    session: Session, office_id: int, given: OffersRead, now: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> ImportReport:  # fmt: skip
    """The offers of one source. What an adviser corrected here stays; the other fields follow the source."""
    employers = _Employers(session, office_id)
    outcomes: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    for done, batch in _batches(given.offers):
        rows = _known(session, office_id, given.source, batch)
        said = said_of(session, rows.values())
        for offer in batch:
            row = rows.get(offer.external_id)
            one = _Arrival(given.source, offer, row, said.get(row.id or 0) if row else None)
            outcome, kept = _bring_one_in(session, office_id, one, employers, now)
            outcomes[outcome] += 1
            notes.update([*offer.odd, *kept, *([OLDER] if outcome == OLDER else [])])
        session.flush()
        if progress:
            progress(done + len(given.left_out), given.read)
    added, changed = outcomes["added"], outcomes["changed"]
    unchanged = outcomes["unchanged"] + outcomes[OLDER]
    return ImportReport(given.read, added, changed, unchanged, tuple(given.left_out), dict(notes.most_common()))


def read_all(source: Source, raw: list[object]) -> OffersRead:
    """What can be read, each number once, and what is left out with the reason. It needs no transaction."""
    offers: dict[str, OfferRead] = {}
    left_out: list[tuple[str, str]] = []
    for rank, each in enumerate(raw, start=1):
        try:
            offer = source.read(each)
        except NotAnOffer as refusal:
            left_out.append((refusal.name or f"n° {rank} du fichier", str(refusal)))
            continue
        before = offers.get(offer.external_id)
        if before:
            left_out.append((offer.external_id, TWICE))
        if before is None or not _is_older(offer.published_at, before.published_at):
            offers[offer.external_id] = offer
    return OffersRead(source.name, len(raw), list(offers.values()), left_out)


def _is_older(published: datetime | None, known: datetime | None) -> bool:
    return published is not None and known is not None and published < known


def _batches(offers: Iterable[OfferRead]) -> Iterator[tuple[int, list[OfferRead]]]:
    """Each batch with the number of offers up to its end."""
    members, done = iter(offers), 0
    while batch := list(islice(members, BATCH)):
        done += len(batch)
        yield done, batch


def _known(session: Session, office_id: int, source: str, batch: list[OfferRead]) -> dict[str, Offer]:
    """The office's rows for these offers, by their number."""
    numbers = [offer.external_id for offer in batch]
    ours = select(Offer).where(Offer.office_id == office_id, Offer.source == source)
    rows = session.exec(ours.where(col(Offer.external_id).in_(numbers)))
    return {str(row.external_id): row for row in rows}


@dataclass(frozen=True, slots=True)
class _Arrival:
    """An offer as it comes, the row it had before, and what its source said then."""

    source: str
    offer: OfferRead
    row: Offer | None
    said: OfferSaid | None


def _bring_one_in(
    session: Session, office_id: int, one: _Arrival, employers: "_Employers", now: datetime
) -> tuple[str, list[str]]:
    """How it came (added, changed, unchanged, or older than what we have), and what was kept as corrected here."""
    offer, row = one.offer, one.row
    if row is not None and _is_older(offer.published_at, row.published_at):
        return OLDER, []
    values: dict[str, Any] = {name: getattr(offer, name) for name in _COLUMNS}
    if offer.employer:
        values["employer_id"] = employers.id_of(offer.employer)
    if row is None:
        values |= {"source": one.source, "external_id": offer.external_id}
        row = Offer(office_id=office_id, **values, created_at=now, updated_at=now)
        session.add(row)
        note_said(session, row, None, values, now)
        return "added", []
    ours = corrected(row, one.said.said) if one.said else set()
    different = {name: value for name, value in values.items() if name not in ours and getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    if different:
        row.updated_at = now
    note_said(session, row, one.said, values, now)
    here = as_said({name: getattr(row, name) for name in ours})
    still = {LABELS[name] for name in ours if name in values and here[name] != as_said({name: values[name]})[name]}
    return "changed" if different else "unchanged", [f"corrigé ici et gardé, {label}" for label in sorted(still)]


class _Employers:
    """The office's employers by name, however it is written: "RANDSTAD" is "Randstad"."""

    def __init__(self, session: Session, office_id: int) -> None:
        self._session = session
        self._office_id = office_id
        ours = (
            select(Employer.id, Employer.name).where(Employer.office_id == office_id).order_by(col(Employer.id).desc())
        )
        self._ids = {_folded(name): known for known, name in session.exec(ours)}

    def id_of(self, name: str) -> int | None:
        """The row of that name, made when there is none; None for no name."""
        if not name:
            return None
        key = _folded(name)
        if key not in self._ids:
            employer = Employer(office_id=self._office_id, name=name)
            self._session.add(employer)
            self._session.flush()
            self._ids[key] = employer.id
        return self._ids[key]


def _folded(name: str) -> str:
    return fold(name) or name
