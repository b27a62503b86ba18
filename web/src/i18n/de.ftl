# Alle Texte der Seiten auf Deutsch.

## The frame
brand = Lotse
skip = Zum Inhalt springen
language = Sprache
sign-out = Abmelden
signed-in-as = Angemeldet als { $name }
to-sharer = Ich brauche Hilfe
to-helper = Ich helfe
to-network = Netzwerk
footer-line = Nur Ansicht. Niemand kann mit Lotse Ihren Computer steuern.
loading = Einen Moment …
try-again = Noch einmal versuchen
unreachable-heading = Lotse ist nicht erreichbar
unreachable-lead = Diese Seite versucht es von selbst weiter. Sie müssen nichts tun.
unreachable-next = Nächster Versuch in { $time }
unreachable-now = Neuer Versuch …
unreachable-code = Ihr Code { $code } bleibt erhalten.
try-now = Jetzt versuchen
close = Schließen
not-provided = nicht angegeben
you = Sie
unknown-person = Jemand

## Titles of the browser's tab
title-signin = Anmelden
title-sharer = Hilfe bekommen
title-trust = Prüfen Sie, wer es ist
title-capture = Auswählen, was Sie teilen
title-live = Sie teilen
title-helper = Hilfe geben
title-helper-live = Sie helfen
title-ended = Sitzung beendet
title-admin = Verwaltung
title-network = Netzwerk
title-unread = ({ $count }) { $title }

## Signing in
signin-heading = Anmelden
signin-lead = Melden Sie sich mit Ihrem Konto bei { $organisation } an.
signin-kept = Ihr Code bleibt erhalten. Nach dem Anmelden geht es damit weiter.
signin-expired = Sie wurden abgemeldet. Bitte melden Sie sich erneut an.
signin-username = Benutzername
signin-password = Passwort
signin-button = Anmelden
signin-busy = Anmeldung läuft …
signin-wrong = Benutzername und Passwort passen nicht zusammen.
signin-provider = Weiter mit { $provider }
signin-or = oder mit einem eigenen Konto hier
signin-cancelled = Sie wurden nicht angemeldet, weil es beim Identitätsanbieter abgebrochen wurde. Sie können es noch einmal versuchen.
signin-again = Das hat zu lange gedauert oder wurde in einem anderen Browserfenster begonnen. Bitte melden Sie sich noch einmal an.
signin-unavailable = Ihr Identitätsanbieter ist gerade nicht richtig erreichbar. Versuchen Sie es in ein paar Minuten noch einmal.
signin-untrusted = Der Antwort Ihres Identitätsanbieters war nicht zu trauen, deshalb wurden Sie nicht angemeldet. Bitte sagen Sie Ihrer Administration Bescheid.
signin-not-allowed = Mit diesem Konto dürfen Sie sich hier nicht anmelden. Fragen Sie Ihre Administration oder nehmen Sie ein anderes Konto.
signin-too-many = Aus Ihrem Netz melden sich gerade zu viele Menschen an. Bitte warten Sie ein paar Minuten.
signin-reference = Für Ihre Administration: { $reference }
signin-demo-heading = Das ist eine Demo. Probieren Sie sie aus als

## Entering the code
enter-heading = Hilfe bekommen
enter-lead = Geben Sie den Code ein, den Ihr Helfer Ihnen nennt.
enter-label = Code
enter-hint = 8 Buchstaben und Ziffern. Großschreibung, Leerzeichen und Bindestriche sind egal. Nach dem letzten Zeichen geht es von selbst weiter.
enter-strange = In einem Code kommt „{ $char }“ nicht vor.
enter-short = { $left ->
    [one] Ein Zeichen fehlt noch.
   *[other] { $left } Zeichen fehlen noch.
}
enter-long = Das ist zu viel: Ein Code hat 8 Zeichen.
enter-continue = Weiter
enter-busy = Wird geprüft …
enter-safe = Geben Sie nie einen Code für jemanden ein, der Sie unerwartet angerufen hat. Ihr Helpdesk nennt Ihnen nur dann einen Code, wenn Sie um Hilfe gebeten haben.
enter-spelled = So buchstabiert es Ihre Hilfe
enter-how = So geht es
enter-how-1 = Sie sehen, wer Ihnen hilft, und erlauben es oder nicht.
enter-how-2 = Sie wählen, was Sie zeigen: einen ganzen Bildschirm, ein Fenster oder einen Tab.
enter-how-3 = Sie können jederzeit anhalten oder aufhören. Danach ist nichts mehr zu sehen.
enter-how-needs = Sie brauchen einen Computer mit Chrome oder Edge 109, Firefox 122, Safari 16.4.1 oder neuer. Installiert werden muss nichts.
joining = Ihr Code wird geprüft …
elsewhere-helper = Sie helfen gerade jemandem in einer laufenden Sitzung.
elsewhere-helper-link = Öffnen
elsewhere-sharer = Sie teilen gerade in einer laufenden Sitzung.
elsewhere-sharer-link = Öffnen

