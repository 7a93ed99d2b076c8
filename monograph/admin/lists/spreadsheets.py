"""Imports and exports of the admin's lists, with a preview before an import.

Between preview and confirmation the file waits in django-import-export's storage. The token of the confirmation is
signed, so that it can't name another file or another person's. It carries the revisions that the preview was compared
with.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from import_export.admin import ExportActionMixin, ImportMixin
from import_export.forms import ExportForm

from ...interchange.formats import FORMATS, MAX_BYTES
from ...interchange.guides import GuideResource
from ...interchange.strict_resource import StrictResource, StrictResult
from ...interchange.table import Sheet, UnreadableFile

PREVIEW_MAX_AGE = 24 * 60 * 60  # seconds


class ExportOnlyMixin(ExportActionMixin):
    """An admin with exports of the filtered list and of the selected rows."""

    formats = FORMATS
    # All columns: a table without some of them could not be imported again.
    export_form_class = ExportForm
    change_form_template: Any = None
    show_change_form_export = False

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        # Django 6.1 passes the location of the actions, and warns about methods, such as the library's, without it.
        actions: dict[str, Any] = super().get_actions(request)
        return actions

    def export_action(self, request: HttpRequest) -> HttpResponse:
        try:
            response: HttpResponse = super().export_action(request)
        except IncorrectLookupParameters:  # a filter that the list does not have; the list itself answers like this
            address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
            response = HttpResponseRedirect(f"{address}?{ERROR_FLAG}=1")
        return response

    def export_admin_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        if not self.has_export_permission(request):
            raise PermissionDenied
        response: HttpResponse = super().export_admin_action(request, queryset)
        return response

    def get_valid_export_item_pks(self, request: HttpRequest) -> list[Any]:
        # The library's own method is deprecated and queries every row of the table.
        return list(self.get_export_queryset(request).values_list("pk", flat=True))


class ConfirmForm(forms.Form):
    token = forms.CharField(widget=forms.HiddenInput)


class SpreadsheetMixin(ImportMixin, ExportOnlyMixin):
    """An admin with exports, and imports by its `resource_classes`.

    Each of these is a `StrictResource`.
    """

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    import_template_name = "admin/import_export/preview.html"

    @method_decorator(never_cache)
    def import_action(self, request: HttpRequest) -> HttpResponse:
        """Show the form; for a file, its faults or what the import would do."""
        self._require_import(request)
        form = self.create_import_form(request)
        if request.method != "POST" or not form.is_valid():
            return self._import_page(request, form)
        file, format_index = form.cleaned_data["import_file"], int(form.cleaned_data["format"])
        data = file.read(MAX_BYTES + 1)  # one more, to detect that it is too large
        try:
            sheet = FORMATS[format_index]().create_dataset(data)
            result = self._run(request, sheet, file.name, dry_run=True)
        except UnreadableFile as error:
            result = StrictResult(error.faults)
        if result.faults or not result.changes:
            return self._import_page(request, form, result)
        token = self._store(request, data, name=file.name, format=format_index, seen=result.seen)
        return self._import_page(request, form, result, ConfirmForm(initial={"token": token}))

    @method_decorator(never_cache)
    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest) -> HttpResponse:
        """Import the previewed file, unless what it was compared with has changed since."""
        self._require_import(request)
        stored = self._load(request)
        if stored is None:
            messages.error(request, "This preview has expired or was already confirmed. Upload the file again.")
            return HttpResponseRedirect(self._url("import"))
        sheet = FORMATS[stored["format"]]().create_dataset(stored["data"])
        result = self._run(request, sheet, stored["name"], dry_run=False, seen=stored["seen"])
        self.get_tmp_storage_class()(name=stored["file"]).remove()
        if result.faults:
            form = self.get_import_form_class(request)(FORMATS, self.get_import_resource_classes(request))
            return self._import_page(request, form, result)
        messages.success(request, f"Imported. {result.summary.capitalize()}.")
        return HttpResponseRedirect(self._url("changelist"))

    def _require_import(self, request: HttpRequest) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied

    def _url(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", current_app=self.admin_site.name)

    def _run(self, request: HttpRequest, sheet: Sheet, name: str, **kwargs: Any) -> StrictResult:
        resource: StrictResource = self.get_import_resource_classes(request)[0]()
        return resource.import_data(sheet, user=request.user, file_name=name, **kwargs)

    @property
    def _signer(self) -> signing.TimestampSigner:
        return signing.TimestampSigner(salt=f"monograph.import.{self.opts.label_lower}")

    def _store(self, request: HttpRequest, data: bytes, **facts: Any) -> str:
        storage = self.get_tmp_storage_class()(read_mode="rb")
        storage.save(data)
        return self._signer.sign_object({"user": request.user.pk, "file": storage.name, **facts}, compress=True)

    def _load(self, request: HttpRequest) -> dict[str, Any] | None:
        try:
            stored: dict[str, Any] = self._signer.unsign_object(request.POST.get("token", ""), max_age=PREVIEW_MAX_AGE)
            data = self.get_tmp_storage_class()(name=stored["file"], read_mode="rb").read()
        except (signing.BadSignature, OSError):
            return None
        return {**stored, "data": data} if data and stored["user"] == request.user.pk else None

    def _import_page(
        self,
        request: HttpRequest,
        form: forms.Form,
        result: StrictResult | None = None,
        confirm_form: ConfirmForm | None = None,
    ) -> HttpResponse:
        resources = self.get_import_resource_classes(request)
        context = {
            **self.admin_site.each_context(request),
            "title": "Import",
            "opts": self.opts,
            "form": form,
            "result": result,
            "confirm_form": confirm_form,
            "fields_list": [
                (resource.get_display_name(), [*resource.required, *resource.optional]) for resource in resources
            ],
        }
        request.current_app = self.admin_site.name
        for fault in result.file_faults if result else ():
            form.add_error("import_file", fault.message)
        status = 422 if form.errors or (result and result.faults) else 200
        return TemplateResponse(request, self.import_template_name, context, status=status)


class GuideSpreadsheetMixin(SpreadsheetMixin):
    """For the list of guides: exports the latest revisions, imports drafts."""

    resource_classes = [GuideResource]
