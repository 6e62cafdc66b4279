/* Gender and age from the words of one mention: its first word (a title) and its head noun (the last word before "of", "who" …). */
#include <string.h>

#include "show/gender.h"

typedef struct word {
    const char *form;
    int value;
} word;

static int look(const word *list, size_t n, mw_str s, int none) {
    for (size_t i = 0; i < n; i++)
        if (mw_str_ieq(s, list[i].form)) return list[i].value;
    return none;
}
#define LOOK(list, s, none) look(list, sizeof list / sizeof *list, s, none)

mw_pronoun mw_pronoun_class(mw_str s) {
    static const word pronouns[] = {
        {"he", MW_PRONOUN_HE},         {"him", MW_PRONOUN_HE},          {"his", MW_PRONOUN_HE},     {"himself", MW_PRONOUN_HE},
        {"she", MW_PRONOUN_SHE},       {"her", MW_PRONOUN_SHE},         {"hers", MW_PRONOUN_SHE},   {"herself", MW_PRONOUN_SHE},
        {"they", MW_PRONOUN_THEY},     {"them", MW_PRONOUN_THEY},       {"their", MW_PRONOUN_THEY}, {"theirs", MW_PRONOUN_THEY},
        {"themself", MW_PRONOUN_THEY}, {"themselves", MW_PRONOUN_THEY}, {"it", MW_PRONOUN_IT},      {"its", MW_PRONOUN_IT},
        {"itself", MW_PRONOUN_IT},
    };
    return (mw_pronoun)LOOK(pronouns, s, MW_PRONOUN_NONE);
}

static const word titles[] = {
    {"mr", MW_MALE},
    {"mr.", MW_MALE},
    {"sir", MW_MALE},
    {"lord", MW_MALE},
    {"master", MW_MALE},
    {"uncle", MW_MALE},
    {"king", MW_MALE},
    {"prince", MW_MALE},
    {"brother", MW_MALE},
    {"father", MW_MALE},
    {"monsieur", MW_MALE},
    {"m.", MW_MALE},
    {"grandpa", MW_MALE},
    {"count", MW_MALE},
    {"duke", MW_MALE},
    {"baron", MW_MALE},
    {"mrs", MW_FEMALE},
    {"mrs.", MW_FEMALE},
    {"miss", MW_FEMALE},
    {"ms", MW_FEMALE},
    {"ms.", MW_FEMALE},
    {"lady", MW_FEMALE},
    {"madam", MW_FEMALE},
    {"madame", MW_FEMALE},
    {"mistress", MW_FEMALE},
    {"aunt", MW_FEMALE},
    {"queen", MW_FEMALE},
    {"princess", MW_FEMALE},
    {"sister", MW_FEMALE},
    {"mother", MW_FEMALE},
    {"mademoiselle", MW_FEMALE},
    {"countess", MW_FEMALE},
    {"duchess", MW_FEMALE},
    {"baroness", MW_FEMALE},
    {"dame", MW_FEMALE},
};

static const word nouns[] = {
    {"man", MW_MALE},
    {"boy", MW_MALE},
    {"gentleman", MW_MALE},
    {"father", MW_MALE},
    {"son", MW_MALE},
    {"brother", MW_MALE},
    {"uncle", MW_MALE},
    {"husband", MW_MALE},
    {"nephew", MW_MALE},
    {"grandfather", MW_MALE},
    {"grandson", MW_MALE},
    {"lad", MW_MALE},
    {"fellow", MW_MALE},
    {"king", MW_MALE},
    {"prince", MW_MALE},
    {"lord", MW_MALE},
    {"bridegroom", MW_MALE},
    {"widower", MW_MALE},
    {"papa", MW_MALE},
    {"dad", MW_MALE},
    {"woman", MW_FEMALE},
    {"girl", MW_FEMALE},
    {"lady", MW_FEMALE},
    {"mother", MW_FEMALE},
    {"daughter", MW_FEMALE},
    {"sister", MW_FEMALE},
    {"aunt", MW_FEMALE},
    {"wife", MW_FEMALE},
    {"niece", MW_FEMALE},
    {"grandmother", MW_FEMALE},
    {"granddaughter", MW_FEMALE},
    {"lass", MW_FEMALE},
    {"queen", MW_FEMALE},
    {"princess", MW_FEMALE},
    {"bride", MW_FEMALE},
    {"widow", MW_FEMALE},
    {"mamma", MW_FEMALE},
    {"mama", MW_FEMALE},
    {"mum", MW_FEMALE},
    {"maid", MW_FEMALE},
    {"housemaid", MW_FEMALE},
};

static bool next_word(mw_str s, size_t *at, mw_str *w) {
    while (*at < s.n && (s.at[*at] == ' ' || s.at[*at] == '\n')) ++*at;
    size_t from = *at;
    while (*at < s.n && s.at[*at] != ' ' && s.at[*at] != '\n') ++*at;
    *w = (mw_str){s.at + from, *at - from};
    return w->n > 0;
}

/* The last word before what comes behind a head noun. */
static mw_str head_word(mw_str s) {
    mw_str head = {s.at, 0}, w;
    for (size_t at = 0; next_word(s, &at, &w); head = w) {
        static const word stops[] = {{"of", 1},   {"who", 1},  {"whom", 1}, {"with", 1}, {"in", 1}, {"at", 1},
                                     {"from", 1}, {"that", 1}, {"and", 1},  {"or", 1},   {",", 1}};
        if (head.n && LOOK(stops, w, 0)) break;
    }
    while (head.n && (head.at[head.n - 1] == ',' || head.at[head.n - 1] == '.')) head.n--;
    return head;
}

mw_gender mw_form_gender(mw_str s) {
    size_t at = 0;
    mw_str first, second;
    if (!next_word(s, &at, &first)) return MW_UNKNOWN;
    if (next_word(s, &at, &second)) {
        int g = LOOK(titles, first, MW_UNKNOWN);
        /* "Mother Superior" is a title; "mother of" is not, but its head says the same. */
        if (g != MW_UNKNOWN) return (mw_gender)g;
    }
    return (mw_gender)LOOK(nouns, head_word(s), MW_UNKNOWN);
}

mw_age mw_form_age(mw_str s) {
    static const word heads[] = {{"boy", MW_CHILD},       {"girl", MW_CHILD},     {"child", MW_CHILD}, {"baby", MW_CHILD},
                                 {"infant", MW_CHILD},    {"lad", MW_CHILD},      {"lass", MW_CHILD},  {"kid", MW_CHILD},
                                 {"grandfather", MW_OLD}, {"grandmother", MW_OLD}};
    size_t at = 0;
    mw_str w;
    while (next_word(s, &at, &w))
        if (mw_str_ieq(w, "old") || mw_str_ieq(w, "aged") || mw_str_ieq(w, "elderly")) return MW_OLD;
    int age = LOOK(heads, head_word(s), MW_AGE_UNKNOWN);
    return age == MW_AGE_UNKNOWN && mw_form_gender(s) != MW_UNKNOWN ? MW_ADULT : (mw_age)age;
}
