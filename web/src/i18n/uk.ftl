# Усі тексти сторінок українською.

## The frame
brand = Lotse
skip = Перейти до вмісту
language = Мова
sign-out = Вийти
signed-in-as = Ви увійшли як { $name }
to-sharer = Мені потрібна допомога
to-helper = Я допомагаю
to-network = Мережа
footer-line = Лише перегляд. Через Lotse ніхто не може керувати вашим комп’ютером.
loading = Хвилинку…
try-again = Спробувати ще раз
unreachable-heading = Lotse недоступний
unreachable-lead = Ця сторінка пробує далі й продовжить сама. Вам нічого не треба робити.
unreachable-next = Наступна спроба через { $time }
unreachable-now = Ще одна спроба…
unreachable-code = Ваш код { $code } збережено.
try-now = Спробувати зараз
close = Закрити
not-provided = не вказано
you = Ви
unknown-person = Хтось

## Titles of the browser's tab
title-signin = Вхід
title-sharer = Отримати допомогу
title-trust = Перевірте, хто це
title-capture = Виберіть, що показати
title-live = Показ екрана
title-helper = Допомогти
title-helper-live = Допомога
title-ended = Сеанс завершено
title-admin = Адміністрування
title-network = Мережа
title-unread = ({ $count }) { $title }

## Signing in
signin-heading = Вхід
signin-lead = Увійдіть зі своїм обліковим записом у { $organisation }.
signin-kept = Ваш код збережено. Після входу ви продовжите з ним.
signin-expired = Ви вийшли з системи. Увійдіть, будь ласка, знову.
signin-username = Ім’я користувача
signin-password = Пароль
signin-button = Увійти
signin-busy = Вхід…
signin-wrong = Це ім’я користувача й пароль не підходять одне до одного.
signin-provider = Продовжити через { $provider }
signin-or = або з тутешнім обліковим записом
signin-cancelled = Ви не увійшли, бо вхід скасовано у вашого постачальника ідентифікації. Можна спробувати ще раз.
signin-again = Це тривало задовго або почалося в іншому вікні браузера. Увійдіть, будь ласка, знову.
signin-unavailable = Ваш постачальник ідентифікації зараз недоступний як слід. Спробуйте ще раз за кілька хвилин.
signin-untrusted = Відповіді вашого постачальника ідентифікації не можна довіряти, тому ви не увійшли. Повідомте, будь ласка, адміністратора.
signin-not-allowed = З цим обліковим записом сюди не можна увійти. Запитайте адміністратора або скористайтеся іншим.
signin-too-many = З вашої мережі входить забагато людей. Зачекайте, будь ласка, кілька хвилин.
signin-reference = Для адміністратора: { $reference }
signin-demo-heading = Це демонстрація. Спробуйте як

## Entering the code
enter-heading = Отримати допомогу
enter-lead = Введіть код, який вам диктує помічник.
enter-label = Код
enter-hint = 8 латинських літер і цифр. Великі літери, пробіли й дефіси не мають значення. Після останнього знака сторінка продовжить сама.
enter-strange = У коді немає «{ $char }».
enter-short = { $left ->
    [one] Бракує ще { $left } знака.
    [few] Бракує ще { $left } знаків.
    [many] Бракує ще { $left } знаків.
   *[other] Бракує ще { $left } знака.
}
enter-long = Це забагато: у коді 8 знаків.
enter-continue = Далі
enter-busy = Перевірка…
enter-safe = Ніколи не вводьте код для того, хто подзвонив вам несподівано. Служба підтримки дає код лише тоді, коли ви просили про допомогу.
enter-spelled = Так, як диктує помічник
enter-how = Як це працює
enter-how-1 = Ви бачите, хто вам допомагає, і дозволяєте це або ні.
enter-how-2 = Ви вибираєте, що показати: весь екран, одне вікно або одну вкладку.
enter-how-3 = Ви будь-коли можете призупинити або завершити. Після цього нічого не видно.
enter-how-needs = Потрібен комп’ютер із Chrome або Edge 109, Firefox 122, Safari 16.4.1 чи новішим. Нічого не треба встановлювати.
joining = Перевірка вашого коду…
elsewhere-helper = Ви допомагаєте комусь у сеансі, що триває.
elsewhere-helper-link = Відкрити його
elsewhere-sharer = Ви показуєте екран у сеансі, що триває.
elsewhere-sharer-link = Відкрити його

