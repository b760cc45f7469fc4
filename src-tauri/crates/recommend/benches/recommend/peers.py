"""Like models of others on the same purchases: the time to learn them, and to name ten things to
each of 10,000 customers.

usage: peers.py FILE, which has a line for each product that a customer bought: customer,product
needs: pip install implicit lenskit
"""

import os
import sys
import time
import warnings

CORES = os.cpu_count() or 1
# implicit warns of this one; its own threads do the work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def tell(name, learn, ask):
    """The best of three, as the bench beside this file tells its own."""
    best = None
    for _ in range(3):
        start, used = time.perf_counter(), time.process_time()
        model = learn()
        took = (time.perf_counter() - start, time.process_time() - used)
        best = min(best or took, took)
    start = time.perf_counter()
    ask(model)
    asked = time.perf_counter() - start
    print(
        f"  {name}: learn {best[0]:.3f}s, {best[1]:.2f}s of the processor; "
        f"10 for 10,000 customers: {asked:.3f}s",
        flush=True,
    )


def with_implicit(pairs, asked):
    import numpy
    import scipy.sparse
    from implicit.als import AlternatingLeastSquares
    from implicit.nearest_neighbours import CosineRecommender

    ones = numpy.ones(len(pairs), dtype=numpy.float32)
    matrix = scipy.sparse.csr_matrix((ones, (pairs["user_id"], pairs["item_id"])))

    def learn(make):
        def learned():
            model = make()
            model.fit(matrix, show_progress=False)
            return model

        return learned

    def ask(model):
        return model.recommend(asked, matrix[asked], N=10)

    tell("implicit, cosine", learn(lambda: CosineRecommender(K=100)), ask)
    factors = learn(lambda: AlternatingLeastSquares(factors=64, iterations=15))
    tell("implicit, least squares of 64", factors, ask)


def with_lenskit(pairs, asked):
    from lenskit.batch import recommend
    from lenskit.data import from_interactions_df
    from lenskit.knn import EASEScorer, ItemKNNScorer
    from lenskit.pipeline import topn_pipeline

    data = from_interactions_df(pairs)

    def tell_of(name, make):
        def learn():
            model = make()
            model.train(data)
            return model

        pipe = topn_pipeline(make(), n=10)
        pipe.train(data)
        tell(name, learn, lambda _: recommend(pipe, list(asked), n=10, n_jobs=CORES))

    tell_of("lenskit, nearest items", lambda: ItemKNNScorer(max_nbrs=20, feedback="implicit"))
    tell_of("lenskit, EASE", EASEScorer)


def main():
    warnings.filterwarnings("ignore")
    try:
        import numpy
        import pandas
    except ImportError as error:
        print(f"  nothing to compare with: {error}")
        return
    pairs = pandas.read_csv(sys.argv[1], names=["user_id", "item_id"])
    asked = numpy.arange(10_000) % (pairs["user_id"].max() + 1)
    for peer in (with_implicit, with_lenskit):
        try:
            peer(pairs, asked)
        except ImportError as error:
            print(f"  nothing to compare with: {error}")


if __name__ == "__main__":
    main()
