/* work: what the files of the room share while a product is built. Not for other rooms.
 *
 * The way: pieces (quotations as marked or given) -> kinds (scare quotes leave) -> cues -> turns (what one person says in a go)
 * -> candidates and features of each turn -> speakers decoded over the whole document -> addressees, ids, tiles, pronouns.
 * Everything here lives in `scratch` and is freed when the build ends; only what the product keeps is in its own arena. */
#ifndef MW_SPEECH_WORK_H
#define MW_SPEECH_WORK_H

#include "speech/speech.h"

/* ---- cues ------------------------------------------------------------------------------------------------------------------ */

typedef enum mw_force {
    MW_FORCE_NONE,
    MW_FORCE_WEAK,   /* a sentence that leads up to the quotation or leaves it, without a verb of saying */
    MW_FORCE_STRONG, /* a verb of saying with its subject, or any verb in the place of one */
} mw_force;

/* The words around a quotation that give its speaker away. */
typedef struct mw_cue {
    uint32_t verb;        /* token, or MW_NONE */
    uint32_t first, last; /* tokens of the referring expression, or MW_NONE */
    uint32_t head;        /* its head token */
    uint32_t mention;     /* of the cast, or MW_NONE */
    uint32_t to;          /* the mention that is spoken to, or MW_NONE */
    uint8_t force;        /* mw_force */
    uint8_t form;         /* mw_entity_form of the referring expression */
    uint8_t gender;       /* mw_gender that pronoun or noun tell */
    bool self;            /* I, we */
    bool plural;          /* they, both: no single speaker */
    bool thinks;          /* a verb of thinking, or said to oneself */
    bool after;           /* stands behind the quotation */
} mw_cue;

/* ---- pieces ---------------------------------------------------------------------------------------------------------------- */

typedef struct mw_piece {
    mw_span span;
    uint32_t first, last; /* tokens, inclusive, marks included */
    uint32_t block;
    uint32_t end_block; /* of the last token: a known quotation may run over several */
    const char *given;  /* a speaker given beforehand, or NULL */
    mw_cue cue;
    uint32_t turn;
    uint32_t run;  /* one speech by its marks, which goes on from paragraph to paragraph: the same number; 0: unknown */
    uint8_t style; /* mw_mark_style */
    uint8_t kind;  /* mw_quote_kind */
    bool opened, closed, continues, known, dropped;
    uint8_t fixed; /* 0; 1: the user says who speaks, `given`; 2: nobody who is known (fixes.c) */
    bool inner;    /* talk within the talk of another (nested.c) */
    bool paper;    /* its cue names what is written: "the letter began" */
    bool unlisted; /* such talk whose marks are lost: cut out, but no quotation of its own */
    char tail;     /* last character inside the marks; multi-byte ones as their ASCII like: '-' a dash, '.' an ellipsis, 'a' a letter */
} mw_piece;

typedef MW_VEC(mw_piece) mw_piece_vec;

/* ---- turns ----------------------------------------------------------------------------------------------------------------- */

enum { MW_CANDIDATES = 12, MW_HEARERS = 4 };
enum { MW_CALL_TOKENS = 200 }; /* of a turn in which names tell whom it is said to and that the speaker is somebody else */

typedef struct mw_candidate {
    uint32_t character; /* MW_NONE: nobody of the cast */
    float score;        /* of its own features */
    float posterior;    /* after decoding */
    float habit;        /* does the turn sound like them? (habits.c) */
} mw_candidate;

/* A person who may say a turn, or be spoken to, by the model's head for doers (voices.c): shares. */
enum { MW_VOICES = 16 };
typedef struct mw_voice {
    uint32_t character;
    float speaks, hears;
} mw_voice;

/* Whom "her mother" meant before, by the cast: shares (recalled.c). */
enum { MW_RECALLED = 6 };
typedef struct mw_recalled {
    uint32_t character;
    float share;
} mw_recalled;

