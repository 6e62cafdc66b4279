/* antecedent: whom a pronoun or a nominal may mean, and what speaks for each. Nothing outside this room and training/links includes it.
 *
 * A candidate is an entity: those of the last sentences that fit in gender, number and type, and for nominals those that the words point to
 * however far back (the same words, the same noun, what somebody owns). Behind them stands nobody. Each has features that are on and
 * a few numbers; a linear score of them, one row of weights a class of mention, ranks them. The weights are learnt by training/links. */
#ifndef MW_CAST_ANTECEDENT_H
#define MW_CAST_ANTECEDENT_H

#include "cast/inside.h"

/* Classes of mentions: he and she, they, it, a person, persons, what is no person. */
#define MW_ANAPHORS(X) X(HE) X(THEY) X(IT) X(NOUN) X(NOUNS) X(THING)
#define MW_ANAPHOR_ENUM(name) MW_ANAPHOR_##name,
typedef enum mw_anaphor { MW_ANAPHORS(MW_ANAPHOR_ENUM) MW_N_ANAPHOR } mw_anaphor;

/* Features that are on or off, by groups: X(name, how many). */
#define MW_MARKS(X)                                                                                                                        \
    X(SENTENCE, 6)     /* + min(sentences between, 5) */                                                                                   \
    X(RANK, 6)         /* + min(fitting entities between, 5) */                                                                            \
    X(SORT, 7)         /* + name, nominal by determiner (5), pronoun */                                                                    \
    X(ROLE, 7)         /* + role of its last mention */                                                                                    \
    X(PARALLEL, 2)     /* both subjects; both objects */                                                                                   \
    X(LAYER, 5)        /* same narration; same speech; narration from speech; speech from narration; another speech */                     \
    X(GENDER, 2)       /* + unknown, known */                                                                                              \
    X(SALIENCE, 6)     /* + recent mentions, min 5 */                                                                                      \
    X(OWN, 1)          /* a possessive of its clause's subject */                                                                          \
    X(SAME_WORD, 1)    /* the last mention is the same kind of pronoun */                                                                  \
    X(PLURAL, 2)       /* + number known to differ, known to be the same */                                                                \
    X(PERSON, 2)       /* + it: no person; a beast or a child; they: a group or organisation */                                            \
    X(SPEAKER, 1)      /* speech: it is who speaks */                                                                                      \
    X(PARAGRAPH, 1)    /* the last mention stands in the same paragraph */                                                                 \
    X(SUBJECT_LAST, 1) /* subject of the sentence before */                                                                                \
    X(WORDS, 5)        /* nominals, last mention: + the same words, the same noun, another noun, a name, a pronoun */                      \
    X(TALK, 4)         /* who speaks: + spoke just before, spoke before that, is called in this speech, in the one before */               \
    X(CALLED, 1)       /* in speech: is called out in it */                                                                                \
    X(FULL, 5)         /* nominals, last mention that is no pronoun: as WORDS; the last: there is none */                                  \
    X(SIZE, 5)         /* mentions so far: 1, 2, 3 to 5, to 20, more */                                                                    \
    X(NAMED, 2)        /* a person with a name; without */                                                                                 \
    X(MADE, 4)         /* opened by a name, a nominal, a pronoun, an I or you */                                                           \
    X(TYPE, 2)         /* things: + another type, the same */                                                                              \
    X(OWNED, 1)        /* what its owner owns by that noun */                                                                              \
    X(KEY, 6)          /* so called last: + sentences since it was mentioned, under 3, 15, 25, 60, 150, more */                            \
    X(HEAD, 6)         /* so called last, by the noun alone: the same */                                                                   \
    X(KEY_DET, 5)      /* so called last, + determiner */                                                                                  \
    X(HEAD_DET, 5)     /* by the noun alone: the same */                                                                                   \
    X(KEY_PLAIN, 1)    /* so called last, with a noun that says little */                                                                  \
    X(HEAD_MORE, 3)    /* by the noun alone: + it has more words now, had more, both */                                                    \
    X(FAR, 1)          /* stands too far back for the ranking */                                                                           \
    X(NEW, 1)          /* nobody: the threshold */                                                                                         \
    X(NEW_DET, 5)      /* nobody: + determiner */                                                                                          \
    X(NEW_NOUN, 5)     /* nobody: + plain, kin, work, another, no person noun */                                                           \
    X(NEW_ROLE, 7)     /* nobody: + role of the mention */                                                                                 \
    X(NEW_WORDS, 3)    /* nobody: its words were never said, the noun was, all were */                                                     \
    X(NEW_LAYER, 2)    /* nobody: in narration, in speech */                                                                               \
    X(NEW_LONG, 2)     /* nobody: the noun alone; with more words */                                                                       \
    X(AGE, 3)          /* a person: + the noun or what it was called tells no age, the same age, another */                                \
    X(WORK, 4)         /* a person: + no trade in the noun, none known of it, the same, another */                                         \
    X(SUBJECTS, 5)     /* how many subjects of the same layer stand between it as a subject and here: 0, 1, 2, more; it is none */         \
    X(BESIDE, 3)       /* narration: + it speaks in this paragraph before, is called there, speaks in the paragraph before */              \
    X(HEAD_SOLE, 3)    /* so called last, by all words or by the noun: + nobody else was, one other, more */                               \
    X(OPENED, 2)       /* so called last: + it was opened by a, some; otherwise */                                                         \
    X(CALLS, 2)        /* a noun in speech that calls somebody: + it was so called last, another */                                        \
    X(NEW_CALLS, 1)    /* nobody: the noun calls somebody */                                                                               \
    X(NEW_SOLE, 4)     /* nobody: + how many were called by the noun: 0, 1, 2, more */