## The trust screen
trust-heading-sharer = Це той, кого ви очікуєте?
trust-lead-sharer = Ця людина хоче бачити ваш екран. Дані про неї надала ваша організація, а не вона сама.
trust-heading-helper = Це той, кому ви хочете допомогти?
trust-lead-helper = Дані надала ваша організація, а не ця людина.
trust-name = Ім’я
trust-job = Посада
trust-company = Компанія
trust-domain = Домен
trust-verified = Підтверджено
trust-unverified = Не підтверджено
trust-picture = Фото: { $name }
trust-will-heading = Що зможе { $name }
trust-will-see = Бачити екран, вікно або вкладку, які ви виберете далі, і нічого більше
trust-will-chat = Листуватися з вами
trust-wont-heading = Чого не зможе { $name }
trust-wont-control = Рухати вашою мишею, друкувати чи щось відкривати
trust-wont-files = Бачити чи копіювати ваші файли або чути вас
trust-wont-after = Бачити будь-що після того, як ви завершите, а це один клік
trust-allow = Дозволити
trust-decline = Відхилити
trust-allowed-heading = Ви дозволили
trust-allowed = Очікуємо на згоду: { $name }. Поки що нічого не показується.
trust-leave = Вийти
trust-accept = Прийняти
trust-cancel = Скасувати
trust-accepted-heading = Ви прийняли
trust-accepted = Очікуємо на дозвіл: { $name }.
trust-other-allowed = { $name } дозволяє вам бачити свій екран.
trust-other-accepted = { $name } готовий або готова допомогти.
trust-time = Час на рішення: { $time }
trust-blocked = Цей сеанс не можна продовжити.

## Warnings to the helper
warn-heading = Прочитайте, перш ніж прийняти
warn-understand = Я розумію ризик
warned-heading = Дещо змінилося
warned-lead = Прочитайте це, перш ніж продовжити. Доти ви не бачите екрана: { $name }.
warned-acknowledge = Далі
asks-in-helper = { $name } теж хоче допомогти
asks-in-observer = { $name } хоче спостерігати
asks-in-lead = Перевірте, хто це. До вашого дозволу ця людина нічого не побачить на вашому екрані.
warn-failed = Не виконані правила: { $rules }
warn-device_noncompliant = Цей пристрій не відповідає правилам вашої організації
warn-device_noncompliant-risk = За ним можуть стежити інші, або на ньому є шкідливі програми. Поки ви бачите цей екран, не вводьте й не показуйте паролів та інших таємниць і попросіть про це ж: { $name }.
warn-device_unenrolled = Цей пристрій не зареєстровано
warn-device_unenrolled-risk = Ваша організація ним не керує, тож ніхто не знає, наскільки він безпечний. Не вводьте й не показуйте паролів та інших таємниць і попросіть про це ж: { $name }.
warn-device_unknown = Про цей пристрій нічого не відомо
warn-device_unknown-risk = Браузер не підтвердив, який це пристрій. Це не означає, що він небезпечний. Не вводьте й не показуйте паролів, якщо не впевнені.
warn-device_mismatch = Це не той пристрій, який ви вибрали
warn-device_mismatch-risk = Запитайте ({ $name }), який пристрій використовується, перш ніж довіряти побаченому. Не вводьте й не показуйте паролів.
warn-user_mismatch = { $name } не є основним користувачем цього пристрою
warn-user_mismatch-risk = Запитайте, чому він використовується. Не вводьте й не показуйте паролів.
warn-posture_stale = Дані про цей пристрій старші за одну добу
warn-posture_stale-risk = Відтоді вони могли змінитися.
warn-first_contact = Ви ще не допомагали цій людині: { $name }
warn-first_contact-risk = Переконайтеся, що це той, з ким ви розмовляєте.
warn-browser_unlisted = Цей браузер працює, але його немає у списку перевірених
warn-browser_unlisted-risk = Якщо щось виглядає не так, попросіть ({ $name }) скористатися Chrome, Edge, Firefox або Safari.
warn-outside_hours = Зараз не звичний робочий час вашої організації
warn-outside_hours-risk = Переконайтеся, що цей сеанс очікуваний.
warn-chip-device_noncompliant = Пристрій не відповідає правилам
warn-chip-device_unenrolled = Пристрій не зареєстровано
warn-chip-device_unknown = Пристрій невідомий
warn-chip-device_mismatch = Інший пристрій
warn-chip-user_mismatch = Не основний користувач
warn-chip-posture_stale = Дані про пристрій застаріли
warn-chip-first_contact = Перший контакт
warn-chip-browser_unlisted = Браузера немає у списку
warn-chip-outside_hours = Поза звичним часом

