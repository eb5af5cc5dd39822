"""Tasks of the desk: the public site made, or a preview of it."""

from datetime import date

from publisher.desk.jobs import Teller
from publisher.desk.outcome import MadeFile, Outcome, Step
from publisher.desk.tasks import task
from publisher.project.project import Project
from publisher.project.site import make_site, preview_site, site_folder
from publisher.project.site_archive import write_archive
from publisher.project.turns import turn


@task
def make(project: Project, teller: Teller, *, is_preview: bool) -> Outcome:
    """Make the site from the editions, with one file of it for a memory stick; or a preview."""
    done = 0

    def count(_name: str) -> None:
        nonlocal done
        done += 1
        teller.at(done, 0)

    words = project.language.words("desk")
    with turn(project, site_folder(project, is_preview=is_preview), teller.waits):
        today = date.today()
        made = preview_site(project, today, count) if is_preview else make_site(project, count)
        name = f"{made.folder.name}.zip"
        write_archive(made.folder, made.folder.with_name(name))
    return Outcome(
        diagnostics=made.told,
        said=(words["site_made"].format(files=made.files, folder=made.folder),),
        files=(MadeFile(f"/site/files/{name}", name),),
        steps=(Step("/site", words["to_site"]),),
    )