/* How sure and by what the speaker of a turn is known; rows of the table of confidence. */
typedef enum mw_ground { MW_GROUND_NAME, MW_GROUND_NOMINAL, MW_GROUND_PRONOUN, MW_GROUND_SELF, MW_GROUND_NONE, MW_N_GROUND } mw_ground;

typedef struct mw_turn {
    uint32_t piece, end_piece; /* [piece, end_piece) */
    uint32_t block, end_block; /* first and last block, inclusive */
    uint32_t cue;              /* piece whose cue stands for the turn, or MW_NONE */
    uint32_t given;            /* character given beforehand, or who signs the letter, or MW_NONE */
    bool signs;                /* the latter */
    uint32_t vocative;         /* mention called inside it, or MW_NONE */
    uint32_t called;           /* the character of that, or MW_NONE */
    uint32_t to;               /* the character that the cue names as hearer, or MW_NONE */
    uint32_t cued;             /* the character that cue names, or MW_NONE; a pronoun's link by cast */
    uint32_t first, last;      /* tokens of the first piece's start and the last piece's end */
    uint32_t doc;
    uint8_t call_gender; /* "sir": male, "madam": female, else unknown */
    uint8_t gap;         /* narration between it and the turn before: 0 … 3, see turns.c */
    bool fresh;          /* no turn before it in reach: a chain begins */
    bool asks;           /* ends with a question */
    bool tells;          /* is long */
    bool brief;          /* is short */
    bool answers;        /* begins with yes, no, oh … */
    bool bare;           /* nothing but it stands in its paragraph */
    bool trails;         /* narration follows its last quotation in the paragraph, more than a cue's "she said" */
    bool breaks_off;     /* ends with a dash: somebody cuts in */
    bool waits;          /* ends with a comma and no cue follows it: it is not done */
    bool goes_on;        /* a part of the same speech as the turn before, by its marks */
    uint32_t self_known; /* where it is known who its I is (selves.c), or 0 */
    bool tale;           /* one that fills chapters (tales.c); */
    uint32_t tale_known; /* whose it is, is known there: a byte, or 0: from what stands before it */
    uint8_t ground;      /* mw_ground */
    mw_candidate at[MW_CANDIDATES + 1];
    uint32_t n; /* candidates; the last is nobody */
    uint32_t speaker;
    uint32_t said_to[MW_HEARERS]; /* characters */
    uint32_t n_said_to;
    float confidence;
    float worth;      /* wrong quotations that it is expected to set right when the user is asked (doubt.c) */
    bool guessed;     /* nobody was likely, and the cast's links were taken (selves.c) */
    uint32_t unheard; /* who would say it if nothing had been put right (carry.c); */
    uint32_t carried; /* who is likelier because of answers about that person's other turns, or MW_NONE; */
    float carry;      /* by so much */
    uint32_t said;    /* unnamed speaker: piece whose cue has the words, or MW_NONE */
    uint32_t teller;  /* of talk within talk: the turn of the one who tells it */
    mw_voice voices[MW_VOICES];
    uint32_t n_voices;
    mw_recalled recalled[MW_RECALLED];
    uint32_t n_recalled;
    uint32_t like; /* the last turn before it whose cue has the same noun ("said the old man"), or MW_NONE */
} mw_turn;

/* ---- the whole ------------------------------------------------------------------------------------------------------------- */

