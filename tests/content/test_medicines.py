"""Names of medicines are recognized by list and by stem; ordinary words are not."""

import pytest

from monograph.content.medicines import BRANDS, CLASSES, GENERICS, is_medicine_name


@pytest.mark.parametrize(
    "name",
    [
        "warfarin",
        "Eliquis",
        "ZOLOFT",
        "statins",
        "beta-blockers",
        "blood thinner",
        "blinatumomab",
        "atogepant",
        "acalabrutinib",
    ],
)
def test_names_of_medicines_and_classes_are_recognized(name: str) -> None:
    assert is_medicine_name(name)


@pytest.mark.parametrize(
    "word", ["April", "cholesterol", "concept", "alone", "except", "mab", "take", "", " ", "12", "été"]
)
def test_ordinary_words_are_not_names(word: str) -> None:
    assert not is_medicine_name(word)


def test_all_names_are_lowercase() -> None:
    for name in [*BRANDS, *BRANDS.values(), *GENERICS, *CLASSES]:
        assert name == name.lower() == " ".join(name.split())
