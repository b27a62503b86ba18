# Wszystkie teksty stron po polsku.

## The frame
brand = Lotse
skip = Przejdź do treści
language = Język
sign-out = Wyloguj się
signed-in-as = Zalogowano jako { $name }
to-sharer = Potrzebuję pomocy
to-helper = Pomagam
to-network = Sieć
footer-line = Tylko podgląd. Nikt nie może sterować Twoim komputerem przez Lotse.
loading = Chwileczkę…
try-again = Spróbuj ponownie
unreachable-heading = Nie można połączyć się z Lotse
unreachable-lead = Ta strona próbuje dalej i sama ruszy. Nie musisz nic robić.
unreachable-next = Następna próba za { $time }
unreachable-now = Kolejna próba…
unreachable-code = Twój kod { $code } jest zachowany.
try-now = Spróbuj teraz
close = Zamknij
not-provided = nie podano
you = Ty
unknown-person = Ktoś

## Titles of the browser's tab
title-signin = Logowanie
title-sharer = Uzyskaj pomoc
title-trust = Sprawdź, kto to jest
title-capture = Wybierz, co udostępnić
title-live = Udostępnianie
title-helper = Udziel pomocy
title-helper-live = Pomaganie
title-ended = Sesja zakończona
title-admin = Administracja
title-network = Sieć
title-unread = ({ $count }) { $title }

## Signing in
signin-heading = Logowanie
signin-lead = Zaloguj się swoim kontem w { $organisation }.
signin-kept = Twój kod jest zachowany. Po zalogowaniu pójdziesz z nim dalej.
signin-expired = Wylogowano Cię. Zaloguj się ponownie.
signin-username = Nazwa użytkownika
signin-password = Hasło
signin-button = Zaloguj się
signin-busy = Logowanie…
signin-wrong = Ta nazwa użytkownika i hasło nie pasują do siebie.
signin-provider = Kontynuuj przez { $provider }
signin-or = lub własnym kontem w tym miejscu
signin-cancelled = Nie zalogowano Cię, bo logowanie anulowano u dostawcy tożsamości. Możesz spróbować ponownie.
signin-again = Trwało to za długo lub zaczęło się w innym oknie przeglądarki. Zaloguj się ponownie.
signin-unavailable = Dostawca tożsamości jest teraz niedostępny. Spróbuj ponownie za kilka minut.
signin-untrusted = Odpowiedzi dostawcy tożsamości nie można było zaufać, więc nie zalogowano Cię. Powiadom administratora.
signin-not-allowed = Tym kontem nie możesz się tu zalogować. Zapytaj administratora lub użyj innego konta.
signin-too-many = Z Twojej sieci loguje się zbyt wiele osób. Poczekaj kilka minut.
signin-reference = Dla administratora: { $reference }
signin-demo-heading = To wersja pokazowa. Wypróbuj ją jako

## Entering the code
enter-heading = Uzyskaj pomoc
enter-lead = Wpisz kod, który podaje Ci osoba pomagająca.
enter-label = Kod
enter-hint = 8 liter i cyfr. Wielkość liter, spacje i łączniki nie mają znaczenia. Po ostatnim znaku strona sama przejdzie dalej.
enter-strange = Kod nie zawiera znaku „{ $char }”.
enter-short = { $left ->
    [one] Brakuje jeszcze jednego znaku.
    [few] Brakuje jeszcze { $left } znaków.
    [many] Brakuje jeszcze { $left } znaków.
   *[other] Brakuje jeszcze { $left } znaku.
}
enter-long = To za dużo: kod ma 8 znaków.
enter-continue = Dalej
enter-busy = Sprawdzanie…
enter-safe = Nigdy nie wpisuj kodu dla kogoś, kto zadzwonił niespodziewanie. Dział pomocy daje kod tylko wtedy, gdy prosisz o pomoc.
enter-spelled = Tak, jak literuje go osoba pomagająca
enter-how = Jak to działa
enter-how-1 = Widzisz, kto Ci pomaga, i zezwalasz na to albo nie.
enter-how-2 = Wybierasz, co pokażesz: cały ekran, jedno okno lub jedną kartę.
enter-how-3 = W każdej chwili możesz wstrzymać lub zakończyć. Potem nic już nie widać.
enter-how-needs = Użyj komputera z Chrome lub Edge 109, Firefox 122, Safari 16.4.1 albo nowszym. Niczego nie trzeba instalować.
joining = Sprawdzanie Twojego kodu…
elsewhere-helper = Pomagasz komuś w trwającej sesji.
elsewhere-helper-link = Otwórz ją
elsewhere-sharer = Udostępniasz w trwającej sesji.
elsewhere-sharer-link = Otwórz ją