typedef struct mw_hearing {
    const mw_env *env;
    const mw_text *text;
    const mw_tokens *tokens;
    const mw_tags *tags;
    const mw_cast *cast;
    mw_arena *scratch;
    mw_children *children;
    mw_piece *pieces;
    uint32_t n_pieces;
    bool given; /* the quotations are known beforehand: other marked words are not the narrator's */
    mw_turn *turns;
    uint32_t n_turns;
    uint32_t n_inner_turns;  /* turns of talk within talk, behind the others */
    uint32_t *piece_of;      /* [tokens] piece of a token, or MW_NONE */
    uint32_t *block_token;   /* [blocks + 1] first token of a block */
    uint32_t *block_mention; /* [blocks + 1] first mention of a block */
    uint32_t *block_turn;    /* [blocks + 1] first turn that begins in a block or later */
    uint32_t *at_token;      /* [tokens] the longest mention that begins here, or MW_NONE */
    uint32_t *of_head;       /* [tokens] the longest mention with this head, or MW_NONE */
    uint32_t *meant;         /* [mentions] whom a pronoun means by the user's answers, or MW_NONE; NULL: there are none (meant.c) */
    uint16_t *forms;         /* [tokens] 1 + mw_form_flags of a token that was asked before, else 0 */
    mw_map *names;           /* "DOC:form in lower case" -> character; MW_NONE where two bear it */
} mw_hearing;

/* Is the speaker known beforehand, by the user or a list? */
static inline bool mw_answered(const mw_turn *t) { return t->given != MW_NONE && !t->signs; }
/* The character that a mention refers to, nobody who is met in passing; of a pronoun by the user's answers. */
static inline uint32_t mw_player(const mw_hearing *h, uint32_t mention) {
    if (h->meant && h->meant[mention] != MW_NONE) return h->meant[mention];
    return mw_mention_player(h->cast, mention);
}
static inline mw_str mw_word(const mw_hearing *h, uint32_t token) { return mw_str_span(h->text->at, h->tokens->span[token]); }
static inline bool mw_word_is(const mw_hearing *h, uint32_t token, const char *w) { return mw_str_ieq(mw_word(h, token), w); }
bool mw_word_is_self(const mw_hearing *h, uint32_t token); /* I, me, my, mine, myself */
static inline mw_rel mw_rel_of(const mw_hearing *h, uint32_t token) { return (mw_rel)h->tags->rel_base[token]; }
/* Is the token the narrator's? */
static inline bool mw_narrated(const mw_hearing *h, uint32_t token) {
    return h->piece_of[token] == MW_NONE && !(h->given && h->tokens->flags[token] & MW_TOK_QUOTED);
}
bool mw_word_lower(const mw_hearing *h, uint32_t token); /* begins with a small letter */
bool mw_word_upper(const mw_hearing *h, uint32_t token);
bool mw_token_ends(const mw_hearing *h, uint32_t token); /* . ! ? … */
bool mw_token_mark(const mw_hearing *h, uint32_t token); /* a quotation mark */
bool mw_token_punct(const mw_hearing *h, uint32_t token);
uint32_t mw_doc_of(const mw_hearing *h, uint32_t token);
/* The character that bears the words of tokens [first, last], or MW_NONE. */
uint32_t mw_names_find(const mw_hearing *h, uint32_t first, uint32_t last);
/* The last token of the longest name of the cast that begins at `first` and ends before `end`, or MW_NONE. */
uint32_t mw_names_reach(const mw_hearing *h, uint32_t first, uint32_t end);
uint32_t mw_names_find_str(const mw_hearing *h, uint32_t doc, mw_str name);
/* The character of a cue's referring expression as cast has it (I: the narrator), or MW_NONE. */
uint32_t mw_cue_character(const mw_hearing *h, const mw_cue *cue);

/* hearing.c */
marrow_status mw_hearing_init(mw_hearing *h, const mw_env *env, const mw_text *text, const mw_tokens *tokens, const mw_tags *tags,
                              const mw_cast *cast, marrow_error *err);
