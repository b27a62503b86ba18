# כל הטקסטים של הדפים בעברית.

## The frame
brand = Lotse
skip = דילוג לתוכן
language = שפה
sign-out = יציאה
signed-in-as = מחוברים בתור { $name }
to-sharer = אני צריך עזרה
to-helper = אני עוזר
to-network = רשת
footer-line = לצפייה בלבד. אף אחד לא יכול לשלוט במחשב שלך באמצעות Lotse.
loading = רגע אחד…
try-again = לנסות שוב
unreachable-heading = אין גישה אל Lotse
unreachable-lead = הדף ממשיך לנסות וימשיך מעצמו. אין צורך לעשות דבר.
unreachable-next = הניסיון הבא בעוד { $time }
unreachable-now = מנסים שוב…
unreachable-code = הקוד שלך { $code } שמור.
try-now = לנסות עכשיו
close = סגירה
not-provided = לא נמסר
you = אתם
unknown-person = מישהו

## Titles of the browser's tab
title-signin = כניסה
title-sharer = קבלת עזרה
title-trust = בדקו מי זה
title-capture = בחרו מה לשתף
title-live = משתפים
title-helper = מתן עזרה
title-helper-live = עוזרים
title-ended = השיחה הסתיימה
title-admin = ניהול
title-network = רשת
title-unread = ({ $count }) { $title }

## Signing in
signin-heading = כניסה
signin-lead = היכנסו עם החשבון שלכם ב־{ $organisation }.
signin-kept = הקוד שלכם שמור. אחרי הכניסה תמשיכו איתו.
signin-expired = יצאתם מהמערכת. נא להיכנס שוב.
signin-username = שם משתמש
signin-password = סיסמה
signin-button = כניסה
signin-busy = נכנסים…
signin-wrong = שם המשתמש והסיסמה אינם תואמים.
signin-provider = להמשיך עם { $provider }
signin-or = או עם חשבון מקומי כאן
signin-cancelled = לא נכנסתם, כי הכניסה בוטלה אצל ספק הזהויות שלכם. אפשר לנסות שוב.
signin-again = זה ארך זמן רב מדי או התחיל בחלון דפדפן אחר. נא להיכנס שוב.
signin-unavailable = אין כרגע גישה תקינה לספק הזהויות שלכם. נסו שוב בעוד כמה דקות.
signin-untrusted = אי אפשר לסמוך על תשובת ספק הזהויות שלכם, ולכן לא נכנסתם. נא להודיע למנהל המערכת.
signin-not-allowed = אי אפשר להיכנס לכאן עם החשבון הזה. פנו למנהל המערכת או השתמשו בחשבון אחר.
signin-too-many = יותר מדי אנשים נכנסים מהרשת שלכם. נא להמתין כמה דקות.
signin-reference = עבור מנהל המערכת: { $reference }
signin-demo-heading = זו הדגמה. נסו אותה בתור

## Entering the code
enter-heading = קבלת עזרה
enter-lead = הקלידו את הקוד שאומר לכם מי שעוזר.
enter-label = קוד
enter-hint = 8 אותיות לועזיות וספרות. אין חשיבות לאותיות גדולות, לרווחים ולמקפים. אחרי התו האחרון הדף ממשיך מעצמו.
enter-strange = אין בקוד את התו ”{ $char }“.
enter-short = { $left ->
    [one] חסר עוד תו אחד.
    [two] חסרים עוד שני תווים.
   *[other] חסרים עוד { $left } תווים.
}
enter-long = זה יותר מדי: בקוד יש 8 תווים.
enter-continue = להמשיך
enter-busy = בודקים…
enter-safe = לעולם אל תקלידו קוד עבור מי שהתקשר אליכם במפתיע. מוקד התמיכה נותן קוד רק כשביקשתם עזרה.
enter-spelled = כפי שמאייתים לכם
enter-how = איך זה עובד
enter-how-1 = אתם רואים מי עוזר לכם, ומאשרים או לא.
enter-how-2 = אתם בוחרים מה להראות: מסך שלם, חלון אחד או כרטיסייה אחת.
enter-how-3 = אפשר להשהות או להפסיק בכל רגע. אחרי זה לא רואים דבר.
enter-how-needs = השתמשו במחשב עם Chrome או Edge 109, Firefox 122, Safari 16.4.1 או חדש יותר. אין צורך להתקין דבר.
joining = בודקים את הקוד שלכם…
elsewhere-helper = אתם עוזרים למישהו בשיחה פעילה.
elsewhere-helper-link = לפתוח אותה
elsewhere-sharer = אתם משתפים בשיחה פעילה.
elsewhere-sharer-link = לפתוח אותה

