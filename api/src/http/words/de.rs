//! Problems in German.

/// Code, title, detail.
pub(super) const PROBLEMS: &[(&str, &str, &str)] = &[
    (
        "unauthenticated",
        "Nicht eingeloggt",
        "Bitte loggen Sie sich ein und senden Sie ein gültiges Zugangstoken mit. Ein Token gilt 15 Minuten \
         und lässt sich erneuern.",
    ),
    (
        "forbidden",
        "Nicht erlaubt",
        "Ihre Rolle erlaubt dies nicht. Wenn Sie es brauchen, wenden Sie sich bitte an die Menschen, die \
         organisieren.",
    ),
    (
        "not_found",
        "Nicht gefunden",
        "Unter dieser Adresse gibt es nichts, was Sie sehen können. Bitte prüfen Sie die Adresse und loggen \
         Sie sich gegebenenfalls ein.",
    ),
    (
        "method_not_allowed",
        "Methode hier nicht verfügbar",
        "Diese Adresse nimmt diese Methode nicht an. Der Header `Allow` nennt diejenigen, die möglich sind.",
    ),
    (
        "bad_credentials",
        "Einloggen abgelehnt",
        "Was eingegeben oder gesendet wurde, ist nicht oder nicht mehr gültig. Bitte prüfen Sie es oder \
         fordern Sie eine neue E-Mail zum Einloggen an.",
    ),
    (
        "version_required",
        "Version fehlt",
        "Bitte lesen Sie zuerst die aktuelle Version und senden Sie sie im Header `If-Match` mit. So wird \
         keine Änderung überschrieben.",
    ),
    (
        "stale",
        "Inzwischen geändert",
        "Dies wurde geändert, seit Sie es gelesen haben. Bitte lesen Sie es neu und wiederholen Sie Ihre \
         Änderung an der neuen Version.",
    ),
    (
        "unsupported_media_type",
        "Art des Inhalts nicht unterstützt",
        "Bitte senden Sie den Inhalt als JSON, mit dem Header `Content-Type: application/json`.",
    ),
    ("body_too_large", "Inhalt zu groß", "Bitte senden Sie weniger Inhalt auf einmal."),
    (
        "body_too_slow",
        "Inhalt kam zu langsam an",
        "Der Inhalt ist nicht rechtzeitig angekommen. Bitte prüfen Sie Ihre Verbindung und senden Sie ihn \
         noch einmal.",
    ),
    (
        "bad_request",
        "Anfrage nicht verstanden",
        "Der Server konnte diese Anfrage nicht lesen. Bitte prüfen Sie Adresse, Header und Inhalt.",
    ),
    (
        "bad_json",
        "Inhalt ist kein gültiges JSON",
        "Der Inhalt konnte nicht als JSON gelesen werden. Bitte prüfen Sie die Schreibweise und senden Sie \
         ihn noch einmal.",
    ),
    (
        "bad_cursor",
        "Seite der Liste nicht gefunden",
        "Dieser `cursor` gehört nicht zu dieser Liste. Bitte beginnen Sie wieder auf der ersten Seite und \
         lassen Sie Cursor und Filter von Seite zu Seite unverändert.",
    ),
    (
        "bad_idempotency_key",
        "Schlüssel zum Wiederholen nicht gültig",
        "Bitte senden Sie einen einzigen `Idempotency-Key` aus 16 bis 200 Buchstaben, Ziffern oder Zeichen \
         (ASCII), ohne Leerzeichen.",
    ),
    (
        "invalid",
        "Einige Felder sind nicht gültig",
        "Bitte berichtigen Sie die Felder, die in `errors` stehen, und senden Sie die Anfrage noch einmal.",
    ),
    (
        "unknown_field",
        "Unbekanntes Feld",
        "Der Server kennt die Felder oder Parameter nicht, die in `errors` stehen. Bitte prüfen Sie die \
         Schreibweise oder lassen Sie sie weg.",
    ),
    (
        "key_reused",
        "Schlüssel schon für etwas anderes verwendet",
        "Dieser `Idempotency-Key` kam schon mit einem anderen Inhalt. Bitte verwenden Sie für eine neue \
         Anfrage einen neuen Schlüssel.",
    ),
    (
        "in_progress",
        "Bereits in Arbeit",
        "Dieselbe Anfrage wird noch bearbeitet. Bitte warten Sie einen Augenblick und senden Sie sie mit \
         demselben `Idempotency-Key` noch einmal.",
    ),
    (
        "busy",
        "Zu viel auf einmal",
        "Der Server ist stark ausgelastet und hat nichts geändert. Bitte warten Sie einige Sekunden \
         (`Retry-After`) und versuchen Sie es noch einmal.",
    ),
    (
        "internal",
        "Bei uns ist etwas schiefgegangen",
        "Das liegt nicht an Ihnen. Bitte versuchen Sie es später noch einmal, und wenn es wieder geschieht, \
         nennen Sie denen, die diesen Server betreiben, den Wert von `instance`.",
    ),
    (
        "answer_withheld",
        "Getan, und nicht noch einmal gesagt",
        "Dies wurde getan, als es zum ersten Mal verlangt wurde. Was darauf geantwortet wurde, ist seitdem geschützt und wird nicht wiederholt. Bitte lesen Sie es selbst nach.",
    ),
    (
        "credentials_refused",
        "Anonym heißt nicht eingeloggt",
        "Ein anonym geäußertes Problem darf zu niemandem führen. Bitte senden Sie es ohne den Header \
         `Authorization`.",
    ),
    (
        "too_many_requests",
        "Zu viele Anfragen",
        "Bitte warten Sie die Zahl der Sekunden in `Retry-After` ab, bevor Sie es noch einmal versuchen.",
    ),
    (
        "wrong_state",
        "Im jetzigen Zustand nicht möglich",
        "Dies geht nicht im jetzigen Zustand, der in `state` steht. Es geht in den Zuständen, die in \
         `allowed_from` stehen.",
    ),
    (
        "window_closed",
        "Zurzeit nicht offen",
        "Dies geht ab `opens_at` und bis `closes_at`. Wo eines davon leer ist, ist auf dieser Seite keine \
         Grenze gesetzt.",
    ),
    (
        "not_ready",
        "Es fehlt noch etwas",
        "Bitte ergänzen Sie zuerst, was in `missing` steht, und versuchen Sie es dann noch einmal.",
    ),
    (
        "policy_unmet",
        "Team noch nicht gemischt wie vereinbart",
        "Das Team weicht von dem ab, was Teams hier gemischt macht: `missing` und `too_few` sagen, wer fehlt, \
         `too_many`, wie viele zu viel sind, `separated` und `mixed_up`, ob Menschen, die zusammen oder \
         getrennt bleiben sollen, es nicht sind. Bitte ändern Sie die Mitglieder; mit einer Begründung in \
         `waiver_reason` kann das Team auch so gebildet werden.",
    ),
    (
        "size_below_taken",
        "Es sind schon mehr Plätze vergeben",
        "Die Größe kann nicht unter der Zahl der schon vergebenen Plätze liegen, die in `taken` steht. Bitte \
         wählen Sie eine größere.",
    ),
    (
        "offer_expired",
        "Das Angebot ist abgelaufen",
        "Die Plätze wurden bis zu dem Zeitpunkt in `expired_at` freigehalten und gehen an die Wartenden. Sie können auf andere warten.",
    ),
    (
        "not_next",
        "Jemand anders ist vorher an der Reihe",
        "Ein Platz kann nur der Person angeboten werden, die als Nächste an der Reihe ist und in jedem nötigen Kontingent einen Platz hat. Bitte sehen Sie sich die Position in der Liste an.",
    ),
    (
        "consent_missing",
        "Einwilligung fehlt",
        "Dies geht nicht ohne die Einwilligungen, die in `missing` stehen. Bitte senden Sie sie mit, sobald \
         sie gegeben sind.",
    ),
    (
        "erased",
        "Daten gelöscht",
        "Die Daten dieser Person wurden gelöscht. Über sie wird nichts mehr aufgeschrieben.",
    ),
    (
        "last_owner",
        "Letzte Person mit Hauptverantwortung",
        "Eine Organisation behält mindestens eine Person mit der Hauptverantwortung (`owner`). Bitte geben \
         Sie diese Rolle zuerst jemand anderem.",
    ),
    (
        "email_taken",
        "Adresse schon in Gebrauch",
        "Es gibt schon ein Konto mit dieser E-Mail-Adresse. Bitte loggen Sie sich damit ein oder verwenden \
         Sie eine andere Adresse.",
    ),
    (
        "already_registered",
        "Schon angemeldet",
        "Diese Person ist für diese Ausgabe schon angemeldet. Bitte ändern Sie diese Anmeldung, oder \
         stornieren Sie sie zuerst.",
    ),
    (
        "in_use",
        "Noch in Gebrauch",
        "Etwas anderes hängt davon ab. Bitte entfernen Sie zuerst, was davon abhängt.",
    ),
    (
        "slug_taken",
        "Kurzname schon vergeben",
        "Etwas anderes hat hier schon diesen Kurznamen (`slug`). Bitte wählen Sie einen anderen.",
    ),
    (
        "name_taken",
        "Name schon vergeben",
        "Etwas anderes hat hier schon diesen Namen, bis auf Groß- und Kleinschreibung und Akzente. Bitte wählen Sie einen anderen, oder nutzen Sie, was da ist.",
    ),
    (
        "in_team",
        "Schon in einem Team",
        "Diese Person ist Mitglied eines anderen Teams dieser Ausgabe. Sie muss dieses Team zuerst \
         verlassen.",
    ),
    (
        "full",
        "Kein Platz mehr",
        "Hier ist zurzeit kein Platz mehr. Bitte versuchen Sie es noch einmal, wenn ein Platz frei ist, oder \
         wählen Sie etwas anderes.",
    ),
    (
        "wrong_address",
        "Einladung an eine andere Adresse",
        "Diese Einladung ging an eine andere E-Mail-Adresse. Um sie anzunehmen, loggen Sie sich bitte mit \
         einem Konto dieser Adresse ein.",
    ),
    (
        "non_competitive",
        "Kein Wettbewerb",
        "In dieser Ausgabe wird nichts bewertet, gereiht oder ausgezeichnet. Das geht nur in einer Ausgabe \
         mit Auswahl.",
    ),
    (
        "fixed_at_publication",
        "Seit der Veröffentlichung festgelegt",
        "Dies wurde mit der Veröffentlichung der Ausgabe festgelegt. Anders wählen lässt es sich nur in \
         einer anderen Ausgabe.",
    ),
    (
        "already_member",
        "Schon Mitglied",
        "Dieses Konto ist schon Mitglied der Organisation. Wenn Sie ihm eine andere Rolle geben möchten, \
         ändern Sie bitte die Rolle.",
    ),
    (
        "already_staff",
        "Hat diese Rolle schon",
        "Diese Adresse hat diese Rolle in der Ausgabe schon. Es ist nichts mehr zu tun.",
    ),
    (
        "already_partner",
        "Schon Partner",
        "Diese Organisation hat diese Rolle in der Ausgabe schon oder ist schon darum gebeten. Es ist \
         nichts mehr zu tun.",
    ),
    (
        "own_entry",
        "Der eigene Eintrag",
        "Ihre Rolle oder Ihren Zeitraum ändert jemand anderes aus der Organisation dieser Ausgabe. Beenden können Sie Ihren Eintrag selbst.",
    ),
    (
        "statement_not_accepted",
        "Geäußertes Problem nicht angenommen",
        "Eine Herausforderung kann nur auf Problemen beruhen, die angenommen oder aufgegriffen sind. Bitte \
         nehmen Sie dieses zuerst an oder lassen Sie es weg.",
    ),
    (
        "structure_missing",
        "Keine Einrichtung in der Anmeldung",
        "Das wird für eine Einrichtung gesagt, und Ihre Anmeldung (`structure`) nennt keine. Bitte tragen Sie sie dort zuerst ein.",
    ),
    (
        "not_merged",
        "Kein zusammengeführtes Problem",
        "Dieses Problem ist nicht durch Zusammenführen entstanden oder wurde wieder getrennt. Es gibt nichts zu trennen.",
    ),
    (
        "taken_apart",
        "Wieder getrennt",
        "Dieses Problem war zusammengeführt und wurde wieder getrennt: Woraus es bestand, spricht wieder für sich. Bitte führen Sie dies neu zusammen.",
    ),
    (
        "already_carried",
        "Schon übernommen",
        "Was Sie übernehmen wollen, ist schon in dieser Ausgabe: ein Problem, das bereits übernommen wurde, oder eine Herausforderung mit derselben Frage. Bitte lassen Sie es weg, oder machen Sie mit dem weiter, was da ist.",
    ),
    (
        "content_removed",
        "Inhalt entfernt",
        "Der Inhalt dieses Problems wurde entfernt, und ohne ihn lässt sich das nicht tun. Bitte lassen Sie es weg.",
    ),
    (
        "challenge_not_open",
        "Herausforderung nicht offen",
        "Ein Team kann nur an einer Herausforderung arbeiten, die offen oder schon aufgegriffen ist. Bitte \
         öffnen Sie diese zuerst, oder wählen Sie eine andere.",
    ),
    (
        "not_confirmed",
        "Anmeldung nicht bestätigt",
        "Nur wer eine bestätigte Anmeldung hat oder angekommen ist, kann Mitglied eines Teams sein. Bitte \
         bestätigen Sie zuerst die Anmeldung.",
    ),
    (
        "not_a_member",
        "Kein Mitglied des Teams",
        "Die Ansprechperson (`steward`) muss Mitglied des Teams sein. Bitte wählen Sie ein Mitglied, oder \
         nehmen Sie diese Person zuerst ins Team auf.",
    ),
    (
        "invitation_spent",
        "Einladung nicht mehr gültig",
        "Diese Einladung wurde schon angenommen, oder ihre Frist ist vorbei. Wenn Sie noch eine brauchen, \
         bitten Sie um eine neue Einladung.",
    ),
    (
        "note_missing",
        "Notiz fehlt",
        "Zu einer früheren Stufe zurückzugehen braucht ein paar Worte. Bitte sagen Sie in `note`, warum.",
    ),
    (
        "same_stage",
        "Schon auf dieser Stufe",
        "Der Prototyp ist schon auf dieser Stufe. Bitte wählen Sie eine andere Stufe.",
    ),
    (
        "too_large",
        "Zu viel für eine Antwort",
        "Mehr als 5.000 Dinge haben hierzu geführt oder sind daraus entstanden, und eine Antwort fasst sie \
         nicht. Bitte fragen Sie nach der Herkunft von etwas, das weiter auf dem Weg liegt.",
    ),
    (
        "already_accepted",
        "Schon angenommen",
        "Dies wurde schon angenommen. Bitte lesen Sie es neu, um zu sehen, wie es steht.",
    ),
];
