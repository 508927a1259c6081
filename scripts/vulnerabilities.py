"""Ask OSV, the database of open-source vulnerabilities, about each pinned package: `make audit`.

Source of the request: https://google.github.io/osv.dev/post-v1-querybatch/. It holds names and versions.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

PINNED = Path(__file__).resolve().parent.parent / "requirements" / "dev.txt"
OSV = "https://api.osv.dev/v1/querybatch"
TIMEOUT_SECONDS = 20


def main(address: str = OSV) -> None:
    """Exit with the known vulnerabilities. If OSV cannot be reached, say so: then nothing was audited."""
    packages = re.findall(r"^([\w.-]+)==(\S+)", PINNED.read_text(), re.MULTILINE)
    try:
        found = vulnerabilities(packages, address)
    except (URLError, TimeoutError) as error:
        print(f"Vulnerabilities: {address} is not reachable ({error}).")
        print(f"Vulnerabilities: {len(packages)} packages were NOT AUDITED.")
        return
    if found:
        sys.exit("\n".join(["Vulnerabilities:", *found]))
    print(f"Vulnerabilities: none known in {len(packages)} packages.")


def vulnerabilities(packages: list[tuple[str, str]], address: str) -> list[str]:
    """Return a line for each package that has some. Raises URLError, also for a refusal; TimeoutError."""
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": v} for name, v in packages]
    body = json.dumps({"queries": queries}).encode()
    request = Request(address, body, {"Content-Type": "application/json"})  # noqa: S310 - https, or a test's
    with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
        results: list[dict[str, Any]] = json.load(answer)["results"]
    return [
        f"{name} {version}: {', '.join(one['id'] for one in result['vulns'])}"
        for (name, version), result in zip(packages, results, strict=True)
        if result.get("vulns")
    ]


if __name__ == "__main__":
    main()
