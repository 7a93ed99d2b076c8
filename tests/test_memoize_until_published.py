"""Lists and names in a worker's memory follow every publication and withdrawal."""

from django.test import Client

from monograph.models import Edition
from monograph.search import memoize_until_published
from monograph.workflow import publishing

from . import stories
from .cast import PASSWORD
from .factory import Guide

# By address, a word of the published guide that is on the page.
PAGES = {
    "/": "Testol",
    "/guides/": "Testol",
    "/a-to-z/te/": "Testol",
    "/classes/": "test drug",
    "/classes/test-drug/": "Testol",
    "/search/names.json?q=tes": "Testol",
}


def test_lists_have_guide_from_publication_to_withdrawal(guide: Guide, client: Client) -> None:
    def listed() -> list[str]:
        pages = [(path, word, client.get(path)) for path, word in PAGES.items()]
        return [path for path, word, page in pages if page.status_code == 200 and word in page.content.decode()]

    assert listed() == []
    stories.short(guide)
    assert listed() == list(PAGES)
    reason = "An error."
    publishing.withdraw_edition(actor=guide.cast.maria, edition=Edition.objects.get(), reason=reason, password=PASSWORD)
    assert listed() == []


def test_value_computed_during_withdrawal_is_not_kept(short: Guide) -> None:
    """It is computed again, as its sources may be older than the withdrawal."""
    calls: list[int] = []

    @memoize_until_published
    def count_calls() -> int:
        calls.append(len(calls))
        if len(calls) == 1:
            publishing.withdraw_edition(
                actor=short.cast.maria, edition=Edition.objects.get(), reason="Meanwhile.", password=PASSWORD
            )
        return calls[-1]

    assert [count_calls(), count_calls(), count_calls()] == [0, 1, 1]
