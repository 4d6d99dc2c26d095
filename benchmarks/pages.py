"""How long the server takes for each page of the console: 450 people and 300 suggestions, then 10,000 people.

python benchmarks/pages.py
"""

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from sqlmodel import Session
from starlette.testclient import TestClient

from admin.console import mount_console
from backend.database import connect, transaction
from backend.messaging.consent import record_consent
from backend.messaging.tables import Line
from backend.migrate import migrate
from backend.network.advisers import add_adviser
from backend.network.tables import Office
from backend.offers.tables import Employer, Offer
from backend.people.tables import Candidate, Contact
from backend.placement.tables import Suggestion
from benchmarks.people import generate

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
EMAIL, PASSWORD = "a@example.org", "un mot de passe long"
PEOPLE, MANY_PEOPLE, SUGGESTIONS, OFFERS, TIMES = 450, 10_000, 300, 60, 7
STATES = ("interested", "transmitted", "interview", "hired")
PATHS = (
    "/", "/review", "/suivi", "/suivi/301", "/dossiers", "/dossiers/offre/1", "/formations", "/formations?offre=1",
    "/importer", "/candidats/list", "/offres/list", "/candidatures/list", "/propositions/list", "/taches/list",
)  # fmt: skip


class Still:
    def now(self) -> datetime:
        return NOW


def furnish(session: Session, people: int) -> None:
    office = Office(code="m", name="mission Emploi de Montluçon", town="Montluçon", commune_code="03185")
    session.add(office)
    session.flush()
    adviser = add_adviser(session, office, EMAIL, "A", PASSWORD, NOW)
    session.add_all([Line(office_id=1, channel="sms", address="+33939980000"), Employer(office_id=1, name="Atelier")])
    session.flush()
    candidates = list(generate(people, 1, 1, NOW))
    session.add_all(candidates)
    session.add_all(offers())
    session.flush()
    for number, candidate in enumerate(candidates[:600]):
        assert candidate.id is not None and adviser.id is not None
        address = f"+33639980{number:03}"
        session.add(Contact(office_id=1, candidate_id=candidate.id, channel="sms", address=address))
        record_consent(session, candidate.id, "office", True, NOW, adviser_id=adviser.id)
    session.add_all(suggestions(candidates))


def offers() -> Iterator[Offer]:
    for number in range(OFFERS):
        yield Offer(
            office_id=1, employer_id=1, title=f"Cariste {number}", rome_code="N1101", place="Domérat",
            commune_code="03101", contract="CDI", weekly_hours=35, created_at=NOW, updated_at=NOW,
            needs=[{"code": "caces-R489-3", "must": True, "words": "CACES 3"}],
            starts_on=(NOW + timedelta(days=number)).date() if number % 2 else None,
        )  # fmt: skip


def suggestions(candidates: list[Candidate]) -> Iterator[Suggestion]:
    """What waits, then a hundred under way."""
    random = Random(2)
    for number in range(SUGGESTIONS + 100):
        waits = number < SUGGESTIONS
        yield Suggestion(
            office_id=1, offer_id=number % OFFERS + 1, candidate_id=candidates[number].id or 0, score=random.random(),
            state="proposed" if waits else STATES[number % len(STATES)], created_at=NOW,
            parts=[{"name": "occupation", "points": 40, "ceiling": 40, "sentence": "Cherche le même métier."}] * 6,
        )  # fmt: skip


def times(people: int, folder: Path) -> dict[str, float]:
    """Page → median milliseconds on the server."""
    engine = connect(f"sqlite:///{folder / str(people)}.db")
    migrate(engine)
    with transaction(engine) as session:
        furnish(session, people)
    app = FastAPI()
    mount_console(app, engine, Still(), "k" * 40, "Europe/Paris", https=False, demo=False)
    client = TestClient(app)
    client.get("/console/login")
    token = client.cookies["starlette_admin_csrftoken"].strip('"')
    client.post("/console/login", data={"csrftoken": token, "username": EMAIL, "password": PASSWORD})
    found = {path: median(_once(client, path) for _ in range(TIMES)) for path in PATHS}
    engine.dispose()
    return found


def _once(client: TestClient, path: str) -> float:
    start = perf_counter()
    answer = client.get(f"/console{path}")
    elapsed = (perf_counter() - start) * 1000
    assert answer.status_code == 200 and "/login" not in str(answer.url), (path, answer.status_code)
    return elapsed


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        few, many = times(PEOPLE, Path(folder)), times(MANY_PEOPLE, Path(folder))
    print(f"| page | {PEOPLE} people, {SUGGESTIONS} suggestions (ms) | {MANY_PEOPLE} people (ms) |\n|---|---|---|")
    for path in PATHS:
        print(f"| {path} | {few[path]:.0f} | {many[path]:.0f} |")


if __name__ == "__main__":
    main()
