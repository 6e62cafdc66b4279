-- The story file of marrow: what one reading of one story found. An SQLite database; application_id 'MRRW', user_version below.
--
-- Offsets are Unicode code points of text.utf8, ends exclusive. Rows of a table are numbered from 0 by n, in order of the text.
-- known is the code point at which the last evidence of a row ends: "as of P" means the rows with known <= P. Absent is NULL.
-- No row depends on the time, the machine or the number of threads: the same input gives the same content.
--
--     sqlite3 book.marrow "SELECT name, mentions FROM characters ORDER BY mentions DESC LIMIT 10"

PRAGMA application_id = 1297240663;
PRAGMA user_version = 2;

-- What was read, by which program and model: version model model_version model_checksum title author language kind format
-- verbatim sha256 (of the input's bytes) length (code points) given (1: tokens of vertical input) narrator (of text outside
-- chapters: characters.n) narrator_known characters_only.
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- The one text that all offsets refer to. checksum: XXH3-64 of its bytes, hexadecimal.
CREATE TABLE text (n INTEGER PRIMARY KEY CHECK (n = 0), utf8 TEXT NOT NULL, checksum TEXT NOT NULL);

-- Files inside the input (members of an EPUB, base names of several inputs).
CREATE TABLE files (n INTEGER PRIMARY KEY, name TEXT NOT NULL);

-- What the reader should know of this text, one line each.
CREATE TABLE warnings (n INTEGER PRIMARY KEY, message TEXT NOT NULL);

-- Documents of the input: one, but for vertical input with several "# newdoc".
CREATE TABLE docs (n INTEGER PRIMARY KEY, id TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL);

-- heading paragraph verse ornament front back; gap: a scene break stands before it; file, byte, line: where it stood.
CREATE TABLE blocks (n INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL, kind TEXT NOT NULL, gap INTEGER NOT NULL,
                     file INTEGER NOT NULL, byte INTEGER, line INTEGER, known INTEGER NOT NULL);

-- style: the sum of 1 italic, 2 bold, 4 small capitals.
CREATE TABLE emphasis (n INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL, style INTEGER NOT NULL, known INTEGER NOT NULL);

-- narrator: characters.n, who tells it, as an I or in one long speech inside a frame; narrator_known: where this chapter first shows it. known: where the title has been read.
CREATE TABLE chapters (n INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, part TEXT, level INTEGER NOT NULL, start INTEGER NOT NULL,
                       end INTEGER NOT NULL, narrator INTEGER, narrator_known INTEGER, known INTEGER NOT NULL);

-- The input's own page list.
CREATE TABLE pages (n INTEGER PRIMARY KEY, name TEXT NOT NULL, start INTEGER NOT NULL);

-- Feeling: 1 to 5 as EmoBank, 3 neutral.
CREATE TABLE sentences (n INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL, valence REAL, arousal REAL, dominance REAL,
                        known INTEGER NOT NULL);

-- All that is mentioned; character: characters.n where it is one. id is made from the first form and stays.
CREATE TABLE things (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, character INTEGER);

-- The people, over the whole story: as of P they are computed from mentions and names. he she they it: pronouns linked to them.
-- passing: spoken of once, several at a time, or by pronouns alone.
CREATE TABLE characters (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, thing INTEGER NOT NULL, doc INTEGER NOT NULL, name TEXT NOT NULL,
                         gender TEXT NOT NULL, age TEXT NOT NULL, occupation TEXT, occupation_known INTEGER, major INTEGER NOT NULL,
                         narrator INTEGER NOT NULL, given INTEGER NOT NULL, passing INTEGER NOT NULL, mentions INTEGER NOT NULL, he INTEGER NOT NULL,
                         she INTEGER NOT NULL, they INTEGER NOT NULL, it INTEGER NOT NULL, first INTEGER NOT NULL, known INTEGER NOT NULL,
                         confidence REAL NOT NULL);

-- Forms by which a character is called, pronouns left out; proper: a name, else a nominal; words: of the name, titles not counted, 0 unknown.
CREATE TABLE names (n INTEGER PRIMARY KEY, character INTEGER NOT NULL, form TEXT NOT NULL, proper INTEGER NOT NULL, count INTEGER NOT NULL,
                    first INTEGER NOT NULL, known INTEGER NOT NULL, words INTEGER NOT NULL);