## The trust screen
trust-heading-sharer = האם זה מי שציפיתם לו?
trust-lead-sharer = אדם זה רוצה לראות את המסך שלכם. הפרטים באים מהארגון שלכם, לא ממנו.
trust-heading-helper = האם זה מי שאתם רוצים לעזור לו?
trust-lead-helper = הפרטים באים מהארגון שלכם, לא מאותו אדם.
trust-name = שם
trust-job = תפקיד
trust-company = חברה
trust-domain = דומיין
trust-verified = מאומת
trust-unverified = לא מאומת
trust-picture = תמונה של { $name }
trust-will-heading = מה יהיה אפשרי עבור { $name }
trust-will-see = לראות את המסך, החלון או הכרטיסייה שתבחרו מיד, ושום דבר אחר
trust-will-chat = להתכתב איתכם
trust-wont-heading = מה לא יהיה אפשרי עבור { $name }
trust-wont-control = להזיז את העכבר, להקליד או לפתוח משהו
trust-wont-files = לראות או להעתיק את הקבצים שלכם, או לשמוע אתכם
trust-wont-after = לראות משהו אחרי שתפסיקו, וזו לחיצה אחת
trust-allow = לאשר
trust-decline = לסרב
trust-allowed-heading = אישרתם
trust-allowed = ממתינים להסכמה של { $name }. עדיין לא משתפים דבר.
trust-leave = עזיבה
trust-accept = להסכים
trust-cancel = ביטול
trust-accepted-heading = הסכמתם
trust-accepted = ממתינים לאישור של { $name }.
trust-other-allowed = התקבל אישור מאת { $name } לראות את המסך.
trust-other-accepted = { $name } מוכנים לעזור.
trust-time = זמן להחלטה: { $time }
trust-blocked = השיחה הזאת לא יכולה להימשך.

## Warnings to the helper
warn-heading = נא לקרוא לפני ההסכמה
warn-understand = הסיכון ברור לי
warned-heading = משהו השתנה
warned-lead = קראו את זה לפני שתמשיכו. עד אז לא תראו את המסך של { $name }.
warned-acknowledge = להמשיך
asks-in-helper = גם { $name } רוצים לעזור
asks-in-observer = { $name } רוצים לצפות
asks-in-lead = בדקו מי זה. לא רואים דבר מהמסך שלכם לפני שתאשרו.
warn-failed = כללים שלא מולאו: { $rules }
warn-device_noncompliant = המכשיר הזה אינו עומד בכללי הארגון שלכם
warn-device_noncompliant-risk = ייתכן שאחרים צופים בו או שיש בו תוכנה זדונית. כל עוד אתם רואים את המסך, אל תקלידו ואל תציגו סיסמאות או סודות אחרים, ובקשו זאת גם מאת { $name }.
warn-device_unenrolled = המכשיר הזה אינו רשום
warn-device_unenrolled-risk = הארגון שלכם אינו מנהל אותו, ולכן איש אינו יודע עד כמה הוא בטוח. אל תקלידו ואל תציגו סיסמאות או סודות אחרים, ובקשו זאת גם מאת { $name }.
warn-device_unknown = לא ידוע דבר על המכשיר הזה
warn-device_unknown-risk = הדפדפן לא הוכיח באיזה מכשיר מדובר. אין פירוש הדבר שאינו בטוח. אל תקלידו ואל תציגו סיסמאות אלא אם אתם בטוחים.
warn-device_mismatch = זה מכשיר אחר מזה שבחרתם
warn-device_mismatch-risk = שאלו את { $name } באיזה מכשיר מדובר לפני שתסמכו על מה שאתם רואים. אל תקלידו ואל תציגו סיסמאות.
warn-user_mismatch = { $name } אינם המשתמשים העיקריים במכשיר הזה
warn-user_mismatch-risk = שאלו מדוע משתמשים בו. אל תקלידו ואל תציגו סיסמאות.
warn-posture_stale = המידע על המכשיר הזה ישן מיממה
warn-posture_stale-risk = ייתכן שהשתנה מאז.
warn-first_contact = עדיין לא עזרתם אל { $name }
warn-first_contact-risk = ודאו שזה מי שאתם מדברים איתו.
warn-browser_unlisted = הדפדפן הזה עובד, אך אינו ברשימת הדפדפנים שנבדקו
warn-browser_unlisted-risk = אם משהו נראה לא תקין, בקשו מאת { $name } להשתמש ב־Chrome, ב־Edge, ב־Firefox או ב־Safari.
warn-outside_hours = זה מחוץ לשעות הרגילות של הארגון שלכם
warn-outside_hours-risk = ודאו שהשיחה הזאת צפויה.
warn-chip-device_noncompliant = מכשיר לא תואם
warn-chip-device_unenrolled = מכשיר לא רשום
warn-chip-device_unknown = מכשיר לא מוכר
warn-chip-device_mismatch = מכשיר אחר
warn-chip-user_mismatch = לא המשתמש העיקרי
warn-chip-posture_stale = מידע ישן על המכשיר
warn-chip-first_contact = קשר ראשון
warn-chip-browser_unlisted = דפדפן לא ברשימה
warn-chip-outside_hours = מחוץ לשעות הרגילות