## The trust screen
trust-heading-sharer = Czy to osoba, której oczekujesz?
trust-lead-sharer = Ta osoba chce zobaczyć Twój ekran. Dane pochodzą z Twojej organizacji, a nie od niej.
trust-heading-helper = Czy to osoba, której chcesz pomóc?
trust-lead-helper = Dane pochodzą z Twojej organizacji, a nie od tej osoby.
trust-name = Imię i nazwisko
trust-job = Stanowisko
trust-company = Firma
trust-domain = Domena
trust-verified = Zweryfikowana
trust-unverified = Niezweryfikowana
trust-picture = Zdjęcie: { $name }
trust-will-heading = Co będzie mogła ta osoba ({ $name })
trust-will-see = Widzieć ekran, okno lub kartę, które za chwilę wybierzesz, i nic więcej
trust-will-chat = Wymieniać z Tobą wiadomości
trust-wont-heading = Czego nie będzie mogła ta osoba ({ $name })
trust-wont-control = Poruszać Twoją myszą, pisać ani niczego otwierać
trust-wont-files = Widzieć ani kopiować Twoich plików, ani Cię słyszeć
trust-wont-after = Widzieć czegokolwiek, gdy zakończysz, a wystarczy jedno kliknięcie
trust-allow = Zezwól
trust-decline = Odmów
trust-allowed-heading = Zezwolono
trust-allowed = Oczekiwanie na akceptację: { $name }. Nic nie jest jeszcze udostępniane.
trust-leave = Wyjdź
trust-accept = Akceptuj
trust-cancel = Anuluj
trust-accepted-heading = Zaakceptowano
trust-accepted = Oczekiwanie na zezwolenie: { $name }.
trust-other-allowed = { $name } zezwala Ci zobaczyć swój ekran.
trust-other-accepted = { $name } jest gotowa lub gotów do pomocy.
trust-time = Czas na decyzję: { $time }
trust-blocked = Tej sesji nie można kontynuować.

## Warnings to the helper
warn-heading = Przeczytaj, zanim zaakceptujesz
warn-understand = Rozumiem ryzyko
warned-heading = Coś się zmieniło
warned-lead = Przeczytaj to, zanim przejdziesz dalej. Do tego czasu nie widzisz ekranu: { $name }.
warned-acknowledge = Dalej
asks-in-helper = { $name } też chce pomóc
asks-in-observer = { $name } chce się przyglądać
asks-in-lead = Sprawdź, kto to jest. Ta osoba nie zobaczy niczego z Twojego ekranu, zanim zezwolisz.
warn-failed = Niespełnione reguły: { $rules }
warn-device_noncompliant = To urządzenie nie spełnia reguł Twojej organizacji
warn-device_noncompliant-risk = Mogą je obserwować inni lub może zawierać złośliwe oprogramowanie. Dopóki widzisz ten ekran, nie wpisuj ani nie pokazuj haseł i innych tajemnic i poproś o to samo tę osobę: { $name }.
warn-device_unenrolled = To urządzenie nie jest zarejestrowane
warn-device_unenrolled-risk = Twoja organizacja nim nie zarządza, więc nikt nie wie, na ile jest bezpieczne. Nie wpisuj ani nie pokazuj haseł i innych tajemnic i poproś o to samo tę osobę: { $name }.
warn-device_unknown = O tym urządzeniu nic nie wiadomo
warn-device_unknown-risk = Przeglądarka nie dowiodła, co to za urządzenie. Nie znaczy to, że jest niebezpieczne. Nie wpisuj ani nie pokazuj haseł, jeśli nie masz pewności.
warn-device_mismatch = To inne urządzenie niż wybrane
warn-device_mismatch-risk = Zapytaj tę osobę ({ $name }), jakiego urządzenia używa, zanim zaufasz temu, co widzisz. Nie wpisuj ani nie pokazuj haseł.
warn-user_mismatch = { $name } nie jest głównym użytkownikiem tego urządzenia
warn-user_mismatch-risk = Zapytaj, dlaczego go używa. Nie wpisuj ani nie pokazuj haseł.
warn-posture_stale = Dane o tym urządzeniu mają więcej niż jeden dzień
warn-posture_stale-risk = Od tego czasu mogły się zmienić.
warn-first_contact = Pierwszy raz pomagasz tej osobie: { $name }
warn-first_contact-risk = Upewnij się, że to osoba, z którą rozmawiasz.
warn-browser_unlisted = Ta przeglądarka działa, ale nie ma jej na liście sprawdzonych
warn-browser_unlisted-risk = Jeśli coś wygląda źle, poproś tę osobę ({ $name }) o użycie Chrome, Edge, Firefox lub Safari.
warn-outside_hours = To pora poza zwykłymi godzinami Twojej organizacji
warn-outside_hours-risk = Upewnij się, że ta sesja jest oczekiwana.
warn-chip-device_noncompliant = Urządzenie niezgodne
warn-chip-device_unenrolled = Urządzenie niezarejestrowane
warn-chip-device_unknown = Urządzenie nieznane
warn-chip-device_mismatch = Inne urządzenie
warn-chip-user_mismatch = Nie główny użytkownik
warn-chip-posture_stale = Stare dane o urządzeniu
warn-chip-first_contact = Pierwszy kontakt
warn-chip-browser_unlisted = Przeglądarka spoza listy
warn-chip-outside_hours = Poza zwykłymi godzinami

