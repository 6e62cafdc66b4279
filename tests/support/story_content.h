/* story_content: all rows of all tables of a story file as text, for tests that two files hold the same. Bytes that do not print are
 * escaped, so that blobs are compared whole. Give the text back with mw_free and the default allocator. */
#ifndef MW_TESTS_STORY_CONTENT_H
#define MW_TESTS_STORY_CONTENT_H

char *mw_story_content(const char *path);

#endif
