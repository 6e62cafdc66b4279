/* stage: who is about when a turn is spoken, gathered from the mentions around it. Local to candidates.c and features.c. */
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
    bool narrated;                            /* mentioned outside quotations */
    bool last_sentence;                       /* in the narrated sentence right before the turn */
    bool counted;                             /* among last_people */
    bool about;                               /* known but by what the turn itself tells of them */
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
    uint32_t last_people;       /* people that the narration of the block before mentions */
    uint32_t before_subject, after_subject, last_subject, next_subject;
} mw_stage;

void mw_stage_build(const mw_hearing *h, uint32_t turn, mw_stage *s);
void mw_stage_features(const mw_stage *s, const mw_turn *t, uint32_t candidate, float *f);
/* nouns.c: the features NOUN_… of a cue whose speaker a noun names */
void mw_noun_features(const mw_hearing *h, uint32_t turn, const mw_cue *cue, uint32_t character, float *f);
/* What the pass before made of the turns around: fills HEARD_… */
void mw_heard_features(const mw_hearing *h, uint32_t turn, uint32_t character, float *f);

#endif
