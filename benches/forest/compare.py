"""Sets adloom's forest beside scikit-learn's, and LightGBM and XGBoost in their forest modes.

    adloom gen gcc --scale 3 --format parquet --out visits
    pip install duckdb numpy scikit-learn lightgbm xgboost
    python benches/forest/compare.py visits --rows 200000 --rows 1000000 --repeat 3

Every library gets the same matrix of 32-bit floats: the columns of
src/features/sql/adloom/visits.sql that are known when a visit begins, with hour and weekday,
categories numbered in the order of the alphabet; the last line of adloom is the same forest told
which columns are categories. The first three quarters of the days are learnt from, the others
judged on. 100 trees, depth 12, leaves of 20, the square root of the features at each node, two
threads, each library in a process of its own. Times are CPU seconds of fitting alone, user and
system, since wall time depends on who else is working; memory is the most that the process held,
and in brackets how much of it fitting added. Missing numbers are set to -1, which is none of the
values. A made-up table of as many rows, mostly numbers of many values, shows the other extreme. For
a regression, the landing page views of each ad, day, region and device are predicted
from what the ad report says beside them.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

TREES, DEPTH, LEAF, THREADS = 100, 12, 20, 2
LIBRARIES = ["scikit-learn", "lightgbm", "xgboost"]
ROOT = Path(__file__).resolve().parents[2]
KNOWN_LATER = ["page_views", "product_views", "duration_seconds", "added_to_cart"]


def visits(dataset, rows, seed):
    """Training and test rows of a dataset's visits, and whether they converted."""
    import duckdb

    connection = tables(dataset)
    sql = (ROOT / "src/features/sql/adloom/visits.sql").read_text()
    frame = connection.sql(
        f"SELECT v.*, hour(started_at) AS hour, dayname(v.date) AS weekday FROM ({sql}) v"
        " ORDER BY v.date, v.visit"
    ).df()
    days = np.sort(frame.date.unique())
    test = (frame.date >= days[round(len(days) * 0.75)]).to_numpy()
    random = np.random.default_rng(seed)
    some = lambda of, most: np.sort(random.permutation(np.flatnonzero(of))[:most])
    train_rows, test_rows = some(~test, rows), some(test, 200_000)
    y = frame.converted.to_numpy(dtype=np.float32)
    frame = frame.drop(columns=["visit", "date", "started_at", "converted", *KNOWN_LATER])
    return split(frame, y, train_rows, test_rows)


def ad_days(dataset, seed):
    """The same of the rows of the ad report, and how many visits each brought."""
    frame = tables(dataset).sql(
        "SELECT platform, region_id, device, campaign_id, ad_id, spend::DOUBLE AS spend,"
        " impressions, reach, clicks, landing_page_views AS y FROM ad_performance"
        " ORDER BY date, ad_id, region_id, device"
    ).df()
    y = frame.pop("y").to_numpy(dtype=np.float32)
    order = np.random.default_rng(seed).permutation(len(frame))
    border = len(frame) * 3 // 4
    return split(frame, y, np.sort(order[:border]), np.sort(order[border:]))


def made_up(rows, seed):
    """Eight normal numbers and four categories by their number, as in a table of another kind:
    numbers with many values, which are dear to sort."""
    random = np.random.default_rng(seed)
    count = rows + 200_000
    numbers = random.normal(size=(8, count))
    levels = np.stack([random.integers(0, levels, count) for levels in (3, 6, 12, 20)])
    x = np.concatenate([numbers, levels]).astype(np.float32)
    odds = -4.3 + 0.9 * x[0] + 0.5 * x[1] * x[2] + 0.4 * (x[3] > 0) * (x[9] % 3) + 0.15 * (x[11] % 5)
    y = (random.random(count) < 1 / (1 + np.exp(-odds))).astype(np.float32)
    columns = [{"name": f"x{place}", "labels": None} for place in range(len(x))]
    return columns, (x[:, :rows], y[:rows]), (x[:, rows:], y[rows:])


def tables(dataset):
    import duckdb

    connection = duckdb.connect()
    connection.sql(f"SET threads = {THREADS}; SET TimeZone = 'UTC'")
    for file in sorted((Path(dataset) / "data").glob("*.parquet")):
        connection.sql(f"CREATE VIEW {file.stem} AS SELECT * FROM '{file}'")
    return connection


def split(frame, y, train, test):
    columns, values = [], []
    for name in frame.columns:
        column = frame[name]
        labels = None
        if column.dtype == object or str(column.dtype).startswith(("str", "category")):
            column = column.fillna("").astype("category")
            labels = [str(label) for label in column.cat.categories]
            column = column.cat.codes
        values.append(column.astype("float32").fillna(-1).to_numpy(dtype=np.float32))
        columns.append({"name": name, "labels": labels})
    x = np.stack(values)
    return columns, (x[:, train], y[train]), (x[:, test], y[test])


def write(folder, columns, train, test, regression):
    about = {"regression": regression, "columns": columns}
    (folder / "about.json").write_text(json.dumps(about))
    for name, (x, y) in [("train", train), ("test", test)]:
        np.ascontiguousarray(x).tofile(folder / f"{name}.f32")
        y.tofile(folder / f"{name}_y.f32")


