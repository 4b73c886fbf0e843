"""YAML as people write it: plain maps, lists and cells; what only a bomb needs is refused."""

from __future__ import annotations

from typing import Any

import yaml
from yaml.composer import ComposerError
from yaml.nodes import Node

LARGEST = 1_000_000
"""Characters of one file: a descriptor of a thousand sources has a quarter of them."""

DEEPEST = 30
NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
LONGEST_NUMBER = 50


class YamlFault(Exception):
    """The text is no YAML that we take; `line` is about where, counted from 1."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line}")


def read_yaml(text: str) -> Any:
    """What a YAML text says; YamlFault when it is broken, too long or too deep, or has an alias.

    An alias (`*name`) lets ten lines stand for a billion values, and a merge for as many keys.
    """
    if len(text) > LARGEST:
        raise YamlFault(1)
    try:
        # Not YAML's C loader: it ends the process on brackets nested deeply, where this one raises.
        return yaml.load(text, Loader=_Plain)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise YamlFault(mark.line + 1 if mark else 1) from error
    except (ValueError, TypeError, OverflowError, RecursionError) as error:  # 31 February; a list for a key
        raise YamlFault(1) from error


class _Plain(yaml.SafeLoader):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        if self._depth > DEEPEST or self.check_event(yaml.AliasEvent):
            raise ComposerError(problem="an alias, or too deep", problem_mark=self.get_mark())
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        if isinstance(node, yaml.ScalarNode) and node.tag in NUMBERS and len(node.value) > LONGEST_NUMBER:
            raise ComposerError(problem="a number too long", problem_mark=node.start_mark)
        return node