## Choosing what to share
capture-heading = Wybierz, co zobaczy { $name }
capture-lead = Teraz zapyta Cię przeglądarka. Możesz wybrać cały ekran, jedno okno lub jedną kartę.
capture-tip = Najpierw zamknij to, czego nikt nie powinien widzieć, na przykład pocztę lub czaty.
capture-button = Wybierz, co udostępnić
capture-asking = Przeglądarka pyta…
capture-asking-lead = Wybierz, co udostępnić, w oknie otwartym przez przeglądarkę.
capture-judging = Sprawdzanie, czy wolno to udostępnić…
capture-again-heading = Nic nie jest udostępniane
capture-again = { $name } nic teraz nie widzi. Wybierz coś, aby przejść dalej.
cure-user-cancelled-heading = Okno zamknięto bez udostępniania
cure-user-cancelled = Niczego nie udostępniono. Naciśnij przycisk ponownie, gdy zechcesz.
cure-os-permission-heading = System nie pozwala tej przeglądarce udostępniać ekranu
cure-os-permission = Otwórz Ustawienia systemowe > Prywatność i ochrona > Nagrywanie ekranu i dźwięku systemowego, włącz swoją przeglądarkę, uruchom ją ponownie i wróć. Sesja na Ciebie czeka.
cure-capture-disabled-heading = Udostępnianie jest w tej przeglądarce wyłączone
cure-capture-disabled = Organizacja lub ustawienie zabrania tu udostępniania ekranu. Poproś dział pomocy o zezwolenie dla tej strony lub użyj innej przeglądarki.
cure-nothing-to-share-heading = Przeglądarka nie znalazła niczego do udostępnienia
cure-nothing-to-share = Sprawdź, czy ekran jest podłączony i czy system pozwala na udostępnianie. W Linuksie musi działać portal pulpitu.
cure-device-failed-heading = Nie udało się przechwycić ekranu
cure-device-failed = Może przeszkadza inny program. Spróbuj ponownie lub wybierz okno zamiast całego ekranu.
cure-needs-click-heading = Przeglądarka chce nowego kliknięcia
cure-needs-click = Naciśnij przycisk jeszcze raz.
cure-blocked-here-heading = Przeglądarka blokuje tę stronę bez pytania
cure-blocked-here = Tak jej wcześniej polecono. Kliknij przekreślony ekran obok adresu, usuń blokadę i naciśnij przycisk ponownie.
cure-blocked-here-safari-heading = Safari blokuje tę stronę bez pytania
cure-blocked-here-safari = Otwórz Safari > Ustawienia > Witryny > Udostępnianie ekranu, ustaw tę stronę na „Pytaj” i naciśnij przycisk ponownie.
cure-nothing-to-share-linux-heading = System nie zaproponował niczego do udostępnienia
cure-nothing-to-share-linux = W Wayland przeglądarka pyta portal pulpitu. Sprawdź, czy xdg-desktop-portal i część dla Twojego pulpitu są zainstalowane i działają, albo zaloguj się w sesji X11.
cure-device-failed-windows-heading = Windows nie wydał obrazu
cure-device-failed-windows = Dzieje się tak za ekranem blokady, w zminimalizowanym pulpicie zdalnym i przy chronionych oknach. Odblokuj ekran lub wybierz inne okno.

