/* model: a manifest and the three parts that it binds, opened together or not at all; look-ups by name with shapes checked. */
#include "encode/model.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const part_names[MW_N_PARTS] = {"words", "encoder", "heads"};

/* ---- manifest -------------------------------------------------------------------------------------------------------------- */

/* `file` beside the manifest, in the arena. */
static char *path_beside(mw_arena *a, const char *manifest, const char *file) {
    const char *slash = strrchr(manifest, '/');
    size_t folder = slash ? (size_t)(slash - manifest) + 1 : 0, n = strlen(file);
    char *path = mw_arena_alloc(a, folder + n + 1);
    if (!path) return NULL;
    memcpy(path, manifest, folder);
    memcpy(path + folder, file, n);
    return path;
}

static marrow_status parts_open(mw_model *m, const char *manifest, const json_t *root, marrow_error *err) {
    for (int k = 0; k < MW_N_PARTS; k++) {
        const json_t *part = json_object_get(json_object_get(root, "parts"), part_names[k]);
        const char *file = json_string_value(json_object_get(part, "file")),
                   *checksum = json_string_value(json_object_get(part, "checksum"));
        if (!file || !checksum || !*file || *file == '/' || strstr(file, ".."))
            return mw_fail(err, MARROW_MODEL, "%s does not name its part \"%s\" (file, checksum): fetch the model again", manifest,
                           part_names[k]);
        char *path = path_beside(m->arena, manifest, file);
        if (!path) return mw_fail_memory(err);
        MW_TRY(mw_part_open(m->arena, path, (mw_part_kind)k, checksum, &m->parts[k], err));
    }
    snprintf(m->checksum, sizeof m->checksum, "%016" PRIx64 "%016" PRIx64 "%016" PRIx64, m->parts[0].checksum, m->parts[1].checksum,
             m->parts[2].checksum);
    return MARROW_OK;
}

static marrow_status manifest_use(mw_model *m, const char *manifest, const json_t *root, marrow_error *err) {
    json_int_t format = json_integer_value(json_object_get(root, "marrow_model"));
    if (!format)
        return mw_fail(err, MARROW_MODEL, "%s is not a manifest of a marrow model: give the path of one, such as model/base.json",
                       manifest);
    if (format != 1)
        return mw_fail(err, MARROW_MODEL,
                       "%s is a manifest of version %" JSON_INTEGER_FORMAT
                       ", this program reads version 1: take the model that belongs to this program",
                       manifest, format);
    const char *name = json_string_value(json_object_get(root, "name")), *version = json_string_value(json_object_get(root, "version"));
    m->name = mw_arena_strdup(m->arena, name ? name : "");
    m->version = mw_arena_strdup(m->arena, version ? version : "");
    if (!m->name || !m->version) return mw_fail_memory(err);
    return parts_open(m, manifest, root, err);
}

static marrow_status model_fill(mw_model *m, const char *manifest, marrow_error *err) {
    char *bytes;
    size_t n;
    json_error_t bad;
    if (mw_os_kind(manifest) == MW_PATH_NONE)
        return mw_fail(err, MARROW_MODEL, "%s is missing: name a model by --model, or run make train", manifest);
    MW_TRY(mw_os_read(&m->mem, manifest, &bytes, &n, err));
    json_t *root = json_loadb(bytes, n, 0, &bad);
    mw_free(&m->mem, bytes);
    if (!root)
        return mw_fail(err, MARROW_MODEL,
                       "%s is not a manifest of a marrow model (line %d: %s): give the path of one, such as model/base.json", manifest,
                       bad.line, bad.text);
    marrow_status s = manifest_use(m, manifest, root, err);
    json_decref(root);
    return s == MARROW_OK ? mw_model_bind(m, err) : s;
}

marrow_status mw_model_open(const marrow_allocator *mem, const char *manifest, mw_model **model, marrow_error *err) {
    const uint16_t order = 1;
    *model = NULL;
    if (!*(const uint8_t *)&order) return mw_fail(err, MARROW_MODEL, "model files are little-endian, and so must be the processor");
    mw_model *m = MW_PRODUCT_NEW(mem, mw_model);
    if (!m) return mw_fail_memory(err);
    m->mem = *mem;
    m->kernel = mw_kernel_pick();
    marrow_status s = model_fill(m, manifest, err);
    if (s == MARROW_OK)
        *model = m;
    else
        mw_model_close(m);
    return s;
}

void mw_model_close(mw_model *m) {
    if (!m) return;
    mw_vocab_free(m->vocab);
    for (int k = 0; k < MW_N_PARTS; k++) mw_part_close(&m->parts[k]);
    mw_arena_free(m->arena);
}

/* ---- look-ups -------------------------------------------------------------------------------------------------------------- */