-- Two who are found to be one, from known on: who was called form till then is the character of thing. other: a second thing, where both keep
-- a name and a part of their own (face: a disguise). kind: named talk office married face; start, end: the words that tell.
CREATE TABLE joins (n INTEGER PRIMARY KEY, thing INTEGER NOT NULL, other INTEGER, form TEXT NOT NULL, kind TEXT NOT NULL, start INTEGER NOT NULL,
                    end INTEGER NOT NULL, confidence REAL NOT NULL, known INTEGER NOT NULL);

-- Every mention. first, last, head: tokens, inclusive. type PER FAC GPE LOC VEH ORG; form PROP NOM PRON; name: names.n of the form that stands
-- here; plural: it names several.
CREATE TABLE mentions (n INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
                       head INTEGER NOT NULL, thing INTEGER NOT NULL, character INTEGER, name INTEGER, type TEXT NOT NULL, form TEXT NOT NULL,
                       plural INTEGER NOT NULL, confidence REAL NOT NULL, known INTEGER NOT NULL);
CREATE INDEX mentions_by_character ON mentions (character) WHERE character IS NOT NULL;

-- speech, thought, letter. first, last: tokens. speech: the n of the first part of an interrupted speech. speaker: characters.n; or its words, from
-- voice_start to voice_end. cue: the verb of saying; referring: the words that name the speaker, mention where they are one.
CREATE TABLE quotes (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, start INTEGER NOT NULL, end INTEGER NOT NULL, first INTEGER NOT NULL,
                     last INTEGER NOT NULL, kind TEXT NOT NULL, type TEXT, speech INTEGER NOT NULL, speaker INTEGER, voice_start INTEGER,
                     voice_end INTEGER, cue_start INTEGER, cue_end INTEGER, referring_start INTEGER, referring_end INTEGER, mention INTEGER,
                     manner_start INTEGER, manner_end INTEGER, confidence REAL NOT NULL, known INTEGER NOT NULL);

-- The order in which to ask the user who speaks (show unsure). quote: quotes.n of a speech's first part; worth: wrong quotations that the answer is
-- expected to set right, its neighbours' included, when all better questions have been answered.
CREATE TABLE doubts (quote INTEGER PRIMARY KEY, worth REAL NOT NULL);

CREATE TABLE addressees (quote INTEGER NOT NULL, n INTEGER NOT NULL, character INTEGER NOT NULL, PRIMARY KEY (quote, n)) WITHOUT ROWID;

-- The text cut into layers without gap: narration speech thought letter heading other.
CREATE TABLE tiles (n INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL, layer TEXT NOT NULL, who INTEGER, quote INTEGER,
                    known INTEGER NOT NULL);