## The session, sharer
live-heading = { $name } widzi Twój ekran
live-heading-paused = Wstrzymano: nikt nie widzi Twojego ekranu
live-heading-connecting = Łączenie: { $name }
live-heading-interrupted = Twoje połączenie jest przerwane
live-heading-helper-lost = { $name }: połączenie utracone
live-nothing-shown = W tej chwili nikomu nic nie jest pokazywane.
live-surface-monitor = Udostępniasz cały ekran.
live-surface-window = Udostępniasz jedno okno.
live-surface-tab = Udostępniasz jedną kartę.
live-surface-unknown = Udostępniasz to, co wybrano.
live-preview = To udostępniasz
live-watching = Kto jest połączony
live-watching-nobody = Nikt jeszcze nie jest połączony.
live-helper = Pomaga
live-observer = Przygląda się
live-pause = Wstrzymaj
live-resume = Wznów
live-switch = Udostępnij coś innego
live-stop = Zakończ udostępnianie
live-leave = Zakończ sesję
live-report = Zgłoś jako podejrzane
live-report-heading = Zgłosić tę sesję jako podejrzaną?
live-report-lead = Zakończy się natychmiast, a organizacja zostanie powiadomiona. Zrób to, gdy osoba nie jest tą, za którą się podaje, albo prosi o hasła lub pieniądze.
live-report-yes = Zakończ i zgłoś
live-report-no = Wróć
mini-open = Małe okno na wierzchu
mini-close = Zamknij małe okno
mini-title = Udostępniasz
mini-question = Ktoś czeka na Twoją odpowiedź na stronie.
live-ends-soon = Ta sesja kończy się za { $time }.
confirm-heading = Czy nadal chcesz udostępniać ekran?
confirm-lead = Bez odpowiedzi obraz zostanie wstrzymany ({ $name }).
confirm-yes = Udostępniaj dalej
confirm-no = Zakończ udostępnianie
confirm-heading-helper = Czy nadal tu jesteś?
confirm-lead-helper = Od dłuższej chwili nic się nie dzieje. Bez odpowiedzi sesja się zakończy.
confirm-yes-helper = Nadal tu jestem

## The badge
badge-live = Na żywo
badge-choosing = Nic jeszcze nie udostępniono
badge-connecting = Łączenie…
badge-quiet-own = Twoje połączenie jest wolne
badge-quiet-other = Chwilowo nic nowego
badge-interrupted-own = Przerwane, łączenie ponownie
badge-interrupted-other = Połączenie przerwane
badge-paused-own = Wstrzymano
badge-paused-other = Wstrzymane przez: { $name }
badge-since = od { $time }

## Helping
help-heading = Pomóż komuś
help-lead = Pobierz kod, podaj go osobie, która poprosiła o pomoc, i zobacz jej ekran.
help-get = Pobierz kod
help-getting = Pobieranie kodu…
help-step-code = Dostajesz kod
help-step-say = Podajesz go lub wysyłasz link
help-step-see = Oboje się zgadzacie i widzisz ekran
help-wish = Powód, zgłoszenie lub urządzenie
help-reason = Powód
help-ticket = Zgłoszenie
help-device = Urządzenie
help-device-any = Dowolne urządzenie
help-device-hint = Sesja dotyczy wtedy tylko tego urządzenia i jego głównego użytkownika.
help-observe = Przyjrzyj się trwającej sesji
help-observe-lead = Wszyscy w sesji widzą, że tu jesteś, a osoba udostępniająca musi najpierw zezwolić.
help-observe-field = Adres sesji
help-observe-hint = Osoba pomagająca kopiuje go dla Ciebie w trwającej sesji.
help-observe-strange = To nie jest adres sesji.
help-observe-button = Poproś o wgląd
help-observe-not-allowed = Ten adres jest dla osób nadzorujących sesje. Nie masz do tego uprawnień.
code-heading = Podaj ten kod
code-lead = Osoba wpisuje go na { $address }
code-label = Kod
code-spelled = Przeliterowany
code-gone-heading = Kod pokazano tylko raz
code-gone = Dla bezpieczeństwa strona go nie przechowuje. Pobierz nowy kod, aby przejść dalej.
code-copy = Kopiuj kod
code-copy-link = Kopiuj link
code-copied = Skopiowano
code-copy-failed = Nie udało się skopiować. Zaznacz ręcznie.
code-qr = Pokaż jako kod QR
code-qr-label = Kod QR linku
code-qr-hint = Dla kamery laptopa lub tabletu, który ma udostępniać. Telefon nie może udostępnić ekranu.
code-mail = Napisz e-mail
code-mail-subject = Twój kod do pomocy zdalnej
code-mail-body = Dzień dobry,

    proszę otworzyć ten link w przeglądarce i się zalogować:
    { $link }

    Można też otworzyć { $address } i wpisać ten kod: { $code }

    Przed udostępnieniem widać, kim jestem, i to Państwo wybierają, co widzę. Kod jest ważny do { $time }.
