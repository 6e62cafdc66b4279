/* The help pages. */
#include <string.h>

#include "cli.h"

static const char short_help[] = "marrow reads a story on your own machine and shows who is in it and who says\n"
                                 "what; and, when you ask, only as far as you have read.\n"
                                 "\n"
                                 "  marrow FILE               reads a novel (text, HTML, EPUB), says who is in it\n"
                                 "  marrow read INPUT…        reads into a story file, BOOK.marrow\n"
                                 "  marrow show STORY [VIEW]  summary, people, quotes, unsure, review\n"
                                 "  marrow who STORY NAME     one person on a card\n"
                                 "  marrow text STORY         the text that all offsets refer to\n"
                                 "  marrow export STORY --format F [-o OUT]\n"
                                 "  marrow fix STORY …        puts right what was read wrong\n"
                                 "  marrow help COMMAND       more about a command;  marrow --version\n"
                                 "\n"
                                 "With show, who and export, --until chapter:3 hides all that comes later.\n";

static const char read_help[] = "marrow read INPUT… [-o STORY]    reads a story into a story file\n"
                                "marrow FILE…                     the same, then prints the summary; a story\n"
                                "                                 file is shown at once\n"
                                "\n"
                                "Inputs: plain text in any encoding, Markdown, HTML, EPUB, vertical (one token\n"
                                "a line). Several inputs, or a folder, are one story in natural order; - is\n"
                                "standard input. Nothing leaves this machine.\n"
                                "\n"
                                "  -o, --output STORY     the story file; default: the first input's base name\n"
                                "                         with .marrow, in the current folder (standard input:\n"
                                "                         story.marrow). A story of the same text is written\n"
                                "                         anew; one of another text is left alone unless --force\n"
                                "  --kind KIND            auto, novel, play, screenplay, synopsis, review\n"
                                "  --format FORMAT        auto, txt, md, html, epub, vertical\n"
                                "  --model MODEL          base (if not said), or a manifest's path, NAME.json\n"
                                "  --threads N            default: one a processor; the result is the same for\n"
                                "                         any number\n"
                                "  --verbatim             plain text is kept byte for byte, so that offsets index\n"
                                "                         your own file\n"
                                "  --quiet, -q            no progress bar\n"
                                "  --force                read a text that is not English; replace a story of\n"
                                "                         another text, or a damaged one\n"
                                "  --characters FILE.csv  people known beforehand, columns\n"
                                "                         id,name,aliases,gender: all but name optional,\n"
                                "                         aliases split by |\n"
                                "  --characters-only      and nobody else\n"
                                "  --quotes FILE.csv      quotations known beforehand, columns\n"
                                "                         start,end[,speaker]: offsets into `marrow text`; use\n"
                                "                         with --verbatim\n"
                                "\n"
                                "Examples\n"
                                "  marrow read garden.epub\n"
                                "  marrow read chapters/ -o novel.marrow --threads 4\n"
                                "  marrow read - --format txt < draft.txt\n"
                                "\n"
                                "Exit status of all commands: 0 done; 1 an input or a story file could not be\n"
                                "used; 2 wrong usage; 130 interrupted, 143 terminated.\n";

static const char text_help[] = "marrow text STORY        prints the exact text that all offsets refer to\n"
                                "\n"
                                "Offsets in shows and exports are Unicode code points of this text, ends\n"
                                "exclusive. Nothing is added, no newline at the end either.\n";

static const char show_help[] = "marrow show STORY… [VIEW]        shows what a reading found\n"
                                "\n"
                                "Views\n"
                                "  summary        title, people, who speaks how often, what to know of the text\n"
                                "                 (the default)\n"
                                "  people         everybody: names, gender, role, mentions, quotations, where\n"
                                "                 first met\n"
                                "  quotes         who says what to whom, in which chapter, and how the text tells\n"
                                "                 it: explicit (a name at the cue), anaphoric (a pronoun or a\n"
                                "                 description there), implicit (no cue)\n"
                                "  unsure         the same by doubt: the lines worth a look, with their ids\n"
                                "  acts           what people do, the acts that matter most; and who does what to\n"
                                "                 whom, a pair a row\n"
                                "  whys           first the important acts for which no reason was found, with the\n"
                                "                 places looked at; then reasons told or hinted; then what the\n"
                                "                 text itself asks\n"
                                "  ripples        what an act sets off in others, as a tree; who sets off what in\n"
                                "                 whom\n"
                                "  inside, pov    whose mind the telling enters, how often; who is much seen and\n"
                                "                 never entered; where each chapter is told from\n"
                                "  threads        what a reader waits for: questions, promises, plans, threats,\n"
                                "                 secrets, things, absences; where they are touched and closed\n"
                                "  loose-ends     those that are not closed, and where they were last touched\n"
                                "  motifs         things and images that come again more than in novels at large\n"
                                "  core           the person or pair whose scenes carry it, and a second\n"
                                "  arc            feeling, tension and mode by chapter\n"
                                "  pace           acts, dialogue and story time by chapter and thirds\n"
                                "  scenes         where, when, who is on stage, through whose eyes\n"
                                "  places, timeline   the scenes by place; the times that are told\n"
                                "  continuity     facts that disagree, names easily confused, days that cannot be\n"
                                "  unclear        three or more lines in a row whose speaker is left open\n"
                                "  review         of a review: the work, who made it, opinions by aspect, verdict,\n"
                                "                 what it is said to withhold\n"
                                "\n"
                                "  --until POSITION   as of there: nothing that comes later is used or shown\n"
                                "                       chapter:3          three chapters have been read\n"
                                "                       40%                of the text\n"
                                "                       12000              an offset (see: marrow help text)\n"
                                "                       page:12            where the input has a page list\n"
                                "                       text:\"said Mary\"   where these words end\n"
                                "  --all              the less sure rows too, and no limit\n"
                                "  --limit N          rows a list, 12 if not said\n"
                                "  --tsv, --json      for other programs; with several stories a column `story`,\n"
                                "                     or a list\n"
                                "\n"
                                "Examples\n"
                                "  marrow show garden.marrow people --until chapter:5\n"
                                "  marrow show *.marrow people --all --tsv > people.tsv\n";

