/* Words against their tokens, a table: "text" → tokens parted by a space. */
#include "segment/segment_help.h"

static const struct {
    const char *text, *tokens;
} TABLE[] = {
    /* contractions */
    {"I don't, can't, won't, shan't, ain't.", "I do n't , ca n't , wo n't , sha n't , ai n't ."},
    {"I’m, you’re, he’d, she’ll, we’ve", "I ’m , you ’re , he ’d , she ’ll , we ’ve"},
    {"She'd've known", "She 'd 've known"},
    {"shouldn't've", "should n't 've"},
    {"Cannot, gonna, wanna, gotta, gimme, lemme, dunno", "Can not , gon na , wan na , got ta , gim me , lem me , du n no"},
    {"'Tis, 'twas and ’twouldn’t", "'T is , 't was and ’t would n’t"},
    {"D'ye know, d’you see", "D' ye know , d’ you see"},
    {"ten o'clock, ma'am, O'Brien, o’er, y'all", "ten o'clock , ma'am , O'Brien , o’er , y'all"},
    {"sha'n't, ca’n’t", "sha' n't , ca’ n’t"},
    {"Thou'st and thou'rt", "Thou 'st and thou 'rt"},
    {"he call'd, and turn'd; Tom'd go", "he call'd , and turn'd ; Tom 'd go"},
    {"DON'T", "DO N'T"},
    {"dont, im, Im, thats", "do nt , i m , I m , that s"},
    /* possessives and dropped sounds */
    {"John's and the boys' hats", "John 's and the boys ' hats"},
    {"for conscience' sake", "for conscience ' sake"},
    {"goin' an' comin’ wi’ th' lads o' mine", "goin' an' comin’ wi’ th' lads o' mine"},
    {"give 'em th'other 'un", "give 'em th'other 'un"},
    {"the '60s, the 1960's, the 1960s", "the '60s , the 1960's , the 1960s"},
    {"a rock 'n' roll", "a rock 'n' roll"},
    {"U.S.'s", "U.S. 's"},
    /* hyphens, dashes, ellipses */
    {"a well-known, ill-bred cat-o'-nine-tails", "a well - known , ill - bred cat - o' - nine - tails"},
    {"e-mail, co-operate, re-entered, mid-1980s, to-day, vice-president",
     "e-mail , co-operate , re-entered , mid-1980s , to-day , vice - president"},
    {"post-war but post-chaise", "post-war but post - chaise"},
    {"cross-examined, cross-legged", "cross-examined , cross - legged"},
    {"yes--no—well -- so ----", "yes -- no — well -- so ----"},
    {"Mr. B——, of H----", "Mr. B —— , of H ----"},
    {"well... so… and....", "well ... so … and ...."},
    {"wait . . . now", "wait . . . now"},
    {"What?! No!!! Why?...", "What ?! No !!! Why ? ..."},
    /* full stops */
    {"Mr. and Mrs. J. R. Dale, Esq., of St. Ives, etc.", "Mr. and Mrs. J. R. Dale , Esq. , of St. Ives , etc ."},
    {"It was I. Nobody else", "It was I . Nobody else"},
    {"The U.S. army at 5 p.m. and 6 a.m. sharp", "The U.S. army at 5 p.m. and 6 a.m. sharp"},
    {"No. 5 is here. No. I said no. Vol. II", "No. 5 is here . No . I said no . Vol. II"},
    {"Gen. Hale, a gen. of men", "Gen. Hale , a gen . of men"},
    {"J.R.R. Dale, Ph.D., M.Sc.", "J.R.R. Dale , Ph.D. , M.Sc."},
    {"silk, lace, &c., and so on", "silk , lace , &c. , and so on"},
    {"the end.Then he left", "the end . Then he left"},
    {"6 ft. tall, 3 lbs. of salt", "6 ft. tall , 3 lbs. of salt"},
    /* numbers */
    {"$5, US$4.50, £1,000, 50%, 5pm, 10:30", "$ 5 , US$ 4.50 , £ 1,000 , 50 % , 5 pm , 10:30"},
    {"on 9/11/2001 or 1914-1918, 3.14.", "on 9/11/2001 or 1914 - 1918 , 3.14 ."},
    {"call 555-123-4567 or 555-4567", "call 555-123-4567 or 555-4567"},
    {"the 1st, 22nd and 20th-century", "the 1st , 22nd and 20th - century"},
    {"5½ miles, ½ a mile", "5½ miles , ½ a mile"},
    {"a 14-year-old", "a 14 - year - old"},
    /* addresses and signs */
    {"see http://a.example/x?y=1, or www.example.org.", "see http://a.example/x?y=1 , or www.example.org ."},
    {"write to ann.lee@post.example.com; bye :-)", "write to ann.lee@post.example.com ; bye :-)"},
    {"and/or, w/o, he/she", "and / or , w/o , he / she"},
    {"AT&T, R&D", "AT&T , R&D"},
    {"(so [he] said)", "( so [ he ] said )"},
    {"#1 @ann #tag", "# 1 @ann #tag"},
    {"* * * *** ===", "* * * *** ==="},
    {"\"'Tis he,\" said Ann. \"'No,' he said.\"", "\" 'T is he , \" said Ann . \" ' No , ' he said . \""},
    {"``So,'' he said.", "`` So , '' he said ."},
    {"naïve café—naïve\u00a0x", "naïve café — naïve x"},
    {"_very_ so", "_ very _ so"},
};

static void table(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof *TABLE; i++) {
        segment_input in;
        segment_input_plain(&in, TABLE[i].text, strlen(TABLE[i].text));
        mw_tokens *t = segment_of(&in);
        mw_buf got;
        mw_buf_init(&got, &mw_default_allocator);
        for (uint32_t k = 0; k < t->n; k++) {
            if (k) mw_buf_putc(&got, ' ');
            mw_buf_put(&got, in.text.at + t->span[k].start, t->span[k].end - t->span[k].start);
        }
        assert_string_equal(got.at, TABLE[i].tokens);
        mw_buf_clear(&got);
        mw_segment_free(t);
        segment_input_clear(&in);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
