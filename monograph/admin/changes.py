"""What changed beside the text: heading, drug facts and references, as rows to read."""

from ..models import SectionRevision
from ..rendering import fact_rows, identifier_rows


def changed_rows(old: SectionRevision | None, new: SectionRevision) -> list[tuple[str, str, str]]:
    """Return (what, before, after) for heading, drug facts and references that differ."""
    rows: list[tuple[str, str, str]] = []
    old_facts = old.facts if old else None
    if old is None or old.heading != new.heading:
        rows.append(("Heading", old.heading if old else "", new.heading))
    before, after = ({**dict(fact_rows(facts)), **dict(identifier_rows(facts))} for facts in (old_facts, new.facts))
    rows += [
        (label, before.get(label, ""), after.get(label, ""))
        for label in {**before, **after}
        if before.get(label) != after.get(label)
    ]
    cited = [
        [f"{each['wording']} {each['locator']}".strip() for each in (rev.references if rev else [])]
        for rev in (old, new)
    ]
    rows += [("Reference", words, "") for words in cited[0] if words not in cited[1]]
    rows += [("Reference", "", words) for words in cited[1] if words not in cited[0]]
    return rows
