"""Lists and names, which a worker keeps in its memory, follow every publication and withdrawal."""

import pytest
from django.test import Client

from monograph.models import Edition
from monograph.search import memoize_until_published
from monograph.workflow import publishing

from .factory import Guide

# Where the published guide of the tests is told, and by which word.
TOLD = {
    "/": "Testol",
    "/guides/": "Testol",
    "/a-to-z/te/": "Testol",
    "/classes/": "test drug",
    "/classes/test-drug/": "Testol",
    "/search/names.json?q=tes": "Testol",
}


@pytest.mark.parametrize("path", TOLD)
def test_a_list_names_a_guide_from_its_publication_to_its_withdrawal(guide: Guide, client: Client, path: str) -> None:
    def is_told() -> bool:
        answer = client.get(path)
        return answer.status_code == 200 and TOLD[path] in answer.content.decode()

    assert not is_told()
    guide.published()
    assert is_told()
    reason = "Withdrawn to see it go."
    publishing.withdraw_edition(actor=guide.cast.maria, edition=Edition.objects.get(), reason=reason)
    assert not is_told()


def test_what_was_made_while_something_was_withdrawn_is_not_kept(short: Guide) -> None:
    """It is asked again: what it was made from may be older than the withdrawal."""
    made = []

    @memoize_until_published
    def told() -> int:
        made.append(len(made))
        if len(made) == 1:
            publishing.withdraw_edition(actor=short.cast.maria, edition=Edition.objects.get(), reason="Meanwhile.")
        return made[-1]

    assert [told(), told(), told()] == [0, 1, 1]