## Choosing what to share
capture-heading = Виберіть, що побачить { $name }
capture-lead = Зараз запитає ваш браузер. Можна вибрати весь екран, одне вікно або одну вкладку.
capture-tip = Спершу закрийте те, чого ніхто не має бачити, наприклад пошту чи чати.
capture-button = Вибрати, що показати
capture-asking = Браузер запитує…
capture-asking-lead = Виберіть, що показати, у вікні, яке відкрив браузер.
capture-judging = Перевірка, чи можна це показувати…
capture-again-heading = Нічого не показується
capture-again = { $name } зараз нічого не бачить. Виберіть щось, щоб продовжити.
cure-user-cancelled-heading = Ви закрили вікно, нічого не вибравши
cure-user-cancelled = Нічого не показано. Натисніть кнопку ще раз, коли будете готові.
cure-os-permission-heading = Система не дає цьому браузеру показувати екран
cure-os-permission = Відкрийте Системні параметри > Приватність і безпека > Запис екрана й системного звуку, увімкніть свій браузер, перезапустіть його й поверніться. Сеанс на вас чекає.
cure-capture-disabled-heading = Показ екрана в цьому браузері вимкнено
cure-capture-disabled = Організація або налаштування забороняє тут показ екрана. Попросіть службу підтримки дозволити його для цього сайту або скористайтеся іншим браузером.
cure-nothing-to-share-heading = Браузер не знайшов, що показати
cure-nothing-to-share = Переконайтеся, що екран під’єднано й система дозволяє показ. У Linux має працювати портал робочого столу.
cure-device-failed-heading = Не вдалося захопити екран
cure-device-failed = Можливо, заважає інша програма. Спробуйте ще раз або виберіть вікно замість усього екрана.
cure-needs-click-heading = Браузер хоче нового кліку
cure-needs-click = Натисніть кнопку ще раз.
cure-blocked-here-heading = Браузер блокує цей сайт, не питаючи
cure-blocked-here = Так йому сказали раніше. Клацніть перекреслений екран біля адреси, зніміть блокування й натисніть кнопку ще раз.
cure-blocked-here-safari-heading = Safari блокує цей сайт, не питаючи
cure-blocked-here-safari = Відкрийте Safari > Параметри > Вебсайти > Спільний доступ до екрана, виберіть для цього сайту «Запитувати» й натисніть кнопку ще раз.
cure-nothing-to-share-linux-heading = Система не запропонувала нічого для показу
cure-nothing-to-share-linux = У Wayland браузер звертається до порталу робочого столу. Переконайтеся, що xdg-desktop-portal і частину для вашого стільничного середовища встановлено й запущено, або увійдіть у сеанс X11.
cure-device-failed-windows-heading = Windows не віддала зображення
cure-device-failed-windows = Так буває за екраном блокування, у згорнутому віддаленому робочому столі та із захищеними вікнами. Розблокуйте екран або виберіть інше вікно.

