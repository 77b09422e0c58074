"""An invented report, and the one result of reading one input."""

from overt.types.problem import Problem
from overt.types.report import Report

BODY = (
    "A warehouse in the port of Nordholm burned down on Friday night, and investigators think that it was arson.\n\n"
    "Police arrested two men near the Veldran border, the prosecutor Ilse Varga said.\n\n"
    "“Nobody was hurt,” she told reporters outside the courthouse.\n"
)


def the_report(found: list[Report | Problem]) -> Report:
    assert len(found) == 1, found
    assert isinstance(found[0], Report), found
    return found[0]


def the_problem(found: list[Report | Problem]) -> Problem:
    assert len(found) == 1, found
    assert isinstance(found[0], Problem), found
    return found[0]
