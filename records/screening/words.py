"""Words by which a name is told from what is none, in the languages in which Groundwork is written (English, Danish).

They decide what counts as a likely name, so a change here is measured (`tests/records/test_screening.py`).
"""

# Before a name. A body's title ("Imam Ali Mosque") is told by the word behind.
_TITLES = """
aunt betjent borgmester brother byrådsmedlem constable councillor dr faster father frk fru frøken headteacher herr
hr imam inspector lady lektor lord lærer mayor miss moster mr mrs ms mullah onkel overbetjent pastor politibetjent
principal prof professor præst rabbi rabbiner rektor rev reverend sergeant sheik sheikh sir sister skoleleder
sognepræst tante uncle
"""

# Behind a name: a place, a street, a building.
_PLACES = """
allé ave avenue bay beach bibliotek boulevard boulevarden bridge bro center centre church close college court drive
east estate forest gade garden gardens gymnasiet gymnasium hall harbour have havn hill hospital house island kirke
lake lane library market moské mosque nord north park plads rd river road row school skole skov south square st
stadion stadium station strand street stræde syd sygehus sygehuset synagoge synagogue sø temple terrace torv tower
university vej vest west wood woods ø øst
"""

# In a name, it is a body, an act, a time or a thing.
_BODIES = """
act agency alliance army association avis avisen award bank bevægelse bk board brigade center centre channel
christians city club commission committee company conference council court day democrats department fc federation
fonden forening foreningen forum foundation front group gruppe guard if inc index institut institute institutet klub
klubben kommission kommune kommunen league liga loven ltd ministeriet ministry movement museum muslims nettet
netværk network news nyt nævnet office parti partiet party police politi politiet politikreds post press prisen
prize profet profeten program programme project projekt projektet prophet radio rapport region regionen report råd
rådet saint sankt skt society strategy styrelsen team theatre times udvalg udvalget union united
"""

# English grammar.
_ENGLISH_GRAMMAR = """
a about after all also among an and any are as asks at back be because been before both but by can could did do each
else ever every few five for four from had has have he her here him his how i if in into is it its just last less
like long made many may more most much must my near never new next no none nor not now of off often old on once one
only or other our out over own said same seven she short since six small so some soon such ten than that the their
them then there these they this those three to today too two under until up us very was way we were what when where
which while who why will with yes you your
"""

# English words of this field, and others, that are names as well.
_ENGLISH = """
abbey add alpha amber amen angel art ash asian august author autumn bailey baker bar bars beat bell best bill bishop
black blade block blue booth boss bow bridge brook brooks brown buck burns butler carry carter case cases chance chase
christian christians church clay clear close cook cooper cross dale dash date dawn day days dean destiny drop duke
eastern eden ever faith fall farmer father field fields fisher flood flowers forest forum fox frank freedom friend
front gardener gay glory good grace graves gray green grey ground guard gunner hall hand hardy harm harmony heath held
hill hope house hunter imam islam islamic israel ivory ivy jade jewel jewish job jordan joy judge judges july june
justice kind king kings knight lake lamb lane law lawson leader lies light lily line link list little love low loyal
major man march mark marks marsh mason max mayor media mentor mentors mercy merit miles mill miller moon mosque moss
muslim muslims noble north northern opal page pages palace parish park parker parts peace pearl penny piper police
pope porter post potter power powers precious price pride prince princess put queen rain rand read reader real reason
red reed rich ring rivers robin rock room rose royal ruby sage said sailor saint sanctuary sandy savage school
sergeant server shepherd short silver singer sky small smart snow sole southern spring star steel sterling stone stones
storm story street strong summer sunday sundays sunny swan tab tanner taylor teacher temple ties tiger tower town trace
trinity true turner unity unknown usual valid victory violet virtue wall walls ward water waters way weaver wells west
western white wing winter wise wolf wood woods words young youth
"""

# Danish grammar.
_DANISH_GRAMMAR = """
ad af alle allerede alt altid anden andet andre at bag bare bl blandt både da de del den denne der derefter deres
derfor det dette dig din dog du efter ej eller ellers en end endnu er et fem fik fire flere for fordi forrige fra
før gang gør ham han hans har havde hele hende hendes her hos hun hvad hver hvis hvor hvordan hvorfor i igen ikke
ind ingen intet ja jeg kan kom kun kunne lige man mange med meget mellem men mens mere mest mig min mod mon må ned
nej ni nogen noget nogle nok nu når næste ofte og også om op os otte over på samme samt seks selv senere siden sig
sin sine skal skulle som straks syv så sådan ti til to tre ud uden under var ved vi vil ville vor vores være år
"""

# Danish words of this field, and others, that are names as well.
_DANISH = """
alene antal bakke berg binder bjerg bor borg bro brun bruun by bæk dag dal dam damm dreng drenge eg elev elever elm
eng enge fest fjord flod folk forum forår fred fru glad grund grøn gård hald hallen handler have havn herre hjort
holm hus jord jul juul kirk kirke kjær klub konge kort koster kraft krog kæmpe kær lad land lang lille lind line liv
lund lyng lærer lærere maj mark marts mose møller ni nielsine nord næs nørre nørregaard park politi post præst pæl
rand red ret ring rosa rose rytter sager sand sankt sjov skole skov skytte sofie sol sommer sten stor store storm
strand sund svend sø sønder tage tal toft torp tro tur tårn ung unge vagn vagt vand vang vej vest vester vestergade
viborg vind vinter virk voldsom væk værk å øst øster
"""

# Faiths, places and bodies that are given names as well.
_BELIEFS_AND_PLACES = """
adam allah america asia berlin carolina chelsea dakota eden elverhavn europa eva florence geneva holland india
ireland israel jerusalem jesus kenya lourdes madina mecca medina milan moria odin oslo palestine paris roma sinti
sofia sydney syria thor venezia victoria vienna viking virginia zion
"""

# Never a name, wherever it stands: entries of the lists that are mistakes in our languages.
_NEVER = """
add alene among an andre antal asks author bor can comment da del den der din eller en ever fik grund handler imam
januar kort koster kraft lad less link made media mens must om op page put sager said server som such tab the til
too trace true unknown us valid vi were
"""

TITLES = frozenset(_TITLES.split())
PLACES = frozenset(_PLACES.split())
BODIES = frozenset(_BODIES.split())
# Also the name of somebody somewhere, but an ordinary word first. At the head of a sentence every word has a capital.
ORDINARY = frozenset((_ENGLISH_GRAMMAR + _ENGLISH + _DANISH_GRAMMAR + _DANISH + _BELIEFS_AND_PLACES).split())
# Begins a sentence, never a name.
GRAMMAR = frozenset((_ENGLISH_GRAMMAR + _DANISH_GRAMMAR).split())
NEVER = frozenset(_NEVER.split())
# Countries whose name is a person's far more often.
NAMES_OF_COUNTRIES = frozenset({"martin", "lucia", "vincent", "pierre", "helena", "diego", "jan", "maarten", "garcia"})
