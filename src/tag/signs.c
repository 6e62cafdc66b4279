/* signs: their names, and how signs, mention vectors, links and doers are read. */
#include <math.h>
#include <string.h>

#include "tag/tag.h"

const char *const mw_sign_names[MW_N_SIGN] = {
    "inside.perceive",
    "inside.think",
    "inside.feel",
    "inside.want",
    "inside.free",
    "act",
    "key",
    "real",
    "why.told",
    "why.hinted",
    "reason.purpose",
    "reason.cause",
    "reason.feeling",
    "reason.belief",
    "reason.said",
    "ripple.act",
    "ripple.feeling",
    "ripple.state",
    "trait",
    "relation.parent-child",
    "relation.sibling",
    "relation.spouse",
    "relation.lover",
    "relation.suitor",
    "relation.friend",
    "relation.rival",
    "relation.employer-employee",
    "relation.teacher-pupil",
    "relation.landlord-lodger",
    "relation.doctor-patient",
    "relation.neighbour",
    "relation.colleague",
    "relation.guardian-ward",
    "relation.aunt-uncle",
    "relation.kin-other",
    "relation.attacker-victim",
    "thread.question",
    "thread.promise",
    "thread.plan",
    "thread.threat",
    "thread.secret",
    "thread.object",
    "thread.absence",
    "content.violence",
    "content.death",
    "content.suicide",
    "content.self-harm",
    "content.child-abuse",
    "content.domestic-abuse",
    "content.sexual-content",
    "content.sexual-violence",
    "content.nudity",
    "content.alcohol",
    "content.drugs",
    "content.animal-harm",
    "content.illness",
    "content.mental-illness",
    "content.slavery-racism",
    "content.war",
    "content.swearing",
    "shown",
    "discourse.cause",
    "discourse.result",
    "discourse.purpose",
    "discourse.explanation",
    "discourse.condition",
    "discourse.concession",
    "spoken",
    "cue",
    "role.plot",
    "role.opinion",
    "role.fact",
    "thesis",
    "withheld",
    "conceded",
    "aspect.direction",
    "aspect.acting",
    "aspect.characters",
    "aspect.plot",
    "aspect.pacing",
    "aspect.ending",
    "aspect.cinematography",
    "aspect.music",
    "aspect.dialogue",
    "aspect.theme",
    "aspect.overall",
    "polarity.+",
    "polarity.-",
    "polarity.±",
    "name.director",
    "name.writer",
    "name.author",
    "name.cinematographer",
    "name.composer",
    "name.producer",
    "name.editor",
    "name.actor",
    "name.character",
    "name.work",
    "name.other-work",
};
const char *const mw_mode_names[MW_N_MODE] = {"scene", "summary", "description", "reflection"};
const char *const mw_lapse_names[MW_N_LAPSE] = {"seconds", "minutes", "hours", "days", "weeks", "months", "years", "none"};

uint8_t mw_sign_at(const mw_tags *t, uint32_t token, mw_sign sign) {
    if (!t->sign_at) return 0;
    for (uint32_t i = t->sign_at[token]; i < t->sign_at[token + 1]; i++)
        if (t->signs[i].sign == sign) return t->signs[i].p;
    return 0;
}

/* ---- links of mentions: link holds W, the weights of an antecedent, those of none, their biases, one a distance ---- */

enum { W = 0, BEFORE = MW_VECTOR * MW_VECTOR, NONE = BEFORE + MW_VECTOR, BIAS = NONE + MW_VECTOR, DISTANCE = BIAS + 2 };

/* eight sums side by side, which a compiler makes vectors of: added one after the other they would wait for each other */
static float dot(const float *w, const mw_vector *v) {
    float sum[8] = {0}, x[MW_VECTOR];
    for (uint32_t i = 0; i < MW_VECTOR; i++) x[i] = (float)v->at[i];
    for (uint32_t i = 0; i < MW_VECTOR; i += 8)
        for (uint32_t j = 0; j < 8; j++) sum[j] += w[i + j] * x[i + j];
    return ((sum[0] + sum[4]) + (sum[1] + sum[5]) + (sum[2] + sum[6]) + (sum[3] + sum[7])) / 127;
}

