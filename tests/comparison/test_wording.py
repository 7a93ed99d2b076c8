"""A change of words is proved harmless by a closed list of rules, and by nothing else."""

import pytest

from monograph.comparison import compare
from monograph.comparison.wording import RULES, proof

HARMLESS = [
    ("It’s “new”.", 'It\'s "new".', ["typography"]),
    ("10–20 mg", "10-20 mg", ["typography"]),
    ("Take it.", "take it.", ["capitals"]),
    ("Changed on 14 June 2024.", "Changed on June 14, 2024.", ["dates"]),
    ("two tablets", "2 tablets", ["number words"]),
    ("0.5 mg", "500 mcg", ["quantities"]),
    (".5 mg", "0.5 mg", ["quantities"]),
    ("1,000 units", "1000 units", ["quantities"]),
    ("5.0 g", "5000 mg", ["quantities"]),
    ("28 µg", "28 micrograms", ["quantities"]),
    ("Ask your physician.", "Ask your doctor.", ["synonyms"]),
    ("prior to surgery", "before surgery", ["synonyms"]),
    ("5 mg", "5mg", ["spacing"]),
    ("½ tablet", "1/2 tablet", ["typography"]),
    ("1½ tablets", "1 1/2 tablets", ["typography"]),
    ("\uff16\uff10 beats", "60 beats", ["quantities"]),
    ("The tumour is small.", "The tumor is small.", ["spelling"]),
    ("Please don’t stop.", "Please do not stop.", ["typography", "contractions"]),
    ("a once-daily tablet", "a once daily tablet", ["hyphenation"]),
    ("You can re-use the cup.", "You can reuse the cup.", ["hyphenation"]),
    ("You can discard the needle.", "You can throw away the needle.", ["synonyms"]),
    ("5 tablets", "5tablets", ["spacing"]),
]


@pytest.mark.parametrize(("old", "new", "rules"), HARMLESS)
def test_harmless_changes_are_proved_by_the_rules_they_need(old: str, new: str, rules: list[str]) -> None:
    assert proof(old, new) == proof(new, old) == rules


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5 mg", "50 mg"),
        ("5 mg", "5 mcg"),
        ("0.5 mg", "5 mg"),
        ("1,5 mg", "15 mg"),
        ("10 mg", "1 0 mg"),
        ("10 20", "1020"),
        ("−20 °C", "20 °C"),
        ("10²", "102"),
        ("½ tablet", "1½ tablet"),
        ("1½ tablets", "11/2 tablets"),
        ("mild–severe", "mild severe"),
        ("B-virus", "B virus"),
        ("can't", "can"),
        ("6", "\uff18"),
        ("5 mg/kg", "5 mg/m²"),
        ("not", ""),
        ("", "not"),
        ("if", "unless"),
        ("US", "us"),
        ("XR", "xr"),
        ("one", "two"),
        ("6 years", "6 months"),
        ("14 June 2024", "14 July 2024"),
        ("4 June 2024", "June 14, 2024"),
        ("a, b and c", "a b and c"),
        ("5 mL", "5 L"),
        ("5 mg", "5 g"),
        ("1.05 g", "105 mg"),
        ("10 to 20", "10-20"),
    ],
)
def test_nothing_else_is_proved(old: str, new: str) -> None:
    assert proof(old, new) == proof(new, old) == []


def test_every_rule_has_an_example() -> None:
    assert {rule for _, _, rules in HARMLESS for rule in rules} == set(RULES)


@pytest.mark.parametrize(
    ("old", "new", "is_wording"),
    [
        ("<p>It is white. Most people like milk.</p>", "<p>Most people like milk. It is white.</p>", False),
        ("<p>Tablets are white. Capsules are red.</p>", "<p>Capsules are red. Tablets are white.</p>", True),
        ("<p>Shake the vial. Inject the dose.</p>", "<p>Inject the dose. Shake the vial.</p>", False),
        ("<ul><li>fever</li><li>chills</li></ul>", "<ul><li>chills</li><li>fever</li></ul>", True),
        ("<ul><li>fever</li><li>other chills</li></ul>", "<ul><li>other chills</li><li>fever</li></ul>", False),
        ("<ul><li>fever</li><li>chills</li></ul>", "<ul><li>chills</li><li>a fever</li></ul>", False),
        ("<ol><li>fever</li><li>chills</li></ol>", "<ol><li>chills</li><li>fever</li></ol>", False),
    ],
)
def test_order_is_wording_where_nothing_refers_to_it(old: str, new: str, is_wording: bool) -> None:
    for before, after in ((old, new), (new, old)):
        found = compare(before, after)
        assert (found.wording == ["order"] and not found.critical and not found.check) is is_wording
