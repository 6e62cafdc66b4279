/* ties_who: who is meant by a noun of relation and by its owner. "Her friend" is often the one talked of above, "his mother" the lady who has
 * just come in; and "her" may be another woman than the links say. For each place all people near it who may be either are put in pairs; a
 * choice among the pairs and nobody (conditional logit, learnt from annotated passages) gives each its chance. It looks at a bounded stretch of
 * text around each place: linear time. What it decides is known where that stretch ends. */
#include "reveal/ties_who.h"

#include <math.h>
#include <string.h>

#include "cast/lexicon.h"

enum { BEFORE = 150, BEHIND = 60, NEAR = 10, MOST_NEAR = NEAR + 4, MOST_BEARERS = 7, MOST_OWNERS = 5 };
static const float LEAST_PAIR = 0.05f, LEAST_SURE = 0.001f, NEARLY = 0.85f;

/* Somebody near the place. */
typedef struct near_one {
    uint32_t who, before, behind; /* tokens of the nearest mentions, or MW_NONE */
    uint32_t n;
} near_one;

typedef struct around {
    mw_sight *s;
    const mw_ties *ties;
    const mw_who_known *known;
    const mw_tie_place *place;
    const mw_tie_noun *noun;
    near_one at[MOST_NEAR];
    uint32_t n, end, first, subject; /* the first person of the sentence; who does what is told with the noun */
    uint8_t type;                    /* the place's type in its left-hand form (parent, not child); */
    bool turned;                     /* the owner is that of the bearer */
    uint32_t group[MOST_NEAR][MOST_NEAR];
    float say[MOST_NEAR][MOST_NEAR][2]; /* what other places say: the one is the place's type of the other; is something else */
    uint32_t last;                      /* the byte by which it is known */
    bool linked[2];                     /* of the bearer's words and the owner's: whether they have links, */
    float none[2];                      /* with nobody, */
    mw_link_side side[2];               /* with others */
} around;

/* ---- who is near ---- */

static void note(around *x, uint32_t t, bool before) {
    const mw_mention *m = mw_sight_mention(x->s, t);
    uint32_t who = mw_sight_who(x->s, t), i = 0;
    if (!m || who == MW_NONE || (m->plural && m->form == MW_PRO)) return;
    while (i < x->n && x->at[i].who != who) i++;
    if (i == x->n) {
        if (x->n >= NEAR) return;
        x->at[x->n++] = (near_one){.who = who, .before = MW_NONE, .behind = MW_NONE};
    }
    x->at[i].n++;
    if (before && x->at[i].before == MW_NONE) x->at[i].before = t;
    if (!before && x->at[i].behind == MW_NONE) x->at[i].behind = t;
}

static void add_own(around *x, uint32_t who) {
    if (who == MW_NONE) return;
    for (uint32_t i = 0; i < x->n; i++)
        if (x->at[i].who == who) return;
    x->at[x->n++] = (near_one){.who = who, .before = MW_NONE, .behind = MW_NONE};
}

/* Who does what the noun's clause tells: Mary caught hold of her husband. */
static uint32_t subject_of(const mw_sight *s, uint32_t t) {
    for (int step = 0; step < 6 && s->tags->head[t] != t; step++) {
        t = s->tags->head[t];
        if (mw_sight_upos(s, t) != MW_VERB) continue;
        uint32_t who = mw_sight_who(s, mw_sight_subject(s, t));
        if (who != MW_NONE) return who;
    }
    return MW_NONE;
}

/* The chapter around a byte, or the whole text. */
static mw_span chapter_at(const mw_text *text, uint32_t byte) {
    uint32_t chapter = mw_chapter_at(text, byte);
    return chapter != MW_NONE ? text->chapters[chapter].span : (mw_span){0, (uint32_t)text->n};
}