void mw_hearing_clear(mw_hearing *h);
/* pieces.c */
marrow_status mw_pieces_build(mw_hearing *h, const mw_known_quotes *known, marrow_error *err);
/* Sets block, tail and turn of a piece from its tokens. */
void mw_piece_finish(const mw_hearing *h, mw_piece *p);
/* Writes piece_of anew. */
void mw_pieces_place(mw_hearing *h);
/* Words, punctuation not counted. */
uint32_t mw_piece_words(const mw_hearing *h, const mw_piece *p);
/* Does the piece belong to the conversation, not to a tale within it? */
static inline bool mw_piece_stands(const mw_piece *p) { return !p->dropped && !p->inner; }
/* nested.c: cuts quotations at the talk within them; the turns of that; its speakers once all others are known */
marrow_status mw_nested_build(mw_hearing *h, marrow_error *err);
void mw_nested_turns(mw_hearing *h);
void mw_nested_speakers(mw_hearing *h);
void mw_selves_build(mw_hearing *h); /* selves.c: who says I where nobody else was found */
/* kinds.c: scare quotes leave, thoughts and letters are told from speech */
void mw_kinds_build(mw_hearing *h);
void mw_kinds_of_cues(mw_hearing *h);
/* loose.c: thoughts in italics and letters that stand in the text without marks become pieces */
marrow_status mw_loose_build(mw_hearing *h, marrow_error *err);
/* A quotation that is known to stand at a place; false: no token stands there. */
bool mw_piece_make(const mw_hearing *h, mw_span place, mw_piece *p);
/* fixes.c: the corrections of the cast's list that concern quotations; they change pieces, the speakers of a pass, addressees */
marrow_status mw_fixes_pieces(mw_hearing *h, marrow_error *err);
marrow_status mw_fixes_parts(mw_hearing *h, marrow_error *err); /* those of parts, once talk within talk is cut */
bool mw_fixes_differ(const mw_piece *a, const mw_piece *b);     /* so that they are not one turn */
void mw_fixes_speakers(mw_hearing *h);
marrow_status mw_fixes_hearers(mw_hearing *h, marrow_error *err);
/* unmarked.c: pieces of dialogue without marks, by the model's signs; false: out of memory */
bool mw_unmarked_find(mw_hearing *h, mw_piece_vec *v);
/* cues.c */
void mw_cues_build(mw_hearing *h);
/* The cue behind a piece, before token `end`; false: none. */
bool mw_cue_behind(const mw_hearing *h, const mw_piece *p, uint32_t end, mw_cue *cue);
/* The cue of a piece among the tokens [from, end) around it, into p->cue. */
void mw_cue_inside(const mw_hearing *h, mw_piece *p, uint32_t from, uint32_t end);
/* turns.c */
marrow_status mw_turns_build(mw_hearing *h, marrow_error *err);
/* The character that a piece's given speaker is, or MW_NONE. */
uint32_t mw_piece_given(const mw_hearing *h, const mw_piece *p, uint32_t doc);
/* nouns.c: "the other", "his companion": not who spoke last */
bool mw_noun_other(const mw_hearing *h, const mw_cue *cue);
/* candidates.c, features.c */
void mw_candidates_build(mw_hearing *h, int pass);
/* voices.c */
void mw_voices_build(mw_hearing *h);
bool mw_i_or_you(const mw_hearing *h, const mw_mention *x);
uint32_t mw_voice_person(const mw_hearing *h,
                         uint32_t mention); /* whom a mention means as a speaker: I outside quotations is the narrator */
