/* language: is it English, is it prose, is it clean.
 *
 * Up to nine samples over the text are judged by the share of very frequent words of each language (the method of short-word
 * profiles: Ingle 1976; Grefenstette, "Comparing two language identification schemes", 1995) and by the script of the letters. A word
 * that several languages share counts for each; the best by a clear margin wins. Text wins over metadata. A text shorter than fifty
 * words is never refused. The rest are warnings: verse, bad OCR, works by several hands. */
#include "source/draft.h"

#include <string.h>

typedef struct profile {
    const char *code, *name;
    const char *words; /* parted and surrounded by spaces */
} profile;

static const profile profiles[] = {
    {"en", "English",
     " the and of to a in that he was it his her with as had for you not be at on but have him she is my which they said all so by from me "
     "were this or one there we been are would if what who an them no when will out up then into could their do your some than now like "},
    {"fr", "French",
     " le la les de des du et un une est dans que qui il elle je ne pas pour sur avec au aux ce cette se son sa ses vous nous mais comme "
     "plus par en tout était avait lui leur même où bien être sans quand si "},
    {"de", "German",
     " der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an er hat aus bei sie ich war aber wie nur "
     "noch so einen einer wir daß dass nach wenn ihr ihm hatte oder über "},
    {"es", "Spanish",
     " el la de que y en un una los las se del por con no su para es al lo como más pero sus le ya este sí porque esta entre cuando muy "
     "sin sobre también me hasta hay donde había era ella "},
    {"it", "Italian",
     " il lo la i gli le di che e un una in è per non con si da del della dei nel alla come più ma anche era sono mi suo sua al io lui lei "
     "questo quando perché ho aveva se delle "},
    {"pt", "Portuguese",
     " o a os as de que e do da em um uma para com não se no na por mais como mas ao ele ela das dos seu sua ou quando muito já eu também "
     "só pelo pela até isso era tinha "},
    {"nl", "Dutch",
     " de het een en van in is dat op te zijn met voor niet aan er om ook als bij maar hij ze zij ik je was door naar uit nog wel had kan "
     "wat dan haar hem zich geen werd over "},
    {"la", "Latin",
     " et in est non ad ut cum quod qui sed si quae ex de per esse ab aut enim eius hoc autem nec sunt atque quam ac quo eo nam te me se "
     "iam ita tamen quid mihi tibi vel "},
    {"sv", "Swedish",
     " och att det som en på är av för med till den han inte om hon ett jag var men sig från så de vi kan när hade hans eller nu du då där "
     "skulle efter över "},
    {"da", "Danish or Norwegian",
     " og at det som en på er af for med til den han ikke om hun et jeg var men sig fra så de vi kan da havde hans eller nu du der skulle "
     "efter over hvor blev av "},
    {"fi", "Finnish",
     " ja on ei se että oli hän mutta kun niin kuin hänen ne myös jos ole olla minä sen sitä vain joka tai nyt sinä mitä ovat siitä vielä "
     "minun "},
    {"pl", "Polish",
     " i w nie na się z do to że jest jak o co tak po ale za od jego go był była ja czy już tylko ją mi przez jeszcze ona dla "},
    {"cs", "Czech", " a se v na je že to s z do o i jak ale si jako za po by byl jsem tak pro když jeho aby jen už byla ve co ten "},
    {"hu", "Hungarian", " a az és hogy nem is egy volt de ez csak meg már mint még el azt ha ki mert vagy van úgy én s aki be most ezt "},
    {"ro", "Romanian", " și de a în să nu la cu o un că pe mai din se care ce lui era dar îi ei am ca au fi sau după acest fost "},
    {"ca", "Catalan",
     " el la de que i en un una els les per amb no es del al com més però seva seu ja era són ho aquest quan molt sense dels "},
    {"tr", "Turkish", " ve bir bu da de için ne o ile gibi çok daha ama kadar sonra ben diye var olarak mi her değil onun beni şey en "},
    {"id", "Indonesian or Malay",
     " yang dan di itu dengan untuk tidak ini dari dalam akan pada dia saya ke ada sudah bisa orang juga aku oleh kami mereka seperti "},
    {"eo", "Esperanto", " la kaj de en mi ne estas al li ke por vi estis sed ĝi el kun ŝi tio kiu oni pri kiel se tiu "},
};
enum { N_PROFILES = sizeof profiles / sizeof *profiles, SAMPLE_WORDS = 800, N_SAMPLES = 9 };

typedef struct script {
    int32_t from, to;
    const char *code, *name;
} script;

