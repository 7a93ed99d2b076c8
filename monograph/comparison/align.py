"""Which members of two sequences match, found with bounded work.

Members that occur once in both are matched first, as people do when they compare two pages ("patience diff", Bram
Cohen); the gaps between them are matched by the longest common subsequence if they are short enough for that.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence

from rapidfuzz.distance import LCSseq

# Pairs that a longest common subsequence may compare: about 3,000 words with as many.
MAX_AREA = 9_000_000
# Pairs of blocks of which every pairing is scored; with more, a partner is searched this far from its place.
MAX_PAIRS = 600
WINDOW = 6

Pair = tuple[int, int]
# Old start, old end, new start, new end.
Gap = tuple[int, int, int, int]


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Return the places of equal members, ascending in both."""
    numbers: dict[Hashable, int] = {}
    a = [numbers.setdefault(member, len(numbers)) for member in old]
    b = [numbers.setdefault(member, len(numbers)) for member in new]
    start, shorter = 0, min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    end = 0
    while end < shorter - start and a[-1 - end] == b[-1 - end]:
        end += 1
    whole: Gap = (start, len(a) - end, start, len(b) - end)
    anchors = [] if _area(whole) <= MAX_AREA else _anchors(a, b, whole)
    found = [(place, place) for place in range(start)]
    for gap, anchor in zip(gaps(anchors, whole), [*anchors, None], strict=True):
        found += _common(a, b, gap)
        found += [anchor] if anchor else []
    return found + [(len(a) - place, len(b) - place) for place in range(end, 0, -1)]


def gaps(pairs: Sequence[Pair], whole: Gap) -> Iterator[Gap]:
    """Yield the gaps before, between and after the pairs, one more than pairs."""
    i, j = whole[0], whole[2]
    for x, y in pairs:
        yield i, x, j, y
        i, j = x + 1, y + 1
    yield i, whole[1], j, whole[3]


def _area(gap: Gap) -> int:
    return (gap[1] - gap[0]) * (gap[3] - gap[2])


def _common(a: list[int], b: list[int], gap: Gap) -> list[Pair]:
    i1, i2, j1, j2 = gap
    if not 0 < _area(gap) <= MAX_AREA:
        return []
    blocks = LCSseq.opcodes(a[i1:i2], b[j1:j2]).as_matching_blocks()
    return [(i1 + block.a + k, j1 + block.b + k) for block in blocks for k in range(block.size)]


def _anchors(a: list[int], b: list[int], gap: Gap) -> list[Pair]:
    """Return the longest ascending chain of the members that occur once in both."""
    i1, i2, j1, j2 = gap
    counts = Counter(a[i1:i2]), Counter(b[j1:j2])
    once = {member for member, count in counts[0].items() if count == counts[1][member] == 1}
    place_in_b = {member: j for j, member in enumerate(b[j1:j2], j1) if member in once}
    pairs = [(i, place_in_b[member]) for i, member in enumerate(a[i1:i2], i1) if member in place_in_b]
    # By length of chain: the smallest place in b at which one ends, and the pair that ends it.
    ends: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        ends[length : length + 1] = [j]
        chain[length : length + 1] = [index]
        before.append(chain[length - 1] if length else -1)
    found: list[Pair] = []
    last = chain[-1] if chain else -1
    while last >= 0:
        found.append(pairs[last])
        last = before[last]
    return found[::-1]


def best_pairs(count: Pair, similarity: Callable[[int, int], float], min_similarity: float) -> list[Pair]:
    """Pair similar members in ascending order, with the greatest sum of likeness.

    `similarity(i, j)` is from 0 to 1; below `min_similarity` two members are no pair.
    """
    n, m = count
    if n * m > MAX_PAIRS:
        return _near_pairs(count, similarity, min_similarity)
    score = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            alike = similarity(i, j)
            paired = alike + score[i + 1][j + 1] if alike >= min_similarity else 0.0
            score[i][j] = max(paired, score[i + 1][j], score[i][j + 1])
    found: list[Pair] = []
    i = j = 0
    while i < n and j < m:
        if score[i][j] == score[i + 1][j]:
            i += 1
        elif score[i][j] == score[i][j + 1]:
            j += 1
        else:
            found.append((i, j))
            i, j = i + 1, j + 1
    return found


def _near_pairs(count: Pair, similarity: Callable[[int, int], float], min_similarity: float) -> list[Pair]:
    found: list[Pair] = []
    free = 0
    for i in range(count[0]):
        near = [(similarity(i, j), -j) for j in range(free, min(free + WINDOW, count[1]))]
        best = max(near, default=(0.0, 0))
        if best[0] >= min_similarity:
            free = 1 - best[1]
            found.append((i, -best[1]))
    return found