/* recalled.c */
marrow_status mw_recalled_build(mw_hearing *h, marrow_error *err);
/* cue_features.c: "her mother": the character whose she is, or MW_NONE; `mention`: the whole, MW_NONE where it is none */
uint32_t mw_noun_owner(const mw_hearing *h, uint32_t first, uint32_t head, uint32_t mention);
/* habits.c: by the speakers of a pass, does each turn sound like its candidates? */
enum { MW_HABIT_WORDS = 80 };
uint32_t mw_habit_words(const mw_hearing *h, const mw_turn *t, mw_map *ids, uint32_t *words); /* MW_NONE: out of memory */
marrow_status mw_habits_build(mw_hearing *h, marrow_error *err);
/* carry.c: what the user's answers tell of other turns; before the first pass, once there are candidates */
marrow_status mw_carried_build(mw_hearing *h, marrow_error *err);
void mw_carried_score(mw_turn *out); /* its part of the candidates' scores */
bool mw_goes_by_name(const mw_character *c);
/* meant.c: what they tell of the pronouns around */
marrow_status mw_meant_build(mw_hearing *h, marrow_error *err);
/* decode.c */
marrow_status mw_turns_decode(mw_hearing *h, int pass, marrow_error *err);
/* build.c: all steps up to the turns and the candidates of the first pass */
marrow_status mw_hearing_listen(mw_hearing *h, const mw_known_quotes *known, marrow_error *err);
/* after decoding */
marrow_status mw_tales_build(mw_hearing *h, marrow_error *err);  /* tales.c: who tells what fills whole chapters */
marrow_status mw_doubts_build(mw_hearing *h, marrow_error *err); /* doubt.c */
void mw_addressees_build(mw_hearing *h);
mw_span mw_manner_of(const mw_hearing *h, const mw_piece *p);
const char *mw_quote_id(const mw_hearing *h, mw_arena *arena, mw_map *seen, mw_buf *words, const mw_quote *q); /* NULL: out of memory */
marrow_status mw_tiles_build(mw_hearing *h, mw_speech_room *room, marrow_error *err);
/* Is [first, last] called out to somebody, inside the tokens [lo, hi] of a quotation? */
bool mw_calls(const mw_hearing *h, uint32_t first, uint32_t last, uint32_t head, uint32_t lo, uint32_t hi);
marrow_status mw_pronounce_build(mw_hearing *h, mw_speech_room *room, marrow_error *err);

/* ---- weights --------------------------------------------------------------------------------------------------------------- */

