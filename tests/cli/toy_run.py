"""Runs `overt` with a toy engine in place of the real one, for tests that stop it: python -m tests.cli.toy_run ARGS."""

import os
import time

from overt import assemble
from overt.cli.main import app
from overt.extract.codebook.types import Codebook
from overt.record.rows import EngineMark
from overt.types.linked import LinkedReading
from overt.types.problem import Problem
from overt.types.report import Report
from tests.record.samples import read_simply

TOY = EngineMark(name="toy/1", knowledge="none")


def read_slowly(report: Report, codebook: Codebook | None = None) -> LinkedReading:
    """Read a report, taking as long as OVERT_TOY_SECONDS says."""
    time.sleep(float(os.environ.get("OVERT_TOY_SECONDS", "0")))
    if "crash" in report.text:
        raise RecursionError("too deep")
    return read_simply(report)


def try_or_die(report: Report) -> LinkedReading | Problem:
    """Read a report, taking the whole process down on some, as a fault in a compiled library does."""
    if "crash" in report.text:
        os._exit(3)
    return read_simply(report)


if __name__ == "__main__":
    assemble.read_report = read_slowly
    assemble.engine_mark = lambda: TOY
    app(prog_name="overt")
