/* stage: who is about when a turn is spoken, gathered from the mentions around it. Local to candidates.c and the files of features. */
#ifndef MW_SPEECH_STAGE_H
#define MW_SPEECH_STAGE_H

#include "speech/work.h"

enum { MW_STAGE = 96, MW_SCENE_TURNS = 40, MW_NEAR_TURNS = 8 };

typedef struct mw_present { /* one character on stage */
    uint32_t character;
    uint32_t near;         /* last narrated mention before the turn, MW_NONE: none */
    uint32_t near_subject; /* the same, as a subject */
    uint32_t near_cue;     /* last narrated mention before the cue's subject */
    uint32_t near_cue_subject;
    uint32_t blocks;     /* narrated blocks since the scene began that mention them */
    uint32_t last_block; /* the last of those */
    bool said_last, said_same,
        next_said; /* the subject of a verb of saying: at the end of the block before, before the quotation, after it */
    float weight;  /* how much is heard of them around the turn */
    float boost;   /* what makes them a candidate in any case */
    float link_cue,
        link_cue_best; /* the model's links of the cue's words to their mentions: their share; the best one, as a logit against none */
    float link_before, link_after, link_last; /* shares, of a pronoun that is the subject before, after, in the block before */
    uint32_t spoken_turns, spoken_turn;       /* turns near by in which they are named and not called; the last of these */
    bool called;                              /* by the turn itself */
    float told;                               /* in the turn itself he or she is they: how sure that is */
    bool told_last, told_next;                /* in the turn before, in the next */
    uint32_t own, yours;       /* on a page or two: the turn's words for its speaker, for its hearer, that the cast holds for them */
    bool narrated;             /* mentioned outside quotations */
    bool last_sentence;        /* in the narrated sentence right before the turn */
    bool counted;              /* among last_people */
    bool about;                /* known but by what the turn itself tells of them */
    bool opens, opens_subject; /* in the narration before the exchange that the turn is in; as a subject */
    bool in_run;               /* cued in that exchange, not by the turn itself */
    bool before_any, after_any, last_any, next_any, trail_any, inside, spoken_of, spoken_after;
} mw_present;

typedef struct mw_stage {
    const mw_hearing *h;
    const mw_turn *turn;
    uint32_t index;
    mw_present at[MW_STAGE];
    uint32_t n;
    /* mentions: the subject nearest before and first after the quotation in its paragraph, of the block before and of the next */
    uint32_t after_first;       /* the first mention behind the quotation */
    uint32_t scene, scene_turn; /* token and turn at which the scene began, as far as it is looked back */
    uint32_t own, yours;        /* on a page or two: the turn's words for its speaker, for its hearer */
    uint32_t last_people;       /* people that the narration of the block before mentions */
    /* The exchange: turns with no narration between. Its first turn; the blocks of narration before it, whom they tell of, the last of them. */
    uint32_t run, run_from, run_to, run_people, run_last, run_cued;
    uint32_t before_subject, after_subject, last_subject, next_subject;
} mw_stage;

#define SET(name) (f[MW_F_##name] = 1.0f)
#define IF(name, condition) ((condition) ? (void)(f[MW_F_##name] = 1.0f) : (void)0)

static inline mw_gender mw_gender_of(const mw_hearing *h, uint32_t c) { return h->cast->characters[c].gender; }
/* 1 fits, -1 clashes, 0 unknown. */
static inline int mw_gender_fit(mw_gender said, mw_gender has) {
    if ((said != MW_MALE && said != MW_FEMALE) || (has != MW_MALE && has != MW_FEMALE)) return 0;
    return said == has ? 1 : -1;
}

void mw_stage_build(const mw_hearing *h, uint32_t turn, mw_stage *s);
void mw_stage_features(const mw_stage *s, const mw_turn *t, uint32_t candidate, float *f);
/* cue_features.c: what a cue of the turn's own tells */
void mw_cue_features(const mw_stage *s, const mw_turn *t, const mw_cue *cue, const mw_present *p, float *f);
/* talk_features.c: what the turns around tell: who is called and cued in them, whose turn it would be */
void mw_talk_features(const mw_stage *s, const mw_turn *t, const mw_present *p, float *f);
/* nouns.c: the features NOUN_… of a cue whose speaker a noun names */
void mw_noun_features(const mw_hearing *h, uint32_t turn, const mw_cue *cue, uint32_t character, float *f);
/* heard.c: what the pass before made of the turns around: fills HEARD_… and TALKS_LIKE */
void mw_heard_features(const mw_hearing *h, uint32_t turn, uint32_t character, float *f);

#endif