## Choosing what to share
capture-heading = בחרו מה אפשר להראות אל { $name }
capture-lead = הדפדפן ישאל אתכם מיד. אפשר לבחור מסך שלם, חלון אחד או כרטיסייה אחת.
capture-tip = סגרו קודם מה שאיש לא צריך לראות, כמו דואר או צ׳אטים.
capture-button = לבחור מה לשתף
capture-asking = הדפדפן שואל אתכם…
capture-asking-lead = בחרו מה לשתף בחלון שהדפדפן פתח.
capture-judging = בודקים אם מותר לשתף את זה…
capture-again-heading = לא משתפים דבר
capture-again = { $name } לא רואים דבר כרגע. בחרו משהו כדי להמשיך.
cure-user-cancelled-heading = סגרתם את החלון בלי לשתף
cure-user-cancelled = לא שותף דבר. לחצו שוב על הכפתור כשתהיו מוכנים.
cure-os-permission-heading = המערכת לא מאפשרת לדפדפן הזה לשתף את המסך
cure-os-permission = פתחו את הגדרות המערכת > פרטיות ואבטחה > הקלטת מסך ושמע של המערכת, הפעילו את הדפדפן, הפעילו אותו מחדש וחזרו לכאן. השיחה מחכה לכם.
cure-capture-disabled-heading = השיתוף כבוי בדפדפן הזה
cure-capture-disabled = הארגון שלכם או הגדרה אוסרים כאן שיתוף מסך. בקשו ממוקד התמיכה לאפשר אותו באתר הזה, או השתמשו בדפדפן אחר.
cure-nothing-to-share-heading = הדפדפן לא מצא מה לשתף
cure-nothing-to-share = ודאו שמסך מחובר ושהמערכת מאפשרת שיתוף. ב־Linux פורטל שולחן העבודה צריך לפעול.
cure-device-failed-heading = אי אפשר היה לצלם את המסך
cure-device-failed = ייתכן שתוכנה אחרת מפריעה. נסו שוב, או בחרו חלון במקום המסך כולו.
cure-needs-click-heading = הדפדפן רוצה לחיצה נוספת
cure-needs-click = לחצו שוב על הכפתור.
cure-blocked-here-heading = הדפדפן חוסם את האתר הזה בלי לשאול
cure-blocked-here = כך נאמר לו בעבר. לחצו על סמל המסך המחוק ליד הכתובת, הסירו את החסימה ולחצו שוב על הכפתור.
cure-blocked-here-safari-heading = Safari חוסם את האתר הזה בלי לשאול
cure-blocked-here-safari = פתחו Safari > הגדרות > אתרי אינטרנט > שיתוף מסך, קבעו לאתר הזה ”לשאול“ ולחצו שוב על הכפתור.
cure-nothing-to-share-linux-heading = המערכת לא הציעה מה לשתף
cure-nothing-to-share-linux = ב־Wayland הדפדפן פונה לפורטל שולחן העבודה. ודאו ש־xdg-desktop-portal והחלק של סביבת העבודה שלכם מותקנים ופועלים, או היכנסו עם X11.
cure-device-failed-windows-heading = Windows לא מסר את התמונה
cure-device-failed-windows = זה קורה מאחורי מסך נעילה, בשולחן עבודה מרוחק ממוזער ובחלונות מוגנים. שחררו את הנעילה או בחרו חלון אחר.

