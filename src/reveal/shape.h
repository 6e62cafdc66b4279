/* shape: what a story follows through and what it leaves loose. Scenes, windows of the arc, threads with their touches and closes,
 * motifs, the core, and facts that disagree.
 *
 * Every row carries the byte at which its last evidence ends (known): a view as of a place uses the rows known there, and works out
 * shares, importance and the core again from those (mw_thread_weight, mw_motif_weight, mw_core_find are shared with the room show for
 * that). Linear time: postings that are followed are bounded in number. */
#ifndef MW_REVEAL_SHAPE_H
#define MW_REVEAL_SHAPE_H

#include "reveal/reveal.h"

/* A person on stage: speaks, or is the subject of something that is told. */
typedef struct mw_on_stage {
    uint32_t who, times, known;
} mw_on_stage;

typedef struct mw_scene {
    const char *id;
    mw_span span;
    uint32_t first, end; /* tokens, end exclusive */
    uint32_t chapter;    /* or MW_NONE */
    mw_span place, time; /* the words that tell; empty: not told */
    uint32_t thing;      /* of the cast: the place; or MW_NONE */
    mw_on_stage *people; /* by times */
    uint32_t n_people;
    uint32_t pov, pov_known; /* the mind from which it is told, or MW_NONE */
    uint32_t known;          /* the break before it is known here */
    float confidence;        /* that a scene begins here */
} mw_scene;

/* A window of a few sentences inside one scene. Windows follow each other without gap. */
typedef struct mw_arc_window {
    mw_span span;
    uint32_t scene;
    float valence, arousal; /* 1 … 5, 3 neutral */
    float tension;          /* 0 … 2 */
    mw_mode mode;
    mw_lapse lapse;
    uint32_t words, said; /* said: of them inside quotations */
    uint32_t acts;        /* that happen in it */
    uint32_t known;
} mw_arc_window;

typedef enum mw_thread_kind {
    MW_THREAD_QUESTION,
    MW_THREAD_PROMISE,
    MW_THREAD_PLAN,
    MW_THREAD_THREAT,
    MW_THREAD_SECRET,
    MW_THREAD_OBJECT,
    MW_THREAD_ABSENCE,
    MW_N_THREAD
} mw_thread_kind;
extern const char *const mw_thread_names[MW_N_THREAD]; /* "question" … */

typedef struct mw_touch {
    mw_span span;
    uint32_t known;
    float strength; /* 0 … 1 */
} mw_touch;

typedef struct mw_thread {
    const char *id;
    mw_thread_kind kind;
    mw_span opens;
    uint32_t who;      /* whose it is, or MW_NONE */
    mw_touch *touches; /* in order, the close not among them */
    uint32_t n_touches;
    mw_span closes; /* empty: loose */
    uint32_t closes_known;
    float opening;    /* how surely the words open a thread, 0 … 1 */
    float weight;     /* how much they alone promise to matter, 0 … 1 */
    float confidence; /* 0 … 1 */
    uint32_t known;   /* of the opening */
} mw_thread;

typedef struct mw_motif {
    const char *name; /* lemma */
    mw_span *spans;   /* in order; each is known where it ends */
    uint32_t n;
    float rate;     /* times a million words in novels at large */
    float range;    /* share of novels in which it stands */
    float strong;   /* how much of a thing or image the noun is, 0 … 1 */
    uint32_t known; /* the time at which it has come often enough to be one */
} mw_motif;

/* The person or pair at the centre. */
typedef struct mw_core {
    uint32_t people[2]; /* the second MW_NONE: one person */
    uint32_t *scenes;   /* that it moves */
    uint32_t n_scenes;
    float share; /* of the words of the book */
    float confidence;
} mw_core;

typedef enum mw_fault_kind {
    MW_FAULT_AGE,
    MW_FAULT_EYES,
    MW_FAULT_HAIR,
    MW_FAULT_KIN,
    MW_FAULT_JOB,
    MW_FAULT_SPELLING,   /* one person's name written in two ways */
    MW_FAULT_CONFUSABLE, /* two persons' names easily confused */
    MW_FAULT_ONCE,       /* a named person seen once */
    MW_FAULT_DAY,        /* a weekday that cannot be */
    MW_FAULT_DATE,       /* a date that does not exist */
    MW_N_FAULT
} mw_fault_kind;
extern const char *const mw_fault_names[MW_N_FAULT];

/* Two places that disagree, or one that cannot be. */
typedef struct mw_fault {
    mw_fault_kind kind;
    uint32_t who;        /* or MW_NONE */
    mw_span here, there; /* `there` empty: one place */
    uint32_t known;
    float confidence;
} mw_fault;

struct mw_shape {
    mw_scene *scenes;
    mw_arc_window *arc;
    mw_thread *threads; /* by opens */
    mw_motif *motifs;   /* weightiest first */
    mw_core core[2];    /* the second: one that carries as much */
    mw_fault *faults;   /* by the first place */
    uint32_t n_scenes, n_arc, n_threads, n_motifs, n_cores, n_faults;
};

/* All rows in `arena`. */
marrow_status mw_shape_build(const mw_env *env, const mw_read *read, mw_arena *arena, mw_shape **shape, marrow_error *err);
void mw_shape_dump(const mw_read *read, const mw_shape *shape, mw_buf *out);

/* ---- shared with show ------------------------------------------------------------------------------------------------------- */

/* A sentence's valence as exports tell it, 1 … 5: of the two heads that read it, where the model has both. */
float mw_shape_valence(const mw_tags *tags, uint32_t sentence);

/* Least worth of an opening that marrow stands by: decided where it stands, whatever follows and however long the text is. Chosen on the dev passages. */
#define MW_THREAD_TOLD 0.265f
/* Importance of a thread, 0 … 1: what its opening promises, and how it is followed. */
float mw_thread_weight(float weight, uint32_t n_touches, bool closed, uint32_t touched_scenes);
/* The least importance at which a view of a text of so many words shows a thread unasked. */
float mw_thread_least(uint32_t words);
/* How much of a motif a noun is: n times in `words`, in `parts` of `of` equal parts of the text; 0: none. */
float mw_motif_weight(const mw_motif *m, uint32_t n, uint32_t words, uint32_t parts, uint32_t of);
uint32_t mw_motif_parts(uint32_t words); /* equal parts that a text of so many words is cut into for that */

/* How often a person stands on stage in a scene. */
typedef struct mw_presence {
    uint32_t scene, who, times;
} mw_presence;
/* The core of scenes of so many words each: fills at most two and tells how many. The presences of a scene stand together, scenes in
 * order. MW_NONE cores: -1 when out of memory. */
int mw_core_find(mw_arena *arena, const uint32_t *words, uint32_t n_scenes, const mw_presence *at, uint32_t n, uint32_t n_people,
                 mw_core core[2]);

#endif
