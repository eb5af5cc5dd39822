"""What belongs to what in an Office file: expected values from the Open Packaging Conventions (ECMA-376 Part 2)."""

import pytest

from publisher.domain.package import BrokenPackageError, package_of

TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def rels(*targets, kind="header", source=TRANSITIONAL, mode=""):
    entries = "".join(
        f'<Relationship Id="r{number}" Type="{source}/{kind}" Target="{target}"{mode}/>'
        for number, target in enumerate(targets, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0"?><Relationships xmlns="{space}">{entries}</Relationships>'.encode()


def types(entries):
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{space}">{entries}</Types>'.encode()


@pytest.mark.parametrize(
    ("source", "target", "part"),
    [
        ("word/document.xml", "header1.xml", "word/header1.xml"),
        ("word/document.xml", "/word/header1.xml", "word/header1.xml"),
        ("word/document.xml", "../word/header1.xml", "word/header1.xml"),
        ("word/document.xml", "./parts/./header1.xml", "word/parts/header1.xml"),
        ("word/document.xml", "../header1.xml", "header1.xml"),
        ("document.xml", "header1.xml", "header1.xml"),
        ("word/document.xml", "HEADER1.XML", "word/Header1.xml"),
        ("word/document.xml", "%48eader1.xml", "word/Header1.xml"),
        ("word/document.xml", "my%20header.xml", "word/my%20header.xml"),
        ("word/document.xml", "header1.xml#page", "word/header1.xml"),
        ("word/document.xml", "parts\\header1.xml", "word\\parts\\header1.xml"),
        ("Word/Document2.XML", "header1.xml", "word/header1.xml"),
    ],
)
def test_a_target_is_found_from_the_part_that_names_it_in_whatever_case(source, target, part):
    folder, _, name = source.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")

    graph = package_of({source: b"", relations: rels(target), part: b""})

    assert graph.related(source, "header") == (part,)


@pytest.mark.parametrize(
    ("source", "kind", "asked"),
    [
        (TRANSITIONAL, "officeDocument", "officedocument"),
        (STRICT, "officeDocument", "officedocument"),
        (TRANSITIONAL, "custom-properties", "customproperties"),
        (STRICT, "customProperties", "customproperties"),
        (
            "http://schemas.microsoft.com/office/2011/relationships",
            "commentsExtended",
            "commentsextended",
        ),
    ],
)
def test_a_kind_is_the_same_in_strict_and_transitional_files(source, kind, asked):
    graph = package_of({"_rels/.rels": rels("a.xml", kind=kind, source=source), "a.xml": b""})

    assert graph.related("", asked) == ("a.xml",)


def test_the_main_part_is_the_one_to_which_the_package_leads():
    parts = {
        "word/document.xml": b"not this one",
        "_rels/.rels": rels("/content/text.xml", kind="officeDocument"),
        "content/text.xml": b"this one",
    }

    assert package_of(parts).main == "content/text.xml"
    assert package_of({"word/document.xml": b""}).main == ""
    assert package_of({"_rels/.rels": rels("gone.xml", kind="officeDocument")}).main == ""


def test_a_content_type_is_that_of_the_part_before_that_of_its_ending():
    graph = package_of(
        {
            "[content_types].XML": types(
                f'<Default Extension="XML" ContentType="application/xml"/><Override PartName="/Word/Text.xml"'
                f' ContentType="{MAIN}"/>'
            )
        }
    )

    assert graph.content_type("word/text.xml") == MAIN
    assert graph.content_type("word/other.xml") == "application/xml"
    assert graph.content_type("word/other.bin") == ""


def test_an_address_outside_is_no_part():
    outside = rels("word/header1.xml", mode=' TargetMode="External"')
    graph = package_of({"_rels/.rels": outside, "word/header1.xml": b""})

    assert graph.related("", "header") == ()
    assert [(each.id, each.target, each.is_external) for each in graph.relationships()] == [
        ("r1", "word/header1.xml", True)
    ]


def test_only_parts_to_which_something_leads_are_reached_and_circles_end():
    parts = {
        "[Content_Types].xml": types(""),
        "_rels/.rels": rels("word/document.xml"),
        "word/document.xml": b"",
        "word/_rels/document.xml.rels": rels("header1.xml", "document.xml"),
        "word/header1.xml": b"",
        "word/_rels/header1.xml.rels": b"<broken",
        "word/header2.xml": b"",
        "word/_rels/header2.xml.rels": rels("media/image1.png"),
        "word/media/image1.png": b"",
    }

    assert parts.keys() - package_of(parts).reached == {
        "word/header2.xml",
        "word/_rels/header2.xml.rels",
        "word/media/image1.png",
    }


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<Relationships",
        b"<Relationships><Relationship></Relationships>",
        b'<!DOCTYPE x [<!ENTITY a "a">]><Relationships>&a;</Relationships>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><Relationships/>'.encode("utf-16"),
        b'<?xml version="1.0" encoding="no-such"?><Relationships/>',
    ],
    ids=["empty", "cut", "crossed", "entity", "type in UTF-16", "unknown encoding"],
)
def test_relationships_that_cannot_be_read_are_no_relationships(content):
    graph = package_of({"_rels/.rels": content})

    with pytest.raises(BrokenPackageError):
        graph.relationships()
    assert graph.reached == {"_rels/.rels"}