## The session, sharer
live-heading = { $name } бачить ваш екран
live-heading-paused = Призупинено: ніхто не бачить вашого екрана
live-heading-connecting = З’єднуємо вас: { $name }
live-heading-interrupted = Ваше з’єднання перервано
live-heading-helper-lost = { $name }: з’єднання втрачено
live-nothing-shown = Зараз нікому нічого не показується.
live-surface-monitor = Ви показуєте весь екран.
live-surface-window = Ви показуєте одне вікно.
live-surface-tab = Ви показуєте одну вкладку.
live-surface-unknown = Ви показуєте те, що вибрали.
live-preview = Те, що ви показуєте
live-watching = Хто на зв’язку
live-watching-nobody = Ще нікого немає на зв’язку.
live-helper = Допомагає
live-observer = Спостерігає
live-pause = Призупинити
live-resume = Відновити
live-switch = Показати щось інше
live-stop = Завершити показ
live-leave = Завершити сеанс
live-report = Повідомити про підозру
live-report-heading = Повідомити про цей сеанс як підозрілий?
live-report-lead = Він одразу завершиться, а вашу організацію буде повідомлено. Зробіть це, якщо людина не та, ким має бути, або просить паролі чи гроші.
live-report-yes = Завершити й повідомити
live-report-no = Назад
mini-open = Мале вікно поверх усіх
mini-close = Закрити мале вікно
mini-title = Ви показуєте екран
mini-question = Хтось чекає на вашу відповідь на сторінці.
live-ends-soon = Цей сеанс завершиться через { $time }.
confirm-heading = Ви ще хочете показувати свій екран?
confirm-lead = Без відповіді зображення буде призупинено ({ $name }).
confirm-yes = Показувати далі
confirm-no = Завершити показ
confirm-heading-helper = Ви ще тут?
confirm-lead-helper = Уже деякий час нічого не відбувається. Без відповіді сеанс завершиться.
confirm-yes-helper = Я ще тут

## The badge
badge-live = Наживо
badge-choosing = Ще нічого не показано
badge-connecting = З’єднання…
badge-quiet-own = Ваше з’єднання повільне
badge-quiet-other = Поки що нічого нового
badge-interrupted-own = Перервано, відновлюємо
badge-interrupted-other = З’єднання перервано
badge-paused-own = Призупинено
badge-paused-other = Призупинено: { $name }
badge-since = від { $time }

## Helping
help-heading = Допомогти комусь
help-lead = Отримайте код, продиктуйте його людині, яка просила допомоги, і побачте її екран.
help-get = Отримати код
help-getting = Отримуємо код…
help-step-code = Ви отримуєте код
help-step-say = Ви диктуєте його або надсилаєте посилання
help-step-see = Ви обоє погоджуєтеся, і ви бачите екран
help-wish = Причина, заявка або пристрій
help-reason = Причина
help-ticket = Заявка
help-device = Пристрій
help-device-any = Будь-який пристрій
help-device-hint = Сеанс тоді лише для цього пристрою та його основного користувача.
help-observe = Спостерігати за сеансом, що триває
help-observe-lead = Усі в сеансі бачать, що ви тут, а людина, яка показує екран, має спершу дозволити.
help-observe-field = Адреса сеансу
help-observe-hint = Помічник копіює її для вас у сеансі, що триває.
help-observe-strange = Це не адреса сеансу.
help-observe-button = Попросити про спостереження
help-observe-not-allowed = Ця адреса для керівників, які спостерігають за сеансом. Ви не маєте на це права.
code-heading = Продиктуйте цей код
code-lead = Людина вводить його на { $address }
code-label = Код
code-spelled = По літерах
code-gone-heading = Код показано лише один раз
code-gone = Задля безпеки сторінка його не зберігає. Отримайте новий код, щоб продовжити.
code-copy = Копіювати код
code-copy-link = Копіювати посилання
code-copied = Скопійовано
code-copy-failed = Не вдалося скопіювати. Виділіть, будь ласка, вручну.
code-qr = Показати як QR-код
code-qr-label = QR-код посилання
code-qr-hint = Для камери ноутбука або планшета, який показуватиме екран. Телефон не може показати свій екран.
code-mail = Написати листа
code-mail-subject = Ваш код для віддаленої допомоги
code-mail-body = Вітаю!

    Відкрийте це посилання у своєму браузері й увійдіть:
    { $link }

    Або відкрийте { $address } і введіть цей код: { $code }

    Ви побачите, хто я, перш ніж щось буде показано, і самі виберете, що я бачу. Код дійсний до { $time }.