## The session, sharer
live-heading = { $name } רואים את המסך שלכם
live-heading-paused = מושהה: איש אינו רואה את המסך שלכם
live-heading-connecting = מחברים אתכם אל { $name }
live-heading-interrupted = החיבור שלכם נקטע
live-heading-helper-lost = החיבור של { $name } אבד
live-nothing-shown = כרגע לא מוצג דבר לאיש.
live-surface-monitor = אתם משתפים מסך שלם.
live-surface-window = אתם משתפים חלון אחד.
live-surface-tab = אתם משתפים כרטיסייה אחת.
live-surface-unknown = אתם משתפים את מה שבחרתם.
live-preview = מה שאתם משתפים
live-watching = מי מחובר
live-watching-nobody = איש עדיין לא מחובר.
live-helper = עזרה
live-observer = צפייה
live-pause = השהיה
live-resume = המשך
live-switch = לשתף משהו אחר
live-stop = להפסיק לשתף
live-leave = לסיים את השיחה
live-report = דיווח על חשד
live-report-heading = לדווח על השיחה הזאת כחשודה?
live-report-lead = היא מסתיימת מיד והארגון שלכם מקבל הודעה. עשו זאת אם האדם אינו מי שאמור להיות, או מבקש סיסמאות או כסף.
live-report-yes = לסיים ולדווח
live-report-no = חזרה
mini-open = חלון קטן מעל הכול
mini-close = לסגור את החלון הקטן
mini-title = אתם משתפים
mini-question = בדף מחכים לתשובה שלכם.
live-ends-soon = השיחה הזאת מסתיימת בעוד { $time }.
confirm-heading = עדיין רוצים לשתף את המסך?
confirm-lead = ללא תשובה התמונה תושהה עבור { $name }.
confirm-yes = להמשיך לשתף
confirm-no = להפסיק לשתף
confirm-heading-helper = אתם עדיין כאן?
confirm-lead-helper = כבר זמן מה לא קורה דבר. ללא תשובה השיחה תסתיים.
confirm-yes-helper = אני עדיין כאן

## The badge
badge-live = שידור חי
badge-choosing = עדיין לא שותף דבר
badge-connecting = מתחברים…
badge-quiet-own = החיבור שלכם איטי
badge-quiet-other = אין חדש לרגע
badge-interrupted-own = נקטע, מתחברים מחדש
badge-interrupted-other = החיבור נקטע
badge-paused-own = מושהה
badge-paused-other = הושהה בידי { $name }
badge-since = מאז { $time }

## Helping
help-heading = עזרה למישהו
help-lead = קבלו קוד, הקריאו אותו למי שביקש עזרה וראו את המסך.
help-get = לקבל קוד
help-getting = מקבלים קוד…
help-step-code = אתם מקבלים קוד
help-step-say = מקריאים אותו, או שולחים את הקישור
help-step-see = שניכם מסכימים, ואתם רואים את המסך
help-wish = סיבה, פנייה או מכשיר
help-reason = סיבה
help-ticket = פנייה
help-device = מכשיר
help-device-any = כל מכשיר
help-device-hint = השיחה תהיה אז רק למכשיר הזה ולמשתמש העיקרי בו.
help-observe = צפייה בשיחה פעילה
help-observe-lead = כולם בשיחה רואים שאתם שם, ומי שמשתף צריך לאשר קודם.
help-observe-field = כתובת השיחה
help-observe-hint = מי שעוזר מעתיק אותה עבורכם בשיחה הפעילה.
help-observe-strange = זו לא כתובת של שיחה.
help-observe-button = לבקש לצפות
help-observe-not-allowed = הכתובת הזאת מיועדת לאחראים שצופים בשיחה. אין לכם הרשאה לכך.
code-heading = הקריאו את הקוד הזה
code-lead = מקלידים אותו ב־{ $address }
code-label = קוד
code-spelled = באיות
code-gone-heading = הקוד הוצג רק פעם אחת
code-gone = מטעמי בטיחות הוא לא נשמר בדף. קבלו קוד חדש כדי להמשיך.
code-copy = העתקת הקוד
code-copy-link = העתקת הקישור
code-copied = הועתק
code-copy-failed = ההעתקה נכשלה. נא לסמן ידנית.
code-qr = הצגה כקוד QR
code-qr-label = קוד QR של הקישור
code-qr-hint = למצלמה של מחשב נייד או טאבלט שישתף. טלפון לא יכול לשתף את המסך שלו.
code-mail = כתיבת דוא״ל
code-mail-subject = הקוד שלכם לעזרה מרחוק
code-mail-body = שלום,

    פתחו את הקישור הזה בדפדפן והיכנסו:
    { $link }

    או פתחו את { $address } והקלידו את הקוד: { $code }

    תראו מי אני לפני שמשהו ישותף, ואתם בוחרים מה אני רואה. הקוד תקף עד { $time }.
