/* critic_inside: what the files critic*.c share while a review's names are found. Nothing else includes it.
 *
 * Two readings of the capitals are kept side by side: runs, which may name a person, and phrases, which may be a title. Persons are runs
 * that go together (Jacques Audiard and Audiard). Cues of the text then say what each person is; the strongest cue wins. */
#ifndef MW_CAST_CRITIC_INSIDE_H
#define MW_CAST_CRITIC_INSIDE_H

#include "cast/critic.h"
#include "cast/lexicon.h"

/* Words in a row that may name a person; honorifics left out. */
typedef struct mw_run_of_names {
    uint32_t first, last, head;
    uint32_t words;
    uint32_t person; /* index into persons */
    bool per;        /* the tagger takes it for a person's name */
    bool place;      /* … for a place's or a body's */
} mw_run_of_names;

/* Whoever goes by a run. */
typedef struct mw_named_person {
    uint32_t run; /* the fullest */
    uint32_t n;
    float made[MW_N_CREDIT]; /* evidence for each credit, 0 … 1; MW_ACTOR: performs */
    mw_span made_at[MW_N_CREDIT];
    float character; /* evidence that it is a person of the story */
    bool paired;     /* as a character */
    bool outside;    /* of the trade without a credit of the schema: a designer; whoever wrote the review */
} mw_named_person;

/* Words that may be a title, marks left out. */
typedef struct mw_phrase {
    uint32_t first, last;
    bool marked;   /* in quotation marks or italics */
    bool heading;  /* in the first line, where that is no sentence */
    uint32_t n;    /* times that the same words stand as a phrase */
    uint32_t same; /* the first phrase with the same words, without article */
    float work;
} mw_phrase;

/* What tells a work's title from other words; see critic_titles.c. */
enum { MW_TITLE_FEATURES = 30 };
extern const float mw_critic_title_weights[MW_TITLE_FEATURES]; /* critic_weights.c, learnt */

typedef struct mw_critic_work {
    const mw_env *env;
    const marrow_allocator *mem;
    mw_arena *keep, *scratch;
    const mw_text *text;
    const mw_tokens *tokens;
    const mw_tags *tags;
    const mw_children *children;
    const char **lower; /* [n] */
    uint32_t *run_of;   /* [n] 1 + run, or 0 */
    uint32_t *entity;   /* [n] the innermost PROP entity around, or MW_NONE */
    MW_VEC(mw_run_of_names) runs;
    MW_VEC(mw_named_person) persons;
    MW_VEC(mw_phrase) phrases;
    MW_VEC(mw_played) played;
    mw_critic *out;
    mw_buf *titles; /* training: a line a phrase with its features; else NULL */
} mw_critic_work;

/* ---- words ---- */
const char *mw_critic_word(const mw_critic_work *c, uint32_t token); /* lower case; "" beyond the ends */
bool mw_critic_is(const mw_critic_work *c, uint32_t token, const char *word);
bool mw_critic_capital(const mw_critic_work *c, uint32_t token);
bool mw_critic_opens(const mw_critic_work *c, uint32_t token); /* the first word of a sentence */
bool mw_critic_possessive(const mw_critic_work *c, uint32_t token);
const char *mw_critic_text(mw_critic_work *c, uint32_t first, uint32_t last); /* white space squeezed; NULL: out of memory */
mw_span mw_critic_span(const mw_critic_work *c, uint32_t first, uint32_t last);
float mw_critic_sign(const mw_critic_work *c, uint32_t first, uint32_t last, mw_sign sign); /* mean probability over tokens */
int mw_critic_year(const mw_critic_work *c, uint32_t token);                                /* 0: none */

/* Which credits a word speaks of, as bits (1 << mw_credit_role); 0 none. */
uint32_t mw_critic_person_noun(const char *word);             /* director, screenwriter … */
uint32_t mw_critic_thing_noun(const char *word, bool *whole); /* score, photography …; whole: film, novel: the work itself */
uint32_t mw_critic_verb(const char *lemma);                   /* direct, write, shoot … */
uint32_t mw_critic_participle(const char *word);              /* directed, shot … */
uint32_t mw_critic_label(const char *word);                   /* dir, scr, ph … of a credit line */
bool mw_critic_craft(const char *word);                       /* costumes, choreography; designer: no credit of the schema */
mw_work_kind mw_critic_kind_noun(const char *word, float *weight);
bool mw_critic_honorific(const char *word);

/* ---- steps; false: out of memory ---- */
bool mw_critic_find_names(mw_critic_work *c);
bool mw_critic_group_names(mw_critic_work *c);
bool mw_critic_find_titles(mw_critic_work *c);                /* phrases, the work, other works */
bool mw_critic_find_others(mw_critic_work *c, uint32_t work); /* the last part of it; work: the first phrase with its words, or MW_NONE */
float mw_critic_seems_other(const mw_critic_work *c, const mw_phrase *p, bool *owned); /* by its surroundings; from 1 on it likely is */
uint32_t mw_critic_core_first(const mw_critic_work *c, const mw_phrase *p);            /* without its article */
uint32_t mw_critic_phrase_head(const mw_critic_work *c, const mw_phrase *p);           /* the word that depends on none of its words */
bool mw_critic_work_noun(const mw_critic_work *c, uint32_t t);                         /* film, novel, debut … */
/* mw_critic_build that also puts the features of phrases into a buffer (training/reviews). */
bool mw_critic_build_and_tell(const mw_env *env, mw_arena *arena, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                              const mw_children *children, mw_critic **critic, mw_buf *titles);
void mw_critic_judge_kind(mw_critic_work *c);
void mw_critic_hint_characters(mw_critic_work *c); /* "X (Y Z)": X is likely a person of the story */
bool mw_critic_find_played(mw_critic_work *c);
void mw_critic_find_credits(mw_critic_work *c);
void mw_critic_guess_maker(mw_critic_work *c); /* behind all cues */
bool mw_critic_tell(mw_critic_work *c);        /* how sentences are told */
/* The run that ends right before or begins right at a token; MW_NONE. */
uint32_t mw_critic_run_at(const mw_critic_work *c, uint32_t token);
uint32_t mw_critic_run_before(const mw_critic_work *c, uint32_t token);
void mw_critic_credit(mw_critic_work *c, uint32_t run, uint32_t roles, float weight, mw_span span);

#endif
