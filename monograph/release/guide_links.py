"""Links between guides: those that readers can't follow, and those that a withdrawal would break."""

from collections.abc import Collection

from ..models import FormerAddress, Monograph, PublicName, SectionRevision
from ..preflight.guide_links import linked_addresses

WITHDRAWN, NOT_PUBLISHED, UNKNOWN = "is withdrawn", "is not published", "does not exist"


def dead_addresses(addresses: Collection[str]) -> dict[str, str]:
    """Return which addresses of guides readers can't open, and why.

    A former address and the name of a medicine redirect to a guide. Takes up to three queries, none without addresses.
    """
    if not addresses:
        return {}
    dead = dict.fromkeys(addresses, UNKNOWN)
    guides = Monograph.objects.filter(slug__in=addresses).values_list("slug", "current_edition", "editions").distinct()
    for slug, current, edition in guides:
        if current is not None:
            dead.pop(slug, None)
        elif slug in dead:
            dead[slug] = WITHDRAWN if edition is not None else NOT_PUBLISHED
    unknown = [address for address, reason in dead.items() if reason == UNKNOWN]
    if unknown:
        former = FormerAddress.objects.filter(address__in=unknown, monograph__current_edition__isnull=False)
        names = PublicName.objects.current().filter(slug__in=unknown, kind__in=PublicName.MEDICINE_KINDS)
        for address in (*former.values_list("address", flat=True), *names.values_list("slug", flat=True)):
            dead.pop(address, None)
    return dead


def guides_linking_to(monograph: Monograph) -> list[Monograph]:
    """Return the guides whose current edition links to this one, by any of its addresses, in order of their names.

    Takes three queries, two if there are none.
    """
    addresses = {monograph.slug, *monograph.former_addresses.values_list("address", flat=True)}
    editions = Monograph.objects.current().values("current_edition")
    current = SectionRevision.objects.filter(
        lines__edition__in=editions, lines__is_removal=False, body__contains="/guides/"
    )
    others = current.exclude(section__monograph=monograph).values_list("section__monograph", "body")
    linking = {pk for pk, body in others if not addresses.isdisjoint(linked_addresses([body]))}
    return list(Monograph.objects.named().filter(pk__in=linking)) if linking else []
