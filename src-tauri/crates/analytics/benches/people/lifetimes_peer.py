"""Fits BG/NBD with lifetimes: `lifetimes_peer.py TABLE`, a file of x, t and T in weeks.

Prints r, alpha, a, b and the least of its times in milliseconds.
"""

import sys
import time

import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter

RUNS = 5

table = pd.read_csv(sys.argv[1], sep="\t", names=["x", "t", "T"])
taken = []
for _ in range(RUNS):
    fitter = BetaGeoFitter()
    start = time.perf_counter()
    fitter.fit(table.x, table.t, table["T"])
    taken.append((time.perf_counter() - start) * 1000)
found = fitter.params_[["r", "alpha", "a", "b"]].to_numpy(dtype=np.float64)
print("\t".join(f"{value:.6f}" for value in [*found, min(taken)]))
