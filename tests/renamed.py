"""Another version of a library: a function that it calls everywhere gets another name."""

import sys
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

LIBRARIES = ("weasyprint", "pydyf")


def rename(monkeypatch, holder: Any, name: str, new: str) -> None:
    """Give what a module or class has under a name another one, there and wherever it is called."""
    for function in list(_functions()):
        if name in _names(function.__code__):
            monkeypatch.setattr(function, "__code__", _with_name(function.__code__, name, new))
    for place in _places(holder, name):
        monkeypatch.setattr(place, new, getattr(place, name), raising=False)
        monkeypatch.delattr(place, name)


def _places(holder: Any, name: str) -> list[Any]:
    """Return what holds a thing under a name: a class, or the module that has it and all that import it."""
    if not isinstance(holder, ModuleType):
        return [holder]
    value = getattr(holder, name)
    return [module for module in _modules() if vars(module).get(name) is value]


def _modules() -> list[ModuleType]:
    named = list(sys.modules.items())
    return [module for name, module in named if name.split(".")[0] in LIBRARIES]


def _functions() -> Iterator[FunctionType]:
    for module in _modules():
        for value in list(vars(module).values()):
            if getattr(value, "__module__", "") == module.__name__:
                yield from _functions_of(value)


def _functions_of(value: Any) -> Iterator[FunctionType]:
    if isinstance(value, FunctionType):
        yield value
    elif isinstance(value, property):
        yield from _functions_of(value.fget)
    elif isinstance(value, type):
        for member in list(vars(value).values()):
            yield from _functions_of(member)


def _names(code: CodeType) -> set[str]:
    inside = [each for each in code.co_consts if isinstance(each, CodeType)]
    return set(code.co_names).union(*(_names(each) for each in inside))


def _with_name(code: CodeType, name: str, new: str) -> CodeType:
    names = tuple(new if each == name else each for each in code.co_names)
    constants = tuple(
        _with_name(each, name, new) if isinstance(each, CodeType) else each
        for each in code.co_consts
    )
    return code.replace(co_names=names, co_consts=constants)