static void look(around *x) {
    const mw_sight *s = x->s;
    const mw_tie_place *p = x->place;
    uint32_t n = s->tags->n, from = p->key > BEFORE ? p->key - BEFORE : 0;
    x->end = p->key + BEHIND < n ? p->key + BEHIND : n - 1;
    const mw_span *span = s->read->tokens->span;
    mw_span chapter = chapter_at(s->read->text, span[p->key].start);
    while (from < p->key && span[from].start < chapter.start) from++;
    while (x->end > p->key && span[x->end].start >= chapter.end) x->end--;
    for (uint32_t t = p->key + 1; t-- > from;)
        if (s->mention[t] != MW_NONE && t != p->bearer && t != p->owner) note(x, t, true);
    for (uint32_t t = p->key + 1; t <= x->end; t++)
        if (s->mention[t] != MW_NONE && t != p->bearer && t != p->owner) note(x, t, false);
    const mw_sentence *z = &s->tags->sentences[s->tags->sentence[p->key]];
    x->first = MW_NONE;
    for (uint32_t t = z->first; t < z->end && x->first == MW_NONE; t++)
        if (t != p->bearer && t != p->owner) x->first = mw_sight_who(s, t);
    x->subject = subject_of(s, p->key);
    add_own(x, p->a);
    add_own(x, p->b);
    if (p->tie != MW_NONE) {
        add_own(x, x->ties->at[p->tie].a);
        add_own(x, x->ties->at[p->tie].b);
    }
}

static uint8_t left_type(uint8_t type, bool *turned) {
    static const uint8_t left[MW_N_RELATION] = {
        [MW_OFFSPRING] = MW_PARENT + 1, [MW_EMPLOYEE] = MW_EMPLOYER + 1, [MW_PUPIL] = MW_TEACHER + 1,  [MW_LODGER] = MW_LANDLORD + 1,
        [MW_PATIENT] = MW_DOCTOR + 1,   [MW_WARD] = MW_GUARDIAN + 1,     [MW_VICTIM] = MW_ATTACKER + 1};
    *turned = left[type] != 0;
    return *turned ? (uint8_t)(left[type] - 1) : type;
}

/* ---- what other places say ---- */

/* What the places known by a byte say of all who are near. */
static void hear(around *x, uint32_t until) {
    x->last = 0;
    for (uint32_t i = 0; i < x->n; i++)
        for (uint32_t k = i + 1; k < x->n; k++) {
            uint32_t low = x->at[i].who < x->at[k].who ? i : k, high = low == i ? k : i;
            uint32_t last = mw_who_ask(x->known, x->group[i][k], x->type, x->place->key, until, x->say[low][high], x->say[high][low]);
            if (last > x->last) x->last = last;
        }
}

static void hear_all(around *x) {
    for (uint32_t i = 0; i < x->n; i++)
        for (uint32_t k = i + 1; k < x->n; k++) x->group[i][k] = mw_who_group(x->known, x->at[i].who, x->at[k].who);
    hear(x, UINT32_MAX);
}

/* How much they say that the one bears the place's noun and the other owns it. */
static float said(const around *x, uint32_t bearer, uint32_t owner, bool otherwise) {
    return x->turned ? x->say[owner][bearer][otherwise] : x->say[bearer][owner][otherwise];
}

/* Who else is near and fills the place by other ties: of one owner, of one bearer. */
static float rivals(const around *x, uint32_t a, uint32_t b, bool of_owner) {
    float most = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        float p = i == a || i == b ? 0 : of_owner ? said(x, i, b, false) : said(x, a, i, false);
        if (p > most) most = p;
    }
    return most;
}

enum { N_SAID = 4 };
static const int SAID[N_SAID] = {MW_WHO_ELSEWHERE, MW_WHO_OTHERWISE, MW_WHO_FILLED, MW_WHO_TAKEN};

static void marks_said(const around *x, const mw_who_pair *w, float marks[N_SAID]) {
    marks[0] = said(x, w->bearer, w->owner, false);
    marks[1] = said(x, w->bearer, w->owner, true);
    marks[2] = rivals(x, w->bearer, w->owner, true);
    marks[3] = rivals(x, w->bearer, w->owner, false);
}

