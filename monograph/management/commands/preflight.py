"""List what to fix in guides, or in one HTML file, which needs no database."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...interchange.catalogue import CATALOGUE_FILE, read_catalogue
from ...models import Monograph, SectionRevision
from ...preflight import Finding, Guide, Medicine, Section, parse_strengths, preflight, readability
from ...release import guide_checks


class Command(BaseCommand):
    help = "List what to fix in the latest revisions of guides, or in an HTML file. Exit code 1 if there is an error."
    # A file needs no database.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="*", help="the guides to check; all of them if none is named")
        parser.add_argument("--file", type=Path, help="an HTML file to check instead")
        parser.add_argument(
            "--json", action="store_true", help="print a JSON array of code, severity, message, quote, start, end"
        )
        facts = parser.add_argument_group("the medicine and the section of a file")
        facts.add_argument("--brand", default="")
        facts.add_argument("--generic", default="")
        facts.add_argument("--strength", action="append", default=[], help='such as "35 mcg"; can be repeated')
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
        findings = self._check_file(options) if options["file"] else self._check_guides(options["slug"])
        if options["json"]:
            names = ("code", "severity", "message", "quote", "start", "end")
            entries = [{name: getattr(finding, name) for name in names} for _, finding in findings]
            self.stdout.write(json.dumps(entries, ensure_ascii=False, indent=1))
        else:
            self._print(findings)
        if any(finding.is_error for _, finding in findings):
            sys.exit(1)

    def _check_file(self, options: dict[str, Any]) -> list[tuple[str, Finding]]:
        try:
            body = options["file"].read_text(encoding="utf-8-sig")
            parsed = [parse_strengths(text) for text in options["strength"]]
        except OSError as error:
            raise CommandError(f"The file can't be read: {error.strerror}: {options['file']}", returncode=2) from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{options['file']} is not UTF-8. Save it as UTF-8.", returncode=2) from error
        except ValueError as error:
            raise CommandError(f"--strength: {error}.", returncode=2) from error
        medicine = Medicine(
            brand=options["brand"],
            generic=options["generic"],
            strengths=tuple(strength for strengths, _ in parsed for strength in strengths),
            form=options["form"] or next((form for _, form in parsed if form), ""),
            route=options["route"],
            has_boxed_warning={"yes": True, "no": False}.get(options["boxed_warning"]),
        )
        today: date = timezone.now().date()
        guide = Guide(today=today, medicine=medicine, **guide_checks.text_rules(read_catalogue(CATALOGUE_FILE)))
        return [(str(options["file"]), finding) for finding in preflight(Section(body, options["kind"]), guide)]

    def _check_guides(self, slugs: list[str]) -> list[tuple[str, Finding]]:
        monographs = Monograph.objects.filter(slug__in=slugs) if slugs else Monograph.objects.all()
        if unknown := sorted(set(slugs) - set(monographs.values_list("slug", flat=True))):
            raise CommandError(f"There is no guide {', '.join(unknown)}.", returncode=2)
        findings: list[tuple[str, Finding]] = []
        for number, monograph in enumerate(monographs, start=1):
            if sys.stderr.isatty():
                self.stderr.write(f"{number} of {len(monographs)}: {monograph.slug}")
            latest = monograph.sections.values("latest_revision")
            revisions = list(SectionRevision.objects.with_text().filter(pk__in=latest))
            findings += [
                (f"{monograph.slug}/{finding.section}", finding) for finding in guide_checks.check_guide(revisions)
            ]
            self._grade(monograph, revisions)
        return findings

    def _grade(self, monograph: Monograph, revisions: list[SectionRevision]) -> None:
        """Collect the grades of a guide's sections and of the whole guide."""
        guide = guide_checks.build_preflight_guide(revisions)
        sections = [
            guide_checks.build_preflight_section(revision)
            for revision in revisions
            if revision.body and not revision.is_removal
        ]
        for name, texts in [(section.kind, [section]) for section in sections] + [("all", sections)]:
            measured = readability(texts, guide)
            grades = f"grade {measured.flesch_kincaid:.1f} (Flesch-Kincaid), {measured.smog:.1f} (SMOG)"
            self.grades.append(f"{monograph.slug}/{name}: {grades}, {measured.words} words")

    def _print(self, findings: list[tuple[str, Finding]]) -> None:
        for where, finding in findings:
            quote = f" “{' '.join(finding.quote.split())[:100]}”" if finding.quote else ""
            self.stdout.write(f"{where}: {finding.severity}: {finding.code}:{quote} {finding.message}")
        for grade in self.grades:
            self.stdout.write(grade)
        errors = sum(finding.is_error for _, finding in findings)
        self.stdout.write(f"{errors} error(s), {len(findings) - errors} warning(s).")
