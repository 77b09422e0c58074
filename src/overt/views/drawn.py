"""Joins the views: a name and incidents -> the picture of that view."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from overt.base.errors import SettingsError
from overt.types.incident import Incident
from overt.views.map import draw_map
from overt.views.network import draw_network
from overt.views.pictures import Asked, Beside, Picture
from overt.views.seen import Seen, see_incidents
from overt.views.timeline import draw_timeline
from overt.views.trends import draw_trends

VIEWS: Mapping[str, Callable[[Sequence[Seen], Asked, Beside], Picture]] = {
    "map": draw_map,
    "timeline": draw_timeline,
    "network": draw_network,
    "trends": draw_trends,
}


def draw_view(
    view: str, incidents: Iterable[Incident], asked: Asked | None = None, beside: Beside | None = None
) -> Picture:
    """Return a view of the incidents. Each is drawn once or is listed as left out, with the reason.

    Nobody is named who may not be (views/masking.py), so that a picture can leave the desk as it is.
    Raises SettingsError for a view that there is not.
    """
    draw = VIEWS.get(view)
    if draw is None:
        raise SettingsError("there is no such view", where=view, todo=f"Views: {', '.join(VIEWS)}")
    beside = beside or Beside()
    return draw(see_incidents(incidents, beside.bodies), asked or Asked(), beside)