const mw_tensor *mw_model_tensor(const mw_model *m, const char *name) {
    const mw_tensor *t = NULL;
    for (int k = 0; k < MW_N_PARTS && !t; k++) t = mw_part_tensor(&m->parts[k], name);
    return t;
}

static marrow_status lacks(const mw_model *m, const char *name, const char *end, marrow_error *err) {
    return mw_fail(err, MARROW_MODEL, "the model %s has no tensor \"%s%s\" of the right shape: take the model that belongs to this program",
                   m->name, name, end);
}

/* The tensor NAME END of this type and shape, or NULL. */
static const void *tensor_like(const mw_model *m, const char *name, const char *end, mw_dtype dtype, uint32_t d0, uint32_t d1) {
    char full[64];
    if ((size_t)snprintf(full, sizeof full, "%s%s", name, end) >= sizeof full) return NULL;
    const mw_tensor *t = mw_model_tensor(m, full);
    return t && t->dtype == dtype && t->dims[0] == d0 && (t->ndim == 2 ? t->dims[1] : 1) == d1 ? t->data : NULL;
}

marrow_status mw_model_linear(const mw_model *m, const char *name, uint32_t out, uint32_t in, mw_linear *l, marrow_error *err) {
    char full[64];
    const mw_tensor *w = (size_t)snprintf(full, sizeof full, "%s.weight", name) < sizeof full ? mw_model_tensor(m, full) : NULL;
    if (!w || w->ndim != 2 || (out && w->dims[0] != out) || (in && w->dims[1] != in) || (w->dtype != MW_F32 && w->dtype != MW_PACKED))
        return lacks(m, name, ".weight", err);
    *l = (mw_linear){.kernel = m->kernel, .out = w->dims[0], .in = w->dims[1]};
    l->bias = tensor_like(m, name, ".bias", MW_F32, l->out, 1);
    if (!l->bias) return lacks(m, name, ".bias", err);
    if (w->dtype == MW_F32) {
        l->weight = w->data;
        return MARROW_OK;
    }
    l->packed = w->data;
    l->scale = tensor_like(m, name, ".scale", MW_F32, l->out, 1);
    l->sum = tensor_like(m, name, ".sum", MW_I32, l->out, 1);
    if (!l->scale) return lacks(m, name, ".scale", err);
    return l->sum ? MARROW_OK : lacks(m, name, ".sum", err);
}

marrow_status mw_model_labels(const mw_model *m, mw_arena *a, const char *name, const char ***labels, uint32_t *n, marrow_error *err) {
    const mw_tensor *t = mw_model_tensor(m, name);
    if (!t || t->dtype != MW_TEXT) return lacks(m, name, "", err);
    char *text = mw_arena_strndup(a, t->data, t->bytes);
    if (!text) return mw_fail_memory(err);
    size_t size = strlen(text);
    uint32_t lines = 0;
    for (size_t i = 0; i < size; i++) lines += text[i] == '\n';
    if (size && text[size - 1] != '\n') lines++;
    const char **at = mw_arena_array(a, lines ? lines : 1, sizeof *at);
    if (!at) return mw_fail_memory(err);
    for (uint32_t i = 0; i < lines; i++) {
        at[i] = text;
        text += strcspn(text, "\n");
        if (*text) *text++ = 0;
    }
    *labels = at;
    *n = lines;
    return MARROW_OK;
}

/* A number of a text tensor "KEY VALUE" a line; fallback when it is not there. */
static double text_number(const mw_tensor *t, const char *key, double fallback) {
    if (!t || t->dtype != MW_TEXT) return fallback;
    const char *p = t->data, *end = p + t->bytes;
    size_t n = strlen(key);
    while (p < end) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop) stop = end;
        char number[40];
        size_t line = (size_t)(stop - p);
        if (line > n + 1 && !memcmp(p, key, n) && p[n] == ' ' && line - n - 1 < sizeof number) {
            memcpy(number, p + n + 1, line - n - 1);
            number[line - n - 1] = 0;
            return strtod(number, NULL);
        }
        p = stop + 1;
    }
    return fallback;
}

double mw_model_config(const mw_model *m, const char *key, double fallback) {
    return text_number(mw_part_tensor(&m->parts[MW_PART_HEADS], "config"), key, fallback);
}

const char *mw_model_name(const mw_model *m) { return m->name; }
const char *mw_model_version(const mw_model *m) { return m->version; }
const char *mw_model_checksum(const mw_model *m) { return m->checksum; }
uint32_t mw_model_width(const mw_model *m) { return m->width; }
uint32_t mw_model_mixes(const mw_model *m) { return (1u << m->n_mixes) - 1; }

/* ---- what the encoder needs ------------------------------------------------------------------------------------------------ */

/* A f32 tensor of a part, or an error. */
static marrow_status floats(const mw_model *m, const char *name, uint32_t d0, uint32_t d1, const float **at, marrow_error *err) {
    *at = tensor_like(m, name, "", MW_F32, d0, d1);
    return *at ? MARROW_OK : lacks(m, name, "", err);
}

