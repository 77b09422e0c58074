"""Draws incidents: a map, a timeline, a network, trends. Incidents in, one picture out, with the rows behind it."""

from overt.views.drawn import draw_view

__all__ = ["draw_view"]
