from ..cast import Cast
from ..shared_stories import shared_story
from .populated_site import PopulatedSite


@shared_story
def populated_site(cast: Cast) -> PopulatedSite:
    """One site for all tests of this folder, which roll back what they do."""
    return PopulatedSite(cast)
