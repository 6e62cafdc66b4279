/* names: the fixed vocabularies of the columns, and what a model's label means in them. */
#include <string.h>

#include "tag/work.h"

const char *const mw_upos_names[MW_N_UPOS] = {"X",   "ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN",
                                              "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB"};
const char *const mw_entity_names[MW_N_ENTITY] = {"PER", "FAC", "GPE", "LOC", "VEH", "ORG"};
const char *const mw_form_names[MW_N_FORM] = {"PROP", "NOM", "PRON"};

static const char *const rel_names[MW_N_REL] = {
    "dep",  "root", "acl",   "advcl",  "advmod",    "amod",       "appos",  "aux",       "case",  "cc",         "ccomp",    "compound",
    "conj", "cop",  "csubj", "det",    "discourse", "dislocated", "expl",   "fixed",     "flat",  "goeswith",   "iobj",     "list",
    "mark", "nmod", "nsubj", "nummod", "obj",       "obl",        "orphan", "parataxis", "punct", "reparandum", "vocative", "xcomp"};

/* Index of s[0 … n) in a list, or -1. */
static int place(const char *const *names, int n_names, const char *s, size_t n) {
    for (int i = 0; i < n_names; i++)
        if (strlen(names[i]) == n && !memcmp(names[i], s, n)) return i;
    return -1;
}

mw_upos mw_upos_of(const char *label) {
    int i = place(mw_upos_names, MW_N_UPOS, label, strlen(label));
    return i < 0 ? MW_X : (mw_upos)i;
}

mw_rel mw_rel_of(const char *label) {
    int i = place(rel_names, MW_N_REL, label, strcspn(label, ":"));
    return i < 0 ? MW_REL_DEP : (mw_rel)i;
}

bool mw_entity_of(const char *label, uint8_t *type, uint8_t *form) {
    size_t dot = strcspn(label, ".");
    int t = place(mw_entity_names, MW_N_ENTITY, label, dot),
        f = label[dot] ? place(mw_form_names, MW_N_FORM, label + dot + 1, strlen(label + dot + 1)) : -1;
    if (t < 0 || f < 0) return false;
    *type = (uint8_t)t;
    *form = (uint8_t)f;
    return true;
}
