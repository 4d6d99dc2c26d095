"""What the settings tell the console: how long a decision can be taken back, where employers and documents are."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from starlette.requests import Request

from backend.placement.review import UNDO


@dataclass(frozen=True, slots=True)
class Rules:
    """`public_url`: where employers' private links lead. `mail_on`: whether e-mails leave by themselves."""

    undo: timedelta = UNDO
    public_url: str = "http://localhost:8000"
    mail_on: bool = False
    documents: Path = Path("data/documents")


BY_DEFAULT = Rules()


def rules_of(request: Request) -> Rules:
    rules = request.state.rules
    assert isinstance(rules, Rules)
    return rules
