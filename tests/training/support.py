"""What the tests of training share: they run from anywhere, whatever the folder."""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)

# labels of a model as small as it goes
LISTS = {"upos": ["X", "Y"], "xpos": ["X", "Y"], "feats": ["X", "Y"], "lemma": ["X", "Y"], "rel": ["X", "Y"], "ent": ["O", "X"], "sense": ["O", "X"]}
