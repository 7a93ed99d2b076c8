"""Lists and names, which a worker keeps in its memory, follow every publication and withdrawal."""

import pytest
from django.test import Client

from monograph.models import Edition
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
