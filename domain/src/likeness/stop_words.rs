//! Words that say how a sentence is built and not what it is about, in the four languages that Palabre speaks.
//!
//! They are a list of our own because the published ones take too little or too much, which shows in the words that are
//! given as reasons: Snowball's leave *parce que* and *alors* in, those of Stopwords ISO take *allein*, *parler*, *young*
//! and *room* out, which is what people write about. What is found differs little between them. Here are closed
//! classes only: articles, pronouns, prepositions, conjunctions, auxiliaries, negations, adverbs of degree, time and
//! place, numbers to twelve.

/// The stop words of a language by the first part of its tag, folded; empty for a language that is not known.
pub(super) fn stop_words(language: &str) -> &'static [&'static str] {
    match language {
        "de" => GERMAN,
        "en" => ENGLISH,
        "fr" => FRENCH,
        "nl" => DUTCH,
        _ => &[],
    }
}

#[rustfmt::skip]
const FRENCH: &[&str] = &[
    "afin", "ai", "aie", "aient", "ailleurs", "ainsi", "ait", "aller", "alors", "apres", "as", "assez",
    "au", "aucun", "aucune", "aujourd", "auquel", "aura", "aurai", "auraient", "aurais", "aurait", "auront",
    "aussi", "autant", "autre", "autres", "autrui", "aux", "avaient", "avais", "avait", "avant", "avec",
    "avez", "aviez", "avions", "avoir", "avons", "ayant", "beaucoup", "bien", "bientot", "ca", "car", "ce",
    "ceci", "cela", "celle", "celles", "celui", "certain", "certaine", "certaines", "certains", "ces",
    "cet", "cette", "ceux", "chacun", "chacune", "chaque", "chez", "ci", "cinq", "combien", "comme",
    "comment", "contre", "dans", "de", "dedans", "dehors", "deja", "demain", "depuis", "derriere", "des",
    "deux", "devant", "devoir", "devraient", "devrait", "dix", "dois", "doit", "doivent", "donc", "dont",
    "douze", "du", "duquel", "durant", "elle", "elles", "en", "encore", "enfin", "ensuite", "entre",
    "envers", "environ", "es", "est", "et", "etaient", "etais", "etait", "etant", "ete", "etes", "etiez",
    "etions", "etre", "eu", "eue", "eux", "faire", "fais", "fait", "faut", "font", "furent", "fus", "fut",
    "guere", "hier", "hors", "hui", "huit", "ici", "il", "ils", "jamais", "je", "jusqu", "jusque", "la",
    "laquelle", "le", "lequel", "les", "lesquelles", "lesquels", "leur", "leurs", "lorsqu", "lorsque",
    "lui", "ma", "maintenant", "mais", "malgre", "me", "meme", "memes", "mes", "mien", "mienne", "moi",
    "moins", "mon", "ne", "neuf", "ni", "non", "nos", "notre", "nous", "nul", "nulle", "on", "ont", "onze",
    "or", "ou", "oui", "outre", "par", "parce", "parfois", "parmi", "partout", "pas", "pendant", "peu",
    "peut", "peuvent", "peux", "plus", "plusieurs", "plutot", "point", "pour", "pourquoi", "pourraient",
    "pourrait", "pouvoir", "presque", "puis", "puisqu", "puisque", "qu", "quand", "quatre", "que", "quel",
    "quelle", "quelles", "quelqu", "quelque", "quelques", "quels", "qui", "quiconque", "quoi", "quoique",
    "rien", "sa", "sans", "sauf", "se", "selon", "sept", "sera", "serai", "seraient", "serais", "serait",
    "seras", "serez", "serons", "seront", "ses", "seulement", "si", "sien", "sienne", "six", "soi",
    "soient", "sois", "soit", "sommes", "son", "sont", "sous", "souvent", "suis", "sur", "surtout", "ta",
    "tant", "te", "tel", "telle", "tellement", "telles", "tels", "tes", "tien", "tienne", "toi", "ton",
    "toujours", "tous", "tout", "toute", "toutes", "tres", "trois", "trop", "tu", "un", "une", "va", "vais",
    "vers", "veulent", "veut", "veux", "voici", "voila", "vont", "vos", "votre", "voudrais", "voudrait",
    "vouloir", "vous", "vraiment",
];

