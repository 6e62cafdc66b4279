/* Voices: the text as lines for whoever reads it aloud. A line is what one voice says within one block; the lines in order are the whole
 * text, byte for byte, as far as it has been read. Internal to show. */
#ifndef MW_SHOW_VOICES_H
#define MW_SHOW_VOICES_H

#include "show/json.h"

typedef struct mw_voice_line {
    uint32_t start, end;       /* code points; the white space behind a block belongs to it */
    uint32_t block, paragraph; /* paragraph: number in its chapter from 1; 0: no paragraph */
    uint32_t chapter;          /* MW_NONE outside */
    uint32_t layer;            /* mw_layer */
    const row_quote *quote;    /* NULL: none; or not wholly read */
    const mw_person *who;      /* speaker, or the narrator; NULL unknown */
} mw_voice_line;

/* Walks over the lines: init, then next until it is false. */
typedef struct mw_voices {
    const mw_asof *a;
    uint32_t at, tile, block, paragraphs;
} mw_voices;
void mw_voices_init(mw_voices *v, const mw_asof *a);
bool mw_voices_next(mw_voices *v, mw_voice_line *line);
/* By which name a voice goes: its person's; of an unnamed speaker the words; "Narrator", "Unknown". Into the arena. */
const char *mw_voice_name(const mw_asof *a, const mw_voice_line *line);

marrow_status mw_export_audiobook(mw_asof *a, mw_out *o, marrow_error *err);
marrow_status mw_export_sml(mw_asof *a, mw_out *o, marrow_error *err);
marrow_status mw_export_voices_cast(mw_asof *a, mw_out *o, marrow_error *err); /* OUT.cast.csv of both */

#endif
