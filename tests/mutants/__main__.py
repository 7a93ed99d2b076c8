"""Break the code, one spot at a time, and print what no test notices. Exits with 1 below 95 % noticed."""

import argparse
import difflib
import os
import random
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

from tqdm import tqdm

from tests.machine import NotHere, find_postgresql

from .mutations import Mutation, find_mutations
from .reach import MEASURED, Reach, measure

ROOT = Path(__file__).resolve().parent.parent.parent
TARGET = 0.95
SECONDS = 300  # for one mutant, then it hangs, which is noticed
NO_TESTS = 5  # pytest's exit code: the tests were all in the SQL of the other database


def main() -> int:
    asked = parse()
    if asked.measure or not (ROOT / MEASURED / "durations.json").exists():
        measure(ROOT, databases(ROOT)[1:])
    mutations = find_mutations(ROOT)
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(10**6)
    random.Random(seed).shuffle(mutations)  # noqa: S311
    chosen = list(islice((mutation for mutation in mutations if mutation.is_program(ROOT)), asked.sample))
    print(f"{len(chosen)} mutants, seed {seed}", flush=True)
    survivors = run(chosen)
    noticed = 1 - len(survivors) / len(chosen)
    print(f"\n{len(chosen) - len(survivors)} of {len(chosen)} mutants noticed ({noticed:.1%}), seed {seed}")
    return 0 if noticed >= TARGET else 1


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sample", type=int, help="how many mutants, at random; all of them if not given")
    parser.add_argument("--seed", type=int, help="for the same sample again")
    parser.add_argument("--measure", action="store_true", help="measure again which tests reach which line")
    return parser.parse_args()


def run(mutations: list[Mutation]) -> list[Mutation]:
    """Try all of them, each core in a copy of its own. Prints and returns those that no test noticed."""
    reach, copies = Reach(ROOT), SimpleQueue[Path]()
    for number in range(os.cpu_count() or 1):
        copies.put(make_copy(number))

    def survives(mutation: Mutation) -> bool:
        copy = copies.get()
        try:
            return not is_noticed(mutation, copy, reach.tests_for(mutation.path, mutation.line))
        finally:
            shutil.copyfile(ROOT / mutation.path, copy / mutation.path)
            copies.put(copy)

    survivors = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = tqdm(pool.map(survives, mutations), total=len(mutations), mininterval=5)
        for mutation, has_survived in zip(mutations, results, strict=True):
            if has_survived:
                survivors.append(mutation)
                where = f"{mutation.path}:{mutation.line} {mutation.operator} {mutation.occurrence}"
                tqdm.write(f"\nnot noticed: {where}\n{difference(mutation)}", end="\n\n")
    return survivors


def make_copy(number: int) -> Path:
    copy = ROOT / MEASURED / f"copy-{number}"
    shutil.rmtree(copy, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(lambda name: (ROOT / name).is_file(), listed.stdout.splitlines()):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
    (copy / "var").mkdir(exist_ok=True)
    return copy


def is_noticed(mutation: Mutation, copy: Path, tests: list[str]) -> bool:
    """Run the tests on the broken copy, on SQLite and, if it survives there, on PostgreSQL.

    A mutant that no test reaches is not noticed; one that hangs is.
    """
    if not tests:
        return False
    path = copy / mutation.path
    path.write_text(mutation.apply(path.read_text(encoding="utf-8")), encoding="utf-8")
    arguments = copy / "var" / "tests.txt"
    arguments.write_text("\n".join(tests), encoding="utf-8")
    return any(fails(copy, f"@{arguments}", url) for url in databases(copy))


def databases(copy: Path) -> list[str]:
    with suppress(NotHere):
        return ["sqlite:///var/test.sqlite3", f"{find_postgresql().url}_{copy.name.replace('-', '_')}"]
    return ["sqlite:///var/test.sqlite3"]


def fails(copy: Path, tests: str, url: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", tests]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "DATABASE_URL": url}
    try:
        done = subprocess.run(command, cwd=copy, env=environment, check=False, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode not in (0, NO_TESTS)


def difference(mutation: Mutation) -> str:
    source = (ROOT / mutation.path).read_text(encoding="utf-8")
    lines = difflib.unified_diff(source.splitlines(), mutation.apply(source).splitlines(), lineterm="", n=1)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++")))


if __name__ == "__main__":
    sys.exit(main())
