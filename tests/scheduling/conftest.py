import pytest

from .. import stories
from ..factory import Guide


@pytest.fixture
def other(ready: Guide) -> Guide:
    """Another guide, ready for its first edition."""
    guide = Guide(ready.cast, slug="othol")
    for code in stories.SHORT:
        guide.approve(guide.write(code))
    return guide
