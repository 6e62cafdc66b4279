/* marrow check: a review beside the story that it is about. */
#include "cli.h"

int command_check(const options *o) {
    if (o->n_args != 2) return fail_usage("check needs a review and the story that it is about: marrow check REVIEW STORY");
    marrow_error err;
    marrow_story *review, *story;
    marrow_status status = marrow_story_open(o->args[0], NULL, &review, &err);
    if (status != MARROW_OK) return fail_with(status, &err);
    status = marrow_story_open(o->args[1], NULL, &story, &err);
    if (status != MARROW_OK) {
        marrow_story_close(review);
        return fail_with(status, &err);
    }
    marrow_show_options opt = show_options_of(o);
    status = marrow_check(review, story, &opt, write_stdout, NULL, &err);
    marrow_story_close(story);
    marrow_story_close(review);
    return outcome(status, &err);
}
