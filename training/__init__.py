"""Everything that makes the model of marrow from data: see docs/training.md."""