/* at += v W, W: MW_VECTOR rows of MW_VECTOR; STRIPE sums at a time stay in registers */
static void through(const mw_vector *v, const float *w, float *at) {
    enum { STRIPE = 32 };
    float x[MW_VECTOR];
    for (uint32_t i = 0; i < MW_VECTOR; i++) x[i] = (float)v->at[i] / 127;
    for (uint32_t from = 0; from < MW_VECTOR; from += STRIPE) {
        float sum[STRIPE];
        memcpy(sum, at + from, sizeof sum);
        for (uint32_t i = 0; i < MW_VECTOR; i++)
            for (uint32_t j = 0; j < STRIPE; j++) sum[j] += x[i] * w[i * MW_VECTOR + from + j];
        memcpy(at + from, sum, sizeof sum);
    }
}

/* The class of a distance in tokens. */
static uint32_t distance_class(uint32_t far) {
    uint32_t k = 0;
    while (k + 1 < MW_N_DISTANCE && far >> (k + 1)) k++;
    return k;
}

void mw_link_side_of(const mw_tags *t, uint32_t token, mw_link_side *side) {
    side->token = token;
    memcpy(side->at, t->link + BEFORE, sizeof side->at);
    through(&t->vectors[t->vector_at[token]], t->link + W, side->at);
}

float mw_link_from(const mw_tags *t, const mw_link_side *side, uint32_t before) {
    uint32_t k = distance_class(side->token - before);
    return dot(side->at, &t->vectors[t->vector_at[before]]) + t->link[BIAS] + t->link[DISTANCE + k];
}

float mw_link_score(const mw_tags *t, uint32_t token, uint32_t before) {
    mw_link_side side;
    mw_link_side_of(t, token, &side);
    return mw_link_from(t, &side, before);
}

float mw_link_none(const mw_tags *t, uint32_t token) { return dot(t->link + NONE, &t->vectors[t->vector_at[token]]) + t->link[BIAS + 1]; }

/* ---- doers: for each role W, the weights of a mention, those of nobody, nobody's bias, one a distance, before and then behind ---- */

enum { AT = 2 * MW_VECTOR * MW_VECTOR, NOBODY = AT + 2 * MW_VECTOR, NOBODY_BIAS = NOBODY + 2 * MW_VECTOR, GAP = NOBODY_BIAS + 2 };

void mw_doer_side_of(const mw_tags *t, uint32_t token, mw_doer_role role, mw_doer_side *side) {
    const mw_vector *v = &t->vectors[t->vector_at[token]];
    side->token = token;
    side->role = role;
    side->nobody = dot(t->point + NOBODY + role * MW_VECTOR, v) + t->point[NOBODY_BIAS + role];
    memcpy(side->at, t->point + AT + role * MW_VECTOR, sizeof side->at);
    through(v, t->point + role * MW_VECTOR * MW_VECTOR, side->at);
}

float mw_doer_score(const mw_tags *t, const mw_doer_side *side, uint32_t mention) {
    bool behind = mention > side->token;
    uint32_t k = distance_class(behind ? mention - side->token : side->token - mention);
    return dot(side->at, &t->vectors[t->vector_at[mention]]) + t->point[GAP + side->role * 2 * MW_N_DISTANCE + behind * MW_N_DISTANCE + k];
}

float mw_vector_cosine(const mw_vector *a, const mw_vector *b) {
    int32_t ab = 0, aa = 0, bb = 0; /* MW_VECTOR squares of a byte */
    for (uint32_t i = 0; i < MW_VECTOR; i++) {
        ab += a->at[i] * b->at[i];
        aa += a->at[i] * a->at[i];
        bb += b->at[i] * b->at[i];
    }
    return aa && bb ? (float)((double)ab / sqrt((double)aa * (double)bb)) : 0;
}