code-left = Дійсний ще { $time }
code-expired = Цей код більше не дійсний.
code-extend = Більше часу
code-renew = Новий код
code-cancel = Скасувати
code-waiting = Очікуємо, поки людина введе код…
code-joining = Хтось увів код. Перевірка…
code-refused-heading = Хтось пробував приєднатися й отримав відмову
code-refused-keep = Код досі дійсний.
code-hold-on = Відкриваємо сеанс…
wait-capture = { $name } вибирає, що показати
wait-capture-lead = Ви побачите це, щойно вибір буде зроблено.
wait-connecting = З’єднуємо вас: { $name }
wait-connecting-lead = Зображення з’явиться за мить.
quality-good = Добре з’єднання
quality-fair = Повільне з’єднання
quality-poor = Погане з’єднання
quality-detail = Втрачено { $loss } %, { $rate } кбіт/с
quality-detail-rtt = Туди й назад { $rtt } мс, втрачено { $loss } %, { $rate } кбіт/с
cover-paused = { $name }: показ призупинено
cover-interrupted = З’єднання перервано: { $name }
cover-interrupted-lead = Lotse пробує далі. { $name } нічого не має робити.
cover-own = Ваше власне з’єднання перервано
cover-own-lead = Lotse з’єднається знову сам.
cover-warned = Зображення чекає на вас
cover-warned-lead = Прочитайте нове попередження вище й підтвердьте його. Тоді зображення повернеться.
cover-codec = Ваш браузер не може показати це зображення
cover-codec-lead = Воно надходить як відео { $codec }. Відкрийте цю сторінку в сучасному Chrome, Edge або Firefox на цьому комп’ютері.
cover-codec-other = Або попросіть ({ $name }) показати екран з іншого браузера.
invite = Запросити колегу
invite-username = Ім’я, з яким ваш колега входить
invite-hint = Ваш колега відкриває сторінку допомоги й приймає. Він нічого не бачить, поки не дозволить { $name }.
invite-send = Запросити
invite-watch = Копіювати адресу для керівника
invite-watch-hint = Маючи право спостерігати, керівник просить за нею впустити його. Він нічого не бачить, поки не дозволить { $name }.
cover-since = Від { $time }
screen-label = Екран: { $name }
screen-fit = За розміром
screen-actual = Справжній розмір
screen-in = Більше
screen-out = Менше
screen-zoom = { $percent } %
screen-full = На весь екран
screen-full-end = Вийти з повного екрана
screen-own-window = Зображення в окремому вікні
screen-own-window-end = Повернути зображення на сторінку
screen-keys = Плюс і мінус збільшують і зменшують, 0 припасовує, 1 показує справжній розмір, F розгортає на весь екран. Перетягуйте, щоб рухати зображення.
stats-open = Статистика
stats-heading = Як зображення сюди потрапляє
stats-counting = Рахуємо…
stats-size = Роздільність
stats-size-value = { $width } × { $height }
stats-sharpness = Різкість
stats-sharp = Різке
stats-fair = Трохи розмите
stats-soft = Розмите, бо лінія переповнена
stats-delay = Затримка від сервера
stats-delay-short = { $ms } мс, майже непомітна
stats-delay-noticeable = { $ms } мс, помітна
stats-delay-long = { $ms } мс, довга
stats-frames = Кадрів за секунду
stats-rate = Швидкість даних
stats-rate-value = { $rate } кбіт/с
stats-loss = Втрачено дорогою
stats-loss-value = { $loss } %
stats-freezes = Завмирань досі
stats-codec = Формат відео
stats-path = Шлях
stats-path-udp = UDP, найкращий
stats-path-tcp = TCP, бо UDP закрито
stats-unknown = Цей браузер не повідомляє
screen-tools = Перегляд
help-end = Завершити сеанс
help-person = Ви допомагаєте: { $name }