/* ---- who may be it ---- */

static mw_gender noun_gender(const around *x) {
    if (!x->noun) return MW_UNKNOWN;
    const mw_person_noun *p = mw_person_noun_lookup(x->s->word[x->place->key]);
    return p && (p->gender == MW_MALE || p->gender == MW_FEMALE) ? p->gender : MW_UNKNOWN;
}

static mw_gender owner_gender(const around *x) {
    uint32_t t = x->place->owner;
    const mw_pronoun *p = t == MW_NONE ? NULL : mw_pronoun_lookup(x->s->word[t]);
    return p && (p->gender == MW_MALE || p->gender == MW_FEMALE) ? p->gender : MW_UNKNOWN;
}

static bool clashes(const around *x, uint32_t who, mw_gender g) {
    mw_gender mine = x->s->read->cast->characters[who].gender;
    return (g == MW_MALE && mine == MW_FEMALE) || (g == MW_FEMALE && mine == MW_MALE);
}

/* Whom the roles made of the place's two. */
static uint32_t joined(const around *x, bool owner) {
    const mw_tie_place *p = x->place;
    if (p->tie == MW_NONE) return MW_NONE;
    const mw_tie *t = &x->ties->at[p->tie];
    bool turned = t->type != p->type; /* left-hand form: the owner is a */
    return owner == turned ? t->a : t->b;
}

static bool may_bear(const around *x, uint32_t who) {
    if (who == x->place->a || who == joined(x, false)) return true;
    const mw_mention *m = mw_sight_mention(x->s, x->place->bearer);
    if (m && m->form == MW_PROP && x->place->a != MW_NONE && x->place->bearer != x->place->key) return false; /* a name says it */
    return !clashes(x, who, noun_gender(x)) && !x->s->read->cast->characters[who].narrator;
}

static bool may_own(const around *x, uint32_t who) {
    if (who == x->place->b || who == joined(x, true)) return true;
    const mw_mention *m = mw_sight_mention(x->s, x->place->owner);
    if (m && m->form != MW_PRO && x->place->b != MW_NONE) return false;
    return !clashes(x, who, owner_gender(x));
}

/* ---- marks ---- */

/* How the words for the one or the other link to what stands before them: looked up once a place. */
static void link_side(around *x, uint32_t token, bool owner) {
    const mw_tags *t = x->s->tags;
    x->linked[owner] = t->vector_at && t->link && token != MW_NONE && t->vector_at[token] != MW_NONE;
    if (!x->linked[owner]) return;
    mw_link_side_of(t, token, &x->side[owner]);
    x->none[owner] = mw_link_none(t, token);
}

static float link_of(const around *x, bool owner, uint32_t before, bool *there) {
    const mw_tags *t = x->s->tags;
    *there = x->linked[owner] && before != MW_NONE && before < x->side[owner].token && t->vector_at[before] != MW_NONE;
    if (!*there) return 0;
    float link = (mw_link_from(t, &x->side[owner], before) - x->none[owner]) / 4;
    return link < -2 ? -2 : link > 2 ? 2 : link;
}

static bool hears(const mw_quote *q, uint32_t who) {
    for (uint32_t i = 0; i < q->n_addressees; i++)
        if (q->addressees[i] == who) return true;
    return false;
}

static bool in_sentence(const around *x, uint32_t t) {
    return t != MW_NONE && x->s->tags->sentence[t] == x->s->tags->sentence[x->place->key];
}