static const script scripts[] = {
    {0x370, 0x3FF, "el", "Greek"},
    {0x1F00, 0x1FFF, "el", "Greek"},
    {0x400, 0x52F, "ru", "Russian or another language in Cyrillic letters"},
    {0x530, 0x58F, "hy", "Armenian"},
    {0x590, 0x5FF, "he", "Hebrew"},
    {0x600, 0x6FF, "ar", "Arabic or another language in Arabic letters"},
    {0x900, 0x97F, "hi", "Hindi or another language in Devanagari"},
    {0x980, 0x9FF, "bn", "Bengali"},
    {0xB80, 0xBFF, "ta", "Tamil"},
    {0xE00, 0xE7F, "th", "Thai"},
    {0x10A0, 0x10FF, "ka", "Georgian"},
    {0x3040, 0x30FF, "ja", "Japanese"},
    {0xAC00, 0xD7AF, "ko", "Korean"},
    {0x3400, 0x9FFF, "zh", "Chinese"},
};
enum { N_SCRIPTS = sizeof scripts / sizeof *scripts };

typedef struct counts {
    uint32_t words, hits[N_PROFILES];
    uint32_t letters, in_script[N_SCRIPTS];
    uint32_t odd;          /* words that look like slips of a scanner */
    uint32_t replacements; /* U+FFFD */
} counts;

/* ---- words ------------------------------------------------------------------------------------------------------------------- */

/* The lists are short strings; a map would cost more than it saves: the words are few and the samples bounded. */
static void count_hits(counts *c, const char *word, size_t n) {
    char key[40];
    if (n == 0 || n > 20) return;
    key[0] = ' ';
    memcpy(key + 1, word, n);
    key[n + 1] = ' ';
    key[n + 2] = '\0';
    for (size_t p = 0; p < N_PROFILES; p++) c->hits[p] += strstr(profiles[p].words, key) != NULL;
}

static void count_letter(counts *c, int32_t cp) {
    c->letters++;
    if (cp < 0x370) return;
    for (size_t s = 0; s < N_SCRIPTS; s++)
        if (cp >= scripts[s].from && cp <= scripts[s].to) {
            c->in_script[s]++;
            return;
        }
}

typedef struct word_facts {
    char fold[24];
    size_t n, letters, digits, signs, vowels, humps;
} word_facts;

static void end_word(counts *c, word_facts *w) {
    if (w->letters) {
        c->words++;
        count_hits(c, w->fold, w->n < 22 ? w->n : 0);
        bool mixed = w->digits && w->letters > 2 && w->digits + 1 < w->letters;
        bool mute = w->letters >= 5 && w->vowels == 0;
        c->odd += mixed || mute || w->signs || w->humps > 1;
    }
    memset(w, 0, sizeof *w);
}

/* One code point of a word; false: it ends the word. */
static bool in_word(counts *c, word_facts *w, int32_t cp, int32_t before, int32_t after) {
    if (mw_cp_letter(cp)) {
        count_letter(c, cp);
        int32_t f = mw_cp_fold(cp);
        w->letters++;
        w->vowels += f >= 0x80 || strchr("aeiouyhw", (int)f) != NULL;
        w->humps += mw_cp_upper(cp) && mw_cp_lower(before);
        char utf8[5];
        size_t n = 0;
        if (f < 0x80)
            utf8[n++] = (char)f;
        else if (f < 0x800)
            utf8[n++] = (char)(0xC0 | (f >> 6)), utf8[n++] = (char)(0x80 | (f & 63));
        else
            utf8[n++] = '?';
        if (w->n + n < sizeof w->fold) memcpy(w->fold + w->n, utf8, n);
        w->n += n;
        return true;
    }
    if (mw_cp_digit(cp)) {
        w->digits++;
        return w->letters > 0;
    }
    bool inside = mw_cp_letter(before) && mw_cp_letter(after);
    if (inside && cp < 0x80 && strchr("^~|<>{}\\$%+=@#*", (int)cp)) {
        w->signs++;
        return true;
    }
    return false;
}

static void sample(counts *c, mw_str s) {
    word_facts w = {0};
    int32_t before = ' ';
    uint32_t start = c->words;
    for (size_t i = 0, len, more; i < s.n && c->words < start + SAMPLE_WORDS; i += len) {
        int32_t cp = mw_utf8_next(s.at + i, s.n - i, &len);
        int32_t after = i + len < s.n ? mw_utf8_next(s.at + i + len, s.n - i - len, &more) : ' ';
        c->replacements += cp == 0xFFFD;
        if (!in_word(c, &w, cp, before, after)) end_word(c, &w);
        before = cp;
    }
    end_word(c, &w);
}

/* ---- language ----------------------------------------------------------------------------------------------------------------- */

typedef struct verdict {
    const char *code, *name; /* NULL: not to be told */
    bool english, certain;
} verdict;