code-left = בתוקף עוד { $time }
code-expired = הקוד הזה כבר אינו בתוקף.
code-extend = עוד זמן
code-renew = קוד חדש
code-cancel = ביטול
code-waiting = ממתינים להקלדת הקוד…
code-joining = הקוד הוקלד. בודקים…
code-refused-heading = מישהו ניסה להצטרף וסורב
code-refused-keep = הקוד עדיין בתוקף.
code-hold-on = פותחים את השיחה…
wait-capture = { $name } בוחרים מה לשתף
wait-capture-lead = תראו זאת מיד לאחר הבחירה.
wait-connecting = מחברים אתכם אל { $name }
wait-connecting-lead = התמונה תגיע בעוד רגע.
quality-good = חיבור טוב
quality-fair = חיבור איטי
quality-poor = חיבור גרוע
quality-detail = אבדו { $loss } %, { $rate } kbit/s
quality-detail-rtt = הלוך ושוב { $rtt } ms, אבדו { $loss } %, { $rate } kbit/s
cover-paused = השיתוף הושהה בידי { $name }
cover-interrupted = החיבור אל { $name } נקטע
cover-interrupted-lead = Lotse ממשיך לנסות. אין צורך בפעולה מצד { $name }.
cover-own = החיבור שלכם נקטע
cover-own-lead = Lotse מתחבר מחדש מעצמו.
cover-warned = התמונה מחכה לכם
cover-warned-lead = קראו את האזהרה החדשה למעלה ואשרו אותה. אז התמונה תחזור.
cover-codec = הדפדפן שלכם לא יכול להציג את התמונה
cover-codec-lead = היא מגיעה כווידאו { $codec }. פתחו את הדף ב־Chrome, ב־Edge או ב־Firefox עדכני במחשב הזה.
cover-codec-other = או בקשו מאת { $name } לשתף מדפדפן אחר.
invite = לצרף עמית
invite-username = השם שבו העמית נכנס
invite-hint = העמית פותח את דף העזרה ומסכים. הוא לא רואה דבר לפני שיתקבל אישור מאת { $name }.
invite-send = לצרף
invite-watch = העתקת הכתובת לאחראי
invite-watch-hint = מי שרשאי לצפות מבקש דרכה להיכנס. לא רואים דבר לפני שיתקבל אישור מאת { $name }.
cover-since = מאז { $time }
screen-label = המסך של { $name }
screen-fit = התאמה
screen-actual = גודל מקורי
screen-in = להגדיל
screen-out = להקטין
screen-zoom = { $percent } %
screen-full = מסך מלא
screen-full-end = יציאה ממסך מלא
screen-own-window = התמונה בחלון משלה
screen-own-window-end = להחזיר את התמונה לדף
screen-keys = פלוס ומינוס מגדילים ומקטינים, 0 מתאים, 1 מציג גודל מקורי, F ממלא את המסך. גררו כדי להזיז את התמונה.
stats-open = נתונים
stats-heading = איך התמונה מגיעה לכאן
stats-counting = סופרים…
stats-size = רזולוציה
stats-size-value = { $width } × { $height }
stats-sharpness = חדות
stats-sharp = חדה
stats-fair = מעט מטושטשת
stats-soft = מטושטשת, כי הקו מלא
stats-delay = השהיה מהשרת
stats-delay-short = { $ms } ms, כמעט לא מורגשת
stats-delay-noticeable = { $ms } ms, מורגשת
stats-delay-long = { $ms } ms, ארוכה
stats-frames = תמונות בשנייה
stats-rate = קצב נתונים
stats-rate-value = { $rate } kbit/s
stats-loss = אבד בדרך
stats-loss-value = { $loss } %
stats-freezes = קפיאות עד כה
stats-codec = תבנית וידאו
stats-path = נתיב
stats-path-udp = UDP, הטוב ביותר
stats-path-tcp = TCP, כי UDP סגור
stats-unknown = הדפדפן הזה אינו מוסר
screen-tools = תצוגה
help-end = לסיים את השיחה
help-person = אתם עוזרים אל { $name }

