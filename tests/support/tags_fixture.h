/* tags_fixture: hand-made products of the rooms source, segment and tag, for tests of the rooms after them.
 *
 * A fixture is plain text, one token a line, cells separated by tabs or runs of spaces:
 *
 *     FORM  UPOS  HEAD  REL  [ENTITIES]  [LEMMA]  [XPOS]  [FEATS]
 *
 * HEAD counts tokens in the sentence from 1, 0 is the root. ENTITIES opens and closes spans: "(PER.PROP" opens one that goes on,
 * "(PER.PROP)" is one token long, ")" closes the innermost; several stand together: "(PER.NOM(PER.PRON)". "_" or a missing cell
 * is the default: no entity, the form in lower case as lemma, XPOS of the UPOS, no features. FORM may hold "~" for a no-break space.
 * An empty line ends a sentence. Marks, each on a line of its own:
 *
 *     #par              the next token opens a paragraph (the first token opens one anyhow)
 *     #gap              the same, with a scene break before it
 *     #heading          the next token opens a heading; a chapter begins there (its title is the heading's text)
 *     #doc ID           a document begins
 *     #event            the token before it is a realis event (probability 255)
 *     ##                a comment
 *
 * White space between tokens follows English print: none before , . ; : ! ? ) ” ’ and clitics ('s, n't …), none after ( “ ‘. Pairs of
 * marks “ ” and ‘ ’ (an opening “ without its closer runs to the end of its block; the next block's “ then continues it) give mw_marked
 * and MW_TOK_QUOTED. Every product is owned by the fixture. */
#ifndef MW_TESTS_TAGS_FIXTURE_H
#define MW_TESTS_TAGS_FIXTURE_H

#include "tag/tag.h"

typedef struct mw_fixture {
    mw_env env;
    mw_arena *arena;
    mw_text *text;
    mw_tokens *tokens;
    mw_tags *tags;
} mw_fixture;

/* Parses a fixture. On a mistake the error's line says where. mem NULL: the C library's. */
marrow_status mw_fixture_parse(const marrow_allocator *mem, const char *source, size_t n, mw_fixture *fixture, marrow_error *err);
/* The same from a file. */
marrow_status mw_fixture_read(const marrow_allocator *mem, const char *path, mw_fixture *fixture, marrow_error *err);
void mw_fixture_clear(mw_fixture *fixture);

#endif
