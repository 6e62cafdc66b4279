/* marrow fix: puts right what a reading got wrong. */
#include "cli.h"

int command_fix(const options *o) {
    if (o->n_args < 2)
        return fail_usage("fix needs a story file and what to put right: marrow fix STORY speaker QUOTE NAME; see: marrow help fix");
    marrow_error err;
    marrow_status status =
        marrow_fix(o->args[0], o->args + 1, o->n_args - 1, &(marrow_fix_options){.tsv = o->tsv}, write_stdout, NULL, &err);
    return outcome(status, &err);
}
