"""The finished Word file looked at before it is written: whatever would make Word repair or refuse
it is a fault of that one file.

Comes in: the parts of a file. Goes out: what is wrong, nothing where all is well.
"""

import posixpath
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from lxml import etree

from publisher.domain.diagnostics import DamagedFileError, Place, problem
from publisher.domain.package import CONTENT_TYPES, package_of, relationships_name, target_of
from publisher.writers.docx.cleaned import DOCUMENT_TYPE
from publisher.writers.docx.facts import PartFacts, exact_facts, quick_facts
from publisher.writers.docx.package import DOCUMENT

# A code, and what its message is told.
Fault = tuple[str, tuple[tuple[str, str], ...]]
# What Word reads all the same where it stands in a template: it is the template's own affair.
_BORNE = ("O343", "O344")


Facts = Mapping[str, PartFacts]


def seen_quickly(parts: Mapping[str, bytes]) -> Facts:
    """Return what the parts of a file say, at a glance. Raises XMLSyntaxError."""
    return _facts_of(parts, quick_facts)


def has_repeated(facts: Facts) -> bool:
    """Tell whether an id seems to be given twice."""
    return any(_repeated(facts.values()))


def refuse_damaged(
    parts: Mapping[str, bytes], facts: Facts, borne: Collection[Fault], name: str
) -> None:
    """Raise DamagedFileError where Word would have to repair a file, or refuse it.

    `facts` is what its parts say at a glance; `borne` are faults which the template has itself, and
    Word has read; `name` is that of the template, for the messages.
    """
    if all(each in borne for each in _faults(parts, facts)):
        return
    found = [each for each in faults_of(parts) if each not in borne]
    if found:
        told = [problem(code, Place(name), **dict(values)) for code, values in found]  # type: ignore[arg-type]
        raise DamagedFileError(*told)


def faults_of(parts: Mapping[str, bytes]) -> list[Fault]:
    """Return what is wrong with the parts of a Word file, each with the code of its message.

    Raises XMLSyntaxError.
    """
    return list(dict.fromkeys(_faults(parts, _facts_of(parts, exact_facts))))


def _facts_of(
    parts: Mapping[str, bytes], read: Callable[[bytes], PartFacts]
) -> dict[str, PartFacts]:
    reached = package_of(parts).reached  # nothing shows what stands in other parts
    return {
        name: read(content)
        for name, content in parts.items()
        if name in reached and _is_looked_at(name)
    }


def _faults(parts: Mapping[str, bytes], facts: Facts) -> Iterator[Fault]:
    yield from _repeated(facts.values())
    yield from _relationships(parts)
    yield from _unrelated(parts, facts)
    yield from _untyped(parts, parts[CONTENT_TYPES])
    yield from _missing(facts)
    for name, own in facts.items():
        for sequence in sorted(own.disordered):
            names = ", ".join(etree.QName(each).localname for each in sequence)
            yield "O344", (("part", name), ("names", names))


def borne_faults(parts: Mapping[str, bytes]) -> frozenset[Fault]:
    """Return what is wrong with a template itself and Word has read. Raises XMLSyntaxError."""
    return frozenset(each for each in faults_of(parts) if each[0] in _BORNE)


def ids_of(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the ids that parts give, each with its kind. Raises XMLSyntaxError."""
    for name, content in parts.items():
        if _is_looked_at(name):
            yield from exact_facts(content).given


def _is_looked_at(name: str) -> bool:
    """Tell whether a part belongs to the document; the glossary is a document of its own."""
    plain = name.lower()
    is_own = plain.startswith("word/") and not plain.startswith("word/glossary/")
    return is_own and plain.endswith(".xml")


def _repeated(facts: Iterable[PartFacts]) -> Iterator[Fault]:
    """Yield ids that are given twice; lists and notes have their own parts, so all are counted."""
    counted = Counter(id_ for each in facts for id_ in each.given)
    for (kind, id_), count in counted.items():
        if count > 1:
            yield "O340", (("what_kind", kind), ("id", id_))


def _relationships(parts: Mapping[str, bytes]) -> Iterator[Fault]:
    """Yield relationships that lead to no part, and those that are called the same."""
    names = {name.lower() for name in parts}
    for name, content in parts.items():
        if not name.lower().endswith(".rels"):
            continue
        for id_ in _repeated_ids(content):
            yield "O340", (("what_kind", "relationship"), ("id", id_))
        folder = posixpath.dirname(posixpath.dirname(name))
        for target in _targets(content):
            part = target_of(target, folder)
            if part and part.lower() not in names:
                yield "O341", (("part", name), ("id", target))


def _unrelated(parts: Mapping[str, bytes], facts: Facts) -> Iterator[Fault]:
    """Yield mentions of relationships that are none."""
    graph = package_of(parts)
    for name, own in facts.items():
        if own.relations:
            relations = graph.part(relationships_name(name))
            known = _relation_ids(parts[relations] if relations else b"<none/>")
            for id_ in sorted(own.relations - known):
                yield "O341", (("part", name), ("id", id_))


@lru_cache(maxsize=128)
def _targets(relations: bytes) -> tuple[str, ...]:
    """Return the targets of relationships that lead to parts of the file."""
    root = etree.fromstring(relations)
    return tuple(each.get("Target", "") for each in root if each.get("TargetMode") != "External")


@lru_cache(maxsize=128)
def _repeated_ids(relations: bytes) -> tuple[str, ...]:
    counted = Counter(each.get("Id", "") for each in etree.fromstring(relations))
    return tuple(id_ for id_, count in counted.items() if count > 1)


@lru_cache(maxsize=128)
def _relation_ids(relations: bytes) -> frozenset[str]:
    return frozenset(each.get("Id", "") for each in etree.fromstring(relations))


def _untyped(names: Iterable[str], types: bytes) -> Iterator[Fault]:
    """Yield parts without a content type, and a main part that is no document (Part 2, 10.1.2)."""
    root = etree.fromstring(types)
    overrides: dict[str, str] = {}
    endings: dict[str, str] = {}
    for each in root:
        if each.get("PartName") is not None:
            overrides[each.get("PartName", "").lstrip("/").lower()] = each.get("ContentType", "")
        else:
            endings[each.get("Extension", "").lower()] = each.get("ContentType", "")
    for name in sorted({*names} - {CONTENT_TYPES}):
        ending = posixpath.basename(name).rpartition(".")[2].lower()
        type_ = overrides.get(name.lower()) or endings.get(ending)
        if not type_ or (name == DOCUMENT and type_ != DOCUMENT_TYPE):
            yield "O342", (("part", name),)


def _missing(facts: Facts) -> Iterator[Fault]:
    """Yield notes, comments and lists that are mentioned and not there."""
    given = {id_ for each in facts.values() for id_ in each.given}
    for name, own in facts.items():
        for kind, id_ in sorted(own.mentioned - given):
            yield "O343", (("part", name), ("what_kind", kind), ("id", id_))
