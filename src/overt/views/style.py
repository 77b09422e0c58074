"""How pictures look: colours by name, light and dark -> the style rules of a picture that stands alone or in a page.

Each rule names its colour twice, plainly and through a variable: a program that knows no variables still draws it.
"""

from enum import StrEnum

FAMILIES = ("violence", "sabotage", "espionage", "coercion", "influence", "movement", "response")


class Theme(StrEnum):
    """What a picture that stands alone looks like. AUTO follows whoever looks at it."""

    LIGHT = "light"
    DARK = "dark"
    AUTO = "auto"


# name -> light, dark. Families: colours that people who see few colours can tell apart.
COLOURS: dict[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#15191e"),
    "ink": ("#1d2329", "#e6e9ec"),
    "faint": ("#5b6670", "#9aa5b0"),
    "line": ("#d5dade", "#343c45"),
    "sea": ("#eaf0f4", "#1b2229"),
    "land": ("#f7f5ef", "#2b323a"),
    "border": ("#b9bfc4", "#4a5560"),
    "disputed": ("#8a8f94", "#7d8893"),
    "accent": ("#0b5fa5", "#6db3f2"),
    "on-accent": ("#ffffff", "#0d1620"),
    "tint": ("#e2a23b", "#d3942f"),
    "violence": ("#b5391f", "#f0806a"),
    "sabotage": ("#b87400", "#e8a83c"),
    "espionage": ("#0b5fa5", "#6db3f2"),
    "coercion": ("#9a3b78", "#e08dc0"),
    "influence": ("#00785a", "#45c39c"),
    "movement": ("#2f7f96", "#7cc7db"),
    "response": ("#5f6770", "#a7b0b8"),
}
_FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',Arial,sans-serif"
# selector -> rules; "@name" is a colour
_RULES: dict[str, str] = {
    ".ov-picture": f"font-family:{_FONT};font-size:12px",
    ".ov-picture text": "fill:@ink",
    ".ov-paper": "fill:@paper",
    ".ov-picture .ov-title": "font-size:17px;font-weight:600",
    ".ov-picture .ov-faint": "fill:@faint",
    ".ov-picture .ov-small": "fill:@faint;font-size:11px",
    ".ov-picture .ov-head": "font-weight:600",
    ".ov-picture .ov-middle": "text-anchor:middle",
    ".ov-picture .ov-end": "text-anchor:end",
    ".ov-line": "stroke:@line;fill:none",
    ".ov-mark": "text-decoration:none;cursor:default",
    "a.ov-mark": "cursor:pointer",
    "a.ov-mark:hover .ov-shape,a.ov-mark:focus .ov-shape": "stroke:@ink;stroke-width:2",
    "a.ov-mark:hover text,a.ov-mark:focus text": "text-decoration:underline",
    ".ov-sea": "fill:@sea",
    ".ov-land": "fill:@land;stroke:@border;stroke-width:.5;stroke-linejoin:round",
    ".ov-lake": "fill:@sea;stroke:@border;stroke-width:.4",
    ".ov-border": "fill:none;stroke:@border;stroke-width:.8;stroke-linejoin:round",
    ".ov-disputed-border": "fill:none;stroke:@disputed;stroke-width:.9;stroke-dasharray:3 2.2",
    ".ov-disputed-land": "fill:@land",
    ".ov-hatch": "stroke:@disputed;stroke-width:.8;stroke-opacity:.55",
    ".ov-tint": "fill:@tint;stroke:@tint;stroke-width:.8",
    ".ov-tint-1": "fill-opacity:.22",
    ".ov-tint-2": "fill-opacity:.38",
    ".ov-tint-3": "fill-opacity:.56",
    ".ov-tint-4": "fill-opacity:.76",
    ".ov-halo": "stroke:@paper;stroke-width:3;stroke-linejoin:round;paint-order:stroke",
    ".ov-dot": "fill:@accent;stroke:@paper;stroke-width:1.2",
    ".ov-picture .ov-dot-number": "fill:@on-accent;font-size:11px;font-weight:600;text-anchor:middle",
    ".ov-wide": "fill-opacity:.38;stroke-width:1",
    ".ov-hollow": "fill-opacity:0;stroke-width:1.6",
    ".ov-open .ov-shape": "stroke:none",
    ".ov-edge": "fill:none;stroke-width:2",
    ".ov-ring": "fill:none;stroke:@accent;stroke-width:1.6",
    ".ov-count-firm": "fill:@accent",
    ".ov-count-light": "fill:@accent;fill-opacity:.42",
    ".ov-count-edge": "stroke:@accent;stroke-width:.6",
    ".ov-read": "fill:@faint;fill-opacity:.55",
    ".ov-cell": "fill:@paper;stroke:@line",
    ".ov-edge-line": "fill:none;stroke:@faint;stroke-width:1.1",
    ".ov-edge-said": "stroke:@violence;stroke-width:1.4;stroke-dasharray:5 3",
    ".ov-edge-place": "stroke:@line;stroke-width:1.2",
    ".ov-hit": "fill:none;stroke:@paper;stroke-opacity:0;stroke-width:9",
    "a.ov-mark:hover .ov-edge-line,a.ov-mark:focus .ov-edge-line": "stroke:@ink;stroke-width:2.4",
    ".ov-node-body": "fill:@ink;stroke:@paper",
    ".ov-node-person": "fill:@accent;stroke:@paper",
    ".ov-node-place": "fill:@paper;stroke:@faint;stroke-width:1.6",
    ".ov-picture .ov-name": "font-size:11px;font-weight:600",
    ".ov-disc": "fill:@accent;fill-opacity:.16;stroke:@accent;stroke-width:1;stroke-dasharray:2 2.5",
    ".ov-picture .ov-disc-number": "fill:@accent;font-size:11px;font-weight:600;text-anchor:middle",
} | {
    rule: text
    for family in FAMILIES
    for rule, text in (
        (f".ov-{family}", f"fill:@{family};stroke:@{family}"),
        (f".ov-picture text.ov-{family}", f"fill:@{family};stroke:none"),
    )
}


def style_text(theme: Theme) -> str:
    """Return the rules of a picture that stands alone."""
    rules = _rules()
    if theme is Theme.LIGHT:
        return rules
    dark = _variables(1, ".ov-picture")
    return rules + (dark if theme is Theme.DARK else f"@media(prefers-color-scheme:dark){{{dark}}}")


def page_style() -> str:
    """Return the style sheet for pages that hold pictures: colours as variables, dark where the page is."""
    dark = "".join(f"--ov-{name}:{pair[1]};" for name, pair in COLOURS.items())
    by_wish = f'@media(prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}'
    return f'{_variables(0, ":root")}{by_wish}:root[data-theme="dark"]{{{dark}}}\n{_rules()}\n'


def _variables(which: int, selector: str) -> str:
    return f"{selector}{{{''.join(f'--ov-{name}:{pair[which]};' for name, pair in COLOURS.items())}}}"


def _rules() -> str:
    return "".join(f"{selector}{{{_both(text)}}}" for selector, text in _RULES.items())


def _both(text: str) -> str:
    """Write "fill:@ink" as "fill:#1d2329;fill:var(--ov-ink,#1d2329)"."""
    written = []
    for rule in text.split(";"):
        name, at, colour = rule.partition("@")
        if at:
            literal = COLOURS[colour][0]
            written += [name + literal, f"{name}var(--ov-{colour},{literal})"]
        else:
            written.append(rule)
    return ";".join(written)