#[rustfmt::skip]
const GERMAN: &[&str] = &[
    "ab", "aber", "acht", "alle", "allem", "allen", "aller", "alles", "als", "also", "am", "an", "andere",
    "anderem", "anderen", "anderer", "anderes", "ans", "auch", "auf", "aus", "bald", "bei", "beim", "bevor",
    "bin", "bis", "bist", "da", "dabei", "dafur", "dagegen", "daher", "damit", "danach", "dann", "daran",
    "darauf", "daraus", "darf", "darin", "daruber", "darum", "darunter", "das", "dass", "dasselbe", "davon",
    "davor", "dazu", "dein", "deine", "deinem", "deinen", "deiner", "deines", "dem", "den", "denn",
    "dennoch", "denselben", "der", "derselbe", "des", "deshalb", "deswegen", "dich", "die", "diese",
    "dieselbe", "dieselben", "diesem", "diesen", "dieser", "dieses", "dir", "doch", "dort", "drei", "du",
    "durch", "durfen", "durfte", "durften", "eben", "eigentlich", "ein", "einander", "eine", "einem",
    "einen", "einer", "eines", "einfach", "einmal", "elf", "er", "erst", "es", "etwa", "etwas", "euch",
    "euer", "eure", "eurem", "euren", "eurer", "falls", "fast", "funf", "fur", "gab", "ganz", "gar",
    "geben", "gegen", "gehabt", "gehen", "geht", "genug", "gestern", "gewesen", "geworden", "gibt", "hab",
    "habe", "haben", "habt", "hast", "hat", "hatte", "hatten", "her", "heute", "hier", "hin", "hinter",
    "ich", "ihm", "ihn", "ihnen", "ihr", "ihre", "ihrem", "ihren", "ihrer", "ihres", "im", "immer", "in",
    "indem", "ins", "ist", "ja", "jede", "jedem", "jeden", "jeder", "jedes", "jemand", "jemandem",
    "jemanden", "jene", "jenem", "jenen", "jener", "jenes", "jetzt", "kann", "kannst", "kaum", "kein",
    "keine", "keinem", "keinen", "keiner", "keines", "kommen", "kommt", "konnen", "konnte", "konnten",
    "lassen", "lasst", "machen", "macht", "mag", "mal", "man", "manche", "manchen", "mancher", "manches",
    "manchmal", "mehr", "mein", "meine", "meinem", "meinen", "meiner", "meines", "meist", "meistens",
    "mich", "mir", "mit", "mochte", "mochten", "mogen", "morgen", "muss", "mussen", "musst", "musste",
    "mussten", "nach", "nachdem", "neben", "nein", "neun", "nicht", "nichts", "nie", "niemand", "niemandem",
    "niemanden", "noch", "nur", "ob", "obwohl", "oder", "oft", "ohne", "plotzlich", "schon", "sechs",
    "sehr", "seid", "sein", "seine", "seinem", "seinen", "seiner", "seines", "seit", "seitdem", "seither",
    "selber", "selbst", "sich", "sie", "sieben", "sind", "so", "sobald", "solange", "solche", "solchen",
    "solcher", "solches", "soll", "sollen", "sollte", "sollten", "sondern", "sonst", "sowie", "trotz",
    "trotzdem", "uber", "uberall", "um", "und", "uns", "unser", "unsere", "unserem", "unseren", "unserer",
    "unseres", "unter", "viel", "viele", "vielen", "vieler", "vier", "vom", "von", "vor", "wahrend", "wann",
    "war", "ware", "waren", "warst", "warum", "was", "weder", "weg", "wegen", "weil", "welche", "welchem",
    "welchen", "welcher", "welches", "wem", "wen", "wenig", "wenige", "wenigen", "wenn", "wer", "werde",
    "werden", "werdet", "weshalb", "wessen", "wie", "wieder", "wieso", "will", "willst", "wir", "wird",
    "wirst", "wo", "woher", "wohin", "wollen", "wollte", "wollten", "worden", "wurde", "wurden", "zehn",
    "zu", "zuerst", "zum", "zur", "zwar", "zwei", "zwischen", "zwolf",
];

