"""Help: what is installed, and what the words mean."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from publisher.desk.pages import page
from publisher.desk.state import desk_of
from publisher.project.doctor import examine


def show(request: Request) -> Response:
    """Show what is installed and what is missing, and what each word of the desk means."""
    project = desk_of(request).project()
    meanings = project.language.words("desk_meanings")
    return page(
        request, project, "help", found=examine(project), meanings=meanings, folder=project.folder
    )


ROUTES = (Route("/help", show),)