## The trust screen
trust-heading-sharer = Ist das die Person, die Sie erwarten?
trust-lead-sharer = Diese Person möchte Ihren Bildschirm sehen. Die Angaben kommen von Ihrer Organisation, nicht von ihr selbst.
trust-heading-helper = Ist das die Person, der Sie helfen möchten?
trust-lead-helper = Die Angaben kommen von Ihrer Organisation, nicht von ihr selbst.
trust-name = Name
trust-job = Position
trust-company = Firma
trust-domain = Domain
trust-verified = Bestätigt
trust-unverified = Nicht bestätigt
trust-picture = Bild von { $name }
trust-will-heading = Was { $name } kann
trust-will-see = Den Bildschirm, das Fenster oder den Tab sehen, den Sie gleich auswählen, und sonst nichts
trust-will-chat = Mit Ihnen Nachrichten schreiben
trust-wont-heading = Was { $name } nicht kann
trust-wont-control = Ihre Maus bewegen, tippen oder etwas öffnen
trust-wont-files = Ihre Dateien sehen oder kopieren oder Sie hören
trust-wont-after = Noch etwas sehen, wenn Sie beenden; dafür genügt ein Klick
trust-allow = Erlauben
trust-decline = Ablehnen
trust-allowed-heading = Sie haben es erlaubt
trust-allowed = Warten auf die Zusage von { $name }. Noch wird nichts geteilt.
trust-leave = Verlassen
trust-accept = Annehmen
trust-cancel = Abbrechen
trust-accepted-heading = Sie haben angenommen
trust-accepted = Warten, bis { $name } es erlaubt.
trust-other-allowed = { $name } hat Ihnen erlaubt, den Bildschirm zu sehen.
trust-other-accepted = { $name } ist bereit zu helfen.
trust-time = Zeit zum Entscheiden: { $time }
trust-blocked = Diese Sitzung kann nicht weitergehen.

## Warnings to the helper
warn-heading = Bitte lesen Sie das vor dem Annehmen
warn-understand = Ich verstehe das Risiko
warned-heading = Es hat sich etwas geändert
warned-lead = Bitte lesen Sie das, bevor es weitergeht. Bis dahin sehen Sie den Bildschirm von { $name } nicht.
warned-acknowledge = Weiter
asks-in-helper = { $name } möchte auch helfen
asks-in-observer = { $name } möchte zusehen
asks-in-lead = Prüfen Sie, wer das ist. Vor Ihrem Erlauben ist von Ihrem Bildschirm nichts zu sehen.
warn-failed = Nicht erfüllte Regeln: { $rules }
warn-device_noncompliant = Dieses Gerät hält die Regeln Ihrer Organisation nicht ein
warn-device_noncompliant-risk = Es könnte von anderen beobachtet werden oder Schadsoftware enthalten. Geben Sie keine Passwörter oder anderen Geheimnisse ein und zeigen Sie keine, solange Sie diesen Bildschirm sehen, und bitten Sie { $name } um dasselbe.
warn-device_unenrolled = Dieses Gerät ist nicht registriert
warn-device_unenrolled-risk = Ihre Organisation verwaltet es nicht; niemand weiß, wie sicher es ist. Geben Sie keine Passwörter oder anderen Geheimnisse ein und zeigen Sie keine, und bitten Sie { $name } um dasselbe.
warn-device_unknown = Über dieses Gerät ist nichts bekannt
warn-device_unknown-risk = Der Browser hat nicht nachgewiesen, welches Gerät es ist. Das heißt nicht, dass es unsicher ist. Geben Sie keine Passwörter ein und zeigen Sie keine, wenn Sie nicht sicher sind.
warn-device_mismatch = Das ist ein anderes Gerät als das, das Sie gewählt haben
warn-device_mismatch-risk = Fragen Sie { $name }, welches Gerät es ist, bevor Sie dem Bild vertrauen. Geben Sie keine Passwörter ein und zeigen Sie keine.
warn-user_mismatch = { $name } benutzt dieses Gerät sonst nicht hauptsächlich
warn-user_mismatch-risk = Fragen Sie nach dem Grund. Geben Sie keine Passwörter ein und zeigen Sie keine.
warn-posture_stale = Die Angaben über dieses Gerät sind mehr als einen Tag alt
warn-posture_stale-risk = Seitdem kann sich etwas geändert haben.
warn-first_contact = Sie haben { $name } noch nie geholfen
warn-first_contact-risk = Vergewissern Sie sich, dass es die Person ist, mit der Sie sprechen.
warn-browser_unlisted = Dieser Browser funktioniert, gehört aber nicht zu den geprüften
warn-browser_unlisted-risk = Wenn etwas falsch aussieht, bitten Sie { $name }, Chrome, Edge, Firefox oder Safari zu benutzen.
warn-outside_hours = Es ist außerhalb der üblichen Zeiten Ihrer Organisation
warn-outside_hours-risk = Vergewissern Sie sich, dass diese Sitzung erwartet wird.
warn-chip-device_noncompliant = Gerät nicht regelkonform
warn-chip-device_unenrolled = Gerät nicht registriert
warn-chip-device_unknown = Gerät unbekannt
warn-chip-device_mismatch = Anderes Gerät
warn-chip-user_mismatch = Nicht der Hauptbenutzer
warn-chip-posture_stale = Gerätedaten veraltet
warn-chip-first_contact = Erster Kontakt
warn-chip-browser_unlisted = Browser nicht geprüft
warn-chip-outside_hours = Außerhalb der üblichen Zeiten

