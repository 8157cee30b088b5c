// Words that common passwords are made of, in the common languages of the web; `guessable.ts` adds digits, signs and runs.

const credentials = `password passwort passwords passwd passw pass passe motdepasse contrasena contrasenya contraseña senha parola
haslo heslo wachtwoord salasana losenord lösenord adgangskode passord jelszo parool sifre şifre parol пароль secret geheim geheimnis
segredo secreto login logon signin admin administrator adminadmin root superuser sysadmin master webmaster hostmaster postmaster user
username users guest gast test testing tester testtest default changeme change letmein letmeinn welcome willkommen bienvenue
bienvenido benvenuto welkom access enter entry private public system server service support internet computer laptop windows
microsoft google facebook youtube twitter instagram linkedin amazon apple iphone samsung android yahoo hotmail gmail outlook email
mail mailbox mysql oracle cisco database backup public manager office company business money bank security secure safe unlock open
opensesame sesame temp temporary demo example sample trustno trustme nopassword mypassword yourpassword thepassword newpassword
oldpassword pwd passcode password1 p@ssword qwert qwerty qwertz azerty asdf asdfgh zxcv zxcvb qazwsx qazwsxedc zaqwsx zaqxsw
qweasd qweasdzxc asdzxc qwaszx wasd dvorak hello hallo hello world hola bonjour ciao hejsan salut hey goodbye bye abc abcd xyz foo
foobar bar null undefined none nothing something anything everything everyone nobody somebody`;

const affection = `iloveyou iloveu ilovey loveyou loveme lovely love lover lovers loving mylove truelove iloveme iloveu iloveyou love
jetaime teamo tiamo teamomucho ichliebedich liebe liebling schatz amor amore amour moncoeur mijnlief kochamcie milujem honey baby
babe babygirl babyboy sweet sweetie sweetheart sweety darling angel angels heart hearts kiss kisses kissme hugs friend friends
bestfriend friendship forever always happy happiness smile smiley sunshine rainbow butterfly flower flowers beautiful pretty
princess princesa prinzessin prince queen king kings family familia familie mother mama mami mommy mummy father papa daddy dady
brother sister sisters brothers boyfriend girlfriend husband wife mybaby mylife myself memyself single dream dreams dreamer hope
faith trust peace believe blessed blessing jesus jesuschrist christ god godisgood lord heaven church bible grace spirit holy
angel devil satan lucifer hell fuckyou fuckoff fuckme fuck fucker fucking motherfucker bitch bitches asshole shit bullshit sexy
sexygirl sexyboy sex porn pussy dick cock boobs horny hottie hot bigdick tits slut whatever idontknow dontknow idk nothing
imissyou missyou missu`;

const creatures = `monkey dragon tiger tigers lion lions eagle eagles bear bears wolf wolves wolfpack panther panthers cougar jaguar
leopard cheetah horse horses pony unicorn donkey elephant rabbit bunny kitty kitten kittens cat cats dog dogs doggy puppy puppies
hund katze perro gato chien chat bird birds falcon hawk raven phoenix owl penguin duck chicken rooster dolphin dolphins shark
sharks fish fishing turtle turtles snake cobra viper python spider scorpion lizard gecko frog froggy butterfly bee hornet hornets
bull bulls bulldog bulldogs rhino buffalo moose hamster mouse mickey rat squirrel fox foxy ferret badger otter beaver panda koala
kangaroo gorilla baboon chimp mustang colt stallion bronco broncos gator gators rex trex dinosaur godzilla pokemon pikachu
charizard snoopy garfield tweety bambi simba nala scooby scoobydoo pluto goofy donald minnie winnie tinkerbell spongebob bugsbunny
fluffy buddy max maxwell bella lucky rocky bandit shadow smokey ginger pepper peanut coco cookie cookies muffin oreo toby bailey
buster casper charlie duke gizmo jasper molly missy murphy oscar patches precious princess rusty sammy sasha sparky spike tinker
tigger zeus apollo hercules`;

