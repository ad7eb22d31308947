//! Problems in Dutch.

/// Code, title, detail.
pub(super) const PROBLEMS: &[(&str, &str, &str)] = &[
    (
        "unauthenticated",
        "Niet ingelogd",
        "Log in en stuur een geldig toegangstoken mee. Een token geldt 15 minuten en kan worden vernieuwd.",
    ),
    (
        "forbidden",
        "Niet toegestaan",
        "Uw rol laat dit niet toe. Hebt u het nodig, vraag het dan aan de mensen die organiseren.",
    ),
    (
        "not_found",
        "Niet gevonden",
        "Op dit adres is er niets dat u kunt zien. Controleer het adres, en log in als u dat nog niet hebt \
         gedaan.",
    ),
    (
        "method_not_allowed",
        "Methode hier niet beschikbaar",
        "Dit adres aanvaardt deze methode niet. De header `Allow` noemt de methodes die wel kunnen.",
    ),
    (
        "bad_credentials",
        "Inloggen geweigerd",
        "Wat is ingevuld of gestuurd, is niet of niet meer geldig. Controleer het, of vraag een nieuwe \
         inlogmail aan.",
    ),
    (
        "version_required",
        "Versie ontbreekt",
        "Lees eerst de huidige versie en stuur die mee in de header `If-Match`. Zo wordt niemands wijziging \
         overschreven.",
    ),
    (
        "stale",
        "Intussen gewijzigd",
        "Dit is gewijzigd sinds u het las. Lees het opnieuw en breng uw wijziging aan op de nieuwe versie.",
    ),
    (
        "unsupported_media_type",
        "Soort inhoud niet ondersteund",
        "Stuur de inhoud als JSON, met de header `Content-Type: application/json`.",
    ),
    ("body_too_large", "Inhoud te groot", "Stuur minder inhoud in één keer."),
    (
        "body_too_slow",
        "Inhoud kwam te traag aan",
        "De inhoud is niet op tijd aangekomen. Controleer uw verbinding en stuur hem opnieuw.",
    ),
    (
        "bad_request",
        "Verzoek niet begrepen",
        "De server kon dit verzoek niet lezen. Controleer het adres, de headers en de inhoud.",
    ),
    (
        "bad_json",
        "Inhoud is geen geldige JSON",
        "De inhoud kon niet als JSON worden gelezen. Controleer de schrijfwijze en stuur hem opnieuw.",
    ),
    (
        "bad_cursor",
        "Pagina van de lijst niet gevonden",
        "Deze `cursor` hoort niet bij deze lijst. Begin opnieuw bij de eerste pagina, en laat cursors en \
         filters van pagina tot pagina ongewijzigd.",
    ),
    (
        "bad_idempotency_key",
        "Sleutel voor herhaling niet geldig",
        "Stuur één enkele `Idempotency-Key` van 16 tot 200 letters, cijfers of tekens (ASCII), zonder \
         spaties.",
    ),
    (
        "invalid",
        "Sommige velden zijn niet geldig",
        "Verbeter de velden die in `errors` staan en stuur het verzoek opnieuw.",
    ),
    (
        "unknown_field",
        "Onbekend veld",
        "De server kent de velden of parameters niet die in `errors` staan. Controleer de spelling of laat \
         ze weg.",
    ),
    (
        "key_reused",
        "Sleutel al voor iets anders gebruikt",
        "Deze `Idempotency-Key` is al met een andere inhoud gebruikt. Gebruik een nieuwe sleutel voor een \
         nieuw verzoek.",
    ),
    (
        "in_progress",
        "Al bezig",
        "Hetzelfde verzoek wordt nog verwerkt. Wacht even en stuur het opnieuw met dezelfde \
         `Idempotency-Key`.",
    ),
    (
        "busy",
        "Te veel tegelijk",
        "De server heeft het erg druk en heeft niets gewijzigd. Wacht enkele seconden (`Retry-After`) en \
         probeer het opnieuw.",
    ),
    (
        "internal",
        "Er ging bij ons iets mis",
        "Dit ligt niet aan u. Probeer het later opnieuw, en gebeurt het weer, geef dan de waarde van \
         `instance` door aan de mensen die deze server beheren.",
    ),
    (
        "answer_withheld",
        "Gedaan, en niet herhaald",
        "Dit is gedaan toen het voor het eerst gevraagd werd. Wat toen geantwoord werd, is sindsdien beschermd en wordt niet herhaald. Lees het zelf opnieuw.",
    ),
    (
        "credentials_refused",
        "Anoniem betekent niet ingelogd",
        "Een anoniem verwoord probleem mag naar niemand leiden. Stuur het zonder de header `Authorization`.",
    ),
    (
        "too_many_requests",
        "Te veel verzoeken",
        "Wacht het aantal seconden in `Retry-After` voordat u het opnieuw probeert.",
    ),
    (
        "wrong_state",
        "Nu niet mogelijk",
        "Dit kan niet in de huidige toestand, die in `state` staat. Het kan in de toestanden die in \
         `allowed_from` staan.",
    ),
    (
        "window_closed",
        "Op dit moment niet open",
        "Dit kan vanaf `opens_at` en tot `closes_at`. Is een van beide leeg, dan is er aan die kant geen \
         grens.",
    ),
    (
        "not_ready",
        "Er ontbreekt nog iets",
        "Vul eerst aan wat in `missing` staat en probeer het dan opnieuw.",
    ),
    (
        "policy_unmet",
        "Team nog niet gemengd zoals afgesproken",
        "Het team wijkt af van wat teams hier gemengd maakt: `missing` en `too_few` zeggen wie ontbreekt, \
         `too_many` hoeveel er te veel zijn, `separated` en `mixed_up` of mensen die samen of uit elkaar moeten \
         blijven dat niet zijn. Wijzig de leden; het team kan ook worden gevormd met een reden in \
         `waiver_reason`.",
    ),
    (
        "size_below_taken",
        "Er zijn al meer plaatsen bezet",
        "Het aantal kan niet kleiner zijn dan het aantal bezette plaatsen, dat in `taken` staat. Kies een \
         groter aantal.",
    ),
    (
        "offer_expired",
        "Het aanbod is verlopen",
        "De plaatsen werden vrijgehouden tot het tijdstip in `expired_at` en gaan naar wie wacht. U kunt op andere wachten.",
    ),
    (
        "not_next",
        "Iemand anders komt eerst",
        "Alleen wie als eerste aan de beurt is en in elke nodige groep een plaats heeft, kan een plaats aangeboden krijgen. Bekijk de positie in de lijst.",
    ),
    (
        "consent_missing",
        "Toestemming ontbreekt",
        "Dit kan niet zonder de toestemmingen die in `missing` staan. Stuur ze mee zodra ze zijn gegeven.",
    ),
    (
        "erased",
        "Gegevens gewist",
        "De gegevens van deze persoon zijn gewist. Er wordt niets meer over deze persoon opgeschreven.",
    ),
    (
        "last_owner",
        "Laatste eigenaar",
        "Een organisatie houdt minstens één eigenaar (`owner`). Geef deze rol eerst aan iemand anders.",
    ),
    (
        "email_taken",
        "Adres al in gebruik",
        "Er is al een account met dit e-mailadres. Log daarmee in, of gebruik een ander adres.",
    ),
    (
        "already_registered",
        "Al ingeschreven",
        "Deze persoon is al ingeschreven voor deze editie. Wijzig die inschrijving, of annuleer ze eerst.",
    ),
    ("in_use", "Nog in gebruik", "Iets anders hangt hiervan af. Verwijder eerst wat ervan afhangt."),
    (
        "slug_taken",
        "Korte naam al bezet",
        "Iets anders heeft hier al deze korte naam (`slug`). Kies een andere.",
    ),
    (
        "name_taken",
        "Naam al bezet",
        "Iets anders heeft hier al deze naam, op hoofdletters en accenten na. Kies een andere, of gebruik wat er is.",
    ),
    (
        "in_team",
        "Al in een team",
        "Deze persoon is lid van een ander team in deze editie. Dat team moet eerst worden verlaten.",
    ),
    (
        "full",
        "Geen plaats meer",
        "Hier is op dit moment geen plaats meer. Probeer het opnieuw als er een plaats vrij is, of kies iets \
         anders.",
    ),
    (
        "wrong_address",
        "Uitnodiging voor een ander adres",
        "Deze uitnodiging is naar een ander e-mailadres gestuurd. Log in met een account van dat adres om ze \
         te aanvaarden.",
    ),
    (
        "non_competitive",
        "Geen wedstrijd",
        "In deze editie wordt niets beoordeeld met punten, gerangschikt of bekroond. Dat kan alleen in een \
         editie met selectie.",
    ),
    (
        "fixed_at_publication",
        "Vast sinds de publicatie",
        "Dit is bij de publicatie van de editie vastgelegd. Een andere keuze kan alleen in een andere \
         editie.",
    ),
    (
        "already_member",
        "Al lid",
        "Dit account is al lid van de organisatie. Wilt u er een andere rol voor, wijzig dan de rol.",
    ),
    (
        "already_staff",
        "Heeft deze rol al",
        "Dit adres heeft deze rol al in de editie. U hoeft niets meer te doen.",
    ),
    (
        "already_partner",
        "Al partner",
        "Deze organisatie heeft deze rol al in de editie, of is er al voor gevraagd. U hoeft niets meer \
         te doen.",
    ),
    (
        "own_entry",
        "Uw eigen vermelding",
        "Iemand anders die deze editie organiseert, moet uw rol of uw data veranderen. U kunt uw vermelding zelf beëindigen.",
    ),
    (
        "statement_not_accepted",
        "Verwoord probleem niet aanvaard",
        "Een uitdaging kan alleen steunen op problemen die aanvaard of opgenomen zijn. Aanvaard dit eerst, \
         of laat het weg.",
    ),
    (
        "structure_missing",
        "Geen organisatie in de inschrijving",
        "Dit wordt namens een organisatie gezegd, en uw inschrijving (`structure`) noemt er geen. Vul ze daar eerst in.",
    ),
    (
        "not_merged",
        "Geen samengevoegd probleem",
        "Dit probleem is niet door samenvoegen ontstaan, of is weer uit elkaar gehaald. Er valt niets uit elkaar te halen.",
    ),
    (
        "taken_apart",
        "Uit elkaar gehaald",
        "Dit probleem was samengevoegd en is weer uit elkaar gehaald: waaruit het bestond, spreekt weer voor zich. Voeg die problemen opnieuw samen.",
    ),
    (
        "already_carried",
        "Al meegenomen",
        "Wat u wilt meenemen, is al in deze editie: een probleem dat eerder is meegenomen, of een uitdaging met dezelfde vraag. Laat het weg, of ga verder met wat er al is.",
    ),
    (
        "content_removed",
        "Inhoud verwijderd",
        "De inhoud van dit probleem is verwijderd, en zonder die inhoud kan dit niet. Laat het weg.",
    ),
    (
        "challenge_not_open",
        "Uitdaging niet open",
        "Een team kan alleen werken aan een uitdaging die open of al opgenomen is. Open deze eerst, of kies \
         een andere.",
    ),
    (
        "not_confirmed",
        "Inschrijving niet bevestigd",
        "Alleen wie een bevestigde inschrijving heeft of is aangekomen, kan lid van een team zijn. Bevestig \
         eerst de inschrijving.",
    ),
    (
        "not_a_member",
        "Geen lid van het team",
        "De aanspreekpersoon (`steward`) moet lid van het team zijn. Kies een lid, of voeg deze persoon \
         eerst aan het team toe.",
    ),
    (
        "invitation_spent",
        "Uitnodiging niet meer geldig",
        "Deze uitnodiging is al aanvaard of de termijn is voorbij. Hebt u er nog een nodig, vraag dan een \
         nieuwe uitnodiging.",
    ),
    (
        "note_missing",
        "Toelichting ontbreekt",
        "Teruggaan naar een vorige fase vraagt enkele woorden. Zeg in `note` waarom.",
    ),
    ("same_stage", "Al in deze fase", "Het prototype is al in deze fase. Kies een andere fase."),
    (
        "too_large",
        "Te veel voor één antwoord",
        "Meer dan 5.000 dingen hebben hiertoe geleid of zijn eruit ontstaan, en één antwoord kan ze niet \
         bevatten. Vraag de herkomst van iets verderop op de weg.",
    ),
    (
        "already_accepted",
        "Al aanvaard",
        "Dit is al aanvaard. Lees het opnieuw om te zien hoe het ervoor staat.",
    ),
];
