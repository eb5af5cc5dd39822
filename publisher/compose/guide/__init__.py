"""The advocacy guide: all checked country reports side by side, as values that templates print."""

from publisher.compose.guide.compose import Covered, Material, compose_guide
from publisher.compose.guide.values import Guide, LeftOut

__all__ = ["Covered", "Guide", "LeftOut", "Material", "compose_guide"]
