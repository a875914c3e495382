"""What a user would pick otherwise for texts: learned in folds, or as installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from evaluate.task import Example, Judge, in_folds
from tipstaff.signals.lazily import Library

text = Library("sklearn.feature_extraction.text")
linear_model = Library("sklearn.linear_model")
pipeline = Library("sklearn.pipeline")
svm = Library("sklearn.svm")


def word_tfidf(train: Sequence[Example] | None = None) -> Judge:
    """Words and pairs, TF-IDF, logistic regression: what most tutorials build."""
    return _learned("word TF-IDF + logistic regression", _words, train, 0.5)


def char_tfidf(train: Sequence[Example] | None = None) -> Judge:
    """Characters 2 to 5, TF-IDF, linear support vectors: slower, hard to beat."""
    return _learned("char TF-IDF + linear SVC", _chars, train, 0.0)


def _words() -> Any:
    vectors = text.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    return pipeline.make_pipeline(vectors, linear_model.LogisticRegression(C=10, max_iter=300))


def _chars() -> Any:
    vectors = text.TfidfVectorizer(analyzer="char", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    return pipeline.make_pipeline(vectors, svm.LinearSVC(C=1.0))


def _learned(name: str, make: Callable[[], Any], train: Sequence[Example] | None, threshold: float) -> Judge:
    """A judge that learns from the other folds, or from `train` when it is given."""
    fitted: dict[str, Any] = {}

    def fit(examples: Sequence[Example]) -> Callable[[Sequence[Any]], list[float]]:
        learner = _fitted(make, train) if examples is train and train is not None else _fit(make, examples)
        fitted["last"] = learner
        return lambda givens: _scores(learner, list(givens))

    def judge(examples: Sequence[Example]) -> list[float]:
        if train is None:
            return in_folds(fit)(examples)
        return fit(train)([example.given for example in examples])

    return Judge(name, judge, lambda given: _scores(fitted["last"], [given]), "scikit-learn", threshold)


# Peers that learned from the same rows, which several tasks ask: (what makes them, the rows) to the learner.
_KNOWN: dict[tuple[Callable[[], Any], int], tuple[Sequence[Example], Any]] = {}


def _fitted(make: Callable[[], Any], train: Sequence[Example]) -> Any:
    key = (make, id(train))
    if key not in _KNOWN:
        _KNOWN[key] = (train, _fit(make, train))
    return _KNOWN[key][1]


def _fit(make: Callable[[], Any], examples: Sequence[Example]) -> Any:
    learner = make()
    learner.fit([e.given for e in examples], [bool(e.label) for e in examples])
    return learner


def _scores(learner: Any, givens: list[str]) -> list[float]:
    if hasattr(learner, "predict_proba"):
        return [float(p) for p in learner.predict_proba(givens)[:, 1]]
    return [float(p) for p in learner.decision_function(givens)]
