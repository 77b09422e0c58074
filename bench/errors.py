"""Shows what overt gets wrong in a set: text, gold and answer side by side, by cause, the biggest cause first.

    python -m bench.errors --set samples                                the project's own reports; needs no other data
    python -m bench.errors --set retold_reports --data D --eval E       in the terminal
    python -m bench.errors --set muc4 --cause "Victim" --out page.html  one page, of the causes with that word

A page holds the texts of the set: keep it out of the project and give it to nobody who may not have them.
"""

import argparse
import sys
from pathlib import Path

from rich.console import Console

from bench.browse.groups import Group, group_errors
from bench.browse.page import make_page
from bench.browse.terminal import print_groups
from bench.judge.samples import judge as judge_samples
from bench.judged import Judging
from bench.scorers import CannotScoreError
from bench.sets import find_folders, score_raw

SAMPLES = "samples"
BROWSABLE = (SAMPLES, "reports", "retold_reports", "muc4", "polnear")


def main(arguments: list[str] | None = None) -> int:
    """Show the errors of a set; exit 1 if it cannot be read, 2 for bad arguments."""
    args = _parse(arguments)
    try:
        judging = _judge(args)
    except CannotScoreError as error:
        print(f"{args.set}: {error}", file=sys.stderr)
        return 1
    groups = group_errors(judging, args.cause, args.case)
    if not groups:
        print("no errors" + (f" of which the cause has {args.cause!r}" if args.cause else ""))
        return 0
    if args.out:
        args.out.write_text(make_page(args.set, judging, groups), encoding="utf-8")
        print(f"{_count(groups)} errors of {len(groups)} causes in {args.out}")
        return 0
    print_groups(Console(), args.set, judging, groups, limit=None if args.all or args.case else args.show)
    return 0


def _count(groups: list[Group]) -> int:
    return sum(len(group.errors) for group in groups)


def _judge(args: argparse.Namespace) -> Judging:
    if args.set == SAMPLES:
        return judge_samples()
    if args.data is None or args.eval is None:
        raise CannotScoreError("say where its data and the scorers lie: --data FOLDER --eval FOLDER")
    judging: Judging = score_raw(args.set, find_folders(args.data, args.eval, args.reports))["judging"]
    return judging


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.errors", description="Show what overt gets wrong in a set.")
    parser.add_argument("--set", choices=BROWSABLE, default=SAMPLES)
    parser.add_argument("--data", type=Path, help="folder with a folder for each set")
    parser.add_argument("--reports", type=Path, help="real articles; default: reports in or beside the data folder")
    parser.add_argument("--eval", type=Path, help="folder with the scorers")
    parser.add_argument("--cause", help="only causes with these words, in any case")
    parser.add_argument("--case", help="only the case with this id, as make score prints it")
    parser.add_argument("--show", type=int, default=3, help="how many cases of each cause (3)")
    parser.add_argument("--all", action="store_true", help="show every case")
    parser.add_argument("--out", type=Path, help="write a page instead")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
