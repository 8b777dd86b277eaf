"""Words for where people come from, what they believe and which language they speak, beyond those of `groups`.

For texts that must say whom something is for by a setting or a need. Where such a word merely stands in the name of a
service, a softer question is asked (`groups`); here none may stand. Each language is tried on its own sentences, and on
words that look alike ("betalende" is nobody's language).
"""

from collections.abc import Iterator

from records.screening.groups import AGAINST, WORD, folded, words_for_groups

# Stems, and the endings each of them takes; in no language is every form a word.
_PEOPLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    # English
    ("somali iraqi pakistani kurd syrian afghan chechen palestinian bosnian albanian romanian turk african", ("", "s")),
    ("nigerian eritrean iranian moroccan algerian tunisian ukrainian russian uyghur believer worshipper", ("", "s")),
    ("kurdish turkish islamic islam judaism hinduism bilingual bilinguals migration nationality nationalities", ("",)),
    # Danish, Norwegian, Swedish
    ("somalier syrer tyrker kurder iraker iraner afghaner albaner bosnier pakistaner rumæner", ("", "e", "ne")),
    ("palæstinenser tjetjener afrikaner marokkaner tamiler araber nydansker ukrainer russer", ("", "e", "ne")),
    ("somalisk syrisk tyrkisk kurdisk irakisk iransk afghansk albansk bosnisk pakistansk", ("", "e", "a")),
    ("palæstinensisk rumænsk afrikansk islamisk religiøs troende", ("", "e", "a")),
    ("indvandrerbaggrund migrationsbaggrund invandrarbakgrund nationalitet modersmål", ("", "er", "et")),
    ("tosproget tosprogede flersproget flersprogede tvåspråkig flerspråkig tospråklig", ("", "a", "e")),
    ("migranter", ("", "ne", "na")),
    # German, French, Dutch
    ("türke kurde afghane araber tschetschene migrant einwanderer zuwanderer geflüchtete", ("", "n", "en")),
    ("türkisch arabisch kurdisch islamisch afrikanisch russisch", ("", "e", "en")),
    ("migrationshintergrund muttersprache", ("", "n")),
    ("arabe turc kurde maghrébin africain tchétchène syrien afghan croyant migrant immigrée étranger", ("", "s", "e")),
    ("marokkaan turk somaliër nieuwkomer allochtoon allochtonen", ("", "en", "s")),
)
_LANGUAGES = (
    *("arabic", "somali", "turkish", "kurdish", "polish", "urdu", "pashto", "dari", "farsi", "persian", "russian"),
    *("ukrainian", "romanian", "bosnian", "serbian", "albanian", "english", "french", "german", "spanish", "foreign"),
    *("danish", "swedish", "norwegian", "dutch", "tamil", "vietnamese", "chinese", "tigrinya"),
)
_SPEAK = frozenset({"speaking", "speaker", "speakers"})
_STEMS = (
    *("arabisk", "arabisch", "somali", "somalisk", "tyrkisk", "türkisch", "kurdisk", "polsk", "polnisch", "urdu"),
    *("pashto", "dari", "persisk", "russisk", "russisch", "ukrainsk", "rumænsk", "bosnisk", "serbisk", "albansk"),
    *("engelsk", "fransk", "tysk", "spansk", "dansk", "svensk", "norsk", "tamilsk", "fremmed", "anders", "fremd"),
)
_SPEAKS = ("talende", "talande", "sproget", "sprogede", "språkig", "språkiga", "språklige", "sprachig", "sprachige")
WORDS = frozenset(
    folded(each)
    for each in (
        *(stem + ending for stems, endings in _PEOPLES for stem in stems.split() for ending in endings),
        *(stem + ending for stem in _STEMS for ending in (*_SPEAKS, "sprachigen")),
    )
)
# Two words that say it together.
_PAIRS = {
    *((language, speak) for language in _LANGUAGES for speak in _SPEAK),
    *(("ikke", each) for each in ("vestlig", "vestlige")),
    *(("icke", each) for each in ("västlig", "västliga")),
    ("non", "western"),
    ("mother", "tongue"),
}
PAIRS = frozenset((folded(one), folded(other)) for one, other in _PAIRS)


def words_for_origin(text: str) -> list[str]:
    """Words for origin, belief, language and migration, each once; not where something is done *against* people."""
    return list(dict.fromkeys([*words_for_groups(text), *_found(text)]))


def _found(text: str) -> Iterator[str]:
    before, as_written = "", ""
    for word in WORD.findall(text):
        now = folded(word)
        if now in WORDS and before not in AGAINST:
            yield word
        elif (before, now) in PAIRS:
            yield f"{as_written} {word}"
        before, as_written = now, word