## Chat
chat-heading = צ׳אט
chat-open = להציג את הצ׳אט
chat-close = להסתיר את הצ׳אט
chat-unread = { $count ->
    [one] הודעה אחת שלא נקראה
    [two] שתי הודעות שלא נקראו
   *[other] { $count } הודעות שלא נקראו
}
chat-empty = עדיין לא נכתב דבר. ההודעות נשארות בשיחה הזאת.
chat-off = הצ׳אט כבוי בארגון שלכם.
chat-label = הודעה
chat-placeholder = כתבו הודעה
chat-send = שליחה
chat-hint = Enter שולח, Shift+Enter פותח שורה חדשה.
chat-left = { $left ->
    [one] נותר תו אחד
    [two] נותרו שני תווים
   *[other] נותרו { $left } תווים
}
chat-over = { $over ->
    [one] תו אחד יותר מדי
    [two] שני תווים יותר מדי
   *[other] { $over } תווים יותר מדי
}
chat-sending = שולחים…
chat-waiting = ממתינים לחיבור…
chat-retry = לשלוח שוב
chat-discard = למחוק
chat-refused-empty = לא נשלחה: ההודעה ריקה.
chat-refused-too_long = לא נשלחה: ההודעה ארוכה מדי.
chat-refused-too_fast = לא נשלחה: זה היה מהיר מדי. המתינו רגע ושלחו שוב.
chat-refused-not_allowed = לא נשלחה: צ׳אט אינו מותר בשיחה הזאת.
chat-refused-thread_full = לא נשלחה: הצ׳אט הגיע לאורכו המרבי.
chat-not-connected = ההודעות יישלחו ברגע שיהיה חיבור.

## The end
ended-heading = השיחה הסתיימה
ended-next-help = לקבל קוד אחר
ended-next-share = להקליד קוד אחר
ended-nothing-shared = כבר לא משותף דבר מהמסך שלכם.
end-sharer_left-own = הפסקתם לשתף.
end-sharer_left-other = השיתוף הופסק בידי { $name }.
end-helper_left-own = סיימתם את השיחה.
end-helper_left-other = השיחה הסתיימה בידי { $name }.
end-sharer_declined-own = סירבתם. לא שותף דבר.
end-sharer_declined-other = התקבל סירוב מאת { $name }.
end-helper_cancelled-own = ביטלתם את השיחה.
end-helper_cancelled-other = השיחה בוטלה בידי { $name }.
end-code_expired = איש לא השתמש בקוד בזמן.
end-code_locked = הקוד ננעל אחרי יותר מדי ניסיונות שסורבו.
end-join_timeout = הבדיקה ארכה זמן רב מדי.
end-consent_timeout = לא התקבלה תשובה בזמן.
end-capture_timeout = לא נבחר בזמן מה לשתף.
end-connect_failed = לא ניתן היה להתחבר. ייתכן שחומת אש מפריעה.
end-policy_blocked = כלל של הארגון שלכם כבר אינו מתיר את השיחה.
end-access_revoked = מישהו כבר אינו רשאי להשתתף.
end-sharer_absent = מי שרצה לשתף עזב לפני ההתחלה.
end-sharer_lost-own = החיבור שלכם אבד לזמן רב מדי.
end-sharer_lost-other = החיבור אל { $name } אבד ולא חזר.
end-helper_absent = הדף של מי שעזר נסגר.
end-helper_lost-own = החיבור שלכם אבד לזמן רב מדי.
end-helper_lost-other = החיבור אל { $name } אבד ולא חזר.
end-pause_timeout = ההשהיה ארכה זמן רב מדי.
end-idle_timeout = זמן רב מדי לא קרה דבר.
end-max_duration = השיחה הגיעה לאורך המרבי.
end-admin_ended = מנהל מערכת סיים את השיחה.
end-reported_suspicious-own = דיווחתם על השיחה. הארגון שלכם קיבל הודעה.
end-reported_suspicious-other = השיחה דווחה כחשודה והסתיימה.
end-service_error = משהו השתבש אצלנו.
end-not_let_in = לא הוכנסתם. התקבל סירוב מאת { $name }, או שלא הייתה תשובה בזמן.
next-default-sharer = אם עדיין דרושה עזרה, בקשו קוד חדש ממי שעוזר לכם.
next-default-helper = אם עדיין דרושה עזרה, קבלו קוד חדש.
next-connect_failed = פתחו את דף הרשת כדי לראות מה חומת אש צריכה להעביר.
next-access_revoked = שאלו את מוקד התמיכה איזו הרשאה חסרה.
next-reported_suspicious = אם מסרתם סיסמה, שנו אותה עכשיו והתקשרו למוקד התמיכה במספר שאתם מכירים.
next-service_error = נסו שוב. אם זה חוזר, הודיעו למוקד התמיכה.
next-not_let_in = דברו עם מי שצירף אתכם לפני שתנסו שוב.

