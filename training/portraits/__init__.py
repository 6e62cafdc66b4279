"""The weights by which marrow tells traits, relations and content notes (src/reveal/*_weights.c, content_words.c), learnt from annotated
passages: see docs/portraits.md.

rows reads dumps of build/marrow_portraits and the annotation, fit learns, source writes the C files."""
