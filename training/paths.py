"""Where things lie: the data, the folder of a run, the folder of downloads, the finished model."""
import os

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
RUN = os.environ.get("MARROW_RUN", os.path.join(HERE, "run"))
CACHE = os.path.join(HERE, "cache")
MODEL = os.path.join(ROOT, "model")
DATA = os.environ.get("MARROW_DATA", os.path.join(os.path.dirname(ROOT), "shared", "data"))


def data(*parts):
    """path of a file of the training data"""
    return os.path.join(DATA, *parts)
