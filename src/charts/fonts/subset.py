"""Makes the four fonts beside this file. See README.md."""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

LATIN = (
    "U+0020-007E,U+00A0-024F,U+02C6-02DD,U+0370-03FF,U+0400-045F,U+0490-0491,U+1E80-1E85,"
    "U+1EF2-1EF3,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032,U+2033,U+2039,"
    "U+203A,U+2044,U+2070-209F,U+20A0-20BF,U+2113,U+2116,U+2122,U+2126,U+2150-215E,U+2190-2199,"
    "U+2202,U+2206,U+220F,U+2211,U+2212,U+2215,U+2219,U+221A,U+221E,U+222B,U+2248,U+2260,U+2264,"
    "U+2265,U+25A0-25CF,U+2713,U+FB01,U+FB02"
)
ARABIC = (
    "U+0020,U+00A0,U+00AB,U+00BB,U+0600-06FF,U+0750-077F,U+200C-200F,U+25CC,U+FDFC,U+FD3E,U+FD3F"
)
FEATURES = "kern mark mkmk ccmp locl calt rlig liga init medi fina isol curs".split()


def make(source: Path, target: Path, unicodes: str, style: str) -> None:
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.hinting = False
    options.notdef_outline = True
    options.layout_features = FEATURES
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.name_languages = [0x409]
    options.drop_tables += ["DSIG", "meta"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(unicodes))
    subsetter.subset(font)
    # The licence reserves the original name for the original font.
    names = {1: "Adloom Sans", 2: style, 4: f"Adloom Sans {style}", 6: f"AdloomSans-{style}"}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.toUnicode())
    font.flavor = None
    font.save(target)


if __name__ == "__main__":
    plex, plex_arabic = Path(sys.argv[1]), Path(sys.argv[2])
    here = Path(__file__).parent
    for weight, file, style in (("Regular", "regular", "Regular"), ("SemiBold", "bold", "Bold")):
        make(plex / f"IBMPlexSans-{weight}.woff2", here / f"latin-{file}.ttf", LATIN, style)
        make(
            plex_arabic / f"IBMPlexSansArabic-{weight}.woff2",
            here / f"arabic-{file}.ttf",
            ARABIC,
            style,
        )