## Choosing what to share
capture-heading = Wählen Sie aus, was { $name } sehen darf
capture-lead = Ihr Browser fragt Sie gleich. Sie können einen ganzen Bildschirm, ein Fenster oder einen Tab wählen.
capture-tip = Schließen Sie vorher, was niemand sehen soll, zum Beispiel E-Mails oder Chats.
capture-button = Auswählen, was Sie teilen
capture-asking = Ihr Browser fragt Sie …
capture-asking-lead = Wählen Sie in dem Fenster, das Ihr Browser geöffnet hat, was Sie teilen.
capture-judging = Es wird geprüft, ob das geteilt werden darf …
capture-again-heading = Es wird nichts geteilt
capture-again = { $name } sieht im Moment nichts. Wählen Sie etwas aus, um weiterzumachen.
cure-user-cancelled-heading = Sie haben das Fenster geschlossen, ohne zu teilen
cure-user-cancelled = Es wurde nichts geteilt. Drücken Sie noch einmal auf die Schaltfläche, wenn Sie so weit sind.
cure-os-permission-heading = Ihr System lässt diesen Browser den Bildschirm nicht teilen
cure-os-permission = Öffnen Sie Systemeinstellungen > Datenschutz & Sicherheit > Bildschirm- & Systemaudioaufnahme, schalten Sie Ihren Browser ein, starten Sie ihn neu und kommen Sie zurück. Ihre Sitzung wartet auf Sie.
cure-capture-disabled-heading = Das Teilen ist in diesem Browser abgeschaltet
cure-capture-disabled = Ihre Organisation oder eine Einstellung verbietet hier das Teilen des Bildschirms. Bitten Sie Ihren Helpdesk, es für diese Seite zu erlauben, oder benutzen Sie einen anderen Browser.
cure-nothing-to-share-heading = Ihr Browser hat nichts gefunden, was er teilen kann
cure-nothing-to-share = Prüfen Sie, ob ein Bildschirm angeschlossen ist und Ihr System das Teilen erlaubt. Unter Linux muss das Desktop-Portal laufen.
cure-device-failed-heading = Der Bildschirm konnte nicht aufgenommen werden
cure-device-failed = Vielleicht ist ein anderes Programm im Weg. Versuchen Sie es noch einmal oder wählen Sie ein Fenster statt des ganzen Bildschirms.
cure-needs-click-heading = Der Browser braucht einen neuen Klick
cure-needs-click = Drücken Sie noch einmal auf die Schaltfläche.
cure-blocked-here-heading = Ihr Browser blockiert diese Seite, ohne zu fragen
cure-blocked-here = Das wurde ihm früher so gesagt. Klicken Sie auf den durchgestrichenen Bildschirm neben der Adresse, entfernen Sie die Sperre und drücken Sie den Knopf noch einmal.
cure-blocked-here-safari-heading = Safari blockiert diese Seite, ohne zu fragen
cure-blocked-here-safari = Öffnen Sie Safari > Einstellungen > Websites > Bildschirmfreigabe, stellen Sie diese Seite auf „Fragen“ und drücken Sie den Knopf noch einmal.
cure-nothing-to-share-linux-heading = Ihr System hat nichts zum Teilen angeboten
cure-nothing-to-share-linux = Unter Wayland fragt der Browser das Desktop-Portal. Prüfen Sie, ob xdg-desktop-portal und der Teil für Ihren Desktop installiert sind und laufen, oder melden Sie sich mit einer X11-Sitzung an.
cure-device-failed-windows-heading = Windows hat das Bild nicht herausgegeben
cure-device-failed-windows = Das geschieht hinter einem Sperrbildschirm, bei einem minimierten Remotedesktop und bei geschützten Fenstern. Entsperren Sie den Bildschirm oder wählen Sie ein anderes Fenster.