const play = `football fussball futbol futebol calcio soccer baseball basketball softball volleyball hockey rugby tennis golf golfer
cricket boxing wrestling karate judo ninja samurai swimming surfing surfer skate skater skateboard snowboard running runner biker
racing racer nascar formula ferrari porsche mercedes bmw audi volkswagen honda toyota yamaha suzuki kawasaki ducati harley
harleydavidson chevy chevrolet camaro corvette mustang dodge ford jeep truck trucker driver motor motorcycle arsenal chelsea
liverpool everton tottenham manchester manutd manchesterunited mancity united barcelona realmadrid madrid juventus milan inter roma
napoli bayern bayernmunich dortmund borussia schalke hamburg celtic rangers ajax feyenoord galatasaray fenerbahce besiktas benfica
porto sporting boca river flamengo corinthians palmeiras santos yankees redsox lakers celtics knicks cowboys steelers packers
patriots raiders giants eagles dolphins broncos redskins vikings chargers cardinals dodgers mets cubs braves phillies tigers
champion champions winner player players playboy gamer games game gaming poker joker lucky casino jackpot ace king minecraft
fortnite roblox warcraft worldofwarcraft starcraft diablo zelda mario supermario luigi sonic pacman tetris halo doom quake
counterstrike callofduty battlefield assassin skyrim runescape playstation xbox nintendo sega wizard warrior warriors knight
knights hunter hunters killer killers soldier sniper ranger marine marines army navy airforce police fireman firefighter
superman batman spiderman ironman hulk wolverine captain america avengers marvel robin joker catwoman starwars startrek jedi yoda
skywalker darthvader vader chewbacca matrix neo trinity morpheus gandalf frodo hobbit legolas aragorn harrypotter hogwarts
hermione gryffindor slytherin dumbledore terminator predator rambo rocky gladiator titanic godfather scarface jamesbond bond
naruto sasuke sakura goku vegeta dragonball onepiece luffy bleach inuyasha anime otaku`;

const music = `music musik musica rock rocknroll rockstar rocker punk metal metallica metalhead slipknot slayer megadeth ironmaiden
nirvana pearljam acdc beatles thebeatles lennon elvis ledzeppelin pinkfloyd greenday blink blink182 linkinpark korn eminem tupac
2pac biggie 50cent snoop snoopdog drake kanye rihanna beyonce shakira madonna britney justin justinbieber bieber onedirection
bts exo blackpink twice mozart bach beethoven guitar guitarra gitarre bass drums drummer piano violin trumpet saxophone dance dancer
dancing disco techno trance hiphop rapper rap reggae bobmarley marley jazz blues singer song concert radio`;

const nature = `summer winter spring autumn sommer herbst fruehling frühling verano invierno otoño primavera ete hiver printemps automne
estate inverno january february march april june july august september october november december januar februar juni juli oktober
dezember monday tuesday wednesday thursday friday saturday sunday sun sunny sunflower moon moonlight star stars starlight sky
skyline cloud rain rainbow snow snowball snowman snowflake ice fire fireball firebird flame thunder storm lightning tornado hurricane
earth world planet mars venus jupiter saturn pluto galaxy universe cosmos space ocean sea beach river mountain forest garden flower
rose roses lily daisy jasmine orchid tulip violet cherry apple banana orange lemon strawberry peach mango kiwi pineapple coconut
chocolate choco candy sugar honey cookie cheese butter pizza pasta burger bacon chicken coffee tea beer whisky whiskey vodka
tequila wine champagne cocacola coke pepsi sprite water diamond diamonds gold golden silver crystal pearl ruby emerald amber black
white red blue green yellow purple pink orange brown grey gray blackcat redhead blueeyes bluesky greenday whitehouse blackberry
schwarz weiss rot blau gruen grün gelb rosa azul verde rojo blanco negro`;

const places = `america usa england london paris france berlin germany deutschland hamburg muenchen münchen wien vienna austria schweiz
zuerich zürich italy italia roma venezia spain espana españa madrid portugal lisboa brasil brazil mexico argentina colombia chile
peru venezuela canada toronto montreal vancouver australia sydney melbourne newzealand ireland dublin scotland glasgow wales texas
dallas houston austin california losangeles hollywood sanfrancisco chicago boston newyork brooklyn manhattan miami florida
atlanta georgia virginia carolina alabama arizona phoenix colorado denver dakota montana nevada vegas lasvegas seattle washington
orlando disney disneyland africa nigeria lagos kenya egypt cairo morocco turkey turkiye türkiye istanbul ankara russia rossiya
moscow moskva ukraine kiev kyiv poland polska warszawa krakow praha prague budapest hungary romania greece athens sweden sverige
stockholm norway norge oslo denmark danmark finland suomi helsinki holland nederland amsterdam rotterdam belgium brussels china
beijing shanghai hongkong taiwan japan tokyo nippon korea seoul thailand bangkok vietnam hanoi indonesia jakarta malaysia singapore
philippines manila india mumbai delhi pakistan karachi iran tehran israel home school schule college university student teacher
doctor nurse lawyer engineer hacker hackers pirate pirates cowboy indian gangster thug boss chief captain general sergeant`;

