/* chain: sums over all rows of speakers of chains of turns, for the fit (chains.py compiles and calls it). The model is that of
 * src/speech/decode.c: the score of a speaker, and of how a speaker follows the two before; forward and backward sums in scaled numbers.
 *
 * Who came two turns back matters in two cases only, the speaker returns (BACK) or the same person spoke both times (NEW_TWICE); the rest
 * needs no sum over all three, so that a turn costs the square of its candidates. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { K = 13, TURNINGS = 6, NOBODY = -1, NONE = -9 };
enum { SAME, BACK, NEW, NEW_TWICE, TO_NOBODY, AFTER_NOBODY };

typedef double table[K][K];

/* One turn: its candidates, what each is worth, what each way to follow is worth. */
typedef struct turn {
    int n;
    int place[K]; /* of each candidate in the row of K */
    int32_t who[K];
    double own[K], step[TURNINGS];
    int in_before[K]; /* which candidate of the turn before is the same person, -1: none */
} turn;

static const turn nothing = {.n = 1, .who = {NONE}};

/* How j follows i where nobody special came two turns back. */
static int plain(int32_t j, int32_t i) {
    if (j == NOBODY) return TO_NOBODY;
    if (j == i) return SAME;
    return i == NOBODY ? AFTER_NOBODY : NEW;
}

static int find(const turn *t, int32_t who) {
    for (int k = 0; k < t->n && who >= 0; k++)
        if (t->who[k] == who) return k;
    return -1;
}

/* The two speakers two turns back that change how j follows i; -1: none. */
static void specials(const turn *pp, const turn *p, int i, int32_t j, int way, int *back, int *twice) {
    bool open = way == NEW || way == AFTER_NOBODY;
    *back = open ? find(pp, j) : -1;
    *twice = way == NEW ? p->in_before[i] : -1;
}

static void read_turn(turn *t, const turn *before, const int32_t *who, const uint8_t *allowed, const double *score, const double *follow) {
    double top = -1e300;
    t->n = 0;
    for (int k = 0; k < K; k++)
        if (who[k] != NONE && score[k] > top) top = score[k];
    for (int k = 0; k < K; k++) {
        if (who[k] == NONE || (allowed && !allowed[k])) continue;
        t->place[t->n] = k;
        t->who[t->n] = who[k];
        t->own[t->n++] = exp(score[k] - top);
    }
    for (int w = 0; w < TURNINGS; w++) t->step[w] = exp(follow[w]);
    for (int k = 0; k < t->n; k++) t->in_before[k] = find(before, t->who[k]);
}

static double normalise(table a, int n, int m) {
    double sum = 0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < m; j++) sum += a[i][j];
    if (!(sum > 0)) return 1;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < m; j++) a[i][j] /= sum;
    return sum;
}

/* before: [two back][before], its sums over two back -> now: [before][this] */
static void forward(const turn *pp, const turn *p, const turn *t, table before, table now) {
    for (int i = 0; i < p->n; i++) {
        double all = 0;
        for (int g = 0; g < pp->n; g++) all += before[g][i];
        for (int j = 0; j < t->n; j++) {
            int way = plain(t->who[j], p->who[i]), back, twice;
            specials(pp, p, i, t->who[j], way, &back, &twice);
            double sum = all * t->step[way];
            if (back >= 0) sum += before[back][i] * (t->step[BACK] - t->step[way]);
            if (twice >= 0) sum += before[twice][i] * (t->step[NEW_TWICE] - t->step[way]);
            now[i][j] = sum * t->own[j];
        }
    }
}

/* beta: [before][this] -> next: [two back][before]; ways: how likely each way to follow is. */
static void backward(const turn *pp, const turn *p, const turn *t, table before, table beta, table next, double *ways) {
    memset(next, 0, sizeof(table));
    for (int i = 0; i < p->n; i++) {
        double all = 0;
        for (int g = 0; g < pp->n; g++) all += before[g][i];
        for (int j = 0; j < t->n; j++) {
            double x = t->own[j] * beta[i][j], left = all;
            int way = plain(t->who[j], p->who[i]), back, twice;
            specials(pp, p, i, t->who[j], way, &back, &twice);
            for (int g = 0; g < pp->n; g++) next[g][i] += x * t->step[way];
            if (back >= 0) {
                next[back][i] += x * (t->step[BACK] - t->step[way]);
                ways[BACK] += before[back][i] * t->step[BACK] * x, left -= before[back][i];
            }
            if (twice >= 0) {
                next[twice][i] += x * (t->step[NEW_TWICE] - t->step[way]);
                ways[NEW_TWICE] += before[twice][i] * t->step[NEW_TWICE] * x, left -= before[twice][i];
            }
            ways[way] += left * t->step[way] * x;
        }
    }
}

static void scale(double *x, int n) {
    double sum = 0;
    for (int k = 0; k < n; k++) sum += x[k];
    for (int k = 0; k < n && sum > 0; k++) x[k] /= sum;
}

static double chain(turn *turns, table *alpha, int64_t n, double *post, double *ways) {
    double log_sum = 0;
    for (int64_t k = 0; k < n; k++) {
        const turn *t = &turns[k], *p = k ? t - 1 : &nothing, *pp = k > 1 ? t - 2 : &nothing;
        if (k)
            forward(pp, p, t, alpha[k - 1], alpha[k]);
        else
            memcpy(alpha[0][0], t->own, sizeof t->own);
        log_sum += log(normalise(alpha[k], p->n, t->n));
    }
    table beta, next;
    for (int i = 0; i < K; i++)
        for (int j = 0; j < K; j++) beta[i][j] = 1;
    for (int64_t k = n; k-- > 0;) {
        const turn *t = &turns[k], *p = k ? t - 1 : &nothing, *pp = k > 1 ? t - 2 : &nothing;
        double sum[K] = {0};
        for (int i = 0; i < p->n; i++)
            for (int j = 0; j < t->n; j++) sum[j] += alpha[k][i][j] * beta[i][j];
        scale(sum, t->n);
        for (int j = 0; j < t->n; j++) post[k * K + t->place[j]] = sum[j];
        if (!k) break;
        backward(pp, p, t, alpha[k - 1], beta, next, &ways[k * TURNINGS]);
        scale(&ways[k * TURNINGS], TURNINGS);
        normalise(next, pp->n, p->n);
        memcpy(beta, next, sizeof beta);
    }
    return log_sum;
}

/* who, allowed (NULL: all), score: [n][K]; follow: [n][TURNINGS]. Fills post [n][K] and ways [n][TURNINGS], which hold zeros. Returns the log of
 * the sum over all rows of allowed speakers, where the best candidate of a turn is worth nothing; NaN: out of memory. */
double chain_sums(int64_t n, const uint8_t *fresh, const int32_t *who, const uint8_t *allowed, const double *score, const double *follow,
                  double *post, double *ways) {
    turn *turns = malloc((size_t)n * sizeof *turns);
    table *alpha = malloc((size_t)n * sizeof *alpha);
    double log_sum = turns && alpha ? 0 : NAN;
    for (int64_t first = 0, end; turns && alpha && first < n; first = end) {
        for (end = first; end == first || (end < n && !fresh[end]); end++) {
            const turn *before = end == first ? &nothing : &turns[end - 1];
            read_turn(&turns[end], before, &who[end * K], allowed ? &allowed[end * K] : NULL, &score[end * K], &follow[end * TURNINGS]);
        }
        log_sum += chain(&turns[first], &alpha[first], end - first, &post[first * K], &ways[first * TURNINGS]);
    }
    free(turns);
    free(alpha);
    return log_sum;
}
