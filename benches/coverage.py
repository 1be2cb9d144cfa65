"""How often the response model's intervals hold the truth, over many worlds.

    python benches/coverage.py mix --seeds 20
    python benches/coverage.py mix --seeds 6 --set horizon.days=730
    python benches/coverage.py gcc --seeds 4 --only creatives

Makes a world for each seed, models it, and counts from tables/truth_*.csv: how many platforms the
report calls identified, how many 90 % intervals of their ROAS hold the true one, how many 95 %
intervals of least squares on spend alone do, and how many ROAS are below 0. For creatives: how well
they are ranked by their latent quality, and how many intervals of it hold the truth.
Needs nothing but Python; `adloom` is looked for on the path, or where --adloom says.
"""

import argparse
import csv
import subprocess
import tempfile
from pathlib import Path


def run(options, seed):
    """The tables that set estimates beside the truth, of one world."""
    with tempfile.TemporaryDirectory() as folder:
        out = f"{folder}/world"
        quiet = ["--quiet", "--threads", str(options.threads)]
        settings = [word for setting in options.set for word in ("--set", setting)]
        size = ["--scale", str(options.scale)] if options.scale else []
        subprocess.run(
            [options.adloom, "gen", options.scenario, "--seed", str(seed), "--out", out,
             "--format", "parquet", *size, *settings, *quiet],
            check=True, stdout=subprocess.DEVNULL,
        )
        subprocess.run(
            [options.adloom, "model", out, "--only", options.only, *quiet],
            check=True, stdout=subprocess.DEVNULL,
        )
        tables = {}
        for path in Path(out, "model", "tables").glob("truth_*.csv"):
            with open(path, newline="") as file:
                tables[path.stem] = list(csv.DictReader(file))
        return tables


def media(worlds):
    """Counts over worlds, and one line for each."""
    total = {}
    for seed, tables in worlds:
        rows = tables.get("truth_channels", [])
        roas = [row for row in rows if row["figure"] == "roas" and row["covered"]]
        known = [row for row in roas if row["identified"] == "true"]
        naive = [row for row in rows if row["figure"] == "least_squares_roas" and row["covered"]]
        counts = {
            "platforms": len([row for row in rows if row["figure"] == "roas"]),
            "identified": len(known),
            "held": sum(row["covered"] == "true" for row in known),
            "held of all": sum(row["covered"] == "true" for row in roas),
            "judged": len(roas),
            "naive held": sum(row["covered"] == "true" for row in naive),
            "naive": len(naive),
            "below 0": sum(float(row["estimate"]) < 0 for row in roas),
        }
        missed = ", ".join(
            f"{row['channel']} {float(row['truth']):.2f} not in"
            f" {float(row['low']):.2f} to {float(row['high']):.2f}"
            for row in known if row["covered"] == "false"
        )
        print(f"seed {seed}: {counts['held']} of {counts['identified']} held. {missed}", flush=True)
        for name, count in counts.items():
            total[name] = total.get(name, 0) + count
    if total.get("judged"):
        print(
            f"identified {total['identified']} of {total['platforms']};"
            f" ROAS held {total['held']} of {total['identified']}"
            f" ({100 * total['held'] / max(1, total['identified']):.0f} %);"
            f" of all {total['held of all']} of {total['judged']};"
            f" least squares {total['naive held']} of {total['naive']}; below 0: {total['below 0']}"
        )


def creatives(worlds):
    """Rank correlations and intervals, a line for each world."""
    for seed, tables in worlds:
        ranks = {row["ranked_by"]: row["rank_correlation"] for row in tables["truth_creatives"]}
        held = [row for row in tables["truth_coverage"] if "quality" in row["of"]]
        held = ", ".join(f"{row['covered']} of {row['intervals']}" for row in held)
        found = "; ".join(f"{by} {float(value):.3f}" for by, value in ranks.items() if value)
        print(f"seed {seed}: {found}; intervals {held}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario", help="a preset, or a scenario file")
    parser.add_argument("--seeds", type=int, default=20, help="how many worlds, from seed 1 on")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--scale", type=float)
    parser.add_argument("--only", default="regression", choices=["regression", "creatives"])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--adloom", default="adloom", help="the program")
    options = parser.parse_args()
    worlds = ((seed, run(options, seed)) for seed in range(1, options.seeds + 1))
    (media if options.only == "regression" else creatives)(worlds)


if __name__ == "__main__":
    main()
