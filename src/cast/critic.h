/* critic: who is who in a review, before its people are cast: the work, who made it, who plays whom, other works, and how each sentence is
 * told. Only reviews have it (mw_cast.critic; NULL for other kinds). It is found early so that cast makes no character of a performer or a
 * title, and so that acts, traits and the rest can keep the story apart from what the critic says about the work: see mw_tells_story.
 *
 * Names are text of the review; spans are its bytes. Nothing here comes from a list of films or people: only from how reviews put their
 * words, and from the signs of tag where the model has them. Linear time. */
#ifndef MW_CAST_CRITIC_H
#define MW_CAST_CRITIC_H

#include "tag/tag.h"

/* What a sentence of a review tells. */
typedef enum mw_told { MW_TOLD_PLOT, MW_TOLD_OPINION, MW_TOLD_BOTH, MW_TOLD_FACT, MW_N_TOLD } mw_told;
extern const char *const mw_told_names[MW_N_TOLD]; /* "plot" "opinion" "both" "fact" */

/* What a word of a name belongs to. */
typedef enum mw_name_sort {
    MW_NAMES_NOTHING,
    MW_NAMES_CHARACTER, /* of the story */
    MW_NAMES_PERFORMER,
    MW_NAMES_MAKER, /* of this work or another */
    MW_NAMES_WORK,
    MW_NAMES_OTHER_WORK,
} mw_name_sort;

typedef enum mw_credit_role {
    MW_DIRECTOR,
    MW_WRITER,
    MW_AUTHOR,
    MW_CINEMATOGRAPHER,
    MW_COMPOSER,
    MW_PRODUCER,
    MW_EDITOR,
    MW_ACTOR,
    MW_N_CREDIT
} mw_credit_role;
extern const char *const mw_credit_names[MW_N_CREDIT]; /* "director" … "actor" */

typedef enum mw_work_kind { MW_WORK_UNKNOWN, MW_WORK_FILM, MW_WORK_NOVEL, MW_WORK_SERIES, MW_WORK_PLAY, MW_N_WORK } mw_work_kind;
extern const char *const mw_work_kinds[MW_N_WORK]; /* NULL "film" "novel" "series" "play" */

typedef struct mw_credit {
    const char *person; /* the fullest form that the review uses */
    mw_span span;       /* the words that tell it */
    mw_credit_role role;
    float confidence;
} mw_credit;

typedef struct mw_played {
    const char *character, *performer; /* character NULL: the review does not say whom */
    mw_span span, character_span, performer_span;
    float confidence;
} mw_played;

typedef struct mw_work_named {
    const char *title;
    const char *person; /* who made it, or NULL */
    int year;           /* 0: not said */
    mw_span span;
    float confidence;
} mw_work_named;

typedef struct mw_critic {
    mw_work_named work; /* title NULL: not found */
    mw_work_kind kind;
    mw_credit *credits; /* by span */
    uint32_t n_credits;
    mw_played *played;
    uint32_t n_played;
    mw_work_named *others;
    uint32_t n_others;
    uint8_t *told; /* [n_sentences] mw_told */
    uint8_t *name; /* [n tokens] mw_name_sort */
} mw_critic;

/* Everything lies in the arena. */
bool mw_critic_build(const mw_env *env, mw_arena *arena, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                     const mw_children *children, mw_critic **critic);
void mw_critic_dump(const mw_text *text, const mw_tags *tags, const mw_tokens *tokens, const mw_critic *critic, mw_buf *out);

/* Whether a sentence tells the story; true for all of what is no review (critic NULL). */
static inline bool mw_tells_story(const mw_critic *critic, uint32_t sentence) {
    return !critic || critic->told[sentence] == MW_TOLD_PLOT || critic->told[sentence] == MW_TOLD_BOTH;
}
/* Whether a token belongs to the name of somebody outside the story, or of a work. */
static inline bool mw_outside_story(const mw_critic *critic, uint32_t token) { return critic && critic->name[token] >= MW_NAMES_PERFORMER; }
/* Whether a nominal is told of as a person of the story: where the story is told, and not one of the trade or the audience. */
bool mw_of_story(const mw_critic *critic, const mw_tags *tags, uint32_t head);

#endif