static void mark_own(const around *x, uint32_t who, uint32_t token, uint32_t own, uint32_t join, float *f) {
    const mw_character *c = &x->s->read->cast->characters[who];
    const mw_mention *m = mw_sight_mention(x->s, token);
    bool named = mw_tie_named(x->s, who);
    if (who == own) {
        f[MW_WHO_OWN] = 1;
        f[MW_WHO_OWN_NAMED] = named;
        f[MW_WHO_OWN_PASSING] = c->passing;
        f[MW_WHO_OWN_DOUBT] = m ? 1 - (float)m->confidence / 255 : 0;
    } else {
        f[MW_WHO_OTHER] = 1;
        f[MW_WHO_OTHER_NAMED] = named;
        f[MW_WHO_OTHER_PASSING] = c->passing;
    }
    f[MW_WHO_JOINED] = who != own && who == join;
    f[MW_WHO_SEVERAL] = c->gender == MW_MIXED || (m && m->plural && who == own);
    f[MW_WHO_CHILD] = c->age == MW_CHILD;
}

static void mark_one(const around *x, const near_one *o, bool owner, float *f) {
    const mw_sight *s = x->s;
    const mw_tie_place *p = x->place;
    uint32_t token = owner ? p->owner : p->bearer, own = owner ? p->b : p->a;
    mw_gender want = owner ? owner_gender(x) : noun_gender(x), mine = s->read->cast->characters[o->who].gender;
    bool there;
    mark_own(x, o->who, token, own, joined(x, owner), f);
    if (o->who != own) {
        f[MW_WHO_LINK] = link_of(x, owner, o->before, &there);
        f[MW_WHO_NO_LINK] = !there;
    }
    if (o->before != MW_NONE) f[MW_WHO_FAR] = logf(1 + (float)(p->key - o->before)) / 5;
    f[MW_WHO_BEHIND] = o->before == MW_NONE && o->behind != MW_NONE;
    f[MW_WHO_SAME_BEFORE] = in_sentence(x, o->before);
    f[MW_WHO_SAME_AFTER] = in_sentence(x, o->behind);
    f[MW_WHO_FIRST] = o->who == x->first;
    f[MW_WHO_SUBJECT] = o->who == x->subject;
    f[MW_WHO_OFTEN] = logf(1 + (float)o->n) / 3;
    f[MW_WHO_GENDER] = want != MW_UNKNOWN && mine == want;
    f[MW_WHO_GENDERLESS] = mine != MW_MALE && mine != MW_FEMALE;
    uint32_t q = s->quote[p->key];
    if (q != MW_NONE) {
        f[MW_WHO_SPEAKER] = s->read->speech->quotes[q].speaker == o->who;
        f[MW_WHO_HEARER] = hears(&s->read->speech->quotes[q], o->who);
    }
    f[MW_WHO_TELLER] = s->read->cast->characters[o->who].narrator;
}

static int sort_of(const around *x) {
    switch (x->place->type) {
    case MW_PARENT:
    case MW_SPOUSE:
        return 0;
    case MW_OFFSPRING:
    case MW_SIBLING:
        return 1;
    case MW_KIN_OTHER:
    case MW_AUNT_UNCLE:
        return 2;
    case MW_FRIEND:
        return 3;
    case MW_EMPLOYER:
    case MW_EMPLOYEE:
    case MW_TEACHER:
    case MW_PUPIL:
    case MW_DOCTOR:
    case MW_PATIENT:
    case MW_LANDLORD:
    case MW_LODGER:
        return 4;
    case MW_LOVER:
    case MW_SUITOR:
        return 5;
    case MW_RIVAL:
    case MW_VICTIM:
    case MW_ATTACKER:
        return 6;
    default:
        return 7;
    }
}

/* ---- the pair ---- */

static void mark_sexes(const around *x, uint32_t a, uint32_t b, float *f) {
    const mw_character *people = x->s->read->cast->characters;
    uint8_t type = x->place->type;
    mw_gender one = people[a].gender, other = people[b].gender;
    bool known = (one == MW_MALE || one == MW_FEMALE) && (other == MW_MALE || other == MW_FEMALE);
    if (known && (type == MW_SPOUSE || type == MW_LOVER || type == MW_SUITOR)) f[one == other ? MW_WHO_SAME_SEX : MW_WHO_OTHER_SEX] = 1;
}

