/* marrow_rederive STORY…: runs the rooms behind tag again on story files, as a correction does, and says how long each took. For timing,
 * and for whoever works on those rooms: no encoder, a novel takes about a second. */
#include <marrow.h>
#include <stdio.h>
#include <time.h>

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        struct timespec from, to;
        marrow_error err;
        timespec_get(&from, TIME_UTC);
        if (marrow_rederive(argv[i], NULL, &err) != MARROW_OK) {
            fprintf(stderr, "%s\n", err.message);
            return 1;
        }
        timespec_get(&to, TIME_UTC);
        printf("%s\t%.2f s\n", argv[i], (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9);
    }
    return 0;
}
