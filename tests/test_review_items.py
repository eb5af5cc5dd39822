"""Ids of review items: they stand in workbooks beside decisions, so none may ever change."""

from publisher.review.items import ItemKind, ItemSpot, ReviewItem, Stretch


def test_the_ids_of_items_are_those_of_the_first_version():
    """The ids were written down when classes had other names; a sheet Review holds such ids and the decisions on them."""
    added = ReviewItem(
        "6557493d",
        ItemSpot("opsc-1", "law"),
        ItemKind.ADDED,
        "A. Reviewer",
        "2026-12-01T10:00:00Z",
        "The law.",
        (Stretch("The "), Stretch("new ", is_added=True), Stretch("law.")),
        start=4,
    )
    outside = ReviewItem(
        "6557493d",
        ItemSpot("", "", "Heading", ("opsc-1", "opsc-2")),
        ItemKind.OUTSIDE,
        before="x",
        after=(Stretch("x", is_deleted=True),),
        comment="Why?",
        about="deleted",
        is_recorded=False,
        copy=1,
    )
    marked = ReviewItem("0", ItemSpot(), ItemKind.MARKED)

    assert [each.id for each in (added, outside, marked)] == ["b53cef65", "fb28c30a", "dbf6289e"]