static const char who_help[] = "marrow who STORY NAME        one person on a card: names, gender, where and in\n"
                               "                             which words first met, presence by chapter, whom\n"
                               "                             they speak with\n"
                               "\n"
                               "NAME is a name, an alias, some words of one, or an id. When several people\n"
                               "answer to it they are listed.\n"
                               "\n"
                               "  --until POSITION   as of there: who was not met yet is not known\n"
                               "                     (see: marrow help show)\n"
                               "  --tsv, --json      for other programs\n"
                               "\n"
                               "Example\n"
                               "  marrow who garden.marrow \"Mary Lennox\" --until 50%\n";

static const char export_help[] = "marrow export STORY --format F [-o OUT]    writes the reading for other programs\n"
                                  "\n"
                                  "  booknlp   a folder with the files of BookNLP: .tokens .entities .quotes\n"
                                  "            .supersense .book .book.html and the text, .txt; default OUT: the\n"
                                  "            story's base name with .booknlp, in the current folder\n"
                                  "  json      everything in one object\n"
                                  "  conllu    CoNLL-U with entities\n"
                                  "  audiobook JSON lines, each with its speaker: their texts in order are the\n"
                                  "            whole text; beside it OUT.cast.csv, who speaks how much\n"
                                  "  sml       the text with [voice:NAME] marks for text-to-speech; OUT.cast.csv\n"
                                  "  default OUT of all but booknlp: standard output\n"
                                  "\n"
                                  "  --until POSITION   as of there (see: marrow help show)\n"
                                  "  --all              json: the less sure rows too\n"
                                  "\n"
                                  "Examples\n"
                                  "  marrow export garden.marrow --format booknlp -o garden\n"
                                  "  marrow export garden.marrow --format json | jq '.characters[].name'\n";

static const char fix_help[] = "marrow fix STORY CORRECTION…     puts right what a reading got wrong\n"
                               "\n"
                               "A correction wins over the reading, is kept in the story file and outlives a\n"
                               "new reading of the same text; people, speakers and all that rests on them are\n"
                               "worked out again. NAME is a name or an id; QUOTE an id (marrow show STORY quotes\n"
                               "--all --tsv), an offset, or words that no other quotation has.\n"
                               "\n"
                               "  rename NAME NEW             how somebody is called; the id stays\n"
                               "  merge NAME OTHER…           they are one person\n"
                               "  split NAME OFFSET…          the mentions there are somebody else's\n"
                               "  gender NAME GENDER          female, male, nonbinary, mixed, none, unknown\n"
                               "  not-a-person NAME\n"
                               "  speaker QUOTE NAME          who says it; nobody: the text does not tell\n"
                               "  addressee QUOTE NAME…       to whom\n"
                               "  quote add START END         a quotation that was not seen\n"
                               "  quote remove START END      what stands there is none\n"
                               "  relation add A TYPE B       a is TYPE of b: parent, child, sibling, spouse,\n"
                               "                              lover, suitor, friend, rival, employer, employee,\n"
                               "                              teacher, pupil, landlord, lodger, doctor, patient,\n"
                               "                              neighbour, colleague, guardian, ward, aunt-uncle,\n"
                               "                              kin-other, attacker, victim\n"
                               "  relation deny A TYPE B\n"
                               "  why ACT START END           the words there tell the motive\n"
                               "  close THREAD START END      there it comes to its end\n"
                               "  apply FILE.csv              a table of quotations edited in a spreadsheet:\n"
                               "                              columns id, speaker and perhaps addressees\n"
                               "  list [--tsv]                all of them\n"
                               "  undo                        takes the last one back\n"
                               "  export FILE, import FILE    to share them; - is standard output, or input\n"
                               "\n"
                               "Examples\n"
                               "  marrow show garden.marrow unsure --tsv > doubtful.tsv\n"
                               "  marrow fix garden.marrow apply doubtful.tsv\n"
                               "  marrow fix garden.marrow merge \"Ann Lee\" the-widow\n";

static const char help_help[] = "marrow help [COMMAND]        what a command does and takes: read, text, show,\n"
                                "                             who, export, fix\n";

void print_short_help(FILE *f) { fputs(short_help, f); }

int command_help(const options *o) {
    static const struct {
        const char *name, *page;
    } pages[] = {{"read", read_help},     {"text", text_help}, {"show", show_help}, {"who", who_help},
                 {"export", export_help}, {"fix", fix_help},   {"help", help_help}};
    if (o->n_args == 0) {
        print_short_help(stdout);
        return DONE;
    }
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (strcmp(pages[i].name, o->args[0]) == 0) {
            fputs(pages[i].page, stdout);
            return DONE;
        }
    if (is_later_command(o->args[0]))
        return fail_usage("the command %s is not in this version (%s); see: marrow help", o->args[0], marrow_version());
    return fail_usage("there is no command %s; see: marrow help", o->args[0]);
}
