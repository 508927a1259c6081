"""The inbox and the outbox: every message as received or sent."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from sessions_app.console import search
from sessions_app.console.list_filters import ChoiceFilter, ErrorFilter
from sessions_app.console.read_only import ReadOnlyAdmin
from sessions_app.console.search import NUMBER, Kind
from sessions_app.console.times import ago
from sessions_app.conversations import people
from sessions_app.models import InboundMessage, OutboundMessage
from sessions_app.operators import actions as operator_actions
from sessions_app.operators import audit

BODY_SHOWN = 80
_UNSETTLED = Q(state__in=OutboundMessage.UNSETTLED)
_TROUBLED = Q(state__in=OutboundMessage.TROUBLED)


class MessageAdmin(ReadOnlyAdmin):
    searches = (*NUMBER, Kind.LAST_4, Kind.PSEUDONYM, Kind.THREAD, Kind.SID, Kind.ROWS, Kind.WORDS)
    search_help_text = "Last 4, user as shown, SID, thread id"
    ordering = ("-id",)
    readonly_fields: Sequence[str] = ("conversation",)
    texts_in_list = True

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        response: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
        if response.status_code == HTTPStatus.OK:
            message = self.get_object(request, object_id)
            name = str(self.opts.model_name)
            operator = request.user.get_username()
            audit.record_reading("message", operator=operator, phone=message.phone, **{name: message.pk})
        return response

    @admin.display(description="user")
    def conversation(self, message: Any) -> SafeString | str:
        """Return the user with a link to their page, which a user without a session has too."""
        page = people.page(people.of(message.phone).pk)
        return format_html('<a class="underline" href="{}">{}</a>', page, self.user(message))

    @admin.display(description="text")
    def text(self, message: Any) -> str:
        return Truncator(message.body).chars(BODY_SHOWN)


class InboundStateFilter(ChoiceFilter):
    title = "state"
    parameter_name = "state"
    indexed = {"received": Q(), "held": Q(), "failed": Q()}


class KindFilter(ChoiceFilter):
    title = "kind"
    parameter_name = "kind"


class InboundErrorFilter(ErrorFilter):
    parameter_name = "error"


@admin.register(InboundMessage)
class InboundMessageAdmin(MessageAdmin):
    empty_sentence = (
        "What users write on WhatsApp comes here. If nothing comes, check the webhook at Twilio: see README."
    )
    list_display = ("user", "received", "text", "kind", "state", "error")
    list_filter = (InboundStateFilter, KindFilter, InboundErrorFilter)
    actions = ("try_again",)
    fields = (
        *("conversation", "received_at", "kind", "state", "error", "body", "attached"),
        *("turn", "message_sid"),
    )
    readonly_fields = ("conversation", "attached")

    def get_queryset(self, request: HttpRequest) -> QuerySet[InboundMessage]:
        """Leave out the emptied messages (`messages.emptied`), of which there is nothing to see."""
        rows: QuerySet[InboundMessage] = super().get_queryset(request)
        return rows.exclude(phone="")

    def found(self, queryset: QuerySet[Any], term: search.Term) -> QuerySet[Any]:
        if term.kind is Kind.SID:
            return queryset.filter(message_sid=term.value)
        return super().found(queryset, term)

    @admin.display(description="media")
    def attached(self, message: InboundMessage) -> str:
        """Return what is attached, without where it lies at Twilio."""
        return self.as_json([{key: one[key] for key in one if key != "url"} for one in message.media])

    @admin.display(description="received")
    def received(self, message: InboundMessage) -> SafeString | str:
        return ago(message.received_at)

    @admin.action(description="Retry the failed turn", permissions=["steer"])
    def try_again(self, request: HttpRequest, chosen: QuerySet[InboundMessage]) -> None:
        """Retry the newest failed turn of each chosen user; a second click finds nothing to retry."""
        failed = chosen.filter(state=InboundMessage.State.FAILED)
        phones = list(failed.order_by("phone").values_list("phone", flat=True).distinct())
        if not phones:
            self.message_user(request, "None of the selected messages has failed.", messages.WARNING)
        retried = 0
        for phone in phones:
            try:
                operator_actions.retry_newest(phone, operator=request.user.get_username())
                retried += 1
            except operator_actions.Refused as refusal:
                told = f"{self.user(InboundMessage(phone=phone))}: {refusal}"
                self.message_user(request, told, messages.WARNING)
        if retried:
            told = f"{retried} failed turn{'s' if retried > 1 else ''} will be retried."
            self.message_user(request, told, messages.SUCCESS)


class OutboundStateFilter(ChoiceFilter):
    title = "state"
    parameter_name = "state"
    indexed = {
        "queued": Q(),
        **dict.fromkeys(("sending", "accepted"), _UNSETTLED),
        **dict.fromkeys(("failed", "uncertain", "undelivered"), _TROUBLED),
    }


class AuthorFilter(ChoiceFilter):
    title = "author"
    parameter_name = "author"


class OutboundErrorFilter(ErrorFilter):
    parameter_name = "error_code"


@admin.register(OutboundMessage)
class OutboundMessageAdmin(MessageAdmin):
    empty_sentence = "Replies of the bot and of operators come here, and what became of them."
    list_display = ("user", "queued", "text", "part_of", "who", "state", "error_code")
    list_filter = (OutboundStateFilter, AuthorFilter, OutboundErrorFilter)
    fields = (
        *("conversation", "author", "operator", "state", "error_code", "body", "part", "parts", "created_at"),
        *("attempts", "attempted_at", "accepted_at", "status_at", "retry_at", "turn", "sid", "uuid"),
    )
    readonly_fields = ("conversation", "uuid")

    def found(self, queryset: QuerySet[Any], term: search.Term) -> QuerySet[Any]:
        if term.kind is Kind.SID:
            return queryset.exclude(sid="").filter(sid=term.value)  # the condition of the index
        return super().found(queryset, term)

    @admin.display(description="queued")
    def queued(self, message: OutboundMessage) -> SafeString | str:
        return ago(message.created_at)

    @admin.display(description="part")
    def part_of(self, message: OutboundMessage) -> str:
        return f"{message.part} of {message.parts}" if message.parts > 1 else ""

    @admin.display(description="author")
    def who(self, message: OutboundMessage) -> str:
        return message.operator or message.author
