from ..beginnings import beginning
from ..cast import Cast
from .world import World


@beginning
def world(cast: Cast) -> World:
    """One world for all tests of this folder: each takes everything back that it does."""
    return World(cast)
