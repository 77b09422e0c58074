"""What was the commands' own and stands in overt.words now, for modules that still look for it here."""

from overt.words.codes import *  # noqa: F403