## The session, sharer
live-heading = { $name } sieht Ihren Bildschirm
live-heading-paused = Pause: Niemand sieht Ihren Bildschirm
live-heading-connecting = Sie werden mit { $name } verbunden
live-heading-interrupted = Ihre Verbindung ist unterbrochen
live-heading-helper-lost = { $name } hat die Verbindung verloren
live-nothing-shown = Im Moment wird niemandem etwas gezeigt.
live-surface-monitor = Sie teilen einen ganzen Bildschirm.
live-surface-window = Sie teilen ein Fenster.
live-surface-tab = Sie teilen einen Tab.
live-surface-unknown = Sie teilen, was Sie ausgewählt haben.
live-preview = Was Sie teilen
live-watching = Wer verbunden ist
live-watching-nobody = Noch ist niemand verbunden.
live-helper = Helfer
live-observer = Beobachter
live-pause = Pause
live-resume = Fortsetzen
live-switch = Etwas anderes teilen
live-stop = Teilen beenden
live-leave = Sitzung beenden
live-report = Verdacht melden
live-report-heading = Diese Sitzung als verdächtig melden?
live-report-lead = Sie endet sofort, und Ihre Organisation erfährt davon. Tun Sie das, wenn die Person nicht die ist, die sie sein sollte, oder nach Passwörtern oder Geld fragt.
live-report-yes = Beenden und melden
live-report-no = Zurück
mini-open = Kleines Fenster im Vordergrund
mini-close = Kleines Fenster schließen
mini-title = Sie teilen
mini-question = Auf der Seite wartet jemand auf Ihre Antwort.
live-ends-soon = Diese Sitzung endet in { $time }.
confirm-heading = Möchten Sie Ihren Bildschirm weiter teilen?
confirm-lead = Ohne Antwort wird das Bild für { $name } angehalten.
confirm-yes = Weiter teilen
confirm-no = Teilen beenden
confirm-heading-helper = Sind Sie noch da?
confirm-lead-helper = Seit einer Weile ist nichts geschehen. Ohne Antwort endet die Sitzung.
confirm-yes-helper = Ich bin noch da

## The badge
badge-live = Live
badge-choosing = Noch nichts geteilt
badge-connecting = Verbindung wird aufgebaut …
badge-quiet-own = Ihre Verbindung ist langsam
badge-quiet-other = Gerade kommt nichts Neues
badge-interrupted-own = Unterbrochen, wird neu verbunden
badge-interrupted-other = Verbindung unterbrochen
badge-paused-own = Pause
badge-paused-other = Angehalten von { $name }
badge-since = seit { $time }

