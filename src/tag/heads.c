/* heads: the layers and labels that tagging needs, looked up in the model once and checked against each other. */
#include <string.h>

#include "tag/work.h"

marrow_status mw_heads_misfit(const mw_model *m, const char *what, marrow_error *err) {
    return mw_fail(err, MARROW_MODEL, "the heads of the model %s make no sense (%s): take the model that belongs to this program",
                   mw_model_name(m), what);
}

/* A linear layer with one output a label, and its labels. */
static marrow_status labelled(const mw_model *m, mw_arena *a, const char *layer, const char *labels, uint32_t most, mw_linear *l,
                              mw_labels *names, marrow_error *err) {
    MW_TRY(mw_model_labels(m, a, labels, &names->at, &names->n, err));
    if (!names->n || names->n > most) return mw_heads_misfit(m, labels, err);
    return layer ? mw_model_linear(m, layer, names->n, mw_model_width(m), l, err) : MARROW_OK;
}

static marrow_status words_open(const mw_model *m, mw_arena *a, mw_heads *h, marrow_error *err) {
    MW_TRY(labelled(m, a, "upos", "upos.labels", 256, &h->upos, &h->upos_labels, err));
    MW_TRY(labelled(m, a, "xpos", "xpos.labels", 256, &h->xpos, &h->xpos_labels, err));
    MW_TRY(labelled(m, a, "feats", "feats.labels", 65536, &h->feats, &h->feats_labels, err));
    MW_TRY(labelled(m, a, "lemma", "lemma.labels", 65536, &h->lemma, &h->lemma_labels, err));
    MW_TRY(mw_model_linear(m, "event", 1, mw_model_width(m), &h->event, err));
    MW_TRY(mw_model_linear(m, "send", 1, mw_model_width(m), &h->send, err));
    const mw_tensor *forms = mw_model_tensor(m, "lemma.forms");
    if (forms && forms->dtype == MW_TEXT) h->forms = (mw_str){forms->data, forms->bytes};
    h->upos_of = mw_arena_array(a, h->upos_labels.n, sizeof *h->upos_of);
    h->scripts = mw_arena_array(a, h->lemma_labels.n, sizeof *h->scripts);
    if (!h->upos_of || !h->scripts) return mw_fail_memory(err);
    for (uint32_t i = 0; i < h->upos_labels.n; i++) h->upos_of[i] = (uint8_t)mw_upos_of(h->upos_labels.at[i]);
    for (uint32_t i = 0; i < h->lemma_labels.n; i++)
        if (!mw_script_parse(h->lemma_labels.at[i], &h->scripts[i])) return mw_heads_misfit(m, "lemma.labels", err);
    return MARROW_OK;
}

static marrow_status parse_open(const mw_model *m, mw_arena *a, mw_heads *h, marrow_error *err) {
    uint32_t width = mw_model_width(m);
    MW_TRY(labelled(m, a, NULL, "rel.labels", 256, NULL, &h->rel_labels, err));
    MW_TRY(mw_model_linear(m, "arc.dep", 0, width, &h->arc_dep, err));
    uint32_t arcs = h->arc_dep.out, labels = h->rel_labels.n;
    MW_TRY(mw_model_linear(m, "arc.head", arcs, width, &h->arc_head, err));
    MW_TRY(mw_model_linear(m, "arc.u", arcs, arcs, &h->arc_u, err));
    MW_TRY(mw_model_linear(m, "arc.root", 1, arcs, &h->arc_root, err));
    MW_TRY(mw_model_linear(m, "rel.dep", 0, width, &h->rel_dep, err));
    uint32_t rels = h->rel_dep.out;
    if (rels > 4096) return mw_heads_misfit(m, "rel.dep", err);
    MW_TRY(mw_model_linear(m, "rel.head", rels, width, &h->rel_head, err));
    MW_TRY(mw_model_linear(m, "rel.u", labels * rels, rels, &h->rel_u, err));
    MW_TRY(mw_model_linear(m, "rel.lin", labels, 2 * rels, &h->rel_lin, err));
    h->root = h->parataxis = labels;
    for (uint32_t i = 0; i < labels; i++) {
        if (!strcmp(h->rel_labels.at[i], "root")) h->root = i;
        if (!strcmp(h->rel_labels.at[i], "parataxis")) h->parataxis = i;
    }
    if (h->root == labels || labels < 2) return mw_heads_misfit(m, "rel.labels", err);
    if (h->parataxis == labels) h->parataxis = h->root ? 0 : 1;
    return MARROW_OK;
}

