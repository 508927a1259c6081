"""Pages with a total, for a list whose rows are counted at a bounded cost."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

from sessions_app.console.read_only import PAGES


class CountedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts as far as it shows pages, which is `PAGES`."""

    template_name = "sessions_app/console/counted_pages.html"

    @property
    def most(self) -> int:
        return PAGES * int(self.per_page)

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.most)

    @property
    def total(self) -> str:
        """The number of rows for people to read: "1,234", or "10,000+" if it was not counted to the end."""
        return f"{self.count:,}{'+' if self._counted > self.most else ''}"

    def page(self, number: Any) -> Page:  # type: ignore[type-arg]
        """Return the page of this number, the last one for a number beyond it."""
        return super().page(self.nearest(number))

    def nearest(self, number: int) -> int:
        return max(1, min(number, self.num_pages))

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list  # without their order the database may stop at any of them
        return int(rows.order_by()[: self.most + 1].count())