static verdict judge(const counts *c) {
    size_t best = 0, script_best = 0;
    for (size_t s = 1; s < N_SCRIPTS; s++)
        if (c->in_script[s] > c->in_script[script_best]) script_best = s;
    if ((c->letters >= 200 || c->words >= 50) && c->in_script[script_best] * 2 > c->letters) {
        if (c->in_script[11] * 8 > c->letters) script_best = 11; /* kana decide: Japanese has Chinese signs too */
        return (verdict){scripts[script_best].code, scripts[script_best].name, false, true};
    }
    for (size_t p = 1; p < N_PROFILES; p++)
        if (c->hits[p] > c->hits[best]) best = p;
    if (c->words < 50) return (verdict){NULL, NULL, true, false};
    bool english = best == 0 || c->hits[0] * 4 >= c->hits[best] * 3;
    if (english && c->hits[0] * 100 >= c->words * 14) return (verdict){"en", "English", true, true};
    if (!english && c->hits[best] * 100 >= c->words * 12) return (verdict){profiles[best].code, profiles[best].name, false, true};
    if (c->hits[0] * 100 < c->words * 5 && c->words >= 200) return (verdict){NULL, "another language than English", false, true};
    return (verdict){NULL, NULL, true, false};
}

/* Samples over the kept blocks; each is judged alone, so that a long quotation in another language does not decide. */
static verdict judge_text(mw_draft *d, counts *all) {
    uint32_t other = 0, n = 0;
    verdict alien = {0}, whole;
    for (size_t k = 0; k < N_SAMPLES; k++) {
        size_t at = d->text.n * k / N_SAMPLES, end = at + d->text.n / N_SAMPLES + 1;
        while (at && at < d->text.n && ((unsigned char)d->text.at[at] & 0xC0) == 0x80) at++;
        if (end > d->text.n) end = d->text.n;
        while (end < d->text.n && ((unsigned char)d->text.at[end] & 0xC0) == 0x80) end++;
        if (at >= end) continue;
        counts c = {0};
        sample(&c, (mw_str){d->text.at + at, end - at});
        verdict v = judge(&c);
        n++;
        if (v.certain && !v.english) {
            other++;
            alien = v;
        }
        all->words += c.words;
        all->letters += c.letters;
        all->odd += c.odd;
        all->replacements += c.replacements;
        for (size_t p = 0; p < N_PROFILES; p++) all->hits[p] += c.hits[p];
        for (size_t s = 0; s < N_SCRIPTS; s++) all->in_script[s] += c.in_script[s];
    }
    whole = judge(all);
    if (!whole.english && whole.certain) return whole;
    if (other * 2 > n) return alien;
    return whole;
}

/* ---- the rest ------------------------------------------------------------------------------------------------------------------ */

static void warn_shape(mw_draft *d, const counts *all) {
    uint64_t verse = 0, total = 0;
    uint32_t hands = 0;
    for (size_t i = 0; i < d->blocks.n; i++) {
        const mw_draft_block *b = &d->blocks.at[i];
        if (b->matter == MW_MATTER_DROP) continue;
        uint32_t n = b->span.end - b->span.start;
        total += n;
        if (b->kind == MW_VERSE) verse += n;
        mw_str s = mw_draft_text(d, b);
        bool near_title = i && (d->blocks.at[i - 1].heads || d->blocks.at[i - 1].kind == MW_HEADING);
        if (near_title && s.n > 4 && s.n < 50 && mw_str_ieq((mw_str){s.at, 3}, "by ") && mw_heading_title_case((mw_str){s.at + 3, s.n - 3}))
            hands++;
    }
    if (total > 400 && verse * 2 > total) mw_draft_warn(d, "most of it is verse; marrow is made for prose, and what it finds is less sure");
    if (hands >= 3) mw_draft_warn(d, "it seems to hold works by several hands; characters of different works are read as of one story");
    if (all->words >= 300 && all->odd * 25 > all->words)
        mw_draft_warn(d, "about %u of 100 words look like slips of a scanner; what marrow finds is less sure",
                      (unsigned)(all->odd * 100 / all->words));
    if (all->replacements > 1 && all->replacements * 5000ull > all->letters)
        mw_draft_warn(d, "the text holds characters that could not be decoded (U+FFFD): its encoding is doubtful");
}

marrow_status mw_judge(mw_draft *d, const char *name, marrow_error *err) {
    counts all = {0};
    if (d->failed || d->text.failed || d->format == MW_VERTICAL) {
        if (!d->language) d->language = "en";
        return MARROW_OK;
    }
    verdict v = judge_text(d, &all);
    warn_shape(d, &all);
    if (v.certain && !v.english) {
        if (!d->opt->force)
            return mw_fail(err, MARROW_INPUT, "%s seems to be %s; marrow reads English only; --force reads it all the same", name, v.name);
        mw_draft_warn(d, "it seems to be %s; marrow reads English only, and what it finds is not to be trusted", v.name);
    }
    if (v.certain && v.code)
        d->language = v.code;
    else if (v.certain)
        d->language = "und";
    if (!d->language) d->language = "en";
    return MARROW_OK;
}
