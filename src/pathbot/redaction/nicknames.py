"""What people are called whose full name stands on the roster. Short forms that are everyday words are left out."""

_SHORT = """
abdulrahman: abdul; abigail: abby abbie; adrian: adri; adriana: adri; alejandra: ale aleja sandra; alejandro: ale
alex jandro; alexander: alex xander sasha; alexandra: alex alexa lexi sasha; alexis: lexi; alfonso: poncho; alicia:
licha; allison: allie; amanda: mandy; ana: anita; andrea: andy; andrew: andy; angela: angie; angelica: angie;
anthony: tony; antonia: toni tona; antonio: tono tony; araceli: ara cheli; arturo: turo; barbara: barb; beatriz:
bety betty bea; benjamin: ben benny benji; brandon: brando; carlos: carlitos charly; carolina: caro; catherine:
cathy katie kate; cecilia: ceci; charles: charlie; christian: chris; christina: chris tina chrissy; christopher:
chris topher; claudia: clau; concepcion: concha conchita; cristina: cris tina; cristobal: cris toby; cynthia: cindy;
daniel: dan danny dani; daniela: dani; david: dave davey; deborah: debbie deb; diego: dieguito; dolores: lola
lolita; edgar: eddie; eduardo: lalo edu eddie; edward: eddie ed; eleanor: ellie nora; elena: lena; elizabeth: liz
lizzie beth eliza betsy; enrique: quique kike; ernesto: neto; esperanza: espe; esteban: tebo; estefania: estefi
fani; felipe: pipe; fernanda: fer; fernando: fer nando; francisca: paquita pancha; francisco: paco pancho paquito
kiko cisco; frederick: fred freddy; gabriel: gabe gabi; gabriela: gabi gaby; gerardo: gera; gilberto: beto;
graciela: chela; gregory: greg; guadalupe: lupe lupita; guillermo: memo; gustavo: gus tavo; humberto: beto; ignacio:
nacho; isaac: ike; isabel: isa chabela; isabela: isa; isabella: bella izzy isa; ivan: vani; jacob: jake; jacqueline:
jackie; james: jimmy jim jamie; javier: javi; jeffrey: jeff; jennifer: jen jenny; jeremiah: jerry; jessica: jess
jessie; jesus: chuy chucho; jonathan: jon jonny; jorge: coque; jose: pepe chepe joe pepito; josefina: pepa josie;
joseph: joe joey; joshua: josh; juan: juanito juancho; juana: juanita; julian: juls; kaitlyn: kait; katherine: kathy
katie kate kat; kathleen: kathy katie; kenneth: ken kenny; kevin: kev; kimberly: kim; lawrence: larry; leonardo: leo
nardo; leticia: lety leti; lorena: lore; lourdes: lulu; lucia: lucy lu; luis: lucho luisito; luz: lucecita; madison:
maddie; magdalena: magda lena; manuel: manny manolo meme; manuela: manu; marcos: marquitos; margaret: maggie meg
peggy; margarita: margo; maria: mary mari; mariana: mari; maricela: mari; matthew: matt; mauricio: mau; megan: meg;
melissa: mel missy; mercedes: meche; michael: mike mikey mick; michelle: shelly; miguel: migue; monica: moni;
natalia: naty; nathaniel: nate nathan; nicholas: nico nicky; nicolas: nico; nicole: nikki nicky; norma: normita;
octavio: tavo; olivia: liv livvy; oscar: oscarito; pablo: pablito; pamela: pam; paola: pao; patricia: patty paty
tricia trish; patrick: paddy; paulina: pau; pedro: pedrito; rafael: rafa; ramon: moncho; raquel: raqui; raul: rulo;
raymond: ray; rebecca: becky; reynaldo: rey; ricardo: richi; richard: rick ricky richie; robert: bob bobby robbie;
roberto: beto; rocio: chio; rodrigo: rodri; rosa: rosita; rosario: chayo charo; samantha: sammy; samuel: sammy;
santiago: santi chago yago; sebastian: sebas seb; sergio: checo; silvia: chivis; sofia: sofi; sophia: sophie;
stephanie: steph; stephen: steve stevie; steven: steve stevie; susan: susie; susana: susi; teresa: tere; theodore:
theo teddy; theresa: terry tess; thomas: tom tommy; timothy: tim timmy; vanessa: nessa; veronica: vero; vicente:
chente; victor: vic; victoria: vicky tori; vincent: vince vinny; virginia: ginny; viviana: vivi; william: billy liam
willy; ximena: xime; xochitl: xochi; yolanda: yoli; zachary: zach zack
"""
NICKNAMES: dict[str, tuple[str, ...]] = {
    name.strip(): tuple(short.split()) for entry in _SHORT.split(";") for name, short in [entry.split(":")]
}