## Chat
chat-heading = Чат
chat-open = Показати чат
chat-close = Сховати чат
chat-unread = { $count ->
    [one] { $count } непрочитане повідомлення
    [few] { $count } непрочитані повідомлення
    [many] { $count } непрочитаних повідомлень
   *[other] { $count } непрочитаного повідомлення
}
chat-empty = Ще нічого не написано. Повідомлення лишаються в цьому сеансі.
chat-off = Чат у вашій організації вимкнено.
chat-label = Повідомлення
chat-placeholder = Напишіть повідомлення
chat-send = Надіслати
chat-hint = Enter надсилає, Shift+Enter починає новий рядок.
chat-left = { $left ->
    [one] Залишився { $left } знак
    [few] Залишилося { $left } знаки
    [many] Залишилося { $left } знаків
   *[other] Залишилося { $left } знака
}
chat-over = { $over ->
    [one] На { $over } знак забагато
    [few] На { $over } знаки забагато
    [many] На { $over } знаків забагато
   *[other] На { $over } знака забагато
}
chat-sending = Надсилання…
chat-waiting = Очікуємо на з’єднання…
chat-retry = Надіслати ще раз
chat-discard = Відкинути
chat-refused-empty = Не надіслано: повідомлення порожнє.
chat-refused-too_long = Не надіслано: повідомлення задовге.
chat-refused-too_fast = Не надіслано: це було зашвидко. Зачекайте мить і надішліть ще раз.
chat-refused-not_allowed = Не надіслано: у цьому сеансі чат не дозволено.
chat-refused-thread_full = Не надіслано: цей чат досяг найбільшої довжини.
chat-not-connected = Повідомлення буде надіслано, щойно з’явиться з’єднання.