code-left = Ważny jeszcze { $time }
code-expired = Ten kod nie jest już ważny.
code-extend = Więcej czasu
code-renew = Nowy kod
code-cancel = Anuluj
code-waiting = Oczekiwanie na wpisanie kodu…
code-joining = Ktoś wpisał kod. Sprawdzanie…
code-refused-heading = Ktoś próbował dołączyć i otrzymał odmowę
code-refused-keep = Kod jest nadal ważny.
code-hold-on = Otwieranie sesji…
wait-capture = { $name } wybiera, co udostępnić
wait-capture-lead = Zobaczysz to, gdy tylko wybór zapadnie.
wait-connecting = Łączenie: { $name }
wait-connecting-lead = Obraz pojawi się za chwilę.
quality-good = Dobre połączenie
quality-fair = Wolne połączenie
quality-poor = Słabe połączenie
quality-detail = Utracono { $loss } %, { $rate } kbit/s
quality-detail-rtt = W obie strony { $rtt } ms, utracono { $loss } %, { $rate } kbit/s
cover-paused = { $name }: wstrzymano
cover-interrupted = Połączenie jest przerwane: { $name }
cover-interrupted-lead = Lotse próbuje dalej. { $name } nie musi nic robić.
cover-own = Twoje własne połączenie jest przerwane
cover-own-lead = Lotse łączy się ponownie samo.
cover-warned = Obraz na Ciebie czeka
cover-warned-lead = Przeczytaj nowe ostrzeżenie powyżej i potwierdź je. Wtedy obraz wróci.
cover-codec = Twoja przeglądarka nie może pokazać tego obrazu
cover-codec-lead = Przychodzi jako wideo { $codec }. Otwórz tę stronę w aktualnym Chrome, Edge lub Firefox na tym komputerze.
cover-codec-other = Albo poproś tę osobę ({ $name }) o udostępnienie z innej przeglądarki.
invite = Zaproś kogoś z zespołu
invite-username = Nazwa, którą ta osoba się loguje
invite-hint = Zaproszona osoba otwiera stronę pomocy i akceptuje. Nie widzi niczego, zanim zezwoli { $name }.
invite-send = Zaproś
invite-watch = Kopiuj adres dla osoby nadzorującej
invite-watch-hint = Z prawem wglądu prosi przez niego o wejście. Nie widzi niczego, zanim zezwoli { $name }.
cover-since = Od { $time }
screen-label = Ekran: { $name }
screen-fit = Dopasuj
screen-actual = Rozmiar oryginalny
screen-in = Większy
screen-out = Mniejszy
screen-zoom = { $percent } %
screen-full = Pełny ekran
screen-full-end = Zamknij pełny ekran
screen-own-window = Obraz w osobnym oknie
screen-own-window-end = Obraz z powrotem na stronę
screen-keys = Plus i minus powiększają i zmniejszają, 0 dopasowuje, 1 pokazuje rozmiar oryginalny, F wypełnia ekran. Przeciągnij, aby przesunąć obraz.
stats-open = Statystyki
stats-heading = Jak obraz tu dociera
stats-counting = Liczenie…
stats-size = Rozdzielczość
stats-size-value = { $width } × { $height }
stats-sharpness = Ostrość
stats-sharp = Ostry
stats-fair = Trochę nieostry
stats-soft = Nieostry, bo łącze jest pełne
stats-delay = Opóźnienie od serwera
stats-delay-short = { $ms } ms, prawie niezauważalne
stats-delay-noticeable = { $ms } ms, zauważalne
stats-delay-long = { $ms } ms, długie
stats-frames = Klatki na sekundę
stats-rate = Przepływność
stats-rate-value = { $rate } kbit/s
stats-loss = Utracono po drodze
stats-loss-value = { $loss } %
stats-freezes = Zatrzymań obrazu dotąd
stats-codec = Format wideo
stats-path = Droga
stats-path-udp = UDP, najlepsza
stats-path-tcp = TCP, bo UDP jest zamknięty
stats-unknown = Ta przeglądarka tego nie podaje
screen-tools = Widok
help-end = Zakończ sesję
help-person = Pomagasz: { $name }