/* clang-format off */
#define MW_FEATURES(X)                                                                                                                    \
    X(CUE_NAME_SAME) X(CUE_NAME_OTHER) X(CUE_NAME_LOST) X(CUE_NOMINAL_SAME) X(CUE_NOMINAL_OTHER) X(CUE_NOMINAL_LOST) X(CUE_PRONOUN_SAME)  \
    X(CUE_PRONOUN_OTHER) X(CUE_SELF_SAME) X(CUE_SELF_OTHER) X(CUE_GENDER_SAME) X(CUE_GENDER_OTHER) X(CUE_GENDER_UNKNOWN)                  \
    X(CUE_NEAR_FIRST) X(CUE_NEAR_SECOND) X(CUE_NEAR_SUBJECT) X(CUE_PLURAL) X(CUE_THIRD_NARRATOR) X(WEAK_NAME_SAME) X(WEAK_NAME_OTHER)     \
    X(WEAK_NOMINAL_SAME) X(WEAK_NOMINAL_OTHER) X(WEAK_PRONOUN_SAME) X(WEAK_PRONOUN_OTHER) X(WEAK_GENDER_SAME) X(WEAK_GENDER_OTHER)        \
    X(WEAK_SELF_SAME) X(WEAK_SELF_OTHER) X(BEAT_BEFORE_SUBJECT) X(BEAT_BEFORE_OTHER) X(BEAT_BEFORE_ANY) X(BEAT_AFTER_SUBJECT)             \
    X(BEAT_AFTER_OTHER) X(BEAT_AFTER_ANY) X(BEAT_BEFORE_PRONOUN) X(BEAT_AFTER_PRONOUN) X(BEAT_CUED_ANY) X(LAST_BLOCK_SUBJECT)             \
    X(LAST_BLOCK_ANY) X(NEXT_BLOCK_SUBJECT) X(NEXT_BLOCK_ANY) X(TRAIL_ANY) X(NEAREST) X(NEAREST_SUBJECT) X(SECOND_NEAREST)                \
    X(NEAREST_PRONOUN_CUE) X(CALLED_SELF) X(CALLED_BEFORE) X(CALLED_AFTER) X(NAMED_INSIDE) X(SPOKEN_OF) X(SPOKEN_AFTER) X(TO_SELF)        \
    X(TO_BEFORE) X(TO_AFTER) X(SIR_FITS) X(SIR_CLASH) X(NARRATOR) X(NARRATOR_UNCUED) X(RECENT_0) X(RECENT_1) X(RECENT_2) X(RECENT_4)      \
    X(RECENT_8) X(RECENT_NEVER) X(WINDOW_COUNT) X(WINDOW_FIRST) X(WINDOW_SECOND) X(WINDOW_THIRD) X(BOOK_SHARE) X(BOOK_MAJOR)              \
    X(CUED_BEFORE) X(CUED_AFTER) X(CUED_BEFORE_NEAR) X(CUED_AFTER_NEAR) X(CUED_ODD) X(CUED_EVEN) X(ONLY_QUOTED) X(CUED_COUNT)             \
    X(TIGHT_BACK_1) X(TIGHT_BACK_2) X(TIGHT_BACK_3) X(TIGHT_BACK_4) X(TIGHT_AHEAD_1) X(TIGHT_AHEAD_2) X(TIGHT_AHEAD_3) X(TIGHT_AHEAD_4)   \
    X(LAST_SENTENCE) X(LAST_BLOCK_SUBJECT_NAMED) X(BEAT_AFTER_FIRST) X(GAP_NEAREST) X(GAP_NEAREST_SUBJECT) X(GAP_SECOND) X(GAP_RECENT_0)  \
    X(GAP_LAST_SUBJECT) X(GAP_LAST_SENTENCE) X(GAP_WINDOW_COUNT) X(FRESH_NEAREST) X(FRESH_LAST_SUBJECT) X(FRESH_WINDOW_COUNT)             \
    X(BARE_NARRATOR) X(NOBODY) X(NOBODY_CUE_NAME) X(NOBODY_CUE_NOMINAL) X(NOBODY_CUE_LOST) X(NOBODY_CUE_PRONOUN) X(NOBODY_CUE_PLURAL)     \
    X(NOBODY_WEAK) X(CUE_GENDER_ONLY) X(CUE_PRONOUN_SURE) X(CUE_NEAR_HERE) X(PAIR) X(PAIR_TIGHT) X(CUE_FITS) X(CUE_FITS_OTHER) X(CUE_HEAD_FITS) X(CUE_LISTED) X(CUE_OWNER) X(CUE_KIN) X(SAID_LAST)        \
    X(SAID_SAME) X(SENTENCE_SUBJECT) X(NEXT_SAID) X(AFTER_FIT) X(AFTER_CLASH) X(BEFORE_FIT) X(BEFORE_CLASH) X(LAST_ONLY) X(LAST_FIT)      \
    X(LAST_CLASH) X(NEXT_SIR_FITS) X(NEXT_SIR_CLASH) X(PARITY_BACK_EVEN) X(PARITY_BACK_ODD) X(PARITY_AHEAD_EVEN) X(PARITY_AHEAD_ODD)      \
    X(SCENE_CUED) X(SCENE_TOP) X(SCENE_PAIR) X(SCENE_OUT) X(SCENE_BLOCKS) X(NEAR_LOG) X(OWN_CALL_NEXT) X(T_TIGHT) X(T_GAP) X(T_FRESH)     \
    X(T_BARE) X(T_UNCUED) X(T_PRONOUN) X(T_WEAK) X(T_ASKED) X(T_LONG) X(T_FEW)                                                           \
    X(CUE_LINK_PRONOUN) X(CUE_LINK_PRONOUN_TOP) X(CUE_LINK_PRONOUN_GOOD) X(CUE_LINK_NOMINAL) X(CUE_LINK_NOMINAL_TOP)                      \
    X(CUE_LINK_NOMINAL_GOOD) X(BEAT_BEFORE_LINK) X(BEAT_AFTER_LINK) X(LAST_LINK) X(CALLED_NEAR) X(CALLED_BACK_ODD) X(CALLED_BACK_EVEN)    \
    X(NOUN_CHILD_FITS) X(NOUN_CHILD_CLASH) X(NOUN_OLD_FITS) X(NOUN_OLD_CLASH) X(NOUN_TITLE_FITS) X(NOUN_TITLE_CLASH) X(NOUN_TRADE)         \
    X(NOUN_OTHER_LAST) X(NOUN_OTHER_LAST_CUED) X(NOUN_KIN_SELF) X(CUE_OWNER_LAST)                                           \
    X(VOICE_SPEAKS) X(VOICE_SPEAKS_LOG) X(VOICE_SPEAKS_TOP) X(VOICE_HEARS) X(VOICE_HEARS_TOP) X(VOICE_SPEAKS_LAST) X(VOICE_HEARS_LAST)        \
    X(VOICE_SPEAKS_NEXT) X(VOICE_HEARS_NEXT)                                                                                              \
    X(CALLED_AHEAD_ODD) X(CALLED_AHEAD_EVEN) X(SPOKEN_NEAR) X(TALE_CUED) X(TALE_CALLED) X(T_NOMINAL) X(T_BRIEF) X(T_ANSWERS) X(T_GIVEN)  \
    X(RUN_CUED) X(RUN_CUED_PAIR) X(RUN_CUED_OUT) X(RUN_OPENS) X(RUN_OPENS_PAIR) X(RUN_OUT) X(RUN_OUT_BARE) X(RUN_LAST_EVEN)               \
    X(RUN_LAST_ODD) X(RUN_SUBJECT_EVEN) X(RUN_SUBJECT_ODD)                                                                                \
    X(CUE_LISTED_LONG) X(TOLD) X(TOLD_SURE) X(TOLD_LAST) X(TOLD_NEXT) X(NOUN_RECALLED) X(OWN_LINK) X(OWN_LINK_UNCUED) X(YOUR_LINK)        \
    X(YOUR_LINK_UNCUED) X(T_PAGE) X(NOBODY_PAGE)                                                                                          \
    X(HEARD_FAR) X(HEARD_NEAR) X(HEARD_BACK_1) X(HEARD_BACK_2) X(HEARD_AHEAD_1) X(HEARD_AHEAD_2) X(HEARD_OVER) X(HEARD_TALE)              \
    X(HEARD_LIKE) X(HEARD_SCENE) X(TALKS_LIKE)