## The end
ended-heading = Сеанс завершено
ended-next-help = Отримати інший код
ended-next-share = Ввести інший код
ended-nothing-shared = З вашого екрана більше нічого не показується.
end-sharer_left-own = Ви завершили показ.
end-sharer_left-other = { $name } завершує показ.
end-helper_left-own = Ви завершили сеанс.
end-helper_left-other = { $name } завершує сеанс.
end-sharer_declined-own = Ви відхилили. Нічого не було показано.
end-sharer_declined-other = { $name } відхиляє.
end-helper_cancelled-own = Ви скасували сеанс.
end-helper_cancelled-other = { $name } скасовує сеанс.
end-code_expired = Ніхто вчасно не скористався кодом.
end-code_locked = Код заблоковано після забагато відхилених спроб.
end-join_timeout = Перевірка тривала задовго.
end-consent_timeout = Відповіді вчасно не було.
end-capture_timeout = Вчасно не вибрано, що показати.
end-connect_failed = Не вдалося встановити з’єднання. Можливо, заважає брандмауер.
end-policy_blocked = Правило вашої організації більше не дозволяє цей сеанс.
end-access_revoked = Комусь більше не дозволено брати участь.
end-sharer_absent = Людина, яка хотіла показати екран, пішла до початку.
end-sharer_lost-own = Ваше з’єднання було втрачене задовго.
end-sharer_lost-other = З’єднання ({ $name }) втрачено, і воно не відновилося.
end-helper_absent = Сторінку помічника закрито.
end-helper_lost-own = Ваше з’єднання було втрачене задовго.
end-helper_lost-other = З’єднання ({ $name }) втрачено, і воно не відновилося.
end-pause_timeout = Пауза тривала задовго.
end-idle_timeout = Надто довго нічого не відбувалося.
end-max_duration = Досягнуто найдовшого часу сеансу.
end-admin_ended = Адміністратор завершив сеанс.
end-reported_suspicious-own = Ви повідомили про цей сеанс. Вашу організацію сповіщено.
end-reported_suspicious-other = Про сеанс повідомлено як про підозрілий, і його завершено.
end-service_error = Щось пішло не так на нашому боці.
end-not_let_in = Вас не впустили. { $name } відхиляє або не відповідає вчасно.
next-default-sharer = Якщо вам ще потрібна допомога, попросіть у помічника новий код.
next-default-helper = Якщо допомога ще потрібна, отримайте новий код.
next-connect_failed = Відкрийте сторінку «Мережа», щоб побачити, що має пропускати брандмауер.
next-access_revoked = Запитайте службу підтримки, якого права бракує.
next-reported_suspicious = Якщо ви повідомили пароль, змініть його зараз і зателефонуйте до служби підтримки за відомим вам номером.
next-service_error = Спробуйте ще раз. Якщо це повториться, повідомте службу підтримки.
next-not_let_in = Поговоріть із тим, хто вас запросив, перш ніж пробувати знову.

## The browser gate
gate-insecure-heading = Ця адреса не захищена
gate-insecure = Показ екрана працює лише через https. Відкрийте сторінку з https:// на початку або запитайте службу підтримки про правильну адресу.
gate-in-app-browser-heading = Цю сторінку відкрито всередині іншої програми
gate-in-app-browser = Відкрийте її у справжньому браузері: скопіюйте адресу й вставте в Chrome, Edge, Firefox або Safari. Код лишається дійсним.
gate-webrtc-disabled-heading = Живі з’єднання в цьому браузері вимкнено
gate-webrtc-disabled = Розширення або налаштування вимкнуло WebRTC. Увімкніть його для цього сайту або скористайтеся іншим браузером. Код лишається дійсним.
gate-capture-disabled-heading = Цей браузер не може тут показати екран
gate-capture-disabled = Показу екрана немає, або його забороняє організація. Скористайтеся Chrome, Edge, Firefox або Safari на цьому комп’ютері. Код лишається дійсним.
gate-mobile-no-capture-heading = Телефони й планшети не можуть тут показати свій екран
gate-mobile-no-capture = Відкрийте цю сторінку на комп’ютері й введіть там той самий код. Він лишається дійсним.
gate-too-old-heading = Цей браузер застарий
gate-too-old = Оновіть його або скористайтеся Chrome чи Edge 109, Firefox 122 або Safari 16.4.1, чи новішим. Код лишається дійсним.
gate-works-not-listed = Цей браузер працює, але його немає у списку перевірених.

## Other pages
admin-heading = Адміністрування
admin-lead = Ви увійшли як { $name }.
admin-none = Сторінок адміністрування в цій версії немає. Налаштування, ролі та пристрої містяться у файлі конфігурації; журнал аудиту перевіряє команда «lotse audit verify».
admin-permissions = Що вам дозволено
admin-no-permissions = Вам не надано жодного дозволу.
network-heading = Що має пропускати брандмауер
network-lead = Lotse потрібне одне ім’я хоста. Якщо сеанс не з’єднується, попросіть мережевих фахівців дозволити таке:
network-what = Для чого
network-host = Хост
network-port = Порт
network-pages = Сторінки та їхнє живе з’єднання
network-media-udp = Зображення й чат, найкращий шлях
network-media-tcp = Зображення й чат там, де UDP закрито
network-same-host = той самий хост
network-media-port = медіапорт вашого сервера, у демонстрації 8443
network-no-others = До жодного іншого хоста звернень немає.
network-here = Перевірено звідси щойно
network-server = Цей сервер
network-works = Працює.
network-trying = Ще недоступний. Ця сторінка пробує далі.
network-browser = Цей браузер
network-browser-works = Може показувати екрани й ділитися ними.
network-media-later = Шлях зображення перевіряється під час кожного з’єднання сеансу; без сеансу ця сторінка не може його перевірити.

