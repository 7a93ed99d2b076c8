from ..cast import Cast
from ..shared_stories import shared_story
from .world import World


@shared_story
def world(cast: Cast) -> World:
    """One world for all tests of this folder, which roll back what they do."""
    return World(cast)
