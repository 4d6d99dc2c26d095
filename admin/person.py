"""The person whose page is asked for, and those who go by a name."""

from sqlalchemy import ColumnElement
from sqlmodel import Session, col
from starlette.requests import Request

from admin.current import signed_in
from admin.ours import ours
from backend.people.tables import Candidate


def person_of(request: Request, session: Session) -> Candidate:
    """The person of the path's `candidate_id`, of the adviser's own office. Raises HTTPException(404) otherwise."""
    return ours(session, Candidate, int(request.path_params["candidate_id"]), signed_in(request).office_id)


def named(term: str) -> ColumnElement[bool]:
    """The condition that a first or a last name holds `term`."""
    first, last = col(Candidate.first_name), col(Candidate.last_name)
    return first.icontains(term, autoescape=True) | last.icontains(term, autoescape=True)
