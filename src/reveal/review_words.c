/* review_words: judging words and what they judge. Written for this project; a word stands where critics use it to judge a work, not where
 * a story has it (violent, sad, cruel say nothing of the film). Lemmas; some forms. */
#include <string.h>

#include "reveal/review_inside.h"

static const char good_2[] =
    "brilliant superb excellent masterful masterly magnificent outstanding stunning extraordinary exceptional mesmerizing mesmerising "
    "dazzling "
    "triumph masterpiece sublime flawless perfect perfectly unforgettable revelation revelatory gripping riveting enthralling exquisite "
    "remarkable wonderful wonderfully marvellous marvelous terrific fantastic amazing splendid glorious breathtaking luminous superlative "
    "brilliantly superbly beautifully exceptionally masterclass indelible spellbinding virtuoso bravura tour-de-force love loved best "
    "finest greatest delight delightful joy joyous gem treasure hilarious devastating heartbreaking stellar electrifying haunting";
static const char good_1[] =
    "good great fine strong effective convincing compelling engaging impressive moving touching beautiful lovely elegant graceful subtle "
    "nuanced assured confident clever smart witty funny charming warm tender honest sincere fresh original inventive imaginative bold "
    "brave "
    "daring ambitious rich deep profound thoughtful intelligent sharp crisp taut tight lean economical precise restrained understated "
    "authentic believable credible plausible memorable striking arresting vivid evocative atmospheric lyrical poetic captivating absorbing "
    "fascinating intriguing interesting entertaining enjoyable pleasurable satisfying rewarding worthwhile affecting poignant powerful "
    "potent harrowing resonant humane generous delicate artful deft deftly adept skilful skillful skilled accomplished polished handsome "
    "gorgeous sumptuous lush stylish sleek solid sturdy decent likeable likable appealing winning endearing irresistible infectious lively "
    "energetic vigorous spirited dynamic thrilling exciting suspenseful tense unsettling chilling eerie admirable admire enjoy enjoyed "
    "appreciate recommend recommended praise deserve succeed success excel shine soar triumph delight charm impress impressed nail elevate "
    "enrich enliven well nicely finely elegantly cleverly wisely gracefully sensitively lovingly wise sensible patient patience wit charm "
    "grace skill craft beauty power warmth depth humor humour intelligence honesty freshness promise potential virtue strength merit "
    "pleasure "
    "treat highlight classic worth worthy recommendable commanding magnetic radiant committed fearless ferocious uncanny unerring "
    "pitch-perfect "
    "note-perfect seamless seamlessly effortless effortlessly meticulous scrupulous grown-up mature refreshing refreshingly welcome "
    "mercifully "
    "happily thankfully works matter earn earned earns unexpected surprising surprise laugh laughed cry wept spark sparkle sing crackle "
    "unreal "
    "grand keen boost boosted bolster strengthened top-shelf first-rate top-notch standout must-see sweet gentle truthful true alive sure "
    "heart-rending unforced unsentimental unhurried quietly dimension freshly redemptive unique savour savor";
static const char bad_2[] =
    "terrible awful dreadful horrible abysmal atrocious appalling dire unwatchable unreadable laughable ludicrous ridiculous preposterous "
    "disaster disastrous fiasco travesty worst worthless pointless mess botch botched insufferable excruciating interminable unbearable "
    "tedious boring dull lifeless hollow shallow inept incompetent amateurish embarrassing embarrassment offensive insulting insult "
    "idiotic "
    "stupid garbage rubbish trash junk drivel fails fail failure disappoint disappointing disappointment disappointed waste wasted "
    "squander "
    "squandered hate hated cringe cringeworthy clumsy clumsily incoherent nonsense nonsensical";
static const char bad_1[] =
    "bad poor weak flat thin slight slow sluggish plodding ponderous leaden heavy-handed overlong bloated overstuffed overwrought "
    "overblown overdone "
    "overcooked overacted overwritten overstay rushed hurried abrupt perfunctory contrived forced artificial stilted wooden stiff bland "
    "generic "
    "formulaic predictable clichéd cliched cliché cliche hackneyed stale tired derivative familiar unoriginal conventional banal trite "
    "mawkish sentimental saccharine maudlin schmaltzy cloying syrupy melodramatic pretentious pompous smug self-indulgent indulgent "
    "confusing "
    "confused muddled messy uneven patchy choppy disjointed scattered unfocused aimless meandering rambling baggy saggy sag drag drags "
    "dragging "
    "underwritten undercooked underdeveloped undeveloped underused one-note one-dimensional two-dimensional cardboard paper-thin "
    "superficial "
    "glib facile lazy cheap sloppy careless crude clunky awkward unconvincing implausible unbelievable improbable unlikely silly absurd "
    "cartoonish cartoonishly forgettable unmemorable unremarkable mediocre middling lacklustre lackluster lukewarm uninspired "
    "uninteresting "
    "unfunny unsatisfying frustrating frustrate frustration irritating irritate annoying annoy grating tiresome wearying exhausting bore "
    "bored "
    "yawn lack lacks lacking miss missing missed problem flaw flawed fault weakness shame pity unfortunately sadly regrettably alas "
    "tragically "
    "falter stumble founder flounder collapse fizzle stall trip sink suffer suffers ruin spoil undermine undercut overshadow struggle "
    "dreary "
    "drab murky ugly cold chilly inert airless static stagey stagy repetitive repetitious excessive too overly hardly barely scarcely "
    "merely "
    "fluff hodgepodge kitsch gimmick gimmicky distraction distracting distract jarring tonal-deaf unearned undeserved unresolved muddy "
    "loose puzzling obvious heavy mistake misstep misfire letdown let-down dud slog chore padding filler unnecessary needless gratuitous "
    "manipulative exploitative dishonest fake phony phoney empty vacuous toothless bloodless tepid limp anaemic anemic cursory incomplete "
    "skip skipped skips dodge dodges evade evasive cop-out copout neglect neglected abandon abandons forget forgets disjointedly overplay "
    "overplays "
    "overdoes mug mugs mugging shouty cutesy twee twaddle derailed derail preachy didactic";

