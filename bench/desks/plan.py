"""What is measured, and in which order: the products take turns."""

import sys
from collections import defaultdict
from collections.abc import Iterable
from contextlib import ExitStack
from statistics import mean, median

from bench.products import Product, monograph, scratch_database, wagtail

CHUNK = 50  # saves between two measurements of the size of the database
MORE_GUIDES = 999
BOTH_PAGES = ("edit", "compare", "history")
OUR_PAGES = ("home", "guide", "guides", "reviews", "publish")
# When queries are counted: with two revisions of the section, with all of them, and with all and many guides.
FEW, MANY, MANY_GUIDES = "few revisions", "many revisions", "many guides"

# product -> what is measured -> the measurements
Samples = dict[str, dict[str, list[float]]]


def log(line: str) -> None:
    sys.stderr.write(f"{line}\n")


class Run:
    """One run on one database engine.

    `samples` has what was measured, in milliseconds, bytes or queries, and `growth` the bytes that an act added to each
    table on average, both by the product's name. `about` says what ran.
    """

    def __init__(self, ours: Product, theirs: Product) -> None:
        self.ours, self.theirs = ours, theirs
        self.samples: Samples = {product.name: defaultdict(list) for product in self.both}
        self.growth: dict[str, dict[str, dict[str, float]]] = {product.name: {} for product in self.both}
        self.about: list[str] = []

    @property
    def both(self) -> tuple[Product, Product]:
        return self.ours, self.theirs

    def note(self, product: Product, what: str, value: float) -> None:
        self.samples[product.name][what].append(value)

    def median(self, product: str, what: str) -> float | None:
        found = self.samples[product].get(what)
        return median(found) if found else None

    def read(self, product: Product, pages: Iterable[str], state: str = "") -> None:
        for page in pages:
            taken = product.ask("read", page=page)
            self.note(product, f"{page}{state} ms", taken["ms"])
            self.note(product, f"{page}{state} bytes", taken["bytes"])

    def count_queries(self, state: str, products: Iterable[Product]) -> None:
        """Count the queries of every page; a review is opened and closed for this."""
        for product in products:
            pages = BOTH_PAGES + (OUR_PAGES if product is self.ours else ())
            for page in pages:
                self.note(product, f"{page} queries, {state}", product.ask("queries", page=page))
        self.ours.ask("submit")
        self.note(self.ours, f"review queries, {state}", self.ours.ask("queries", page="review"))
        self.ours.ask("approve_and_publish")

    def save(self, saves: int) -> None:
        """Save `saves` revisions through the verbs, and see how the database grows."""
        sizes = {product.name: [product.ask("sizes")] for product in self.both}
        for number in range(1, saves + 1):
            for product in self.both:
                taken = product.ask("save")
                self.note(product, "save ms", taken)
                if number <= CHUNK:
                    self.note(product, "first saves ms", taken)
                if number > saves - CHUNK:
                    self.note(product, "last saves ms", taken)
            if number % CHUNK == 0:
                for product in self.both:
                    sizes[product.name].append(product.ask("sizes"))
                log(f"  {number} of {saves} revisions saved")
        for name, seen in sizes.items():
            self.growth[name]["save"] = _difference(seen[0], seen[-1], saves)
            self.growth[name]["first saves"] = _difference(seen[0], seen[1], CHUNK)
            self.growth[name]["last saves"] = _difference(seen[-2], seen[-1], CHUNK)

    def rounds(self, number: int) -> None:
        """Do everything that happens in a day, `number` times."""
        grown: dict[str, list[dict[str, float]]] = defaultdict(list)
        for count in range(1, number + 1):
            for product in self.both:
                self.note(product, "post ms", product.ask("post"))
            for page in BOTH_PAGES:
                for product in self.both:
                    self.read(product, [page])
            self.ours.ask("clear_caches")
            self.read(self.ours, ["edit"], ", texts unknown")
            for product in self.both:
                product.ask("submit")
                if product is self.ours:
                    self.read(product, ["review"])
                before = product.ask("sizes")
                for what, taken in product.ask("approve_and_publish").items():
                    self.note(product, f"{what} ms", taken)
                grown[product.name].append(_difference(before, product.ask("sizes"), 1))
            self.note(self.theirs, "publish ms", self.theirs.ask("publish"))
            log(f"  round {count} of {number}")
        for name, seen in grown.items():
            self.growth[name]["approve_and_publish"] = {
                table: mean(growth[table] for growth in seen) for table in seen[0]
            }

    def many_guides(self, number: int) -> None:
        """Measure our desks with many guides, reading each page `number` times."""
        log(f"  starting {MORE_GUIDES} more guides")
        self.ours.ask("more_guides", number=MORE_GUIDES)
        self.ours.ask("save")  # the newest revision is a draft, as when the queries were counted before
        self.count_queries(MANY_GUIDES, [self.ours])
        for _ in range(number):
            self.read(self.ours, (*BOTH_PAGES, *OUR_PAGES), f", {MANY_GUIDES}")
        self.ours.ask("submit")
        for _ in range(number):
            self.read(self.ours, ["review"], f", {MANY_GUIDES}")


def _difference(before: dict[str, int], after: dict[str, int], acts: int) -> dict[str, float]:
    return {table: (size - before[table]) / acts for table, size in after.items()}


def measure(engine: str, *, rounds: int, saves: int) -> Run:
    """Measure both products on one engine. Raises `NotHere` without it."""
    with ExitStack() as stack:
        urls = [stack.enter_context(scratch_database(engine, name)) for name in ("ours", "wagtail")]
        log(f"{engine}: preparing both sites")
        run = Run(stack.enter_context(monograph(urls[0])), stack.enter_context(wagtail(urls[1])))
        for product in run.both:
            run.about += product.ask("about")
            product.ask("save")
        run.count_queries(FEW, run.both)
        run.save(saves)
        run.count_queries(MANY, run.both)
        run.rounds(rounds)
        run.many_guides(rounds)
    return run