/* clang-format on */
#define MW_FEATURE_ENUM(name) MW_F_##name,
typedef enum mw_feature { MW_FEATURES(MW_FEATURE_ENUM) MW_N_FEATURES } mw_feature;

/* How a candidate stands to the two turns before it. */
typedef enum mw_turning {
    MW_TURN_SAME,
    MW_TURN_BACK,
    MW_TURN_NEW,
    MW_TURN_NEW_TWICE,
    MW_TURN_NOBODY,
    MW_TURN_AFTER_NOBODY,
    MW_N_TURNING
} mw_turning;
enum { MW_N_GAP = 4, MW_N_CUED = 3 };

/* What two turns, the second without a cue, are to each other; AT_ONCE: nothing between them, GAP: one paragraph of narration. */
/* clang-format off */
#define MW_BETWEEN(X)                                                                                                                     \
    X(ASKED_AT_ONCE) X(TOLD_AT_ONCE) X(ASKED_GAP) X(TOLD_GAP) X(BOTH_ASK) X(CALLS_BEFORE) X(CALLS_NOW) X(CALLS_NOW_GAP) X(ANSWERS)         \
    X(ANSWERS_GAP) X(BROKEN_OFF) X(WAITS) X(GOES_ON_LOWER) X(BOTH_BRIEF) X(BRIEF_BEFORE) X(BRIEF_NOW) X(TRAILS) X(TRAILS_GAP)              \
    X(SAME_BLOCK) X(CUED_BEFORE_AT_ONCE) X(BRIEF_GAP) X(NOUN_AT_ONCE) X(NOUN_OTHER) X(PRONOUN_AT_ONCE) X(PRONOUN_ASKED)                   \
    X(PRONOUN_CALLED) X(PRONOUN_TRAILS)