## Helping
help-heading = Jemandem helfen
help-lead = Holen Sie einen Code, lesen Sie ihn der Person vor, die Sie um Hilfe gebeten hat, und sehen Sie ihren Bildschirm.
help-get = Code holen
help-getting = Code wird geholt …
help-step-code = Sie bekommen einen Code
help-step-say = Sie lesen ihn vor oder schicken den Link
help-step-see = Sie stimmen beide zu, und Sie sehen den Bildschirm
help-observe = Bei einer laufenden Sitzung zusehen
help-observe-lead = Alle in der Sitzung sehen, dass Sie da sind, und wer teilt, muss es vorher erlauben.
help-observe-field = Adresse der Sitzung
help-observe-hint = Wer hilft, kopiert sie für Sie in der laufenden Sitzung.
help-observe-strange = Das ist nicht die Adresse einer Sitzung.
help-observe-button = Um Zusehen bitten
help-observe-not-allowed = Diese Adresse ist für Aufsichtspersonen, die bei einer Sitzung zusehen. Sie haben kein Recht dazu.
code-heading = Lesen Sie diesen Code vor
code-lead = Die Person gibt ihn ein unter { $address }
code-label = Code
code-spelled = Buchstabiert
code-gone-heading = Der Code wurde nur einmal gezeigt
code-gone = Zur Sicherheit wird er nicht auf der Seite aufbewahrt. Holen Sie einen neuen Code, um weiterzumachen.
code-copy = Code kopieren
code-copy-link = Link kopieren
code-copied = Kopiert
code-copy-failed = Das Kopieren ging nicht. Bitte markieren Sie den Text von Hand.
code-qr = Als QR-Code zeigen
code-qr-label = QR-Code des Links
code-qr-hint = Für die Kamera eines Laptops oder Tablets, das teilen soll. Ein Telefon kann seinen Bildschirm nicht teilen.
code-mail = E-Mail schreiben
code-mail-subject = Ihr Code für die Fernhilfe
code-mail-body = Guten Tag,

    öffnen Sie diesen Link in Ihrem Browser und melden Sie sich an:
    { $link }

    Oder öffnen Sie { $address } und geben Sie diesen Code ein: { $code }

    Sie sehen, wer ich bin, bevor etwas geteilt wird, und Sie wählen, was ich sehe. Der Code gilt bis { $time }.
code-left = Gültig für { $time }
code-expired = Dieser Code gilt nicht mehr.
code-extend = Mehr Zeit
code-renew = Neuer Code
code-cancel = Abbrechen
code-waiting = Warten, bis die Person den Code eingibt …
code-joining = Jemand hat den Code eingegeben. Wird geprüft …
code-refused-heading = Jemand wollte beitreten und wurde abgewiesen
code-refused-keep = Der Code gilt weiter.
code-hold-on = Sitzung wird geöffnet …
wait-capture = { $name } wählt aus, was geteilt wird
wait-capture-lead = Sie sehen es, sobald die Auswahl getroffen ist.
wait-connecting = Sie werden mit { $name } verbunden
wait-connecting-lead = Das Bild kommt gleich.
quality-good = Gute Verbindung
quality-fair = Langsame Verbindung
quality-poor = Schlechte Verbindung
quality-detail = { $loss } % verloren, { $rate } kbit/s
quality-detail-rtt = Antwortzeit { $rtt } ms, { $loss } % verloren, { $rate } kbit/s
cover-paused = { $name } hat angehalten
cover-interrupted = Die Verbindung zu { $name } ist unterbrochen
cover-interrupted-lead = Lotse versucht es weiter. { $name } muss nichts tun.
cover-own = Ihre eigene Verbindung ist unterbrochen
cover-own-lead = Lotse verbindet sich von selbst neu.
cover-warned = Das Bild wartet auf Sie
cover-warned-lead = Lesen Sie oben den neuen Hinweis und bestätigen Sie ihn. Dann kommt das Bild zurück.
cover-codec = Ihr Browser kann dieses Bild nicht zeigen
cover-codec-lead = Es kommt als { $codec }-Video. Öffnen Sie diese Seite auf diesem Computer mit einem aktuellen Chrome, Edge oder Firefox.
cover-codec-other = Oder bitten Sie { $name }, aus einem anderen Browser zu teilen.
invite = Eine Kollegin oder einen Kollegen dazuholen
invite-username = Anmeldename der Kollegin oder des Kollegen
invite-hint = Sie öffnen die Hilfeseite und nehmen an. Sie sehen nichts, bevor { $name } es erlaubt.
invite-send = Dazuholen
invite-watch = Adresse für eine Aufsichtsperson kopieren
invite-watch-hint = Mit dem Recht zuzusehen bittet sie darüber um Einlass. Sie sieht nichts, bevor { $name } es erlaubt.
cover-since = Seit { $time }
screen-label = Bildschirm von { $name }
screen-fit = Einpassen
screen-actual = Originalgröße
screen-in = Größer
screen-out = Kleiner
screen-zoom = { $percent } %
screen-full = Vollbild
screen-full-end = Vollbild verlassen
screen-own-window = Bild in einem eigenen Fenster
screen-own-window-end = Bild zurück auf die Seite
screen-keys = Plus und Minus vergrößern und verkleinern, 0 passt ein, 1 zeigt die Originalgröße, F füllt den Bildschirm. Ziehen verschiebt das Bild.
stats-open = Statistik
stats-heading = So kommt das Bild hier an
stats-counting = Wird gezählt…
stats-size = Auflösung
stats-size-value = { $width } × { $height }
stats-sharpness = Schärfe
stats-sharp = Scharf
stats-fair = Etwas weich
stats-soft = Weich, weil die Leitung voll ist
stats-delay = Verzögerung vom Server
stats-delay-short = { $ms } ms, kaum merklich
stats-delay-noticeable = { $ms } ms, merklich
stats-delay-long = { $ms } ms, lang
stats-frames = Bilder pro Sekunde
stats-rate = Datenrate
stats-rate-value = { $rate } kbit/s
stats-loss = Unterwegs verloren
stats-loss-value = { $loss } %
stats-freezes = Aussetzer bisher
stats-codec = Videoformat
stats-path = Weg
stats-path-udp = UDP, der beste
stats-path-tcp = TCP, weil UDP gesperrt ist
stats-unknown = Dieser Browser sagt es nicht
screen-tools = Ansicht
help-end = Sitzung beenden
help-person = Sie helfen { $name }