const people = `alex alexander alexandra alexis alice alicia alison allison amanda amber amy ana andrea andreas andrei andrew andrey andy
angela angelica angelina anna anne annie anthony antonio ariel arthur ashley austin barbara benjamin bernard bernd bianca bill billy
bob bobby bonnie brandon brenda brian brittany bruce bryan carlos carmen carol caroline catherine cecilia charles charlie charlotte
chris christian christina christine christopher cindy claire claudia clement connor craig crystal cynthia dakota daniel daniela
danielle danny dave david debbie deborah dennis derek diana diane diego dmitry dominic dominik donald donna dorothy doug dylan eddie
eduardo edward elena elisabeth elizabeth emily emma enrique eric erika ernesto esther eugene eva evelyn felix fernando florian
francesco francis francisco frank franklin fred freddy frederic gabriel gabriela gary george gerald gerhard giovanni giuseppe gloria
gordon greg gregory guillermo gustavo hannah hans harald harold harry heather hector heidi helen helena henry herbert hugo ian igor
ingrid irina isaac isabel isabella ivan jack jackie jackson jacob jake james jamie jan jane janet jason javier jean jeff jeffrey
jennifer jenny jeremy jerry jesse jessica jessie jimmy joanna joe joel johanna john johnny johnson jonas jonathan jordan jorge jose
joseph joshua juan judith julia julian juliana julie junior justin karen karina karl katarina kate katherine kathleen kathy katie
katrin kayla keith kelly kenneth kevin kimberly klaus konrad kristen kristin kristina kyle larry laura lauren laurent leo leonardo
leon leonie leslie lewis liam lina linda lisa logan lorena lorenzo louis louise lucas lucia lukas luis madison magdalena manuel
manuela marc marcel marco marcus margaret maria mariana marie marina mario marion mark markus martha martin martina marvin mary
mathias matt matthew matthias maurice max maxim megan melanie melissa mercedes michael michaela michal michel michelle miguel mike
mikhail mohamed mohammed muhammad monica monika morgan nadine nancy naomi natalia natalie natasha nathan nicholas nick nicola nicolas
nicole nikita nina noah oksana oleg olga oliver olivia oscar pablo pamela pascal patricia patrick paul paula pauline pedro peter petra
philip philipp phillip pierre rachel rafael ralph ramon raul raymond rebecca regina ricardo richard rick rita robert roberta roberto
robin rodrigo roger roland roman ronald ronaldo ronny rosa rose rosemary roxana ruben russell ruth ryan sabine sabrina salvador sam
samantha samuel sandra sara sarah scott sean sebastian sergei sergey sergio sharon shannon sheila simon simone smith sofia sonia
sophia sophie stefan stefanie stella stephanie stephen steve steven stuart susan susanne suzanne svetlana sven sylvia tamara tanya
tatiana taylor teresa terry theresa thomas tiffany tim timothy tina todd tom tomas tommy tony tracy travis trevor tyler ursula
valentina valentin valeria valerie vanessa vera veronica veronika vicky victor victoria vincent virginia vivian vladimir walter wanda
wayne wendy werner wilhelm william williams wolfgang xavier yolanda yvonne zoe zachary`;

const phrases = `letmein trustno1 iamthebest iamgod imthebest whoami whatever blahblah blabla lalala hahaha hohoho haha lol lmao rofl omg
wtf ok okay yes no never nevermind always sometimes someday today tonight tomorrow yesterday morning goodmorning goodluck goodnight
good bad best better cool coolman coolio awesome awsome amazing super superstar mega ultra power powerful magic magical mystery
crazy stupid idiot loser retard freak freaky weird silly funny lazy angry sad lonely alone broken lost free freedom liberty justice
forever21 number1 numberone noone someone thebest theone theman bigman bigboy bigdaddy bigdog littleman littleone ladybug lady girl
girls girly boy boys man woman women kid kids child children old new big little small long short fast slow hard soft high low red
hotrod hotstuff hardcore lowrider bluemoon redrose greentea blackjack whiteboy goldfish jumping jellybean popcorn bubble bubbles
bubblegum gummybear teddybear teddy toytoy rainbow1 fantasy legend legends hero heroes villain monster monsters ghost zombie zombies
vampire werewolf witch wizard fairy elf goblin angel demon alien aliens ufo robot android cyborg rocket missile nuclear atomic
laser lazer turbo nitro racing speed speedy flash energy electric battery correct horse staple correcthorsebatterystaple
mustbe tobeornottobe tobe ornottobe opensaysme abracadabra hocuspocus shazam supercalifragilisticexpialidocious rumpelstiltskin
swordfish friendspeak mellon xyzzy plugh valentine christmas weihnachten navidad easter halloween birthday geburtstag holiday vacation
weekend party school work working job student learning study reading book books library newspaper camera photo picture movie movies
cinema theater television phone mobile telephone number numbers letter letters word words name names code codes key keys door doors
window house garden kitchen bedroom bathroom table chair street city town village country mountain island airport airplane pilot
aircraft helicopter train station bus car cars driver bicycle bike ship boat sailing sailor harbor bridge tower castle palace temple`;

/** Lower case, each once. Written for Postern from general knowledge; no list of others was copied. */
export const commonWords: ReadonlySet<string> = new Set(
  [credentials, affection, creatures, play, music, nature, places, people, phrases]
    .flatMap((words) => words.split(/\s+/))
    .filter((word) => word.length >= 3),
);
