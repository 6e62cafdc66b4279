/* shape_rows: the rows of shape as views and exports read them, and the same as of a position. Internal to show. */
#ifndef MW_SHOW_SHAPE_ROWS_H
#define MW_SHOW_SHAPE_ROWS_H

#include "reveal/shape.h"
#include "show/json.h"

typedef struct row_scene {
    const char *id;
    uint32_t start, end, chapter, place_start, place_end, thing, time_start, time_end, pov, pov_known, known;
    double confidence;
} row_scene;

typedef struct row_stage {
    uint32_t scene, who, times, known;
} row_stage;

typedef struct row_window {
    uint32_t start, end, scene, mode, lapse, words, said, acts, known;
    double valence, arousal, tension;
} row_window;

typedef struct row_thread {
    const char *id;
    uint32_t kind, start, end, who, close_start, close_end, close_known, known;
    double opening, weight, confidence;
    uint32_t touches_from, n_touches; /* rows of touches */
} row_thread;

typedef struct row_touch {
    uint32_t thread, start, end, known;
    double strength;
} row_touch;

typedef struct row_motif {
    const char *name;
    double rate, range, strong;
    uint32_t known, places_from, n_places;
} row_motif;

typedef struct row_place {
    uint32_t motif, start, end, known;
} row_place;

typedef struct row_fault {
    uint32_t kind, who, start, end, other_start, other_end, known;
    double confidence;
} row_fault;

struct mw_shape_rows {
    row_scene *scenes;
    row_stage *stage; /* by scene */
    row_window *arc;
    row_thread *threads; /* by start */
    row_touch *touches;  /* by thread, then start */
    row_motif *motifs;
    row_place *motif_places; /* by motif, then start */
    row_fault *faults;
    uint32_t n_scenes, n_stage, n_arc, n_threads, n_touches, n_motifs, n_motif_places, n_faults;
};

marrow_status mw_load_shape(mw_story *s, marrow_error *err);

/* ---- as of ---- */

typedef struct mw_seen_scene {
    const row_scene *row;
    uint32_t n;          /* row number */
    uint32_t start, end; /* as far as read */
    uint32_t words;
    uint32_t stage_from, n_stage; /* of mw_seen_shape.stage */
    bool place, time;             /* known */
    const mw_person *pov;         /* or NULL */
} mw_seen_scene;

typedef struct mw_seen_thread {
    const row_thread *row;
    uint32_t n_touches;            /* known; they are the first of the row's */
    uint32_t last_start, last_end; /* of the last touch, or the opening */
    bool closed;
    uint32_t scenes, touched; /* between opening and close or here; those of them that touch it */
    double share, weight, confidence;
    bool told;    /* marrow stands by it */
    bool matters; /* enough for a text of this length to be shown unasked */
} mw_seen_thread;

typedef struct mw_seen_motif {
    const row_motif *row;
    const char *name;    /* of its names those whose words have been met */
    uint32_t n, in_core; /* places known; of them in scenes of the core */
    double weight, confidence;
    bool core;
} mw_seen_motif;

typedef struct mw_seen_shape {
    mw_seen_scene *scenes;
    row_stage *stage; /* scene: index into scenes */
    mw_seen_thread *threads;
    mw_seen_motif *motifs; /* weightiest first */
    mw_core core[2];       /* scenes: indices into scenes; people: characters */
    uint32_t n_scenes, n_stage, n_threads, n_motifs, n_cores, words;
} mw_seen_shape;

/* Works out the shape as far as the story has been read; in the arena of a. */
marrow_status mw_shape_seen(const mw_asof *a, mw_seen_shape **seen, marrow_error *err);

/* The json keys: scenes; threads, motifs, core; arc. */
void mw_json_scenes(mw_out *o, const mw_asof *a, const mw_seen_shape *s, bool all);
void mw_json_threads(mw_out *o, const mw_asof *a, const mw_seen_shape *s, bool all);
void mw_json_motifs(mw_out *o, const mw_asof *a, const mw_seen_shape *s, bool all);
void mw_json_core(mw_out *o, const mw_asof *a, const mw_seen_shape *s);
void mw_json_arc(mw_out *o, const mw_asof *a);

#endif
