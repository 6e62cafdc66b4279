"""The weights by which marrow tells who speaks (src/speech/weights.c), learnt from annotated novels: see docs/training.md.

pdnc reads the annotation, dumps the turns as the program sees them, chains has the model, fit learns, source writes the C file."""