/* clang-format on */
#define MW_BETWEEN_ENUM(name) MW_B_##name,
typedef enum mw_between { MW_BETWEEN(MW_BETWEEN_ENUM) MW_N_BETWEEN } mw_between;

/* The score of a candidate: own · features + out · softsign(bias + hidden · features); the hidden layer weighs what holds together. */
enum { MW_HIDDEN = 24 };
typedef struct mw_weights {
    float own[MW_N_FEATURES];
    float hidden[MW_N_FEATURES][MW_HIDDEN];
    float bias[MW_HIDDEN], out[MW_HIDDEN];
    float turning[MW_N_TURNING][MW_N_GAP][MW_N_CUED];
    float between[MW_N_BETWEEN][MW_N_TURNING];
} mw_weights;
/* Two passes: the second knows from the first who takes part in the conversation (HEARD_…). */
enum { MW_N_PASSES = 2 };
extern const mw_weights mw_speech_weights[MW_N_PASSES];
/* The chance that an answer is right, by its ground and the posterior (the knots stand in decode.c). */
enum { MW_N_KNOTS = 11 };
extern const float mw_speech_confidence[MW_N_GROUND][MW_N_KNOTS];

/* How a turn may follow `last` (NULL: a chain begins), exponentiated. */
void mw_turn_steps(const mw_hearing *h, const mw_weights *w, const mw_turn *t, const mw_turn *last, double step[MW_N_TURNING]);
mw_turning mw_turning_of(uint32_t character, uint32_t before, uint32_t before2);
/* Which of MW_BETWEEN hold: a bit each. */
uint32_t mw_between_of(const mw_hearing *h, const mw_turn *t, const mw_turn *last);
int mw_turn_cued(const mw_turn *t); /* 0 no cue, 1 a pronoun or nominal, 2 a name */
/* Chooses the candidates of a turn and fills their scores in a pass, and their features unless that is NULL. Posteriors of an earlier pass
 * stay. */
typedef float mw_feature_row[MW_N_FEATURES];
void mw_turn_candidates(const mw_hearing *h, uint32_t turn, int pass, mw_turn *out, mw_feature_row *features);

/* ---- words (words.c) ------------------------------------------------------------------------------------------------------- */

enum {
    MW_W_SAY = 1,    /* says something: said, asked, whispered */
    MW_W_MANNER = 2, /* a sound or gesture that may carry speech: smiled, sighed, nodded */
    MW_W_THINK = 4,
    MW_W_HEARER = 8, /* its object is the hearer: told her, asked him */
    MW_W_WRITE = 16, /* wrote, read */
    MW_W_MALE = 32,  /* nouns, words of address */
    MW_W_FEMALE = 64,
    MW_W_CALL = 128,      /* a word of address: sir, mother, dear */
    MW_W_VOICE = 256,     /* voice, tone, whisper */
    MW_W_REPLY = 512,     /* reply, answer: what came */
    MW_W_PERSON = 1024,   /* a noun for a person, gender open */
    MW_W_MANNERLY = 2048, /* nouns of "in a …", "with a …": voice, smile, laugh */
};
/* Flags of a verb's lemma or of a noun, 0 when not listed. */
unsigned mw_verb_flags(mw_str lemma);
unsigned mw_noun_flags(mw_str word);
/* Flags of a verb form in the text: by the tagger's lemma, else by undoing the inflection. */
unsigned mw_form_flags(const mw_hearing *h, uint32_t token);

#endif