## When something does not work
fault-offline = Немає з’єднання із сервером. Перевірте мережу й спробуйте ще раз.
fault-unreadable = Відповідь сервера не вдалося прочитати. Оновіть сторінку й спробуйте ще раз.
fault-code = Цей код недійсний. Перевірте його або попросіть новий.
fault-rate = Забагато спроб. Зачекайте кілька хвилин і спробуйте ще раз.
fault-forbidden = Вам цього не дозволено.
fault-gone = Цього сеансу більше немає.
fault-conflict = Це вже не відповідає сеансу. Сторінка показує його теперішній стан.
fault-server = Сервер зараз не може цього зробити. Спробуйте ще раз за мить.
fault-other = Не вдалося.
fault-trace = Для служби підтримки: { $trace }
reason-tenant_disabled = Віддалену допомогу для вашої організації вимкнено.
reason-other_tenant = Людина або пристрій належить іншій організації.
reason-person_disabled = Обліковий запис вимкнено.
reason-same_person = Ніхто не може допомагати собі: помічник і той, хто показує екран, та сама людина.
reason-no_role = Жодна роль не дає на це дозволу. Попросіть його в адміністратора.
reason-out_of_scope = Роль це дозволяє, але не для цієї людини або пристрою.
reason-device_noncompliant = Пристрій не відповідає правилам організації.
reason-device_unenrolled = Пристрій не зареєстровано, а незареєстровані не дозволено.
reason-device_unknown = Про пристрій нічого не відомо.
reason-device_mismatch = Це інший пристрій, ніж той, для якого створено сеанс.
reason-user_mismatch = Це інша людина, ніж основний користувач пристрою.
reason-policy_blocked = Правило організації цього не дозволяє.
reason-too_many_sessions = У вас відкрито стільки сеансів, скільки дозволено. Спершу завершіть один.
reason-reason_required = Ваша організація вимагає причини для кожного сеансу.
reason-ticket_required = Ваша організація вимагає заявки для кожного сеансу.
reason-ticket_malformed = Номер заявки не схожий на номер вашої організації.
reason-surface_not_allowed = Ваша організація не дозволяє це показувати. Виберіть щось інше.
reason-full = Тут уже стільки помічників, скільки може бути.
reason-no_such_colleague = Ніхто не входить із таким ім’ям. Перевірте його й спробуйте ще раз.
reason-in_session = Ця людина вже бере участь у сеансі.
reason-sharer_elsewhere = Ви в цьому сеансі в іншому браузері. Продовжте там або спершу закрийте його там.
reason-extended_before = Коду вже додавали часу. Отримайте натомість новий.

## Spelling aloud
spell-0 = нуль
spell-1 = один
spell-2 = два
spell-3 = три
spell-4 = чотири
spell-5 = п’ять
spell-6 = шість
spell-7 = сім
spell-8 = вісім
spell-9 = дев’ять
spell-a = Альфа
spell-b = Браво
spell-c = Чарлі
spell-d = Дельта
spell-e = Ехо
spell-f = Фокстрот
spell-g = Гольф
spell-h = Готель
spell-j = Джульєтта
spell-k = Кіло
spell-m = Майк
spell-n = Новембер
spell-p = Папа
spell-q = Квебек
spell-r = Ромео
spell-s = Сьєрра
spell-t = Танго
spell-v = Віктор
spell-w = Віскі
spell-x = Ікс-рей
spell-y = Янкі
spell-z = Зулу