## The browser gate
gate-insecure-heading = הכתובת הזאת אינה מאובטחת
gate-insecure = שיתוף מסך פועל רק ב־https. פתחו את הדף עם https:// בהתחלה, או בקשו ממוקד התמיכה את הכתובת הנכונה.
gate-in-app-browser-heading = הדף הזה פתוח בתוך יישום אחר
gate-in-app-browser = פתחו אותו בדפדפן של ממש: העתיקו את הכתובת והדביקו ב־Chrome, ב־Edge, ב־Firefox או ב־Safari. הקוד נשאר בתוקף.
gate-webrtc-disabled-heading = חיבורים חיים כבויים בדפדפן הזה
gate-webrtc-disabled = תוסף או הגדרה כיבו את WebRTC. הפעילו אותו באתר הזה, או השתמשו בדפדפן אחר. הקוד נשאר בתוקף.
gate-capture-disabled-heading = הדפדפן הזה לא יכול לשתף כאן את המסך
gate-capture-disabled = שיתוף מסך חסר או אסור בידי הארגון שלכם. השתמשו ב־Chrome, ב־Edge, ב־Firefox או ב־Safari במחשב הזה. הקוד נשאר בתוקף.
gate-mobile-no-capture-heading = טלפונים וטאבלטים לא יכולים לשתף כאן את המסך
gate-mobile-no-capture = פתחו את הדף במחשב והקלידו שם את אותו קוד. הוא נשאר בתוקף.
gate-too-old-heading = הדפדפן הזה ישן מדי
gate-too-old = עדכנו אותו, או השתמשו ב־Chrome או Edge 109, Firefox 122 או Safari 16.4.1, או חדש יותר. הקוד נשאר בתוקף.
gate-works-not-listed = הדפדפן הזה עובד, אך אינו ברשימת הדפדפנים שנבדקו.

## Other pages
admin-heading = ניהול
admin-lead = נכנסתם בתור { $name }.
admin-none = דפי ניהול אינם חלק מהגרסה הזאת. ההגדרות, התפקידים והמכשירים נמצאים בקובץ התצורה; יומן הביקורת נבדק בפקודה ”lotse audit verify“.
admin-permissions = מה מותר לכם
admin-no-permissions = לא ניתנה לכם שום הרשאה.
network-heading = מה חומת אש צריכה להעביר
network-lead = Lotse זקוק לשם מארח אחד. אם שיחה אינה מתחברת, בקשו מצוות הרשת לאפשר את זה:
network-what = למה
network-host = מארח
network-port = יציאה
network-pages = הדפים והחיבור החי שלהם
network-media-udp = תמונה וצ׳אט, הנתיב הטוב ביותר
network-media-tcp = תמונה וצ׳אט, כשהיציאה של UDP סגורה
network-same-host = אותו מארח
network-media-port = יציאת המדיה של השרת שלכם, 8443 בהדגמה
network-no-others = אין פנייה לשום מארח אחר.
network-here = נוסה מכאן הרגע
network-server = השרת הזה
network-works = עובד.
network-trying = עדיין אין גישה. הדף ממשיך לנסות.
network-browser = הדפדפן הזה
network-browser-works = יכול להציג ולשתף מסכים.
network-media-later = נתיב התמונה נבדק בכל חיבור של שיחה; בלי שיחה הדף הזה לא יכול לבדוק אותו.

