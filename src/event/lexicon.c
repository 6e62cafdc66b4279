/* lexicon: see its header. The tables are made by data/compile.py from lists written for this project. */
#include "event/lexicon.h"

#include <stdlib.h>
#include <string.h>

typedef struct word_value {
    const char *word;
    uint8_t value;
} word_value;

#include "event/lexicon_tables.inc"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static int by_lemma(const void *key, const void *row) { return mw_order(key, ((const mw_verb_word *)row)->lemma); }
static int by_word(const void *key, const void *row) { return mw_order(key, ((const word_value *)row)->word); }

const mw_verb_word *mw_verb_word_lookup(const char *lemma) {
    return bsearch(lemma, verb_words, COUNT(verb_words), sizeof *verb_words, by_lemma);
}

static uint8_t value_of(const word_value *table, size_t n, const char *lemma) {
    const word_value *w = bsearch(lemma, table, n, sizeof *table, by_word);
    return w ? w->value : 0;
}

mw_mind mw_adjective_mind(const char *lemma) { return (mw_mind)value_of(adj_words, COUNT(adj_words), lemma); }
mw_mind mw_noun_mind(const char *lemma) { return (mw_mind)value_of(noun_words, COUNT(noun_words), lemma); }
mw_deed mw_noun_deed(const char *lemma) { return (mw_deed)value_of(deed_words, COUNT(deed_words), lemma); }
bool mw_body_noun(const char *lemma) { return value_of(body_words, COUNT(body_words), lemma) != 0; }
bool mw_time_noun(const char *lemma) { return value_of(time_words, COUNT(time_words), lemma) != 0; }

/* Senses read "B-verb.contact", "I-verb.contact" or "O". */
static bool sense_is(const char *sense, const char *name) { return strlen(sense) > 2 && strcmp(sense + 2, name) == 0; }

mw_deed mw_sense_deed(const char *sense) {
    static const struct {
        const char *sense;
        mw_deed deed;
    } deeds[] = {{"verb.communication", MW_DEED_TELL}, {"verb.contact", MW_DEED_TOUCH},   {"verb.competition", MW_DEED_HARM},
                 {"verb.possession", MW_DEED_GIVE},    {"verb.perception", MW_DEED_LOOK}, {"verb.creation", MW_DEED_MAKE}};
    for (size_t i = 0; i < COUNT(deeds); i++)
        if (sense_is(sense, deeds[i].sense)) return deeds[i].deed;
    return MW_DEED_OTHER;
}

mw_mind mw_sense_mind(const char *sense) {
    if (sense_is(sense, "verb.cognition")) return MW_MIND_THINK;
    if (sense_is(sense, "verb.emotion")) return MW_MIND_FEEL;
    if (sense_is(sense, "verb.perception")) return MW_MIND_PERCEIVE;
    return MW_MIND_NONE;
}