static marrow_status config_read(mw_model *m, marrow_error *err) {
    const mw_tensor *c = mw_part_tensor(&m->parts[MW_PART_ENCODER], "config");
    static const char *const keys[] = {"layers", "width", "heads", "ffn", "positions", "window"};
    uint32_t *const to[] = {&m->layers, &m->width, &m->heads, &m->ffn, &m->positions, &m->window};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        double v = text_number(c, keys[i], 0);
        if (!(v >= 1 && v <= 65536))
            return mw_fail(err, MARROW_MODEL, "the encoder's config has no usable \"%s\": take the model that belongs to this program",
                           keys[i]);
        *to[i] = (uint32_t)v;
    }
    if (m->width % m->heads || m->window > m->positions || m->window < 16)
        return mw_fail(err, MARROW_MODEL, "the encoder's config contradicts itself: take the model that belongs to this program");
    return MARROW_OK;
}

static marrow_status words_bind(mw_model *m, marrow_error *err) {
    const mw_tensor *vocab = mw_part_tensor(&m->parts[MW_PART_WORDS], "vocab"), *words = mw_part_tensor(&m->parts[MW_PART_WORDS], "words");
    if (!vocab || vocab->dtype != MW_TEXT) return lacks(m, "vocab", "", err);
    if (!words || words->ndim != 2 || words->dims[1] != m->width) return lacks(m, "words", "", err);
    m->n_vocab = words->dims[0];
    if (words->dtype == MW_F32) {
        m->words_f32 = words->data;
    } else {
        if (words->dtype != MW_I8) return lacks(m, "words", "", err);
        m->words = words->data;
        MW_TRY(floats(m, "words.scale", m->n_vocab, 1, &m->words_scale, err));
    }
    uint32_t lines = 0;
    for (size_t i = 0; i < vocab->bytes; i++) lines += ((const char *)vocab->data)[i] == '\n';
    if (lines != m->n_vocab) return lacks(m, "vocab", "", err);
    MW_TRY(mw_vocab_build(&m->mem, vocab->data, vocab->bytes, &m->vocab, err));
    if (mw_vocab_id(m->vocab, "[CLS]") < 0 || mw_vocab_id(m->vocab, "[SEP]") < 0) return lacks(m, "vocab", "", err);
    return MARROW_OK;
}

static marrow_status layer_bind(mw_model *m, uint32_t n, marrow_error *err) {
    mw_encoder_layer *y = &m->layer[n];
    uint32_t h = m->width;
    const struct {
        const char *end;
        uint32_t out, in;
        mw_linear *to;
    } lin[] = {{"qkv", 3 * h, h, &y->qkv}, {"out", h, h, &y->out}, {"up", m->ffn, h, &y->up}, {"down", h, m->ffn, &y->down}};
    const struct {
        const char *end;
        const float **to;
    } norm[] = {{"norm1.weight", &y->norm1_weight},
                {"norm1.bias", &y->norm1_bias},
                {"norm2.weight", &y->norm2_weight},
                {"norm2.bias", &y->norm2_bias}};
    char name[48];
    for (size_t i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "%" PRIu32 ".%s", n, lin[i].end);
        MW_TRY(mw_model_linear(m, name, lin[i].out, lin[i].in, lin[i].to, err));
        snprintf(name, sizeof name, "%" PRIu32 ".%s", n, norm[i].end);
        MW_TRY(floats(m, name, h, 1, norm[i].to, err));
    }
    return MARROW_OK;
}

marrow_status mw_model_bind(mw_model *m, marrow_error *err) {
    MW_TRY(config_read(m, err));
    MW_TRY(words_bind(m, err));
    MW_TRY(floats(m, "positions", m->positions, m->width, &m->position_vectors, err));
    MW_TRY(floats(m, "shapes", 16, m->width, &m->shape_vectors, err));
    MW_TRY(floats(m, "norm.weight", m->width, 1, &m->norm_weight, err));
    MW_TRY(floats(m, "norm.bias", m->width, 1, &m->norm_bias, err));
    m->n_mixes = MW_N_MIXES;
    m->mix = tensor_like(m, "mix", "", MW_F32, MW_N_MIXES, m->layers + 1);
    if (!m->mix) {
        m->n_mixes = MW_N_OLD_MIXES;
        MW_TRY(floats(m, "mix", MW_N_OLD_MIXES, m->layers + 1, &m->mix, err));
    }
    m->layer = mw_arena_array(m->arena, m->layers, sizeof *m->layer);
    if (!m->layer) return mw_fail_memory(err);
    for (uint32_t i = 0; i < m->layers; i++) MW_TRY(layer_bind(m, i, err));
    return MARROW_OK;
}
