"""What was counted since a moment, of all that this test process counts."""

from assistant.metrics import registry


class Counted:
    """The counts from now on: other tests of this process have counted before."""

    def __init__(self) -> None:
        self._before = _samples()

    def of(self, name: str) -> dict[str, float]:
        """Return what was added to each series of `name`, by the values of its labels."""
        return {
            labels: amount - self._before.get((found, labels), 0)
            for (found, labels), amount in _samples().items()
            if found == name and amount != self._before.get((found, labels), 0)
        }


def _samples() -> dict[tuple[str, str], float]:
    return {
        (sample.name, " ".join(filter(None, sample.labels.values()))): sample.value
        for metric in registry.collect()
        for sample in metric.samples
    }
