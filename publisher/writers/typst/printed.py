"""What of a guide its PDF prints; the rest stands on its web page and in its data."""

from dataclasses import replace

from publisher.compose.guide import Guide
from publisher.compose.guide.on_paper import on_paper
from publisher.compose.guide.values import Chapter


def printed(guide: Guide) -> Guide:
    """Return a guide without what its PDF leaves out.

    Typst holds all data in memory, whether a template uses them or not: a guide to 180 countries
    has 26 MB of them, of which it prints a sixth.
    """
    guide = on_paper(guide)
    chapters = tuple(_printed_chapter(each, guide) for each in guide.chapters)
    pages = tuple(replace(page, groups=()) for page in guide.pages)
    return replace(guide, matrix=(), spreads=(), chapters=chapters, pages=pages)


def _printed_chapter(chapter: Chapter, guide: Guide) -> Chapter:
    rules = tuple(replace(rule, texts=()) for rule in chapter.rules)
    chapter = replace(chapter, rules=rules)
    if not guide.is_full:
        chapter = replace(chapter, laws=(), reforms=(), findings=())
    return chapter