static marrow_status entities_open(const mw_model *m, mw_arena *a, mw_heads *h, marrow_error *err) {
    uint32_t width = mw_model_width(m);
    MW_TRY(labelled(m, a, NULL, "ent.labels", 256, NULL, &h->ent_labels, err));
    MW_TRY(mw_model_linear(m, "ent.start", 0, width, &h->ent_start, err));
    uint32_t e = h->ent_start.out, labels = h->ent_labels.n;
    if (e > 4096) return mw_heads_misfit(m, "ent.start", err);
    MW_TRY(mw_model_linear(m, "ent.end", e, width, &h->ent_end, err));
    MW_TRY(mw_model_linear(m, "ent.u", labels * e, e, &h->ent_u, err));
    MW_TRY(mw_model_linear(m, "ent.lin.s", labels, e, &h->ent_lin_s, err));
    MW_TRY(mw_model_linear(m, "ent.lin.e", labels, e, &h->ent_lin_e, err));
    h->ent_type = mw_arena_array(a, labels, 1);
    h->ent_form = mw_arena_array(a, labels, 1);
    if (!h->ent_type || !h->ent_form) return mw_fail_memory(err);
    for (uint32_t i = 1; i < labels; i++)
        if (!mw_entity_of(h->ent_labels.at[i], &h->ent_type[i], &h->ent_form[i])) return mw_heads_misfit(m, "ent.labels", err);
    double most = mw_model_config(m, "ent.width", 40);
    if (!(most >= 1 && most <= 1000)) return mw_heads_misfit(m, "ent.width", err);
    h->ent_width = (uint32_t)most;
    return MARROW_OK;
}

static marrow_status senses_open(const mw_model *m, mw_arena *a, mw_heads *h, marrow_error *err) {
    MW_TRY(labelled(m, a, "sense", "sense.labels", 256, &h->sense, &h->sense_labels, err));
    mw_bio *b = &h->bio;
    b->n = h->sense_labels.n;
    b->labels = h->sense_labels.at;
    const mw_tensor *listed = mw_model_tensor(m, "sense.words");
    if (listed && listed->dtype == MW_TEXT) h->senses = (mw_str){listed->data, listed->bytes};
    h->sense_phrase = (float)mw_model_config(m, "sense.phrase", 0);
    b->opens = mw_arena_array(a, b->n, sizeof *b->opens);
    if (!b->opens) return mw_fail_memory(err);
    for (uint32_t i = 0; i < b->n; i++) {
        b->opens[i] = (uint16_t)b->n;
        if (strncmp(b->labels[i], "I-", 2)) continue;
        b->opens[i] = (uint16_t)i;
        for (uint32_t k = 0; k < b->n; k++)
            if (b->labels[k][0] == 'B' && !strcmp(b->labels[k] + 1, b->labels[i] + 1)) b->opens[i] = (uint16_t)k;
    }
    for (uint32_t k = 0; k < b->n && h->n_senses < MW_N_SENSE; k++) {
        if (strncmp(b->labels[k], "B-", 2)) continue;
        uint32_t i = 0;
        while (i < b->n && b->opens[i] != k) i++;
        h->sense_begin[h->n_senses] = (uint16_t)k;
        h->sense_inside[h->n_senses] = (uint16_t)i;
        h->sense_kind[h->n_senses++] = b->labels[k][2];
    }
    return MARROW_OK;
}

marrow_status mw_heads_open(const mw_model *m, mw_arena *a, mw_heads *h, marrow_error *err) {
    MW_TRY(words_open(m, a, h, err));
    MW_TRY(parse_open(m, a, h, err));
    MW_TRY(entities_open(m, a, h, err));
    MW_TRY(mw_shape_open(m, a, h, err));
    MW_TRY(senses_open(m, a, h, err));
    MW_TRY(mw_model_linear(m, "feel.hidden", 0, mw_model_width(m), &h->feel_hidden, err));
    MW_TRY(mw_model_linear(m, "feel.out", 3, h->feel_hidden.out, &h->feel_out, err));
    MW_TRY(mw_more_heads_open(m, a, h, err));
    h->send_threshold = (float)mw_model_config(m, "send.threshold", 0);
    h->event_threshold = (float)mw_model_config(m, "event.threshold", 0);
    h->ent_bias = (float)mw_model_config(m, "ent.bias", 0);
    return MARROW_OK;
}