/* w: with the marks of either of the two. */
static void mark_pair(const around *x, const near_one *a, const near_one *b, mw_who_pair *w) {
    const mw_tie_place *p = x->place;
    float *f = w->marks, said_so[N_SAID];
    int sort = sort_of(x);
    f[MW_WHO_SORT + sort] = 1;
    f[MW_WHO_BEARER_SORT + sort] = a->who != p->a;
    f[MW_WHO_OWNER_SORT + sort] = b->who != p->b;
    f[MW_WHO_WAY + p->way] = 1;
    if (p->tie != MW_NONE && a->who == joined(x, false) && b->who == joined(x, true)) {
        float chance = mw_tie_score(&x->ties->at[p->tie]);
        f[MW_WHO_BASE] = 1;
        f[MW_WHO_BASE_LOGIT] = logf((chance + 0.001f) / (1.001f - chance)) / 2;
    }
    marks_said(x, w, said_so);
    for (int i = 0; i < N_SAID; i++) f[SAID[i]] = said_so[i];
    f[MW_WHO_HEARD] = x->s->quote[p->key] != MW_NONE;
    f[MW_WHO_OFFICE] = x->noun && (x->noun->flags & MW_TIE_OFFICE) != 0;
    f[MW_WHO_LOOSE] = x->noun && (x->noun->flags & MW_TIE_LOOSE) != 0;
    f[MW_WHO_PLURAL_NOUN] = mw_sight_feat(x->s, p->key, "Number=Plur");
    const mw_pronoun *of = p->owner == MW_NONE ? NULL : mw_pronoun_lookup(x->s->word[p->owner]);
    f[MW_WHO_PLURAL_OWNER] = of && of->plural;
    f[MW_WHO_SURNAME] = mw_who_share_surname(x->known, a->who, b->who);
    f[MW_WHO_LADY] = sort == 0 && (mw_who_lady(x->known, a->who) || mw_who_lady(x->known, b->who));
    f[MW_WHO_TOGETHER] =
        (in_sentence(x, a->before) || in_sentence(x, a->behind)) && (in_sentence(x, b->before) || in_sentence(x, b->behind));
    f[MW_WHO_TALK] = (f[MW_WHO_BEARER + MW_WHO_SPEAKER] > 0 && f[MW_WHO_OWNER + MW_WHO_HEARER] > 0) ||
                     (f[MW_WHO_BEARER + MW_WHO_HEARER] > 0 && f[MW_WHO_OWNER + MW_WHO_SPEAKER] > 0);
    f[MW_WHO_SIGN] = (float)p->sign / 255;
    f[MW_WHO_SIGN_ROOT] = sqrtf((float)p->sign / 255);
    mark_sexes(x, a->who, b->who, f);
    f[MW_WHO_BIAS] = 1;
}

static double weight_of(double sum) { return exp(sum < 30 ? sum : 30); }

static void give_chances(mw_who_pair *at, size_t n, const float *weights) {
    double all = 1; /* nobody */
    for (size_t i = 0; i < n; i++) {
        at[i].sum = mw_dot(weights, at[i].marks, MW_N_WHO);
        all += weight_of(at[i].sum);
    }
    for (size_t i = 0; i < n; i++) at[i].chance = (float)(weight_of(at[i].sum) / all);
}

/* ---- since when it can be known ---- */

/* The chances of all pairs by what the places known by a byte say. */
static void chances_by(around *x, const mw_who_pairs *pairs, const float *weights, uint32_t until, float *chances) {
    double all = 1;
    hear(x, until);
    for (size_t i = 0; i < pairs->n; i++) {
        const mw_who_pair *w = &pairs->at[i];
        float marks[N_SAID];
        double sum = w->sum;
        marks_said(x, w, marks);
        for (int k = 0; k < N_SAID; k++) sum += (double)weights[SAID[k]] * (double)(marks[k] - w->marks[SAID[k]]);
        chances[i] = (float)weight_of(sum);
        all += (double)chances[i];
    }
    for (size_t i = 0; i < pairs->n; i++) chances[i] = (float)((double)chances[i] / all);
}

