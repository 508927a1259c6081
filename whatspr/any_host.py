"""Host headers: pages check them, probes and webhooks do not ask."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware

from webhooks.doorstep import PREFIX
from whatspr.pages import PROBES

ANY_HOST = (*PROBES, PREFIX)


class CommonMiddlewareForPages(CommonMiddleware):
    """Django's, which raises `DisallowedHost` for a foreign Host, except below `ANY_HOST`.

    Load balancers probe by address and Prometheus scrapes by a service's name. These answers build no links.
    """

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        return None if request.path_info.startswith(ANY_HOST) else super().process_request(request)