## Chat
chat-heading = Chat
chat-open = Chat zeigen
chat-close = Chat ausblenden
chat-unread = { $count ->
    [one] Eine ungelesene Nachricht
   *[other] { $count } ungelesene Nachrichten
}
chat-empty = Noch wurde nichts geschrieben. Nachrichten bleiben in dieser Sitzung.
chat-off = Der Chat ist in Ihrer Organisation abgeschaltet.
chat-label = Nachricht
chat-placeholder = Nachricht schreiben
chat-send = Senden
chat-hint = Enter sendet, Umschalt+Enter beginnt eine neue Zeile.
chat-left = { $left ->
    [one] Noch ein Zeichen
   *[other] Noch { $left } Zeichen
}
chat-over = { $over ->
    [one] Ein Zeichen zu viel
   *[other] { $over } Zeichen zu viel
}
chat-sending = Wird gesendet …
chat-waiting = Warten auf die Verbindung …
chat-retry = Noch einmal senden
chat-discard = Verwerfen
chat-refused-empty = Nicht gesendet: Die Nachricht ist leer.
chat-refused-too_long = Nicht gesendet: Die Nachricht ist zu lang.
chat-refused-too_fast = Nicht gesendet: Das war zu schnell. Warten Sie einen Moment und senden Sie noch einmal.
chat-refused-not_allowed = Nicht gesendet: Der Chat ist in dieser Sitzung nicht erlaubt.
chat-refused-thread_full = Nicht gesendet: Dieser Chat hat seine größte Länge erreicht.
chat-not-connected = Nachrichten werden gesendet, sobald die Verbindung steht.

## The end
ended-heading = Die Sitzung ist beendet
ended-next-help = Einen anderen Code holen
ended-next-share = Einen anderen Code eingeben
ended-nothing-shared = Von Ihrem Bildschirm wird nichts mehr geteilt.
end-sharer_left-own = Sie haben das Teilen beendet.
end-sharer_left-other = { $name } hat das Teilen beendet.
end-helper_left-own = Sie haben die Sitzung beendet.
end-helper_left-other = { $name } hat die Sitzung beendet.
end-sharer_declined-own = Sie haben abgelehnt. Es wurde nichts geteilt.
end-sharer_declined-other = { $name } hat abgelehnt.
end-helper_cancelled-own = Sie haben die Sitzung abgebrochen.
end-helper_cancelled-other = { $name } hat die Sitzung abgebrochen.
end-code_expired = Niemand hat den Code rechtzeitig benutzt.
end-code_locked = Der Code wurde nach zu vielen abgewiesenen Versuchen gesperrt.
end-join_timeout = Die Prüfung hat zu lange gedauert.
end-consent_timeout = Es kam nicht rechtzeitig eine Antwort.
end-capture_timeout = Es wurde nicht rechtzeitig ausgewählt, was geteilt wird.
end-connect_failed = Die Verbindung kam nicht zustande. Vielleicht ist eine Firewall im Weg.
end-policy_blocked = Eine Regel Ihrer Organisation erlaubt diese Sitzung nicht mehr.
end-access_revoked = Jemand darf nicht mehr teilnehmen.
end-sharer_absent = Die Person, die teilen wollte, ist vor dem Beginn gegangen.
end-sharer_lost-own = Ihre Verbindung war zu lange unterbrochen.
end-sharer_lost-other = Die Verbindung zu { $name } brach ab und kam nicht wieder.
end-helper_absent = Die Seite des Helfers wurde geschlossen.
end-helper_lost-own = Ihre Verbindung war zu lange unterbrochen.
end-helper_lost-other = Die Verbindung zu { $name } brach ab und kam nicht wieder.
end-pause_timeout = Die Pause dauerte zu lange.
end-idle_timeout = Zu lange ist nichts geschehen.
end-max_duration = Die längste Dauer einer Sitzung wurde erreicht.
end-admin_ended = Jemand aus der Verwaltung hat die Sitzung beendet.
end-reported_suspicious-own = Sie haben diese Sitzung gemeldet. Ihre Organisation weiß Bescheid.
end-reported_suspicious-other = Die Sitzung wurde als verdächtig gemeldet und beendet.
end-service_error = Bei uns ist etwas schiefgegangen.
end-not_let_in = Sie wurden nicht eingelassen. { $name } hat abgelehnt oder nicht rechtzeitig geantwortet.
next-default-sharer = Wenn Sie noch Hilfe brauchen, bitten Sie Ihren Helfer um einen neuen Code.
next-default-helper = Wenn noch Hilfe gebraucht wird, holen Sie einen neuen Code.
next-connect_failed = Auf der Netzwerkseite steht, was eine Firewall durchlassen muss.
next-access_revoked = Fragen Sie Ihren Helpdesk, welches Recht fehlt.
next-reported_suspicious = Wenn Sie ein Passwort verraten haben, ändern Sie es jetzt und rufen Sie Ihren Helpdesk unter einer Nummer an, die Sie kennen.
next-service_error = Versuchen Sie es noch einmal. Wenn es wieder geschieht, sagen Sie Ihrem Helpdesk Bescheid.
next-not_let_in = Sprechen Sie mit der Person, die Sie dazugebeten hat, bevor Sie es wieder versuchen.

