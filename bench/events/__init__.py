"""Which mentions of events, in one report or in several, tell of one event: read, describe pairs, judge, group."""
