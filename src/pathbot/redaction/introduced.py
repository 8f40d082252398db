"""Names nobody has on a list, in small letters, told by how they are introduced: "my cousin devonte", "soy maribel".

A word that often follows "my friend" and is no name (a verb, "and", "who") is left. Another that is hidden by mistake
comes back with the model's answer.
"""

_KIN_EN = (
    "friend|friends|bestie|classmate|partner|brother|sister|cousin|uncle|aunt|auntie|tia|tio|neighbor|neighbour|"
    "boyfriend|girlfriend|teammate|niece|nephew|stepbrother|stepsister|stepdad|stepmom|twin|roommate|lab partner"
)
_KIN_ES = (
    "amig[oa]|herman[oa]|hermanit[oa]|prim[oa]|ti[oa]|vecin[oa]|novi[oa]|companer[oa]|sobrin[oa]|cunad[oa]|"
    "padrastro|madrastra|mejor amig[oa]|maestr[oa]|profe|profesor|profesora"
)
_NO_NAME_EN = (
    "a about across after again all alone already also always an and are aren around as ask at away back be "
    "because been before began being bet bought brings brought built but by called came can cant come comes cool "
    "could cut cuts did didnt do does doesnt done down drew dropped each else even ever every fell felt find "
    "first fixed for found from gave get gets getting go goes going gone good got group had has hasnt have he "
    "held help helps her here hers him his hit how i if in inside into is isnt it its just kept knew know knows "
    "last later left let lets like likes lives lost made make makes maybe me met might more most moved much must "
    "my myself near never next nice no not now of off ok okay on once one only or other our out outside over own "
    "paid people place plays put ran really right room said same sat saw say says sent set she should show shows "
    "sick side sits so some someone sometimes soon speaks spoke started stays still stood sold teaches than that "
    "thats the their them then there they thing things think thinks this thought three through till time to "
    "today together told too took towards tried tries two under until up us use used uses very walked walks "
    "wanna want wants was wasnt watched we went were what when where which while who whos whose why will with "
    "without woke won wont work works would wrote yesterday yet you your zone school church class store shop "
    "house team lead work job"
)
_NO_NAME_ES = (
    "a al alla ahi ahora algo antes aqui asi aun aunque ayer ayuda ayudo bien cada casi cerca como con cuando "
    "cual da dan de debe decia decidio del desde despues dice dicen dijo donde dio dos el ella ellos en encontro "
    "entonces era es esa ese esta estaba estan este esto estuvo fue fueron gusta ha hace hacia han hasta hay "
    "hizo iba ir juega jugo junto la las le les llego lo los luego mas mayor me mejor menor mi mientras mio "
    "misma mismo muy nada ni no nos nunca o otra otro para pero pinto poco por porque pregunto puede puedo puso "
    "que quien quiere quiso sabe sabia se si sido siempre sin sobre solo son su sus tambien tan te tenia tiene "
    "tienen todo todos trabaja trabajo trajo tu tuvo un una usa uso va vamos van ve ven ver vez vio vive vivia y "
    "ya yo cose pinta corta cocina vende maneja ensena"
)
_NO_NAME = "|".join(sorted({*_NO_NAME_EN.split(), *_NO_NAME_ES.split()}))
_ENDINGS = r"(?![a-z]+(?:ed|ing|ly|aba|aban|ando|iendo|mente)\b)"
_WORD = rf"(?P<it>(?!(?:{_NO_NAME})\b){_ENDINGS}[^\W\d_]{{3,}})"
_NO_TRADE = (
    r"(?!(?:bueno|buena|malo|mala|nuevo|nueva|alumno|alumna|estudiante|parte|capaz|responsable|lider|timido|timida|alto|alta"
    r"|feliz|fan|mexicano|mexicana|latino|latina|hombre|mujer|nino|nina|capitan|capitana|hij[oa]|amig[oa]|bilingue"
    r"|creativ[oa]|paciente|organizad[oa]|perezos[oa]|floj[oa]|rapid[oa]|lent[oa]|zurd[oa]|[a-z]+(?:ista|dor|dora|ero|era))\b)"
)

INTRODUCED: tuple[tuple[str, str], ...] = (
    ("PERSON", rf"\b(?:my|our|her|his)\s+(?:best |big |little |older |younger |twin )?(?:{_KIN_EN})\s+{_WORD}"),
    ("PERSON", rf"\b(?:mi|nuestr[oa]|su)\s+(?:mejor )?(?:{_KIN_ES})\s+{_WORD}"),
    ("PERSON", rf"\b(?:(?:names?|is|im|hes|shes|was)\s+called|named|name is|names)\s+{_WORD}"),
    ("PERSON", r"\b(?:se|me) llam[ao]\s+(?P<it>[^\W\d_]{2,}(?:\s+(?:maria|jose|luis|ana|juan|elena|isabel)\b)?)"),
    ("PERSON", rf"\bsoy\s+{_NO_TRADE}{_WORD}"),
)  # fmt: skip