/* The text decides, its later places included; a pair is known where those read so far come near to what all of them say. */
static void date(around *x, mw_who_pairs *pairs, const float *weights, uint32_t end) {
    enum { STEPS = 7 };
    float early[MOST_BEARERS * MOST_OWNERS], then[MOST_BEARERS * MOST_OWNERS];
    for (size_t i = 0; i < pairs->n; i++) pairs->at[i].known = end;
    if (x->last <= end) return;
    chances_by(x, pairs, weights, end, early);
    for (size_t i = 0; i < pairs->n; i++) {
        mw_who_pair *w = &pairs->at[i];
        uint32_t low = end, high = (uint32_t)x->s->read->text->n;
        if (w->chance < LEAST_PAIR || early[i] >= NEARLY * w->chance) continue;
        for (int step = 0; step < STEPS && high - low > 1; step++) {
            uint32_t middle = low + (high - low) / 2;
            chances_by(x, pairs, weights, middle, then);
            *(then[i] >= NEARLY * w->chance ? &high : &low) = middle;
        }
        hear(x, high);
        if (x->last > w->known) w->known = x->last;
    }
}

/* Of two pairs that say the same the one that the gatherer made, or that with the nearer first. */
static bool in_order(const around *x, uint32_t a, uint32_t b) {
    uint32_t one = joined(x, false), other = joined(x, true), first = x->at[a].who, second = x->at[b].who;
    if (one != MW_NONE && ((first == one && second == other) || (first == other && second == one))) return first == one;
    return a < b;
}

bool mw_who_gather(mw_sight *s, const mw_ties *ties, const mw_who_known *known, const mw_tie_place *place, mw_who_pairs *pairs,
                   uint32_t *end) {
    const mw_character *people = s->read->cast->characters;
    around x = {.s = s, .ties = ties, .known = known, .place = place};
    bool sign = place->way == MW_TIE_SIGN;
    if (!sign) x.noun = mw_tie_noun_lookup(s->word[place->key]);
    if (!sign && !x.noun) x.noun = mw_tie_noun_lookup(mw_sight_lemma(s, place->key));
    pairs->n = 0;
    x.type = left_type(place->type, &x.turned);
    look(&x);
    hear_all(&x);
    *end = s->read->tokens->span[x.end].end;
    uint32_t bearers[MOST_NEAR], owners[MOST_NEAR], n = 0, m = 0;
    for (uint32_t pass = 0; pass < 2; pass++) /* those that it is taken for first, since only so many are looked at */
        for (uint32_t i = 0; i < x.n; i++) {
            uint32_t who = x.at[i].who;
            bool own_a = who == place->a || who == joined(&x, false), own_b = who == place->b || who == joined(&x, true);
            if (own_a == (pass == 0) && n < MOST_BEARERS && may_bear(&x, who)) bearers[n++] = i;
            if (own_b == (pass == 0) && m < MOST_OWNERS && may_own(&x, who)) owners[m++] = i;
        }
    float of_bearer[MOST_BEARERS][MW_N_WHO_MARK] = {{0}}, of_owner[MOST_OWNERS][MW_N_WHO_MARK] = {{0}};
    link_side(&x, place->bearer, false);
    link_side(&x, place->owner, true);
    for (uint32_t i = 0; i < n; i++) mark_one(&x, &x.at[bearers[i]], false, of_bearer[i]);
    for (uint32_t k = 0; k < m; k++) mark_one(&x, &x.at[owners[k]], true, of_owner[k]);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < m; k++) {
            const near_one *a = &x.at[bearers[i]], *b = &x.at[owners[k]];
            if (sign && mw_tie_mutual(place->type) && !in_order(&x, bearers[i], owners[k])) continue;
            if (a->who == b->who || people[a->who].doc != people[b->who].doc) continue;
            mw_who_pair w = {.a = a->who, .b = b->who, .bearer = (uint8_t)bearers[i], .owner = (uint8_t)owners[k]};
            memcpy(w.marks + MW_WHO_BEARER, of_bearer[i], sizeof of_bearer[i]);
            memcpy(w.marks + MW_WHO_OWNER, of_owner[k], sizeof of_owner[k]);
            mark_pair(&x, a, b, &w);
            if (!mw_vec_push(&s->env->mem, pairs, w)) return false;
        }
    const float *weights = sign ? mw_who_sign_weights : mw_who_weights;
    give_chances(pairs->at, pairs->n, weights);
    date(&x, pairs, weights, *end);
    return true;
}