#[rustfmt::skip]
const DUTCH: &[&str] = &[
    "aan", "acht", "af", "al", "alle", "alleen", "allemaal", "alles", "als", "altijd", "ander", "andere",
    "anderen", "ben", "bent", "bij", "bijna", "binnen", "boven", "buiten", "daar", "daarmee", "daarna",
    "daarom", "daarvan", "dan", "dat", "de", "den", "der", "des", "deze", "die", "dit", "doe", "doen",
    "doet", "door", "doordat", "drie", "dus", "een", "eens", "elf", "elk", "elkaar", "elke", "en", "enkele",
    "er", "erg", "ergens", "even", "ga", "gaan", "gaat", "geen", "gehad", "geweest", "geworden", "gisteren",
    "haar", "had", "hadden", "heb", "hebben", "hebt", "heeft", "heel", "hem", "hen", "het", "hier", "hij",
    "hoe", "hoewel", "hun", "ieder", "iedere", "iedereen", "iemand", "iets", "ik", "in", "is", "ja", "je",
    "jij", "jou", "jouw", "juist", "jullie", "kan", "kom", "komen", "komt", "kon", "konden", "kun",
    "kunnen", "kunt", "laat", "langs", "laten", "later", "maakt", "maar", "mag", "maken", "me", "meer",
    "meest", "men", "met", "mij", "mijn", "minder", "mocht", "mochten", "moest", "moesten", "moet",
    "moeten", "mogen", "morgen", "na", "naar", "naast", "nadat", "nee", "negen", "nergens", "net",
    "niemand", "niet", "niets", "noch", "nog", "nooit", "nu", "of", "om", "omdat", "onder", "ons", "onze",
    "ook", "op", "over", "overal", "pas", "per", "rond", "sinds", "sommige", "soms", "steeds", "straks",
    "te", "tegen", "tegenover", "ten", "tenzij", "ter", "terwijl", "tien", "toch", "toen", "tot", "totdat",
    "tussen", "twaalf", "twee", "uit", "uw", "vaak", "van", "vanaf", "vandaag", "veel", "via", "vier",
    "vijf", "voor", "voordat", "waar", "waarom", "wanneer", "want", "waren", "was", "wat", "we", "weer",
    "weinig", "wel", "welk", "welke", "werd", "werden", "wie", "wij", "wil", "wilde", "wilden", "willen",
    "wilt", "word", "worden", "wordt", "zal", "ze", "zeer", "zelf", "zes", "zeven", "zich", "zichzelf",
    "zij", "zijn", "zo", "zodat", "zonder", "zou", "zouden", "zulke", "zullen", "zult",
];

#[rustfmt::skip]
const ENGLISH: &[&str] = &[
    "about", "above", "across", "after", "again", "against", "all", "almost", "along", "already", "also",
    "although", "always", "am", "among", "an", "and", "another", "any", "anybody", "anyone", "anything",
    "are", "aren", "around", "as", "at", "away", "back", "be", "because", "been", "before", "behind",
    "being", "below", "beside", "besides", "between", "both", "but", "by", "can", "cannot", "come", "comes",
    "could", "couldn", "did", "didn", "do", "does", "doesn", "doing", "don", "done", "down", "during",
    "each", "eight", "either", "eleven", "else", "enough", "even", "ever", "every", "everybody", "everyone",
    "everything", "few", "five", "for", "four", "from", "get", "gets", "getting", "go", "goes", "going",
    "got", "had", "hadn", "has", "hasn", "have", "haven", "having", "he", "her", "here", "hers", "herself",
    "him", "himself", "his", "how", "however", "if", "in", "instead", "into", "is", "isn", "it", "its",
    "itself", "just", "keep", "keeps", "later", "least", "less", "let", "little", "ll", "lot", "many",
    "may", "maybe", "me", "might", "mine", "more", "most", "much", "must", "my", "myself", "near",
    "neither", "never", "nine", "no", "nobody", "none", "nor", "not", "nothing", "now", "of", "off",
    "often", "on", "once", "one", "only", "onto", "or", "other", "others", "ought", "our", "ours",
    "ourselves", "out", "over", "own", "per", "perhaps", "quite", "rather", "re", "really", "same", "seven",
    "shall", "she", "should", "shouldn", "since", "six", "so", "some", "somebody", "someone", "something",
    "sometimes", "soon", "still", "such", "ten", "than", "that", "the", "their", "theirs", "them",
    "themselves", "then", "there", "these", "they", "this", "those", "though", "three", "through", "till",
    "to", "today", "tomorrow", "too", "twelve", "two", "under", "unless", "until", "up", "us", "ve", "very",
    "was", "wasn", "we", "went", "were", "weren", "what", "when", "where", "whereas", "whether", "which",
    "while", "who", "whom", "whose", "why", "will", "with", "within", "without", "won", "would", "wouldn",
    "yesterday", "yet", "you", "your", "yours", "yourself",
];
