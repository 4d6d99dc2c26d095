"""The person whose page is asked for."""

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request

from admin.current import signed_in
from backend.people.tables import Candidate


def person_of(request: Request, session: Session) -> Candidate:
    """The person of the path's `candidate_id`, of the adviser's own office. Raises HTTPException(404) otherwise."""
    wanted = int(request.path_params["candidate_id"])
    person = session.get(Candidate, wanted) if wanted < 2**31 else None
    if person is None or person.office_id != signed_in(request).office_id:
        raise HTTPException(404)
    return person
