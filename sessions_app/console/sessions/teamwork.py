"""The forms of a user's page with which operators share the work: who looks after the user, and notes."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from sessions_app.console.sessions import drafts
from sessions_app.console.sessions.page import PAGE
from sessions_app.console.sessions.steering import SteerPerson
from sessions_app.operators import teamwork
from sessions_app.operators.actions import AlreadySent, Refused


class ShareWork(SteerPerson):
    """The views behind these forms. Without the permission to steer they answer 403."""

    def get_urls(self) -> list[URLPattern]:
        name = "sessions_app_conversationsession"
        view = self.admin_site.admin_view
        delete = "person/<int:pk>/notes/<int:note>/delete/"
        return [
            path("person/<int:pk>/assign/", view(self.assign_view), name=f"{name}_assign"),
            path("person/<int:pk>/notes/", view(self.notes_view), name=f"{name}_notes"),
            path(delete, view(self.delete_note_view), name=f"{name}_delete_note"),
            *super().get_urls(),
        ]

    def assign_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Assign the user to whom the form names."""
        to, shown = request.POST.get("to", ""), request.POST.get("shown", "")
        assign = partial(teamwork.assign, pk, to=to, shown=shown, operator=request.user.get_username())
        return self._do(request, pk, assign, f"The user is now assigned to {to or 'nobody'}.")

    def notes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add a note. If it is refused, its text is in the box again."""
        self._require_steer_permission(request)
        if request.method != "POST":
            return redirect(PAGE, pk)
        text = request.POST.get("text", "").replace("\r\n", "\n")
        try:
            teamwork.add_note(pk, text=text, operator=request.user.get_username())
        except AlreadySent as known:
            return drafts.done(request, pk, told=str(known))
        except Refused as refused:
            shown_again = partial(self.text_again, request, pk, note_text=text)
            return drafts.refused(request, str(refused), page=shown_again)
        return drafts.done(request, pk)

    def delete_note_view(self, request: HttpRequest, pk: int, note: int) -> HttpResponse:
        delete = partial(
            teamwork.delete_note,
            pk,
            note=note,
            operator=request.user.get_username(),
            is_superuser=request.user.is_superuser,
        )
        return self._do(request, pk, delete, "The note was deleted.")

    def _do(self, request: HttpRequest, pk: int, deed: Callable[[], None], done: str) -> HttpResponse:
        self._require_steer_permission(request)
        if request.method == "POST":
            try:
                deed()
            except Refused as refused:
                messages.warning(request, str(refused))
            else:
                messages.success(request, done)
        return redirect(PAGE, pk)