def fit(library, folder):
    """In a process of its own: one forest, and what it took."""
    about = json.loads((folder / "about.json").read_text())
    columns, regression = len(about["columns"]), about["regression"]
    load = lambda name: np.fromfile(folder / f"{name}.f32", dtype=np.float32)
    (x, y), (x_test, y_test) = [
        (np.ascontiguousarray(load(name).reshape(columns, -1).T), load(f"{name}_y"))
        for name in ["train", "test"]
    ]
    share = max(1, int(columns / 3 if regression else columns**0.5)) / columns
    if library == "scikit-learn":
        from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

        model = (RandomForestRegressor if regression else RandomForestClassifier)(
            TREES, max_depth=DEPTH, min_samples_leaf=LEAF, max_features=share,
            n_jobs=THREADS, random_state=1,
        )
    elif library == "lightgbm":
        import lightgbm

        model = (lightgbm.LGBMRegressor if regression else lightgbm.LGBMClassifier)(
            boosting_type="rf", n_estimators=TREES, max_depth=DEPTH, num_leaves=2**DEPTH,
            min_child_samples=LEAF, min_child_weight=0, feature_fraction_bynode=share,
            bagging_freq=1, bagging_fraction=0.632, n_jobs=THREADS, random_state=1, verbose=-1,
        )
    else:
        import xgboost

        model = (xgboost.XGBRFRegressor if regression else xgboost.XGBRFClassifier)(
            n_estimators=TREES, max_depth=DEPTH, min_child_weight=LEAF if regression else 0,
            colsample_bynode=share, subsample=0.632, n_jobs=THREADS, random_state=1,
            tree_method="hist",
        )
    began, stood = spent()
    model.fit(x, y if regression else y > 0.5)
    fitted, took = spent()
    scores = model.predict(x_test) if regression else model.predict_proba(x_test)[:, 1]
    if regression:
        quality = 1 - np.square(scores - y_test).sum() / np.square(y_test - y_test.mean()).sum()
    else:
        from sklearn.metrics import roc_auc_score

        quality = roc_auc_score(y_test, scores)
    print(json.dumps({
        "cpu": fitted - began, "peak": took, "more": took - stood, "quality": float(quality),
    }))


def spent():
    """CPU seconds, and the most memory in MB: what getrusage tells of memory is inherited."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    most = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
    return usage.ru_utime + usage.ru_stime, int(most.split()[1]) / 1024


def run(command, **environment):
    found = subprocess.run(
        command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(found.stdout.strip().splitlines()[-1])


def compare(folder, repeat, bench):
    ours = {"FOREST_DATA": str(folder)}
    contestants = {
        "adloom": (bench, {**ours, "FOREST_NUMBERS": "1", "RAYON_NUM_THREADS": str(THREADS)}),
        **{
            name: ([sys.executable, __file__, "--fit", name, str(folder)], {})
            for name in LIBRARIES
        },
        "adloom, categories": (bench, {**ours, "RAYON_NUM_THREADS": str(THREADS)}),
    }
    print(f"{'':20} {'CPU s':>8} {'ratio':>7} {'quality':>8} {'peak MB':>8} {'fitting':>8}")
    base = None
    for name, (command, environment) in contestants.items():
        found = [run(command, **environment) for _ in range(repeat)]
        middle = lambda key: sorted(one[key] for one in found)[len(found) // 2]
        base = base or middle("cpu")
        print(
            f"{name:20} {middle('cpu'):8.2f} {middle('cpu') / base:7.1f}"
            f" {middle('quality'):8.4f} {middle('peak'):8.0f} {middle('more'):8.0f}",
            flush=True,
        )
    digests = {run(bench, **ours, RAYON_NUM_THREADS=str(n))["digest"] for n in (1, 2)}
    print("same predictions with 1 and 2 threads:", "yes" if len(digests) == 1 else "NO")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("dataset", help="folder that `adloom gen --format parquet` wrote")
    options.add_argument("--rows", type=int, action="append", help="training rows, may be repeated")
    options.add_argument("--repeat", type=int, default=1, help="runs of each; medians are printed")
    options.add_argument("--seed", type=int, default=1, help="seed of the sample of rows")
    options.add_argument("--bench", help="the compiled benchmark, if cargo is not to run")
    options = options.parse_args()
    bench = [options.bench] if options.bench else ["cargo", "bench", "-q", "--bench", "forest"]
    for rows in options.rows or [200_000]:
        for kind, of in [("visits", visits), ("made-up rows", made_up)]:
            with tempfile.TemporaryDirectory() as folder:
                given = (options.dataset, rows) if of is visits else (rows,)
                columns, train, test = of(*given, options.seed)
                write(Path(folder), columns, train, test, regression=False)
                print(f"\n{len(train[1]):,} {kind}, {len(columns)} features, AUC on {len(test[1]):,}")
                compare(Path(folder), options.repeat, bench)
    with tempfile.TemporaryDirectory() as folder:
        columns, train, test = ad_days(options.dataset, options.seed)
        write(Path(folder), columns, train, test, regression=True)
        print(f"\n{len(train[1]):,} ad days, {len(columns)} features, R² on {len(test[1]):,}")
        compare(Path(folder), options.repeat, bench)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fit"]:
        fit(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
