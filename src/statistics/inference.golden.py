#!/usr/bin/python3
"""Tests and intervals by SciPy 1.10.1 and NumPy; python3 inference.golden.py > inference.golden.json

What SciPy has no exact form of (Wilcoxon with ties or zeros) is enumerated over all signs.
"""
import itertools, json
import numpy as np
from scipy import stats

rng = np.random.default_rng(4)
flat = lambda x: [float(v) for v in x]
def samples():
    for n in (3, 5, 8, 12): yield flat(np.round(rng.normal(0.3, 1, n), 6))
    yield [0.31, 0.12, 0.5, 0.27, 0.35]
    yield flat(rng.lognormal(0, 1, 10) - 1.5)
SAMPLES = list(samples())
TIED = [[0.1, 0.2, -0.1, 0.3, 0.2, 0.4], [0.0, 0.5, 0.0, -0.25, 0.5, 0.75, 1.0], [1.0, 1.0, 1.0, -1.0], [0.0, 0.0, 2.0],
        [-0.5, -0.5, 0.25, -1.0, 0.0, 0.25, -1.0, -0.75, -0.5]]

def wilcoxon_by_hand(d):
    d = np.array([x for x in d if x != 0]); ranks = stats.rankdata(np.abs(d))
    center = ranks.sum() / 2; seen = ranks[d > 0].sum()
    sums = [np.dot(ranks, s) for s in itertools.product((0, 1), repeat=len(d))]
    return [float(seen), float(np.mean([abs(s - center) >= abs(seen - center) - 1e-9 for s in sums]))]

def permutation(d):
    return float(stats.permutation_test((np.array(d),), np.mean, permutation_type="samples", vectorized=False, n_resamples=np.inf).pvalue)

def t_test(d):
    r = stats.ttest_1samp(d, 0); return [float(r.statistic), float(r.pvalue)]

def tost(d, margin):
    return float(max(stats.ttest_1samp(d, -margin, alternative="greater").pvalue, stats.ttest_1samp(d, margin, alternative="less").pvalue))

def bootstrap(values, statistic, method):
    data = (np.array(values),)
    r = stats.bootstrap(data, statistic, n_resamples=400, method=method, random_state=1, confidence_level=0.9)
    return {"values": values, "replicates": [float(f"{x:.17g}") for x in np.sort(r.bootstrap_distribution)], "interval": flat(r.confidence_interval)}

BLOCKS = [np.round(rng.normal(0, 1, (6, 4)) + [0, 0.5, 1, 0.2], 3).tolist(), rng.integers(0, 4, (9, 3)).astype(float).tolist(),
          [[1.0, 2.0, 3.0]] * 4]
SKEWED = [float(f"{x:.6g}") for x in rng.lognormal(0, 1, 30)]
def iman_davenport(b):
    n, k = np.shape(b); chi = stats.friedmanchisquare(*np.array(b).T).statistic
    f = (n - 1) * chi / (n * (k - 1) - chi) if n * (k - 1) - chi > 1e-9 else np.inf
    return float(stats.f.sf(f, k - 1, (k - 1) * (n - 1)))
def power(n, d, c):
    # SciPy 1.10 gives NaN for the far tail, which is zero to 15 digits there.
    return float(1 - stats.nct.cdf(c, n - 1, d * np.sqrt(n)) + np.nan_to_num(stats.nct.cdf(-c, n - 1, d * np.sqrt(n))))
def sign(d):
    positive, negative = sum(x > 0 for x in d), sum(x < 0 for x in d)
    return [positive, negative, float(stats.binomtest(positive, positive + negative).pvalue)]
def median_interval(d, level):
    # The shortest pair of order statistics from either end that covers at least the level, else the
    # outermost.
    d, n = np.sort(d), len(d)
    cuts = [c for c in range((n - 1) // 2) if 1 - 2 * stats.binom.cdf(c, n, 0.5) >= level] or [0]
    return [float(d[cuts[-1]]), float(d[n - 1 - cuts[-1]]), float(1 - 2 * stats.binom.cdf(cuts[-1], n, 0.5))]
def tail(n): return flat(np.round(np.exp(np.linspace(-2, 2, n)), 6))
CURVES = [[0.9, 0.96, 0.98], [0.1, 0.5, 0.3, 0.7, 0.65]]

print(json.dumps({
    "t": [[d, *t_test(d)] for d in SAMPLES],
    "tost": [[d, m, tost(d, m)] for d in SAMPLES for m in (0.2, 1.0, 3.0)],
    "permutation": [[d, permutation(d)] for d in SAMPLES + TIED],
    "wilcoxon": [[d, float(d2.statistic), float(d2.pvalue)] for d in SAMPLES for d2 in [stats.wilcoxon(d, mode="exact")]],
    "wilcoxonWithTies": [[d, *wilcoxon_by_hand(d)] for d in TIED],
    "interquartileMean": [[d, float(stats.trim_mean(d, 0.25))] for d in SAMPLES],
    "improvement": [[a, b, float(stats.mannwhitneyu(a, b).statistic / len(a) / len(b))]
                    for a, b in itertools.combinations(SAMPLES[:4] + TIED[:3], 2)],
    "friedman": [[b, float(r.statistic), float(r.pvalue), iman_davenport(b)] for b in BLOCKS for r in [stats.friedmanchisquare(*np.array(b).T)]],
    "ranks": [[b, flat(np.mean([stats.rankdata([-x for x in row]) for row in b], axis=0))] for b in BLOCKS],
    "proportion": [[k, n, m, flat(stats.binomtest(k, n).proportion_ci(0.95, method=m))]
                   for k, n in ((0, 5), (1, 5), (5, 5), (3, 10), (17, 40), (0, 1)) for m in ("wilson", "exact")],
    "percentile": bootstrap(SKEWED, np.mean, "percentile"),
    "bca": bootstrap(SKEWED, np.mean, "BCa"),
    "power": [[n, d, power(n, d, c)]
              for n in (3, 5, 10, 22, 100) for d in (0.2, 0.625, 1.5) for c in [stats.t.ppf(0.975, n - 1)]],
    "sign": [[d, *sign(d)] for d in SAMPLES + TIED],
    "medianInterval": [[d, level, *median_interval(d, level)] for d in SAMPLES + TIED + [tail(20)] for level in (0.9, 0.95)],
    "skewness": [[d, float(stats.skew(d)), float(stats.skewtest(d).pvalue)] for d in SAMPLES + [tail(8), tail(20)] if len(d) >= 8],
    "area": [[c, float(np.trapezoid(c) / (len(c) - 1))] for c in CURVES],
}))