## Chat
chat-heading = Czat
chat-open = Pokaż czat
chat-close = Ukryj czat
chat-unread = { $count ->
    [one] Jedna nieprzeczytana wiadomość
    [few] { $count } nieprzeczytane wiadomości
    [many] { $count } nieprzeczytanych wiadomości
   *[other] { $count } nieprzeczytanej wiadomości
}
chat-empty = Nic jeszcze nie napisano. Wiadomości zostają w tej sesji.
chat-off = Czat jest w Twojej organizacji wyłączony.
chat-label = Wiadomość
chat-placeholder = Napisz wiadomość
chat-send = Wyślij
chat-hint = Enter wysyła, Shift+Enter zaczyna nowy wiersz.
chat-left = { $left ->
    [one] Został jeden znak
    [few] Zostały { $left } znaki
    [many] Zostało { $left } znaków
   *[other] Zostało { $left } znaku
}
chat-over = { $over ->
    [one] O jeden znak za dużo
    [few] O { $over } znaki za dużo
    [many] O { $over } znaków za dużo
   *[other] O { $over } znaku za dużo
}
chat-sending = Wysyłanie…
chat-waiting = Oczekiwanie na połączenie…
chat-retry = Wyślij ponownie
chat-discard = Odrzuć
chat-refused-empty = Nie wysłano: wiadomość jest pusta.
chat-refused-too_long = Nie wysłano: wiadomość jest za długa.
chat-refused-too_fast = Nie wysłano: to było za szybko. Poczekaj chwilę i wyślij ponownie.
chat-refused-not_allowed = Nie wysłano: w tej sesji czat jest niedozwolony.
chat-refused-thread_full = Nie wysłano: ten czat osiągnął największą długość.
chat-not-connected = Wiadomości zostaną wysłane, gdy tylko będzie połączenie.