/* ---- what comes of it ---- */

/* The place's pair in the direction of ties. */
static void directed(const mw_tie_place *p, const mw_who_pair *w, uint32_t *a, uint32_t *b) {
    bool turned;
    left_type(p->type, &turned);
    *a = turned ? w->b : w->a;
    *b = turned ? w->a : w->b;
}

static void know_later(mw_tie *t, uint32_t later) {
    if (later > t->later) t->later = later;
}

/* A pair that the gatherer did not make. */
static bool tell(mw_sight *s, mw_ties *more, const mw_tie_place *p, const mw_who_pair *w) {
    size_t n = more->n;
    if (w->chance < LEAST_PAIR) return true;
    uint32_t one = p->bearer == MW_NONE ? p->key : p->bearer, other = p->owner == MW_NONE ? p->key : p->owner;
    if (!mw_tie_put(s, more, (mw_tie_way)p->way, p->type, w->a, w->b, p->key, one, other)) return false;
    for (; n < more->n; n++) {
        more->at[n].sure = w->chance;
        know_later(&more->at[n], w->known);
    }
    return true;
}

/* One place's pairs; sure: what becomes of the gatherer's ties. */
static bool weigh(mw_sight *s, mw_ties *ties, const mw_tie_place *p, const mw_who_pairs *pairs, uint32_t later, float *sure,
                  mw_ties *more) {
    if (p->tie != MW_NONE) {
        sure[p->tie] = LEAST_SURE;
        know_later(&ties->at[p->tie], later);
    }
    for (size_t k = 0; k < pairs->n; k++) {
        const mw_who_pair *w = &pairs->at[k];
        uint32_t a, b;
        directed(p, w, &a, &b);
        if (p->tie != MW_NONE && ties->at[p->tie].a == a && ties->at[p->tie].b == b)
            sure[p->tie] = w->chance > LEAST_SURE ? w->chance : LEAST_SURE, know_later(&ties->at[p->tie], w->known);
        else if (!tell(s, more, p, w))
            return false;
    }
    return true;
}

bool mw_ties_weigh_people(mw_sight *s, mw_ties *ties, const mw_tie_places *places) {
    const mw_who_known *known = mw_who_known_of(s, ties);
    float *sure =
        mw_arena_array(s->work, ties->n, sizeof *sure); /* set at the end: what is found of one place must not speak for another */
    mw_who_pairs pairs = {0};
    mw_ties more = {0};
    bool good = known && sure;
    for (size_t i = 0; good && i < places->n; i++) {
        uint32_t end;
        good = mw_who_gather(s, ties, known, &places->at[i], &pairs, &end) && weigh(s, ties, &places->at[i], &pairs, end, sure, &more);
    }
    for (size_t i = 0; good && i < places->n; i++)
        if (places->at[i].tie != MW_NONE) ties->at[places->at[i].tie].sure = sure[places->at[i].tie];
    for (size_t i = 0; good && i < more.n; i++) good = mw_vec_push(&s->env->mem, ties, more.at[i]);
    mw_vec_clear(&s->env->mem, &more);
    mw_vec_clear(&s->env->mem, &pairs);
    return good;
}