## The browser gate
gate-insecure-heading = Diese Adresse ist nicht sicher
gate-insecure = Das Teilen des Bildschirms geht nur über https. Öffnen Sie die Seite mit https:// davor, oder fragen Sie Ihren Helpdesk nach der richtigen Adresse.
gate-in-app-browser-heading = Diese Seite ist in einer anderen App geöffnet
gate-in-app-browser = Öffnen Sie sie in Ihrem richtigen Browser: Kopieren Sie die Adresse und fügen Sie sie in Chrome, Edge, Firefox oder Safari ein. Ihr Code bleibt gültig.
gate-webrtc-disabled-heading = Live-Verbindungen sind in diesem Browser abgeschaltet
gate-webrtc-disabled = Eine Erweiterung oder Einstellung hat WebRTC abgeschaltet. Schalten Sie es für diese Seite ein oder benutzen Sie einen anderen Browser. Ihr Code bleibt gültig.
gate-capture-disabled-heading = Dieser Browser kann hier den Bildschirm nicht teilen
gate-capture-disabled = Das Teilen fehlt oder ist von Ihrer Organisation verboten. Benutzen Sie Chrome, Edge, Firefox oder Safari auf diesem Computer. Ihr Code bleibt gültig.
gate-mobile-no-capture-heading = Telefone und Tablets können hier ihren Bildschirm nicht teilen
gate-mobile-no-capture = Öffnen Sie diese Seite an einem Computer und geben Sie dort denselben Code ein. Er bleibt gültig.
gate-too-old-heading = Dieser Browser ist zu alt
gate-too-old = Aktualisieren Sie ihn oder benutzen Sie Chrome oder Edge ab 109, Firefox ab 122 oder Safari ab 16.4.1. Ihr Code bleibt gültig.

gate-works-not-listed = Dieser Browser funktioniert, gehört aber nicht zu den geprüften.

## Other pages
admin-heading = Verwaltung
admin-lead = Sie sind angemeldet als { $name }.
admin-none = Seiten für die Verwaltung gehören nicht zu dieser Version. Einstellungen, Rollen und Geräte stehen in der Konfigurationsdatei; das Audit-Protokoll prüft der Befehl „lotse audit verify“.
admin-permissions = Was Sie dürfen
admin-no-permissions = Ihnen wurde kein Recht gegeben.
network-heading = Was eine Firewall durchlassen muss
network-lead = Lotse braucht einen Hostnamen. Wenn eine Sitzung keine Verbindung bekommt, bitten Sie Ihr Netzwerkteam, dies zu erlauben:
network-what = Wofür
network-host = Host
network-port = Port
network-pages = Seiten und ihre Live-Verbindung
network-media-udp = Bild und Chat, bester Weg
network-media-tcp = Bild und Chat, wo UDP zu ist
network-same-host = derselbe Host
network-media-port = der Medienport Ihres Servers, in der Demo 8443
network-no-others = Es wird nie ein anderer Host angesprochen.
network-here = Von hier aus gerade ausprobiert
network-server = Dieser Server
network-works = Geht.
network-trying = Noch nicht erreichbar. Diese Seite versucht es weiter.
network-browser = Dieser Browser
network-browser-works = Kann Bildschirme zeigen und teilen.
network-media-later = Der Weg des Bildes wird ausprobiert, sobald sich eine Sitzung verbindet; ohne eine Sitzung kann diese Seite das nicht.