## The end
ended-heading = Sesja się zakończyła
ended-next-help = Pobierz inny kod
ended-next-share = Wpisz inny kod
ended-nothing-shared = Nic z Twojego ekranu nie jest już udostępniane.
end-sharer_left-own = Zakończono udostępnianie na Twoje życzenie.
end-sharer_left-other = { $name } kończy udostępnianie.
end-helper_left-own = Sesję zakończono na Twoje życzenie.
end-helper_left-other = { $name } kończy sesję.
end-sharer_declined-own = Odmówiono. Niczego nie udostępniono.
end-sharer_declined-other = { $name } odmawia.
end-helper_cancelled-own = Sesję anulowano na Twoje życzenie.
end-helper_cancelled-other = { $name } anuluje sesję.
end-code_expired = Nikt nie użył kodu na czas.
end-code_locked = Kod zablokowano po zbyt wielu odrzuconych próbach.
end-join_timeout = Sprawdzanie trwało za długo.
end-consent_timeout = Nie było odpowiedzi na czas.
end-capture_timeout = Nie wybrano na czas niczego do udostępnienia.
end-connect_failed = Nie udało się nawiązać połączenia. Może przeszkadza zapora sieciowa.
end-policy_blocked = Reguła Twojej organizacji nie pozwala już na tę sesję.
end-access_revoked = Ktoś nie może już brać udziału.
end-sharer_absent = Osoba, która chciała udostępnić, odeszła przed początkiem.
end-sharer_lost-own = Twoje połączenie było utracone zbyt długo.
end-sharer_lost-other = Połączenie ({ $name }) zostało utracone i nie wróciło.
end-helper_absent = Strona osoby pomagającej została zamknięta.
end-helper_lost-own = Twoje połączenie było utracone zbyt długo.
end-helper_lost-other = Połączenie ({ $name }) zostało utracone i nie wróciło.
end-pause_timeout = Przerwa trwała za długo.
end-idle_timeout = Zbyt długo nic się nie działo.
end-max_duration = Osiągnięto najdłuższy czas sesji.
end-admin_ended = Administrator zakończył sesję.
end-reported_suspicious-own = Sesja została przez Ciebie zgłoszona. Organizację powiadomiono.
end-reported_suspicious-other = Sesję zgłoszono jako podejrzaną i zakończono.
end-service_error = Coś poszło nie tak po naszej stronie.
end-not_let_in = Nie wpuszczono Cię. { $name } odmawia lub nie odpowiada na czas.
next-default-sharer = Jeśli nadal potrzebujesz pomocy, poproś o nowy kod.
next-default-helper = Jeśli pomoc jest nadal potrzebna, pobierz nowy kod.
next-connect_failed = Otwórz stronę Sieć, aby zobaczyć, co musi przepuszczać zapora.
next-access_revoked = Zapytaj dział pomocy, jakiego uprawnienia brakuje.
next-reported_suspicious = Jeśli hasło zostało podane, zmień je teraz i zadzwoń do działu pomocy pod znany Ci numer.
next-service_error = Spróbuj ponownie. Jeśli to się powtórzy, powiadom dział pomocy.
next-not_let_in = Porozmawiaj z osobą, która Cię zaprosiła, zanim spróbujesz ponownie.

## The browser gate
gate-insecure-heading = Ten adres nie jest bezpieczny
gate-insecure = Udostępnianie ekranu działa tylko przez https. Otwórz stronę z https:// na początku lub zapytaj dział pomocy o właściwy adres.
gate-in-app-browser-heading = Ta strona jest otwarta wewnątrz innej aplikacji
gate-in-app-browser = Otwórz ją w prawdziwej przeglądarce: skopiuj adres i wklej go w Chrome, Edge, Firefox lub Safari. Kod pozostaje ważny.
gate-webrtc-disabled-heading = Połączenia na żywo są w tej przeglądarce wyłączone
gate-webrtc-disabled = Rozszerzenie lub ustawienie wyłączyło WebRTC. Włącz je dla tej strony lub użyj innej przeglądarki. Kod pozostaje ważny.
gate-capture-disabled-heading = Ta przeglądarka nie może tu udostępniać ekranu
gate-capture-disabled = Udostępniania ekranu brakuje lub zabrania go organizacja. Użyj Chrome, Edge, Firefox lub Safari na tym komputerze. Kod pozostaje ważny.
gate-mobile-no-capture-heading = Telefony i tablety nie mogą tu udostępniać ekranu
gate-mobile-no-capture = Otwórz tę stronę na komputerze i wpisz tam ten sam kod. Pozostaje ważny.
gate-too-old-heading = Ta przeglądarka jest za stara
gate-too-old = Zaktualizuj ją lub użyj Chrome albo Edge 109, Firefox 122 lub Safari 16.4.1 albo nowszej. Kod pozostaje ważny.
gate-works-not-listed = Ta przeglądarka działa, ale nie ma jej na liście sprawdzonych.

## Other pages
admin-heading = Administracja
admin-lead = Zalogowano jako { $name }.
admin-none = Strony administracyjne nie są częścią tej wersji. Ustawienia, role i urządzenia są w pliku konfiguracyjnym; dziennik audytu sprawdza polecenie „lotse audit verify”.
admin-permissions = Co wolno Ci robić
admin-no-permissions = Nie nadano Ci żadnych uprawnień.
network-heading = Co musi przepuszczać zapora
network-lead = Lotse potrzebuje jednej nazwy hosta. Jeśli sesja się nie łączy, poproś zespół sieciowy o zezwolenie na to:
network-what = Do czego
network-host = Host
network-port = Port
network-pages = Strony i ich połączenie na żywo
network-media-udp = Obraz i czat, najlepsza droga
network-media-tcp = Obraz i czat tam, gdzie UDP jest zamknięty
network-same-host = ten sam host
network-media-port = port mediów Twojego serwera, w wersji pokazowej 8443
network-no-others = Żaden inny host nigdy nie jest używany.
network-here = Wypróbowane stąd przed chwilą
network-server = Ten serwer
network-works = Działa.
network-trying = Jeszcze niedostępny. Ta strona próbuje dalej.
network-browser = Ta przeglądarka
network-browser-works = Może pokazywać i udostępniać ekrany.
network-media-later = Droga obrazu jest sprawdzana przy każdym połączeniu sesji; ta strona nie może jej sprawdzić bez sesji.

