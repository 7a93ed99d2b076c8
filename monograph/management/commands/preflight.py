"""What is to mend in guides, or in one HTML file, which needs no database."""

import json
import re
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...content.measures import NUMBER
from ...models import Monograph, SectionRevision
from ...preflight import Finding, Guide, Medicine, Section, Strength, preflight, readability
from ...release import guide_checks


def strength(written: str) -> Strength:
    """Read such as ``35 mcg``. Raises `ValueError`."""
    found = re.fullmatch(rf"({NUMBER})\s*(\S.*)", written.strip())
    if not found:
        raise ValueError(f"“{written}” is not a number and a unit, such as 35 mcg")
    return Strength(found[1], found[2])


class Command(BaseCommand):
    help = "Lists what is to mend: in the latest texts of guides, or in an HTML file. Exit code 1 if there is an error."
    requires_system_checks: list[str] = []  # a file needs no database

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="*", help="the guides to look at; all of them if none is named")
        parser.add_argument("--file", type=Path, help="an HTML file to look at instead")
        parser.add_argument("--json", action="store_true", help="print a JSON array of code, severity, message, quote")
        facts = parser.add_argument_group("what is known of the medicine of a file")
        facts.add_argument("--brand", default="")
        facts.add_argument("--generic", default="")
        facts.add_argument("--strength", action="append", default=[], help='such as "35 mcg"; can be given repeatedly')
        facts.add_argument("--form", default="")
        facts.add_argument("--route", default="")
        facts.add_argument("--boxed-warning", choices=["yes", "no"], help="whether the label has one")
        facts.add_argument("--kind", default="", help="the kind of section that the file is, such as overdose")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grades: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] and options["slug"]:
            raise CommandError("Name guides or a file, not both.", returncode=2)
        found = self._of_file(options) if options["file"] else self._of_guides(options["slug"])
        if options["json"]:
            entries = [
                {"code": each.code, "severity": each.severity, "message": each.message, "quote": each.quote}
                for _, each in found
            ]
            self.stdout.write(json.dumps(entries, ensure_ascii=False, indent=1))
        else:
            self._print(found)
        if any(finding.is_error for _, finding in found):
            sys.exit(1)

    def _of_file(self, options: dict[str, Any]) -> list[tuple[str, Finding]]:
        try:
            body = options["file"].read_text(encoding="utf-8-sig")
            strengths = tuple(strength(each) for each in options["strength"])
        except OSError as error:
            raise CommandError(f"The file can't be read: {error.strerror}: {options['file']}", returncode=2) from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{options['file']} is not UTF-8. Save it as UTF-8.", returncode=2) from error
        except ValueError as error:
            raise CommandError(f"--strength: {error}.", returncode=2) from error
        medicine = Medicine(
            brand=options["brand"],
            generic=options["generic"],
            strengths=strengths,
            form=options["form"],
            route=options["route"],
            has_boxed_warning={"yes": True, "no": False}.get(options["boxed_warning"]),
        )
        today: date = timezone.now().date()
        guide = Guide(today=today, medicine=medicine)
        return [(str(options["file"]), each) for each in preflight(Section(body, options["kind"]), guide)]

    def _of_guides(self, slugs: list[str]) -> list[tuple[str, Finding]]:
        monographs = Monograph.objects.filter(slug__in=slugs) if slugs else Monograph.objects.all()
        if unknown := sorted(set(slugs) - set(monographs.values_list("slug", flat=True))):
            raise CommandError(f"There is no guide {', '.join(unknown)}.", returncode=2)
        found: list[tuple[str, Finding]] = []
        for number, monograph in enumerate(monographs, start=1):
            if sys.stderr.isatty():
                self.stderr.write(f"{number} of {len(monographs)}: {monograph.slug}")
            latest = monograph.sections.values("latest_revision")
            revisions = list(SectionRevision.objects.with_text().filter(pk__in=latest))
            found += [(f"{monograph.slug}/{each.section}", each) for each in guide_checks.check_guide(revisions)]
            self._measure(monograph, revisions)
        return found

    def _measure(self, monograph: Monograph, revisions: list[SectionRevision]) -> None:
        """Keep the grades of a guide's texts, each and all together, to be printed beside the findings."""
        guide = guide_checks.preflight_guide_of(revisions)
        sections = [guide_checks.preflight_section_of(each) for each in revisions if not each.is_removal and each.body]
        for name, parts in [(each.kind, [each]) for each in sections] + [("all", sections)]:
            found = readability(parts, guide)
            grades = f"grade {found.flesch_kincaid:.1f} (Flesch-Kincaid), {found.smog:.1f} (SMOG)"
            self.grades.append(f"{monograph.slug}/{name}: {grades}, {found.words} words")

    def _print(self, found: list[tuple[str, Finding]]) -> None:
        for where, finding in found:
            quote = f" “{' '.join(finding.quote.split())[:100]}”" if finding.quote else ""
            self.stdout.write(f"{where}: {finding.severity}: {finding.code}:{quote} {finding.message}")
        for grade in self.grades:
            self.stdout.write(grade)
        errors = sum(finding.is_error for _, finding in found)
        self.stdout.write(f"{errors} error(s), {len(found) - errors} warning(s).")
