"""The head for doers (`coref.act`, `coref.point`; docs/model.md) learnt on an exported model whose encoder stands still: see docs/training.md.

books reads texts as the program sees them and what the annotation says of them, head has the layers and learns them, __main__ puts them into the model."""
