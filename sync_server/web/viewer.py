"""The person a page is made for, as a parameter of a route: `def page(reader: SignedIn)`."""

from typing import Annotated

from fastapi import Depends, Request

from sync_server.record.database import reading
from sync_server.record.office import Reader, reader
from sync_server.web.session import form_token, read_session
from sync_server.web.trouble import NotAllowedError, NotSignedInError


def signed_in(request: Request) -> Reader | None:
    """Return who is signed in, and leave them with the request for the page's frame; None for nobody."""
    session = read_session(request)
    if session is None:
        return None
    with reading(request.app.state.engine) as connection:
        person = reader(connection, session.person)
    # Another password ends the sessions of the old one.
    if person is None or person.mark != session.mark:
        return None
    request.state.reader = person
    request.state.form_token = form_token(request, session.nonce)
    return person


def _reader(request: Request) -> Reader:
    person = signed_in(request)
    if person is None:
        raise NotSignedInError
    return person


def _manager(request: Request) -> Reader:
    person = _reader(request)
    if not person.manages:
        raise NotAllowedError
    return person


SignedIn = Annotated[Reader, Depends(_reader)]
"""Somebody who is signed in; anybody else is sent to sign in first."""

Manager = Annotated[Reader, Depends(_manager)]
"""Somebody who looks after tablets; others are told whom the page is for."""
