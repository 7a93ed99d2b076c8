from ..cast import Cast
from ..shared_stories import shared_story
from .world import World


@shared_story
def world(cast: Cast) -> World:
    """One world for all tests of this folder: each takes everything back that it does."""
    return World(cast)
