"""`python -m benchmarks [webhook] [worker]`: measure both, or the ones that are named, as ratios."""

import argparse


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="webhook|worker")
    parser.add_argument("--pairs", type=int, default=16, help="webhook: pairs of rounds")
    parser.add_argument("--seconds", type=float, default=1.0, help="webhook: length of a round")
    options = parser.parse_args()
    names = options.names or ["webhook", "worker"]
    if unknown := set(names) - {"webhook", "worker"}:
        parser.error(f"no such benchmark: {', '.join(unknown)}")
    if "webhook" in names:
        from benchmarks import webhook
        from benchmarks.load import FailedRequest

        try:
            webhook.main(pairs=options.pairs, seconds=options.seconds)
        except FailedRequest as error:
            parser.exit(1, f"The webhook benchmark failed: {error}\n")
    if "worker" in names:
        from benchmarks import worker

        worker.main()


if __name__ == "__main__":
    main()