## When something does not work
fault-offline = אין חיבור לשרת. בדקו את הרשת ונסו שוב.
fault-unreadable = אי אפשר היה לקרוא את תשובת השרת. טענו את הדף מחדש ונסו שוב.
fault-code = הקוד הזה אינו תקף. בדקו אותו, או בקשו קוד חדש.
fault-rate = יותר מדי ניסיונות. המתינו כמה דקות ונסו שוב.
fault-forbidden = אין לכם הרשאה לכך.
fault-gone = השיחה הזאת כבר אינה קיימת.
fault-conflict = זה כבר אינו מתאים לשיחה. הדף מציג את מצבה הנוכחי.
fault-server = השרת לא יכול לעשות זאת כרגע. נסו שוב בעוד רגע.
fault-other = זה לא הצליח.
fault-trace = עבור מוקד התמיכה: { $trace }
reason-tenant_disabled = עזרה מרחוק כבויה בארגון שלכם.
reason-other_tenant = האדם או המכשיר שייך לארגון אחר.
reason-person_disabled = החשבון מושבת.
reason-same_person = איש אינו יכול לעזור לעצמו: מי שעוזר ומי שמשתף הם אותו אדם.
reason-no_role = אין תפקיד שמתיר זאת. בקשו תפקיד ממנהל מערכת.
reason-out_of_scope = תפקיד מתיר זאת, אך לא לאדם או למכשיר הזה.
reason-device_noncompliant = המכשיר אינו עומד בכללי הארגון.
reason-device_unenrolled = המכשיר אינו רשום, ומכשירים לא רשומים אינם מותרים.
reason-device_unknown = לא ידוע דבר על המכשיר.
reason-device_mismatch = זה מכשיר אחר מזה שהשיחה נוצרה עבורו.
reason-user_mismatch = זה אדם אחר מהמשתמש העיקרי במכשיר.
reason-policy_blocked = כלל של הארגון אינו מתיר זאת.
reason-too_many_sessions = פתוחות אצלכם כל השיחות המותרות. סיימו אחת קודם.
reason-reason_required = הארגון שלכם דורש סיבה לכל שיחה.
reason-ticket_required = הארגון שלכם דורש פנייה לכל שיחה.
reason-ticket_malformed = מספר הפנייה אינו נראה כמו של הארגון שלכם.
reason-surface_not_allowed = הארגון שלכם אינו מתיר לשתף את זה. בחרו משהו אחר.
reason-full = יש כאן כבר כל העוזרים המותרים.
reason-no_such_colleague = איש אינו נכנס בשם הזה. בדקו אותו ונסו שוב.
reason-in_session = האדם כבר משתתף בשיחה הזאת.
reason-sharer_elsewhere = אתם בשיחה הזאת בדפדפן אחר. המשיכו שם, או סגרו אותה שם קודם.
reason-extended_before = לקוד כבר ניתן זמן נוסף. קבלו קוד חדש במקום.

## Spelling aloud
spell-0 = אפס
spell-1 = אחת
spell-2 = שתיים
spell-3 = שלוש
spell-4 = ארבע
spell-5 = חמש
spell-6 = שש
spell-7 = שבע
spell-8 = שמונה
spell-9 = תשע
spell-a = אלפא
spell-b = ברבו
spell-c = צ׳רלי
spell-d = דלתא
spell-e = אקו
spell-f = פוקסטרוט
spell-g = גולף
spell-h = הוטל
spell-j = ג׳ולייט
spell-k = קילו
spell-m = מייק
spell-n = נובמבר
spell-p = פאפא
spell-q = קוויבק
spell-r = רומיאו
spell-s = סיירה
spell-t = טנגו
spell-v = ויקטור
spell-w = ויסקי
spell-x = אקס־ריי
spell-y = ינקי
spell-z = זולו
