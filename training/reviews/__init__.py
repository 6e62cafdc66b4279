"""The weights by which marrow tells a review's work from the other words in capitals (src/cast/critic_weights.c) and the sentence with the
critic's thesis from the other sentences (src/reveal/thesis_weights.c), learnt from reviews of invented works: see docs/review.md."""