## When something does not work
fault-offline = Brak połączenia z serwerem. Sprawdź sieć i spróbuj ponownie.
fault-unreadable = Odpowiedzi serwera nie dało się odczytać. Odśwież stronę i spróbuj ponownie.
fault-code = Ten kod nie jest ważny. Sprawdź go lub poproś o nowy.
fault-rate = Zbyt wiele prób. Poczekaj kilka minut i spróbuj ponownie.
fault-forbidden = Nie wolno Ci tego zrobić.
fault-gone = Ta sesja już nie istnieje.
fault-conflict = To nie pasuje już do sesji. Strona pokazuje jej obecny stan.
fault-server = Serwer nie może tego teraz zrobić. Spróbuj ponownie za chwilę.
fault-other = To się nie udało.
fault-trace = Dla działu pomocy: { $trace }
reason-tenant_disabled = Pomoc zdalna jest w Twojej organizacji wyłączona.
reason-other_tenant = Osoba lub urządzenie należy do innej organizacji.
reason-person_disabled = Konto jest wyłączone.
reason-same_person = Nikt nie może pomagać sobie: pomagająca i udostępniająca to ta sama osoba.
reason-no_role = Żadna rola nie daje tego uprawnienia. Poproś o nie administratora.
reason-out_of_scope = Rola na to pozwala, ale nie dla tej osoby lub urządzenia.
reason-device_noncompliant = Urządzenie nie spełnia reguł organizacji.
reason-device_unenrolled = Urządzenie nie jest zarejestrowane, a niezarejestrowane są niedozwolone.
reason-device_unknown = O urządzeniu nic nie wiadomo.
reason-device_mismatch = To inne urządzenie niż to, dla którego utworzono sesję.
reason-user_mismatch = To inna osoba niż główny użytkownik urządzenia.
reason-policy_blocked = Reguła organizacji na to nie pozwala.
reason-too_many_sessions = Masz otwartych tyle sesji, ile wolno. Najpierw zakończ jedną.
reason-reason_required = Twoja organizacja wymaga powodu każdej sesji.
reason-ticket_required = Twoja organizacja wymaga zgłoszenia dla każdej sesji.
reason-ticket_malformed = Numer zgłoszenia nie wygląda na numer Twojej organizacji.
reason-surface_not_allowed = Twoja organizacja nie pozwala tego udostępniać. Wybierz coś innego.
reason-full = Jest tu już tyle osób pomagających, ile może być.
reason-no_such_colleague = Nikt nie loguje się tą nazwą. Sprawdź ją i spróbuj ponownie.
reason-in_session = Ta osoba już bierze udział w tej sesji.
reason-sharer_elsewhere = Jesteś w tej sesji w innej przeglądarce. Kontynuuj tam lub najpierw ją tam zamknij.
reason-extended_before = Kodowi już raz dodano czasu. Pobierz zamiast tego nowy.

## Spelling aloud
spell-0 = zero
spell-1 = jeden
spell-2 = dwa
spell-3 = trzy
spell-4 = cztery
spell-5 = pięć
spell-6 = sześć
spell-7 = siedem
spell-8 = osiem
spell-9 = dziewięć
spell-a = Adam
spell-b = Barbara
spell-c = Celina
spell-d = Dorota
spell-e = Ewa
spell-f = Franciszek
spell-g = Grażyna
spell-h = Henryk
spell-j = Jadwiga
spell-k = Karol
spell-m = Maria
spell-n = Natalia
spell-p = Paweł
spell-q = Quebec
spell-r = Roman
spell-s = Stanisław
spell-t = Tadeusz
spell-v = Violetta
spell-w = Wanda
spell-x = Xantypa
spell-y = Ypsylon
spell-z = Zygmunt