-- Columns a token, from which cast and all later rooms can be run again without the model: tokens, marks (src/store/columns.c), tags
-- (mw_tags_pack). checksum: XXH3-64 of data, hexadecimal.
CREATE TABLE columns (name TEXT PRIMARY KEY, version INTEGER NOT NULL, checksum TEXT NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;

-- What the user has put right, in order; rows of a batch were put right at once and are undone at once. what: rename merge split gender
-- not-a-person speaker addressee quote-add quote-remove relation-add relation-deny why close. target: an id; words: by which it is found
-- again (names of a person, split by |; of a place from start to end the words that stand there). value: a name, an id, a gender, or "START END";
-- value_words: the same as words. found: 1 where this reading could use it. No answer as of a place shows them.
CREATE TABLE corrections (n INTEGER PRIMARY KEY, batch INTEGER NOT NULL, what TEXT NOT NULL, target TEXT, words TEXT, start INTEGER, end INTEGER,
                          type TEXT, value TEXT, value_words TEXT, undone INTEGER NOT NULL, found INTEGER NOT NULL);

-- What the user gave beforehand, as given: characters and quotes, the bytes of the csv files.
CREATE TABLE inputs (name TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;

-- ---- shape (docs/shape.md) ----

-- Scenes follow each other from the first word to the last; a scene ends where the next one begins that is known. first, end_token: tokens. place
-- and time: the words that tell; thing: things.n of the place. pov: characters.n of the mind from which it is told.
CREATE TABLE scenes (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, start INTEGER NOT NULL, end INTEGER NOT NULL, chapter INTEGER,
                     place_start INTEGER, place_end INTEGER, thing INTEGER, time_start INTEGER, time_end INTEGER, pov INTEGER, pov_known INTEGER,
                     confidence REAL NOT NULL, known INTEGER NOT NULL);

-- Who is on stage in a scene: speaks, or is the subject of what is told, so many times.
CREATE TABLE stage (n INTEGER PRIMARY KEY, scene INTEGER NOT NULL, character INTEGER NOT NULL, times INTEGER NOT NULL, known INTEGER NOT NULL);

-- Windows of a few sentences, without gap. valence, arousal: 1 to 5, 3 neutral; tension 0 to 2; mode scene summary description reflection; lapse: the
-- story time that it covers, seconds to years, or none; said: words inside quotations; acts: that happen in it.
CREATE TABLE arc (n INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL, scene INTEGER NOT NULL, valence REAL, arousal REAL,
                  tension REAL, mode TEXT NOT NULL, lapse TEXT NOT NULL, words INTEGER NOT NULL, said INTEGER NOT NULL, acts INTEGER NOT NULL,
                  known INTEGER NOT NULL);

-- question promise plan threat secret object absence. who: characters.n; closes: NULL where it is left loose; opening: how surely the words open a thread;
-- weight: what the opening alone promises.
CREATE TABLE threads (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, who INTEGER,
                      close_start INTEGER, close_end INTEGER, close_known INTEGER, opening REAL NOT NULL, weight REAL NOT NULL,
                      confidence REAL NOT NULL, known INTEGER NOT NULL);
CREATE TABLE touches (n INTEGER PRIMARY KEY, thread INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, strength REAL NOT NULL,
                      known INTEGER NOT NULL);

-- Recurring things and images, weightiest first. rate: times a million words in novels at large; range: share of novels that hold the word; strong: how much of
-- a thing or image it is.
CREATE TABLE motifs (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rate REAL NOT NULL, range REAL NOT NULL, strong REAL NOT NULL,
                     known INTEGER NOT NULL);
CREATE TABLE motif_places (n INTEGER PRIMARY KEY, motif INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, known INTEGER NOT NULL);

-- The person or pair at the centre of the whole story, and a second core; share: of the words, in the scenes that it moves. As of a place it is worked
-- out from scenes and stage.
CREATE TABLE cores (n INTEGER PRIMARY KEY, person INTEGER NOT NULL, other INTEGER, share REAL NOT NULL, confidence REAL NOT NULL);
CREATE TABLE core_scenes (core INTEGER NOT NULL, scene INTEGER NOT NULL, PRIMARY KEY (core, scene)) WITHOUT ROWID;

-- What disagrees or cannot be: age eyes hair kin job spelling confusable once day date, at one place or two.
CREATE TABLE faults (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, who INTEGER, start INTEGER NOT NULL, end INTEGER NOT NULL, other_start INTEGER,
                     other_end INTEGER, confidence REAL NOT NULL, known INTEGER NOT NULL);

-- ---- portraits ----

-- Lasting qualities. kind: nature looks age work standing habit manner. by: characters.n of who says so, where it is heard in speech; heard and
-- by NULL: somebody unknown; else the narrator tells it.
CREATE TABLE traits (n INTEGER PRIMARY KEY, who INTEGER NOT NULL, kind TEXT NOT NULL, trait TEXT NOT NULL, by INTEGER, heard INTEGER NOT NULL,
                     start INTEGER NOT NULL, end INTEGER NOT NULL, confidence REAL NOT NULL, known INTEGER NOT NULL);

-- Traits of one person that pull against each other.
CREATE TABLE pulls (n INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL);

-- a is TYPE of b, one row a fact, in one direction. word: what the text calls a. since, until: from and until where it holds, NULL always.
CREATE TABLE relations (n INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, type TEXT NOT NULL, word TEXT, since INTEGER, until INTEGER,
                        confidence REAL NOT NULL, known INTEGER NOT NULL);
CREATE TABLE relation_evidence (relation INTEGER NOT NULL, n INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
                                PRIMARY KEY (relation, n)) WITHOUT ROWID;

-- Content notes. level: mention shown. who: who suffers it; child: a child does.
CREATE TABLE content (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, level TEXT NOT NULL, who INTEGER, child INTEGER NOT NULL, start INTEGER NOT NULL,
                      end INTEGER NOT NULL, confidence REAL NOT NULL, known INTEGER NOT NULL);
-- A review: what it is about and how it judges; one row, none for other kinds of text. kind film novel series play; verdict positive negative
-- mixed; rating 3 of rating_of 5 (0: none given). All rows of a review are known at its end: they follow from the whole.
CREATE TABLE review (n INTEGER PRIMARY KEY CHECK (n = 0), title TEXT, kind TEXT, year INTEGER, start INTEGER, end INTEGER, confidence REAL,
                     verdict TEXT, verdict_confidence REAL, thesis_start INTEGER, thesis_end INTEGER, thesis_confidence REAL, rating REAL,
                     rating_of REAL, rating_start INTEGER, rating_end INTEGER, known INTEGER NOT NULL);

-- Who made it: director writer author cinematographer composer producer editor actor; who plays whom. Names as the review has them.
CREATE TABLE credits (n INTEGER PRIMARY KEY, role TEXT NOT NULL, person TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
                      confidence REAL, known INTEGER NOT NULL);
CREATE TABLE played (n INTEGER PRIMARY KEY, character TEXT, performer TEXT, start INTEGER NOT NULL, end INTEGER NOT NULL, confidence REAL,
                     known INTEGER NOT NULL);
CREATE TABLE other_works (n INTEGER PRIMARY KEY, title TEXT NOT NULL, person TEXT, year INTEGER, start INTEGER NOT NULL, end INTEGER NOT NULL,
                          confidence REAL, known INTEGER NOT NULL);

-- What the critic thinks. aspect direction acting characters plot pacing ending cinematography music dialogue theme overall;
-- polarity: for, against, or even (the plus-minus sign).
CREATE TABLE opinions (n INTEGER PRIMARY KEY, aspect TEXT NOT NULL, target TEXT, polarity TEXT NOT NULL, conceded INTEGER NOT NULL,
                       start INTEGER NOT NULL, end INTEGER NOT NULL, confidence REAL, known INTEGER NOT NULL);
-- What the work is said not to show, explain or follow through.
CREATE TABLE withheld (n INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL, confidence REAL, known INTEGER NOT NULL);
-- How each sentence (sentences.n) is told: plot opinion both fact.
CREATE TABLE told (n INTEGER PRIMARY KEY, role TEXT NOT NULL, known INTEGER NOT NULL);

-- Acts: who did what to whom. start, end: the clause, with what it says aloud. verb: lemma. who, target (to whom): characters.n, one of them is there.
-- what, place, time: spans or NULL. quote: quotes.n in which it is told; said: quotes.n that it utters. deed: harm help touch give take tell ask
-- leave come look make other. modality: actual negated planned feared hypothetical habitual; realis: it happened. weight: importance before the
-- people's shares are counted in.
CREATE TABLE acts (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, start INTEGER NOT NULL, end INTEGER NOT NULL, verb TEXT NOT NULL, who INTEGER,
                   target INTEGER, what_start INTEGER, what_end INTEGER, place_start INTEGER, place_end INTEGER, time_start INTEGER,
                   time_end INTEGER, quote INTEGER, said INTEGER, deed TEXT NOT NULL, modality TEXT NOT NULL, realis INTEGER NOT NULL,
                   weight REAL NOT NULL, known INTEGER NOT NULL, confidence REAL NOT NULL);

-- The motive of each act (n: acts.n). status: told hinted withheld unsure; kind: purpose cause feeling belief said or NULL. Withheld: looked for
-- as far as known, and not found.
CREATE TABLE whys (n INTEGER PRIMARY KEY, status TEXT NOT NULL, kind TEXT, known INTEGER NOT NULL, confidence REAL NOT NULL);

-- The words that give the motive; of one withheld the nearest places looked at. Surest first.
CREATE TABLE why_spans (n INTEGER PRIMARY KEY, act INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL);

-- Questions after a motive that the text itself asks. who: characters.n whose motive it is, or NULL.
CREATE TABLE asked (n INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL, who INTEGER, known INTEGER NOT NULL,
                    confidence REAL NOT NULL);

-- What an act (cause: acts.n) sets off in another (person: characters.n): act feeling state; effect: acts.n where it is an act. start, end: the words.
CREATE TABLE ripples (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, cause INTEGER NOT NULL, effect INTEGER, person INTEGER NOT NULL,
                      kind TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, known INTEGER NOT NULL, confidence REAL NOT NULL);

-- Where the telling is inside whose mind: perceive think feel want free. who: characters.n.
CREATE TABLE inside (n INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL, who INTEGER NOT NULL, kind TEXT NOT NULL,
                     known INTEGER NOT NULL, confidence REAL NOT NULL);
