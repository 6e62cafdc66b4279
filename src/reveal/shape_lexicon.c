/* Lists of lemmas that the rules of shape go by: one string a class, words between blanks. They are put into one map a run
 * (mw_shape_lexicon), so that a lemma's classes cost one lookup. */
#include <string.h>

#include "reveal/shape_work.h"

static const struct {
    uint32_t class;
    const char *words;
} lists[] = {
    {MW_WORD_PROMISE, "promise vow swear pledge oath assure guarantee engage bind warrant word honour"},
    {MW_WORD_PLAN,
     "plan intend intention resolve resolution determine decide arrange arrangement propose proposal scheme design purpose prepare "
     "preparation appoint appointment project mean aim hope tomorrow to-morrow tonight to-night errand expedition mission undertake"},
    {MW_WORD_THREAT,
     "danger dangerous threat threaten menace beware warn warning kill murder peril perilous risk ruin revenge vengeance enemy "
     "hang doom fatal die perish destroy attack trap poison pursue pursuer avenge curse dread afraid alarm harm hurt punish "
     "starve drown shoot burn betray disaster catastrophe"},
    {MW_WORD_SECRET, "secret secretly secrecy conceal concealment hide hidden disguise pretend liar untruth falsehood deceive deception "
                     "confess confession whisper "
                     "mask veil private privately unknown stealth steal spy false alias incognito betray reveal suppress mystery"},
    {MW_WORD_OBJECT,
     "letter note key box locket ring will document paper diary photograph picture portrait pistol gun revolver rifle knife dagger sword "
     "parcel packet trunk chest casket jewel diamond necklace bracelet brooch watch map manuscript telegram handkerchief glove purse "
     "treasure money gold coin bag case envelope portfolio book bible bottle poison phial medicine rope lamp lantern machine statue "
     "idol charm talisman ticket cheque deed certificate contract miniature pearl ruby emerald pocketbook message inheritance fortune "
     "legacy axe hammer spade cane umbrella mirror doll violin piano boat ship horse hat coat cloak dress shoe boot flower rose lock door "
     "wallet bill bond receipt razor violin"},
    {MW_WORD_ABSENCE, "absent absence missing miss vanish disappear disappearance gone lost lose leave departure depart farewell goodbye "
                      "good-bye flee escape "
                      "run abandon desert forsake away lack widow orphan elope dead bereave separate separation exile banish empty"},
    {MW_WORD_PUZZLE, "wonder mystery mysterious puzzle puzzled strange strangely curious curiosity perplex bewilder inexplicable "
                     "unaccountable unaccountably "
                     "riddle enigma suspect suspicion doubt guess unknown odd oddly queer peculiar singular"},
    {MW_WORD_MOVE, "come arrive return enter reach appear reappear back arrival land approach visit reunite meet join greet"},
    {MW_WORD_TELL,
     "tell say answer reply confess reveal explain admit declare relate inform announce disclose betray own acknowledge betray "
     "show confide explanation answer confession"},
    {MW_WORD_FIND,
     "find discover learn know realize realise recognize recognise understand see remember perceive solve recover identify uncover "
     "detect notice discovery truth"},
    {MW_WORD_HARM,
     "strike hit beat shoot stab kill murder wound die hang drown burn fall break attack seize strangle hurt crush destroy fight "
     "poison arrest capture ruin perish bleed"},
    {MW_WORD_STATE,
     "be seem stand lie sit hang rise stretch run lead wear have contain look appear surround cover adorn face belong consist resemble "
     "overlook grow slope border"},
    {MW_WORD_MIND,
     "think feel believe know wonder remember forget imagine fancy suppose reflect consider understand realize realise dream hope "
     "wish regret doubt conceive recollect muse ponder meditate love hate fear"},
    {MW_WORD_GLAD,
     "glad happy joy laugh smile delight merry love sweet pleasant beautiful kind cheerful hope delightful pleased pleasure charm "
     "bright gay fun kiss warm comfort triumph bless content gentle tender fresh lovely"},
    {MW_WORD_DARK,
     "sad grief tear weep cry death dead die kill murder blood pain sorrow misery miserable despair hate horror dreadful terrible "
     "awful ghastly cruel cold gloomy dark wretched anguish agony suffer sick ill wound lonely shame bitter hopeless mourn grave "
     "corpse coffin anger angry rage curse evil wicked ruin poor fear terror"},
    {MW_WORD_TENSE,
     "scream shriek pistol gun knife tremble terror horror blood dead kill murder danger cry shout fear afraid fight strike shoot fire "
     "rush leap seize struggle pale death threat threaten enemy suddenly desperate desperately fierce fury furious rage anger angry "
     "angrily "
     "violent violence gasp burst spring dash crash groan dread alarm escape hide pursue trap quiver shudder agony wild wildly panic "
     "police "
     "flee run hurry breathless horrible dreadful terrible attack wound curse clutch grip grasp weapon sword corpse poison die"},
    {MW_WORD_LONG, "year month week often gradually always sometimes usually every generally whenever season summer winter spring autumn "
                   "frequently daily day time youth childhood century age decade meanwhile constantly seldom never habit"},
    {MW_WORD_GENERIC,
     "time way thing day year hour minute moment month week part place man woman people person one kind sort matter reason case fact "
     "word name side end life world while lot bit number use mind idea thought voice sound hand head eye face body heart arm foot back "
     "something nothing anything everything gentleman lady sir madam boy girl child mother father brother sister son daughter wife husband "
     "friend rest course turn sight point line order look air manner question answer deal pair half piece night morning evening afternoon "
     "today tomorrow yesterday tonight state form chapter lord finger lip mouth shoulder knee leg neck cheek nose ear tone "
     "smile feeling doubt trouble business work house room door mr mrs miss business job family folk fellow chap feel stuff "
     "front top bottom edge corner middle distance direction position step pace spot everybody somebody nobody thousand hundred dozen "
     "couple "
     "minute second length amount degree attention sense opinion conversation talk story account subject effect result cause power "
     "interest wish condition situation circumstance chance occasion opportunity attempt effort purpose "
     "present past future age kindness company party presence absence arrival visit journey walk help need want "},
    {MW_WORD_SENSE, "see hear notice observe watch perceive look listen smell taste feel glimpse stare gaze"},
};

static bool put_list(mw_map *map, uint32_t class, const char *words) {
    for (const char *at = words; *at;) {
        size_t n = strcspn(at, " ");
        if (n) {
            uint32_t have = 0;
            mw_str key = {at, n};
            mw_map_get(map, key, &have);
            if (!mw_map_put(map, key, have | class)) return false;
        }
        at += n + (at[n] == ' ');
    }
    return true;
}

bool mw_shape_lexicon(mw_map *map) {
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (!put_list(map, lists[i].class, lists[i].words)) return false;
    return true;
}