typedef struct aspect_words {
    mw_aspect aspect;
    uint32_t worth;
    const char *words;
} aspect_words;

static const aspect_words aspect_lists[] = {
    {MW_ON_DIRECTION, 2,
     "direction director directing filmmaker filmmaking film-making film-maker helmer staging staged directorial auteur production"},
    {MW_ON_DIRECTION, 1,
     "style sequence montage set-piece tone atmosphere setting effect effects design choreography fight tension suspense"},
    {MW_ON_ACTING, 2, "performance acting actor actress performer cast casting act turn portrayal star ensemble lead"},
    {MW_ON_ACTING, 1, "play plays role face voice eyes chemistry timing accent"},
    {MW_ON_CHARACTERS, 2, "character characterisation characterization protagonist antagonist villain hero heroine"},
    {MW_ON_CHARACTERS, 1, "people motivation relationship friendship psychology villainy"},
    {MW_ON_PLOT, 2,
     "plot story storyline plotline storytelling narrative script screenplay plotting premise twist subplot structure flashback"},
    {MW_ON_PLOT, 1, "thread writing writer scenario idea concept setup set-up mystery logic plausibility coincidence screenwriter"},
    {MW_ON_PACING, 2,
     "pacing pace paced rhythm editing edit tempo overlong runtime slow drag sag minute minutes length hour hours momentum"},
    {MW_ON_PACING, 1, "half hurried rushed long short brisk tight patience padding episode episodes"},
    {MW_ON_ENDING, 2, "ending end finale climax conclusion final denouement epilogue resolution last"},
    {MW_ON_CINEMATOGRAPHY, 2,
     "cinematography camera camerawork photography photographed visuals visual image imagery lensing cinematographer shot shots shoot "
     "lighting lit landscape frame framing"},
    {MW_ON_CINEMATOGRAPHY, 1, "colour color light look looks handsome beautiful widescreen screen"},
    {MW_ON_MUSIC, 2, "music score soundtrack song songs composer sound musical tune"},
    {MW_ON_DIALOGUE, 2, "dialogue dialog line lines prose sentence sentences banter joke jokes language talk"},
    {MW_ON_DIALOGUE, 1, "writing writes prose-style style voice"},
    {MW_ON_THEME, 2, "theme thematic metaphor symbolism message allegory satire moral subject politics idea ideas"},
    {MW_ON_THEME, 1, "meaning question meditation examination exploration explore portrait study grief class power"},
    {MW_ON_OVERALL, 1,
     "film movie novel book series show play picture drama comedy thriller debut feature work piece experience result whole upshot"},
};

static bool put_words(mw_map *m, const char *words, uint32_t value) {
    for (const char *p = words; *p;) {
        size_t n = strcspn(p, " ");
        uint32_t have;
        mw_str key = {p, n};
        if (n && !mw_map_get(m, key, &have) && !mw_map_put(m, key, value)) return false;
        p += n + (p[n] == ' ');
    }
    return true;
}

bool mw_review_words(mw_reviewer *r) {
    r->words = mw_map_new(r->mem), r->aspects = mw_map_new(r->mem);
    if (!r->words || !r->aspects) return false;
    if (!put_words(r->words, good_2, 120) || !put_words(r->words, bad_2, 80) || !put_words(r->words, good_1, 110) ||
        !put_words(r->words, bad_1, 90))
        return false;
    for (uint32_t worth = 2; worth >= 1; worth--)
        for (size_t i = 0; i < sizeof aspect_lists / sizeof *aspect_lists; i++)
            if (aspect_lists[i].worth == worth &&
                !put_words(r->aspects, aspect_lists[i].words, (uint32_t)aspect_lists[i].aspect + 16 * worth))
                return false;
    return true;
}

float mw_review_worth(const mw_reviewer *r, uint32_t token) {
    uint32_t v;
    uint8_t u = r->tags->upos[token];
    if (u == MW_PROPN || u == MW_PUNCT || u == MW_ADP || u == MW_DET || u == MW_PRON || u == MW_AUX) return 0;
    if (mw_map_get(r->words, mw_str_of(mw_review_word(r, token)), &v) || mw_map_get(r->words, mw_str_of(mw_lemma(r->tags, token)), &v))
        return ((float)v - 100) / 10;
    return 0;
}

bool mw_review_aspect(const mw_reviewer *r, uint32_t token, mw_aspect *aspect, float *worth) {
    uint32_t v;
    if (!mw_map_get(r->aspects, mw_str_of(mw_lemma(r->tags, token)), &v) &&
        !mw_map_get(r->aspects, mw_str_of(mw_review_word(r, token)), &v))
        return false;
    *aspect = (mw_aspect)(v % 16), *worth = (float)(v / 16);
    return true;
}