## When something does not work
fault-offline = Keine Verbindung zum Server. Prüfen Sie Ihr Netzwerk und versuchen Sie es noch einmal.
fault-unreadable = Die Antwort des Servers war nicht lesbar. Laden Sie die Seite neu und versuchen Sie es noch einmal.
fault-code = Dieser Code gilt nicht. Prüfen Sie ihn oder bitten Sie Ihren Helfer um einen neuen.
fault-rate = Zu viele Versuche. Warten Sie einige Minuten und versuchen Sie es noch einmal.
fault-forbidden = Das dürfen Sie nicht.
fault-gone = Diese Sitzung gibt es nicht mehr.
fault-conflict = Das passt nicht mehr zur Sitzung. Die Seite zeigt, wie es jetzt steht.
fault-server = Der Server kann das gerade nicht. Versuchen Sie es gleich noch einmal.
fault-other = Das hat nicht geklappt.
fault-trace = Für Ihren Helpdesk: { $trace }
reason-tenant_disabled = Die Fernhilfe ist für Ihre Organisation abgeschaltet.
reason-other_tenant = Die Person oder das Gerät gehört zu einer anderen Organisation.
reason-person_disabled = Das Konto ist gesperrt.
reason-same_person = Niemand kann sich selbst helfen: Es ist dieselbe Person.
reason-no_role = Keine Rolle gibt das Recht dazu. Bitten Sie die Verwaltung darum.
reason-out_of_scope = Eine Rolle erlaubt das, aber nicht für diese Person oder dieses Gerät.
reason-device_noncompliant = Das Gerät hält die Regeln der Organisation nicht ein.
reason-device_unenrolled = Das Gerät ist nicht registriert, und solche Geräte sind nicht erlaubt.
reason-device_unknown = Über das Gerät ist nichts bekannt.
reason-device_mismatch = Es ist ein anderes Gerät als das, für das die Sitzung gedacht war.
reason-user_mismatch = Es ist eine andere Person als der Hauptbenutzer des Geräts.
reason-policy_blocked = Eine Regel der Organisation erlaubt es nicht.
reason-too_many_sessions = Sie haben so viele Sitzungen offen, wie Sie dürfen. Beenden Sie zuerst eine.
reason-reason_required = Ihre Organisation möchte für jede Sitzung einen Grund.
reason-ticket_required = Ihre Organisation möchte für jede Sitzung ein Ticket.
reason-ticket_malformed = Das Ticket sieht nicht aus wie eines Ihrer Organisation.
reason-surface_not_allowed = Ihre Organisation lässt nicht zu, dass das geteilt wird. Wählen Sie etwas anderes.
reason-full = Es sind schon so viele Helfende dabei, wie es sein dürfen.
reason-no_such_colleague = Mit diesem Namen meldet sich niemand an. Prüfen Sie ihn und versuchen Sie es noch einmal.
reason-in_session = Diese Person ist schon dabei.
reason-sharer_elsewhere = Sie sind in einem anderen Browser in dieser Sitzung. Machen Sie dort weiter oder schließen Sie sie dort zuerst.
reason-extended_before = Der Code hat schon mehr Zeit bekommen. Holen Sie stattdessen einen neuen.

## Spelling aloud
spell-0 = null
spell-1 = eins
spell-2 = zwei
spell-3 = drei
spell-4 = vier
spell-5 = fünf
spell-6 = sechs
spell-7 = sieben
spell-8 = acht
spell-9 = neun
spell-a = Anton
spell-b = Berta
spell-c = Cäsar
spell-d = Dora
spell-e = Emil
spell-f = Friedrich
spell-g = Gustav
spell-h = Heinrich
spell-j = Julius
spell-k = Konrad
spell-m = Martha
spell-n = Nordpol
spell-p = Paula
spell-q = Quelle
spell-r = Richard
spell-s = Siegfried
spell-t = Theodor
spell-v = Viktor
spell-w = Wilhelm
spell-x = Xanthippe
spell-y = Ypsilon
spell-z = Zacharias