#define MW_MARK_SIZE(name, n) MW_MARK_##name##_SIZE = n,
enum { MW_MARKS(MW_MARK_SIZE) };
#define MW_MARK_ENUM(name, n) MW_MARK_##name, MW_MARK_##name##_LAST = MW_MARK_##name + (n)-1,
typedef enum mw_mark { MW_MARKS(MW_MARK_ENUM) MW_N_MARK } mw_mark;

/* Numbers, from the model's links; all 0 where it has none. */
#define MW_LINKS(X)                                                                                                                        \
    X(SHARE)     /* ln of its share of exp(link) among all mentions before and none, cut */                                                \
    X(FITS)      /* the same among those that fit */                                                                                       \
    X(BEST)      /* best link of its mentions against none, cut at -16 and 16 */                                                           \
    X(GOOD)      /* that, where it is above 0 */                                                                                           \
    X(AHEAD)     /* best link of its mentions against the best of another that fits, cut at -8 and 8 */                                    \
    X(FIRST)     /* 1: no other mention links better */                                                                                    \
    X(LAST)      /* link of its last mention against none, cut */                                                                          \
    X(FAR)       /* best link of one that stands too far back for the ranking */                                                           \
    X(COSINE)    /* best cosine of its last mention and its last that is no pronoun */                                                     \
    X(MEAN)      /* mean link of its mentions among those, cut */                                                                          \
    X(FULL)      /* best link of its mentions that are no pronouns, cut; 0: there is none */                                               \
    X(NONE)      /* nobody: ln of the share of none, cut */                                                                                \
    X(NONE_FITS) /* the same among those that fit */
#define MW_LINK_ENUM(name) MW_LINK_##name,
typedef enum mw_link { MW_LINKS(MW_LINK_ENUM) MW_N_LINK_NUMBER } mw_link;

enum { MW_CANDIDATES = 32, MW_MARKS_ON = 48 };
typedef struct mw_candidate {
    uint32_t ment, ent; /* its nearest mention; MW_NONE: nobody */
    uint32_t n;
    uint8_t on[MW_MARKS_ON]; /* [n] mw_mark */
    float links[MW_N_LINK_NUMBER];
    bool said; /* its words tell: so called before, owned */
} mw_candidate;
typedef struct mw_candidates {
    mw_candidate at[MW_CANDIDATES + 1]; /* the last is nobody */
    uint32_t n;
} mw_candidates;

/* [0] without links, [1] with them; marks first, then links */
extern const float mw_antecedent_weights[2][MW_N_ANAPHOR][MW_N_MARK + MW_N_LINK_NUMBER];

/* What the words of a nominal point to, entities or MW_NONE; kin (Lucy Harlow's mother: Mrs. Harlow) and ranked (the colonel) settle it. */
typedef struct mw_hints {
    uint32_t owned, kin, ranked, key, head;
} mw_hints;
bool mw_nominal_hints(mw_caster *c, uint32_t ment, mw_hints *hints); /* false: out of memory */
uint32_t mw_nominal_sole(const mw_caster *c, const mw_ment *m);      /* how many entities this chapter called by its noun before */

bool mw_antecedent_fits(const mw_caster *c, const mw_ment *m, uint32_t ent); /* in number, gender, type */
uint32_t mw_clause_verb(const mw_caster *c, uint32_t token);                 /* up from a noun to the verb that it depends on */
mw_anaphor mw_anaphor_of(const mw_ment *m);
void mw_candidates_gather(const mw_caster *c, uint32_t ment, const mw_hints *hints, mw_candidates *all);
/* Links of a mention to those that stand before it, put into its candidates. */
void mw_candidates_link(const mw_caster *c, uint32_t ment, mw_candidates *all);
/* Gathers, ranks, and shows them to whoever watches: the best, in `all`. */
const mw_candidate *mw_antecedent_rank(const mw_caster *c, uint32_t ment, const mw_hints *hints, mw_candidates *all, uint8_t *confidence);
/* The index of the likeliest; *p: its probability among all. */
uint32_t mw_candidates_best(const mw_candidates *all, mw_anaphor class, bool links, float *p);

struct mw_pair;
/* For training/links: every choice of the last pass is shown before it is made. */
struct mw_watch {
    void (*see)(void *user, const mw_caster *c, uint32_t ment, const mw_candidates *all);
    void (*end)(void *user, const mw_caster *c);                      /* of a document */
    void (*pair)(void *user, const struct mw_pair *pair, int opener); /* then those that may be one (reunite.h) */
    void *user;
};
marrow_status mw_cast_build_watched(const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                                    const mw_people *people, const struct mw_watch *watch, mw_cast **cast, marrow_error *err);

#endif
