"""A change of words is proved harmless by a closed list of rules, and by nothing else."""

import pytest

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
        ("½ tablet", "1/2 tablet"),
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
