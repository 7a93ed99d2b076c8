"""The benchmark's requests to Wagtail.

Imported by `bench.desks.worker` after Django is set up.
"""

import re
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail import __version__ as wagtail_version
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html, rich_text

from bench.desks import sample_guide, worker
from bench.desks.worker import milliseconds

from .models import FEATURES, GuidePage


def as_rich_text(html: str) -> str:
    """Return the same words without callouts and tables.

    Wagtail's rich text has neither.
    """
    html = re.sub(r"</?(aside|table|thead|tbody)\b[^>]*>", "", html)
    html = re.sub(r"<tr>", "<p>", html).replace("</tr>", "</p>")
    return re.sub(r"</?t[hd]\b[^>]*>", " ", html)


def field(kind: str) -> str:
    return kind.replace("-", "_")


class Desks(worker.Desks):
    def __init__(self) -> None:
        super().__init__()
        self.editor, self.moderator = (User.objects.create_user(name, is_staff=True) for name in ("ana", "maria"))
        self.editor.groups.add(Group.objects.get(name="Editors"))
        self.moderator.groups.add(Group.objects.get(name="Moderators"))
        self.client = Client()
        self.client.force_login(self.editor)
        guide = sample_guide.guide()
        facts = guide["sections"]["drug-facts"]["facts"]
        rows = "".join(f"<li>{name}: {value}</li>" for name, value in facts.items())
        page = GuidePage(title=facts["brand_name"], generic_name=facts["generic_name"], slug=guide["slug"])
        for kind, given in guide["sections"].items():
            setattr(page, field(kind), as_rich_text(given.get("body", f"<ul>{rows}</ul>")))
        Page.objects.get(depth=2).add_child(instance=page)
        self.key, self.number = page.pk, 0
        self.body = getattr(page, field(sample_guide.SECTION))
        # Once through its editor, which puts every text into its own form: later only one section differs.
        self.post()
        self.first = self._page().get_latest_revision()
        self.first.publish(user=self.moderator)
        self.body = getattr(self.first.as_object(), field(sample_guide.SECTION))

    def about(self) -> list[str]:
        return [*super().about(), f"Wagtail {wagtail_version}"]

    def _page(self) -> Page:
        return Page.objects.get(pk=self.key)

    def page(self, name: str) -> tuple[Client, str]:
        args: list[Any] = [self.key]
        if name == "compare":
            args += [self.first.pk, self._page().latest_revision_id]
        names = {"compare": "revisions_compare"}
        return self.client, reverse(f"wagtailadmin_pages:{names.get(name, name)}", args=args)

    def save(self) -> float:
        """Save the next revision as the edit view does.

        It takes one transaction, with an entry in the log.
        """
        page = self._changed()

        def save() -> None:
            with transaction.atomic():
                page.save_revision(user=self.editor, log_action=True)

        return milliseconds(save)

    def _next_text(self) -> str:
        self.number += 1
        return sample_guide.edited(self.body, self.number)

    def _changed(self) -> GuidePage:
        page = self._page().get_latest_revision_as_object()
        setattr(page, field(sample_guide.SECTION), self._next_text())
        return page

    def post(self) -> float:
        """Save the next revision by posting the edit view's form with one section changed."""
        client, path = self.page("edit")
        form = querydict_from_html(client.get(path).content.decode(), form_id="page-edit-form")
        form[field(sample_guide.SECTION)] = rich_text(self._next_text(), features=FEATURES)
        return worker.sent(client, path, form)

    def submit(self) -> None:
        """Save the next revision and start the workflow, for `approve_and_publish`."""
        self.save()
        page = self._page().specific
        page.get_workflow().start(page, self.editor)

    def approve_and_publish(self) -> dict[str, float]:
        """Return the milliseconds to approve the one task of the workflow.

        This publishes the page.
        """
        task = self._page().specific.current_workflow_task_state.specific
        approve = milliseconds(lambda: task.task.on_action(task, self.moderator, "approve"))
        page = self._page()
        assert page.live_revision_id == page.latest_revision_id, "it was not published"
        return {"both": approve}

    def publish(self) -> float:
        """Return the milliseconds to publish a revision without a workflow."""
        self.save()
        revision = self._page().get_latest_revision()
        return milliseconds(lambda: revision.publish(user=self.moderator))
