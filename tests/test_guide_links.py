"""Links between guides: preflight and the publishing page name dead ones, a withdrawal names those it would break."""

import pytest

from monograph.release import guide_checks
from monograph.release.guide_links import dead_addresses, guides_linking_to
from monograph.workflow import publishing
from monograph.workflow.addresses import add_address

from .cast import PASSWORD, Cast
from .desk.desk_client import Desk
from .factory import Guide
from .stories import named

LINK = '<p>See the guide on <a href="/guides/{}/#uses">the other medicine</a>.</p>'


@pytest.fixture
def other(cast: Cast) -> Guide:
    """Another guide, published."""
    return named(cast, "othertol", generic_name="othertolumab")


def dead_links(guide: Guide, address: str) -> list[tuple[str, str]]:
    revision = guide.write("uses", LINK.format(address))
    findings = guide_checks.check_revision(revision).findings
    return [(str(finding.severity), finding.quote) for finding in findings if finding.code == "dead-link"]


def test_link_to_a_public_guide_is_accepted_by_every_address(guide: Guide, other: Guide, cast: Cast) -> None:
    add_address(actor=cast.root, monograph=other.monograph, address="oldertol", password=PASSWORD)
    assert dead_addresses({"othertol", "oldertol", "othertolumab"}) == {}
    assert dead_links(guide, "othertol") == []


def test_link_to_a_guide_that_is_not_public_is_a_warning(guide: Guide, other: Guide, cast: Cast) -> None:
    Guide(cast, "begun")
    publishing.withdraw_edition(
        actor=cast.maria, edition=other.reread().current_edition, reason="Recalled.", password=PASSWORD
    )
    reasons = dead_addresses({"othertol", "begun", "nowhere"})
    assert reasons == {"othertol": "is withdrawn", "begun": "is not published", "nowhere": "does not exist"}
    for address in reasons:
        assert dead_links(guide, address) == [("warning", "the other medicine")]


def test_addresses_take_the_same_number_of_queries_however_many(
    guide: Guide, other: Guide, django_assert_num_queries: object
) -> None:
    for addresses, count in (({}, 0), ({"othertol"}, 1), ({"othertol", "a", "b", "c"}, 3)):
        with django_assert_num_queries(count):  # type: ignore[operator]
            dead_addresses(addresses)


def test_publishing_page_names_links_that_readers_cannot_follow(guide: Guide, cast: Cast) -> None:
    guide.approve(guide.write("drug-facts"))
    guide.approve(guide.write("uses", LINK.format("nowhere")))
    maria = Desk(cast.maria)
    assert "links to /guides/nowhere/, which does not exist" in maria.get("monograph_publish", guide.monograph.pk).words
    guide.approve(guide.write("uses", "No link."))
    assert "can’t follow" not in maria.get("monograph_publish", guide.monograph.pk).words


def test_withdrawal_page_lists_the_public_guides_that_link_here(guide: Guide, other: Guide, cast: Cast) -> None:
    add_address(actor=cast.root, monograph=other.monograph, address="oldertol", password=PASSWORD)
    guide.approve(guide.write("drug-facts"))
    guide.approve(guide.write("uses", LINK.format("oldertol")))
    maria = Desk(cast.maria)
    assert guides_linking_to(other.monograph) == []  # nobody reads the draft
    assert "link to this one" not in maria.get("monograph_edition", other.monograph.pk, 1).words
    guide.publish()
    assert guides_linking_to(other.monograph) == [guide.monograph]
    assert "These guides link to this one" in maria.get("monograph_edition", other.monograph.pk, 1).words
