# كل نصوص الصفحات بالعربية.

## The frame
brand = Lotse
skip = انتقل إلى المحتوى
language = اللغة
sign-out = تسجيل الخروج
signed-in-as = سجّلت الدخول باسم { $name }
to-sharer = أحتاج إلى مساعدة
to-helper = أقدّم المساعدة
to-network = الشبكة
footer-line = للمشاهدة فقط. لا يستطيع أحد التحكّم بحاسوبك عبر Lotse.
loading = لحظة من فضلك…
try-again = حاول مرة أخرى
unreachable-heading = لا يمكن الوصول إلى Lotse
unreachable-lead = تواصل هذه الصفحة المحاولة وتكمل من تلقاء نفسها. لا يلزمك فعل شيء.
unreachable-next = المحاولة التالية بعد { $time }
unreachable-now = جارٍ إعادة المحاولة…
unreachable-code = رمزك { $code } محفوظ.
try-now = حاول الآن
close = إغلاق
not-provided = غير مذكور
you = أنت
unknown-person = شخص ما

## Titles of the browser's tab
title-signin = تسجيل الدخول
title-sharer = الحصول على مساعدة
title-trust = تحقّق من هوية الشخص
title-capture = اختر ما تشاركه
title-live = مشاركة جارية
title-helper = تقديم المساعدة
title-helper-live = مساعدة جارية
title-ended = انتهت الجلسة
title-admin = الإدارة
title-network = الشبكة
title-unread = ({ $count }) { $title }

## Signing in
signin-heading = تسجيل الدخول
signin-lead = سجّل الدخول بحسابك في { $organisation }.
signin-kept = رمزك محفوظ. ستكمل به بعد تسجيل الدخول.
signin-expired = تم تسجيل خروجك. يُرجى تسجيل الدخول مرة أخرى.
signin-username = اسم المستخدم
signin-password = كلمة المرور
signin-button = تسجيل الدخول
signin-busy = جارٍ تسجيل الدخول…
signin-wrong = اسم المستخدم وكلمة المرور غير متطابقين.
signin-provider = المتابعة عبر { $provider }
signin-or = أو بحساب خاص هنا
signin-cancelled = لم يتم تسجيل دخولك لأنه أُلغي لدى مزوّد الهوية. يمكنك المحاولة مرة أخرى.
signin-again = استغرق الأمر وقتًا طويلًا أو بدأ في نافذة أخرى من المتصفح. يُرجى تسجيل الدخول مرة أخرى.
signin-unavailable = يتعذّر الوصول إلى مزوّد الهوية كما يجب في الوقت الحالي. حاول مرة أخرى بعد بضع دقائق.
signin-untrusted = لم يكن ردّ مزوّد الهوية موثوقًا، لذلك لم يتم تسجيل دخولك. يُرجى إبلاغ المسؤول.
signin-not-allowed = لا يُسمح بتسجيل الدخول هنا بهذا الحساب. اسأل المسؤول أو استخدم حسابًا آخر.
signin-too-many = يسجّل عدد كبير جدًا من الأشخاص الدخول من شبكتك. يُرجى الانتظار بضع دقائق.
signin-reference = للمسؤول: { $reference }
signin-demo-heading = هذا عرض تجريبي. جرّبه بصفة

## Entering the code
enter-heading = الحصول على مساعدة
enter-lead = اكتب الرمز الذي يمليه عليك من يساعدك.
enter-label = الرمز
enter-hint = 8 أحرف وأرقام لاتينية. لا فرق بين الأحرف الكبيرة والصغيرة، ولا أهمية للمسافات والشرطات. تكمل الصفحة وحدها بعد آخر حرف.
enter-strange = لا يحتوي أي رمز على «{ $char }».
enter-short = { $left ->
    [zero] لا ينقص أي حرف.
    [one] ينقص حرف واحد.
    [two] ينقص حرفان.
    [few] تنقص { $left } أحرف.
    [many] ينقص { $left } حرفًا.
   *[other] ينقص { $left } حرف.
}
enter-long = هذا أكثر من اللازم: الرمز من 8 أحرف.
enter-continue = متابعة
enter-busy = جارٍ التحقّق…
enter-safe = لا تكتب رمزًا أبدًا لشخص اتصل بك دون توقّع. لا يعطيك مكتب المساعدة رمزًا إلا إذا طلبت المساعدة.
enter-spelled = كما يتهجّاه من يساعدك
enter-how = كيف يعمل ذلك
enter-how-1 = ترى من يساعدك، فتسمح بذلك أو لا تسمح.
enter-how-2 = تختار ما تعرضه: شاشة كاملة أو نافذة واحدة أو علامة تبويب واحدة.
enter-how-3 = يمكنك الإيقاف المؤقت أو الإنهاء في أي لحظة. لا يُرى شيء بعد ذلك.
enter-how-needs = استخدم حاسوبًا عليه Chrome أو Edge 109 أو Firefox 122 أو Safari 16.4.1 أو أحدث. لا يلزم تثبيت أي شيء.
joining = جارٍ التحقّق من رمزك…
elsewhere-helper = أنت تساعد شخصًا في جلسة جارية.
elsewhere-helper-link = افتحها
elsewhere-sharer = أنت تشارك شاشتك في جلسة جارية.
elsewhere-sharer-link = افتحها

## The trust screen
trust-heading-sharer = هل هذا من تتوقّعه؟
trust-lead-sharer = يريد هذا الشخص رؤية شاشتك. هذه البيانات من مؤسستك وليست منه.
trust-heading-helper = هل هذا من تريد مساعدته؟
trust-lead-helper = هذه البيانات من مؤسستك وليست من الشخص نفسه.
trust-name = الاسم
trust-job = المسمّى الوظيفي
trust-company = الشركة
trust-domain = النطاق
trust-verified = موثّق
trust-unverified = غير موثّق
trust-picture = صورة { $name }
trust-will-heading = ما سيتمكّن { $name } من فعله
trust-will-see = رؤية الشاشة أو النافذة أو علامة التبويب التي تختارها بعد قليل، ولا شيء غيرها
trust-will-chat = تبادل الرسائل معك
trust-wont-heading = ما لن يتمكّن { $name } من فعله
trust-wont-control = تحريك الفأرة أو الكتابة أو فتح أي شيء
trust-wont-files = رؤية ملفاتك أو نسخها أو سماعك
trust-wont-after = رؤية أي شيء بعد أن توقف المشاركة بنقرة واحدة
trust-allow = السماح
trust-decline = الرفض
trust-allowed-heading = لقد سمحت
trust-allowed = بانتظار قبول { $name }. لم تتم مشاركة شيء بعد.
trust-leave = مغادرة
trust-accept = قبول
trust-cancel = إلغاء
trust-accepted-heading = لقد قبلت
trust-accepted = بانتظار سماح { $name }.
trust-other-allowed = سمح لك { $name } برؤية شاشته.
trust-other-accepted = { $name } جاهز للمساعدة.
trust-time = الوقت المتبقي لاتخاذ القرار: { $time }
trust-blocked = لا يمكن متابعة هذه الجلسة.

## Warnings to the helper
warn-heading = اقرأ هذا قبل القبول
warn-understand = أفهم الخطر
warned-heading = حدث تغيير
warned-lead = اقرأ هذا قبل المتابعة. حتى ذلك الحين لن ترى شاشة { $name }.
warned-acknowledge = متابعة
asks-in-helper = يريد { $name } المساعدة أيضًا
asks-in-observer = يريد { $name } المراقبة
asks-in-lead = تحقّق من هوية هذا الشخص. لن يرى شيئًا من شاشتك قبل أن تسمح بذلك.
warn-failed = قواعد لم تُستوفَ: { $rules }
warn-device_noncompliant = لا يلتزم هذا الجهاز بقواعد مؤسستك
warn-device_noncompliant-risk = قد يراقبه آخرون أو توجد عليه برمجيات خبيثة. لا تكتب أو تعرض كلمات مرور أو أسرارًا أخرى ما دمت ترى هذه الشاشة، واطلب من { $name } الأمر نفسه.
warn-device_unenrolled = هذا الجهاز غير مسجّل
warn-device_unenrolled-risk = لا تديره مؤسستك، لذلك لا يعرف أحد مدى أمانه. لا تكتب أو تعرض كلمات مرور أو أسرارًا أخرى، واطلب من { $name } الأمر نفسه.
warn-device_unknown = لا يُعرف شيء عن هذا الجهاز
warn-device_unknown-risk = لم يقدّم المتصفح دليلًا على هوية الجهاز. هذا لا يعني أنه غير آمن. لا تكتب أو تعرض كلمات مرور ما لم تكن متأكدًا.
warn-device_mismatch = هذا جهاز آخر غير الذي اخترته
warn-device_mismatch-risk = اسأل { $name } عن الجهاز المستخدم قبل أن تثق بما تراه. لا تكتب أو تعرض كلمات مرور.
warn-user_mismatch = { $name } ليس المستخدم الرئيسي لهذا الجهاز
warn-user_mismatch-risk = اسأل عن سبب استخدامه. لا تكتب أو تعرض كلمات مرور.
warn-posture_stale = المعلومات عن هذا الجهاز أقدم من يوم
warn-posture_stale-risk = ربما تغيّرت منذ ذلك الحين.
warn-first_contact = لم تساعد { $name } من قبل
warn-first_contact-risk = تأكّد أنه الشخص الذي تتحدث معه.
warn-browser_unlisted = هذا المتصفح يعمل، لكنه ليس في قائمة المتصفحات المختبرة
warn-browser_unlisted-risk = إذا بدا شيء غير صحيح، فاطلب من { $name } استخدام Chrome أو Edge أو Firefox أو Safari.
warn-outside_hours = الوقت خارج ساعات العمل المعتادة في مؤسستك
warn-outside_hours-risk = تأكّد أن هذه الجلسة متوقّعة.
warn-chip-device_noncompliant = جهاز غير ممتثل
warn-chip-device_unenrolled = جهاز غير مسجّل
warn-chip-device_unknown = جهاز غير معروف
warn-chip-device_mismatch = جهاز آخر
warn-chip-user_mismatch = ليس المستخدم الرئيسي
warn-chip-posture_stale = بيانات الجهاز قديمة
warn-chip-first_contact = أول تواصل
warn-chip-browser_unlisted = متصفح غير مدرج
warn-chip-outside_hours = خارج الساعات المعتادة

## Choosing what to share
capture-heading = اختر ما يمكن أن يراه { $name }
capture-lead = سيسألك متصفحك الآن. يمكنك اختيار شاشة كاملة أو نافذة واحدة أو علامة تبويب واحدة.
capture-tip = أغلق أولًا ما لا ينبغي أن يراه أحد، مثل البريد أو المحادثات.
capture-button = اختر ما تشاركه
capture-asking = متصفحك يسألك…
capture-asking-lead = اختر ما تشاركه في النافذة التي فتحها متصفحك.
capture-judging = جارٍ التحقّق من السماح بالمشاركة…
capture-again-heading = لا تتم مشاركة أي شيء
capture-again = لا يرى { $name } شيئًا في هذه اللحظة. اختر شيئًا للمتابعة.
cure-user-cancelled-heading = أغلقت النافذة دون مشاركة
cure-user-cancelled = لم تتم مشاركة شيء. اضغط الزر مرة أخرى عندما تكون جاهزًا.
cure-os-permission-heading = نظامك لا يسمح لهذا المتصفح بمشاركة الشاشة
cure-os-permission = افتح إعدادات النظام > الخصوصية والأمن > تسجيل الشاشة وصوت النظام، وفعّل متصفحك، ثم أعد تشغيله وعُد إلى هنا. جلستك بانتظارك.
cure-capture-disabled-heading = المشاركة معطّلة في هذا المتصفح
cure-capture-disabled = تمنع مؤسستك أو أحد الإعدادات مشاركة الشاشة هنا. اطلب من مكتب المساعدة السماح بها لهذا الموقع، أو استخدم متصفحًا آخر.
cure-nothing-to-share-heading = لم يجد متصفحك شيئًا لمشاركته
cure-nothing-to-share = تأكّد من توصيل شاشة ومن أن نظامك يسمح بالمشاركة. على Linux يجب أن تعمل بوابة سطح المكتب.
cure-device-failed-heading = تعذّر التقاط الشاشة
cure-device-failed = ربما يعيق ذلك برنامج آخر. حاول مرة أخرى، أو اختر نافذة بدل الشاشة الكاملة.
cure-needs-click-heading = يريد المتصفح نقرة جديدة
cure-needs-click = اضغط الزر مرة أخرى.
cure-blocked-here-heading = يحظر متصفحك هذا الموقع دون أن يسأل
cure-blocked-here = طُلب منه ذلك من قبل. انقر الشاشة المشطوبة بجانب العنوان، وأزل الحظر، ثم اضغط الزر مرة أخرى.
cure-blocked-here-safari-heading = يحظر Safari هذا الموقع دون أن يسأل
cure-blocked-here-safari = افتح Safari > الإعدادات > مواقع الويب > مشاركة الشاشة، واضبط هذا الموقع على «السؤال»، ثم اضغط الزر مرة أخرى.
cure-nothing-to-share-linux-heading = لم يعرض نظامك شيئًا لمشاركته
cure-nothing-to-share-linux = مع Wayland يسأل المتصفح بوابة سطح المكتب. تأكّد من أن xdg-desktop-portal والجزء الخاص بسطح مكتبك مثبّتان ويعملان، أو سجّل الدخول بجلسة X11.
cure-device-failed-windows-heading = لم يسلّم Windows الصورة
cure-device-failed-windows = يحدث هذا خلف شاشة القفل، وفي سطح مكتب بعيد مصغّر، ومع النوافذ المحمية. افتح قفل الشاشة أو اختر نافذة أخرى.

## The session, sharer
live-heading = يرى { $name } شاشتك
live-heading-paused = إيقاف مؤقت: لا يرى أحد شاشتك
live-heading-connecting = جارٍ توصيلك مع { $name }
live-heading-interrupted = انقطع اتصالك
live-heading-helper-lost = فقد { $name } الاتصال
live-nothing-shown = لا يُعرض شيء على أحد في هذه اللحظة.
live-surface-monitor = أنت تشارك شاشة كاملة.
live-surface-window = أنت تشارك نافذة واحدة.
live-surface-tab = أنت تشارك علامة تبويب واحدة.
live-surface-unknown = أنت تشارك ما اخترته.
live-preview = ما تشاركه
live-watching = المتصلون
live-watching-nobody = لا أحد متصل بعد.
live-helper = مساعد
live-observer = مراقب
live-pause = إيقاف مؤقت
live-resume = استئناف
live-switch = مشاركة شيء آخر
live-stop = إيقاف المشاركة
live-leave = إنهاء الجلسة
live-report = إبلاغ عن أمر مريب
live-report-heading = هل تريد الإبلاغ عن هذه الجلسة؟
live-report-lead = تنتهي فورًا وتُبلَّغ مؤسستك. افعل ذلك إذا لم يكن الشخص من يُفترض أن يكون، أو إذا طلب كلمات مرور أو مالًا.
live-report-yes = إنهاء وإبلاغ
live-report-no = رجوع
mini-open = نافذة صغيرة في المقدمة
mini-close = إغلاق النافذة الصغيرة
mini-title = أنت تشارك
mini-question = ينتظر أحدهم جوابك في الصفحة.
live-ends-soon = تنتهي هذه الجلسة بعد { $time }.
confirm-heading = هل ما زلت تريد مشاركة شاشتك؟
confirm-lead = من دون جواب تتوقف الصورة مؤقتًا لدى { $name }.
confirm-yes = متابعة المشاركة
confirm-no = إيقاف المشاركة
confirm-heading-helper = هل ما زلت هنا؟
confirm-lead-helper = لم يحدث شيء منذ مدة. من دون جواب تنتهي الجلسة.
confirm-yes-helper = ما زلت هنا

## The badge
badge-live = مباشر
badge-choosing = لم تتم مشاركة شيء بعد
badge-connecting = جارٍ الاتصال…
badge-quiet-own = اتصالك بطيء
badge-quiet-other = لا جديد للحظة
badge-interrupted-own = انقطاع، جارٍ إعادة الاتصال
badge-interrupted-other = انقطع الاتصال
badge-paused-own = متوقف مؤقتًا
badge-paused-other = أوقفه { $name } مؤقتًا
badge-since = منذ { $time }

## Helping
help-heading = مساعدة شخص
help-lead = احصل على رمز، وأملِه على من طلب مساعدتك، وشاهد شاشته.
help-get = الحصول على رمز
help-getting = جارٍ الحصول على رمز…
help-step-code = تحصل على رمز
help-step-say = تمليه، أو ترسل الرابط
help-step-see = توافقان كلاكما، فترى الشاشة
help-wish = السبب أو التذكرة أو الجهاز
help-reason = السبب
help-ticket = التذكرة
help-device = الجهاز
help-device-any = أي جهاز
help-device-hint = تكون الجلسة عندئذ لهذا الجهاز ومستخدمه الرئيسي فقط.
help-observe = مراقبة جلسة جارية
help-observe-lead = يرى كل من في الجلسة أنك موجود، ويجب أن يسمح بذلك أولًا من يشارك شاشته.
help-observe-field = عنوان الجلسة
help-observe-hint = ينسخه لك المساعد في الجلسة الجارية.
help-observe-strange = هذا ليس عنوان جلسة.
help-observe-button = طلب المراقبة
help-observe-not-allowed = هذا العنوان للمشرفين الذين يراقبون جلسة. ليس لديك هذا الحق.
code-heading = أملِ هذا الرمز
code-lead = يكتبه الشخص في { $address }
code-label = الرمز
code-spelled = التهجئة
code-gone-heading = عُرض الرمز مرة واحدة فقط
code-gone = حرصًا على الأمان لا يُحفظ في الصفحة. احصل على رمز جديد للمتابعة.
code-copy = نسخ الرمز
code-copy-link = نسخ الرابط
code-copied = تم النسخ
code-copy-failed = فشل النسخ. يُرجى تحديده يدويًا.
code-qr = عرض كرمز QR
code-qr-label = رمز QR للرابط
code-qr-hint = لكاميرا حاسوب محمول أو جهاز لوحي سيشارك شاشته. لا يستطيع الهاتف مشاركة شاشته.
code-mail = كتابة بريد إلكتروني
code-mail-subject = رمزك للمساعدة عن بُعد
code-mail-body = مرحبًا،

    افتح هذا الرابط في متصفحك وسجّل الدخول:
    { $link }

    أو افتح { $address } واكتب هذا الرمز: { $code }

    سترى من أنا قبل مشاركة أي شيء، وأنت تختار ما أراه. الرمز صالح حتى { $time }.
code-left = صالح لمدة { $time }
code-expired = لم يعد هذا الرمز صالحًا.
code-extend = مزيد من الوقت
code-renew = رمز جديد
code-cancel = إلغاء
code-waiting = بانتظار أن يكتب الشخص الرمز…
code-joining = كتب أحدهم الرمز. جارٍ التحقّق…
code-refused-heading = حاول أحدهم الدخول ورُفض
code-refused-keep = ما زال الرمز صالحًا.
code-hold-on = جارٍ فتح الجلسة…
wait-capture = يختار { $name } ما يشاركه
wait-capture-lead = ستراه فور اختياره.
wait-connecting = جارٍ توصيلك مع { $name }
wait-connecting-lead = تأتي الصورة بعد لحظة.
quality-good = اتصال جيد
quality-fair = اتصال بطيء
quality-poor = اتصال ضعيف
quality-detail = فُقد { $loss } %، { $rate } kbit/s
quality-detail-rtt = ذهاب وإياب { $rtt } ms، فُقد { $loss } %، { $rate } kbit/s
cover-paused = أوقف { $name } المشاركة مؤقتًا
cover-interrupted = انقطع الاتصال مع { $name }
cover-interrupted-lead = يواصل Lotse المحاولة. لا يلزم { $name } فعل شيء.
cover-own = انقطع اتصالك أنت
cover-own-lead = يعيد Lotse الاتصال من تلقاء نفسه.
cover-warned = الصورة بانتظارك
cover-warned-lead = اقرأ التحذير الجديد أعلاه وأكّده. بعد ذلك تعود الصورة.
cover-codec = لا يستطيع متصفحك عرض هذه الصورة
cover-codec-lead = تأتي كفيديو { $codec }. افتح هذه الصفحة في إصدار حديث من Chrome أو Edge أو Firefox على هذا الحاسوب.
cover-codec-other = أو اطلب من { $name } المشاركة من متصفح آخر.
invite = دعوة زميل
invite-username = الاسم الذي يسجّل به زميلك الدخول
invite-hint = يفتح زميلك صفحة المساعدة ويقبل. لا يرى شيئًا قبل أن يسمح { $name } بذلك.
invite-send = دعوة
invite-watch = نسخ العنوان لمشرف
invite-watch-hint = من له حق المراقبة يطلب الدخول به. لا يرى شيئًا قبل أن يسمح { $name } بذلك.
cover-since = منذ { $time }
screen-label = شاشة { $name }
screen-fit = ملاءمة
screen-actual = الحجم الأصلي
screen-in = أكبر
screen-out = أصغر
screen-zoom = { $percent } %
screen-full = ملء الشاشة
screen-full-end = الخروج من ملء الشاشة
screen-own-window = الصورة في نافذة مستقلة
screen-own-window-end = إعادة الصورة إلى الصفحة
screen-keys = علامتا الزائد والناقص تكبّران وتصغّران، و0 للملاءمة، و1 للحجم الأصلي، وF لملء الشاشة. اسحب لتحريك الصورة.
stats-open = إحصاءات
stats-heading = كيف تصل الصورة إلى هنا
stats-counting = جارٍ العدّ…
stats-size = الدقّة
stats-size-value = { $width } × { $height }
stats-sharpness = الحدّة
stats-sharp = حادّة
stats-fair = ضبابية قليلًا
stats-soft = ضبابية لأن الخط ممتلئ
stats-delay = التأخير من الخادم
stats-delay-short = { $ms } ms، بالكاد يُلاحظ
stats-delay-noticeable = { $ms } ms، يُلاحظ
stats-delay-long = { $ms } ms، طويل
stats-frames = صور في الثانية
stats-rate = معدّل البيانات
stats-rate-value = { $rate } kbit/s
stats-loss = ما فُقد في الطريق
stats-loss-value = { $loss } %
stats-freezes = مرات التجمّد حتى الآن
stats-codec = صيغة الفيديو
stats-path = المسار
stats-path-udp = UDP، وهو الأفضل
stats-path-tcp = TCP، لأن UDP مغلق
stats-unknown = لا يذكره هذا المتصفح
screen-tools = العرض
help-end = إنهاء الجلسة
help-person = أنت تساعد { $name }

## Chat
chat-heading = الدردشة
chat-open = إظهار الدردشة
chat-close = إخفاء الدردشة
chat-unread = { $count ->
    [zero] لا رسائل غير مقروءة
    [one] رسالة واحدة غير مقروءة
    [two] رسالتان غير مقروءتين
    [few] { $count } رسائل غير مقروءة
    [many] { $count } رسالة غير مقروءة
   *[other] { $count } رسالة غير مقروءة
}
chat-empty = لم يُكتب شيء بعد. تبقى الرسائل في هذه الجلسة.
chat-off = الدردشة معطّلة في مؤسستك.
chat-label = رسالة
chat-placeholder = اكتب رسالة
chat-send = إرسال
chat-hint = مفتاح Enter يرسل، وShift+Enter يبدأ سطرًا جديدًا.
chat-left = { $left ->
    [zero] لم يبقَ أي حرف
    [one] بقي حرف واحد
    [two] بقي حرفان
    [few] بقيت { $left } أحرف
    [many] بقي { $left } حرفًا
   *[other] بقي { $left } حرف
}
chat-over = { $over ->
    [zero] لا حروف زائدة
    [one] حرف واحد زائد
    [two] حرفان زائدان
    [few] { $over } أحرف زائدة
    [many] { $over } حرفًا زائدًا
   *[other] { $over } حرف زائد
}
chat-sending = جارٍ الإرسال…
chat-waiting = بانتظار الاتصال…
chat-retry = إعادة الإرسال
chat-discard = تجاهل
chat-refused-empty = لم تُرسل: الرسالة فارغة.
chat-refused-too_long = لم تُرسل: الرسالة طويلة جدًا.
chat-refused-too_fast = لم تُرسل: كان ذلك سريعًا جدًا. انتظر لحظة ثم أعد إرسالها.
chat-refused-not_allowed = لم تُرسل: الدردشة غير مسموحة في هذه الجلسة.
chat-refused-thread_full = لم تُرسل: بلغت هذه الدردشة أقصى طول لها.
chat-not-connected = تُرسل الرسائل فور عودة الاتصال.

## The end
ended-heading = انتهت الجلسة
ended-next-help = الحصول على رمز آخر
ended-next-share = كتابة رمز آخر
ended-nothing-shared = لم يعد يُشارك شيء من شاشتك.
end-sharer_left-own = أوقفت المشاركة.
end-sharer_left-other = أوقف { $name } المشاركة.
end-helper_left-own = أنهيت الجلسة.
end-helper_left-other = أنهى { $name } الجلسة.
end-sharer_declined-own = رفضت. لم تتم مشاركة شيء.
end-sharer_declined-other = رفض { $name }.
end-helper_cancelled-own = ألغيت الجلسة.
end-helper_cancelled-other = ألغى { $name } الجلسة.
end-code_expired = لم يستخدم أحد الرمز في الوقت المحدد.
end-code_locked = قُفل الرمز بعد محاولات مرفوضة كثيرة.
end-join_timeout = استغرق التحقّق وقتًا طويلًا.
end-consent_timeout = لم يصل جواب في الوقت المحدد.
end-capture_timeout = لم يُختر شيء للمشاركة في الوقت المحدد.
end-connect_failed = تعذّر إنشاء الاتصال. ربما يعيقه جدار حماية.
end-policy_blocked = لم تعد إحدى قواعد مؤسستك تسمح بهذه الجلسة.
end-access_revoked = لم يعد يُسمح لأحد الأطراف بالمشاركة.
end-sharer_absent = غادر من أراد المشاركة قبل أن تبدأ.
end-sharer_lost-own = انقطع اتصالك مدة طويلة.
end-sharer_lost-other = انقطع الاتصال مع { $name } ولم يعد.
end-helper_absent = أُغلقت صفحة المساعد.
end-helper_lost-own = انقطع اتصالك مدة طويلة.
end-helper_lost-other = انقطع الاتصال مع { $name } ولم يعد.
end-pause_timeout = طال الإيقاف المؤقت أكثر من اللازم.
end-idle_timeout = لم يحدث شيء مدة طويلة.
end-max_duration = بلغت الجلسة أطول مدة لها.
end-admin_ended = أنهى أحد المسؤولين الجلسة.
end-reported_suspicious-own = أبلغت عن هذه الجلسة. تم إعلام مؤسستك.
end-reported_suspicious-other = أُبلغ عن الجلسة باعتبارها مريبة وانتهت.
end-service_error = حدث خطأ من جهتنا.
end-not_let_in = لم يُسمح لك بالدخول. رفض { $name } أو لم يجب في الوقت المحدد.
next-default-sharer = إذا كنت لا تزال تحتاج إلى مساعدة، فاطلب رمزًا جديدًا ممن يساعدك.
next-default-helper = إذا كانت المساعدة لا تزال مطلوبة، فاحصل على رمز جديد.
next-connect_failed = افتح صفحة الشبكة لترى ما يجب أن يسمح به جدار الحماية.
next-access_revoked = اسأل مكتب المساعدة عن الحق الناقص.
next-reported_suspicious = إذا أعطيت كلمة مرور، فغيّرها الآن واتصل بمكتب المساعدة على رقم تعرفه.
next-service_error = حاول مرة أخرى. إذا تكرر ذلك، فأبلغ مكتب المساعدة.
next-not_let_in = تحدّث مع من دعاك قبل أن تحاول مرة أخرى.

## The browser gate
gate-insecure-heading = هذا العنوان غير آمن
gate-insecure = لا تعمل مشاركة الشاشة إلا عبر https. افتح الصفحة مع https:// في البداية، أو اسأل مكتب المساعدة عن العنوان الصحيح.
gate-in-app-browser-heading = هذه الصفحة مفتوحة داخل تطبيق آخر
gate-in-app-browser = افتحها في متصفحك الفعلي: انسخ العنوان والصقه في Chrome أو Edge أو Firefox أو Safari. يبقى رمزك صالحًا.
gate-webrtc-disabled-heading = الاتصالات المباشرة معطّلة في هذا المتصفح
gate-webrtc-disabled = عطّلت إضافة أو أحد الإعدادات WebRTC. فعّله لهذا الموقع أو استخدم متصفحًا آخر. يبقى رمزك صالحًا.
gate-capture-disabled-heading = لا يستطيع هذا المتصفح مشاركة الشاشة هنا
gate-capture-disabled = مشاركة الشاشة غير متوفرة أو تمنعها مؤسستك. استخدم Chrome أو Edge أو Firefox أو Safari على هذا الحاسوب. يبقى رمزك صالحًا.
gate-mobile-no-capture-heading = لا تستطيع الهواتف والأجهزة اللوحية مشاركة شاشتها هنا
gate-mobile-no-capture = افتح هذه الصفحة على حاسوب واكتب هناك الرمز نفسه. يبقى صالحًا.
gate-too-old-heading = هذا المتصفح قديم جدًا
gate-too-old = حدّثه، أو استخدم Chrome أو Edge 109 أو Firefox 122 أو Safari 16.4.1 أو أحدث. يبقى رمزك صالحًا.
gate-works-not-listed = هذا المتصفح يعمل، لكنه ليس في قائمة المتصفحات المختبرة.

## Other pages
admin-heading = الإدارة
admin-lead = سجّلت الدخول باسم { $name }.
admin-none = صفحات الإدارة ليست جزءًا من هذا الإصدار. الإعدادات والأدوار والأجهزة في ملف الإعداد؛ ويُتحقّق من سجل التدقيق بالأمر «lotse audit verify».
admin-permissions = ما يُسمح لك به
admin-no-permissions = لم يُمنح لك أي إذن.
network-heading = ما يجب أن يسمح به جدار الحماية
network-lead = يحتاج Lotse إلى اسم مضيف واحد. إذا لم تتصل جلسة، فاطلب من فريق الشبكة السماح بما يلي:
network-what = الغرض
network-host = المضيف
network-port = المنفذ
network-pages = الصفحات واتصالها المباشر
network-media-udp = الصورة والدردشة، أفضل مسار
network-media-tcp = الصورة والدردشة حيث يكون UDP مغلقًا
network-same-host = المضيف نفسه
network-media-port = منفذ الوسائط في خادمك، وهو 8443 في العرض التجريبي
network-no-others = لا يتم الاتصال بأي مضيف آخر أبدًا.
network-here = جُرّب من هنا للتو
network-server = هذا الخادم
network-works = يعمل.
network-trying = لا يمكن الوصول إليه بعد. تواصل هذه الصفحة المحاولة.
network-browser = هذا المتصفح
network-browser-works = يستطيع عرض الشاشات ومشاركتها.
network-media-later = يُجرَّب مسار الصورة كلما اتصلت جلسة؛ ولا تستطيع هذه الصفحة تجربته دون جلسة.

## When something does not work
fault-offline = لا اتصال بالخادم. تحقّق من شبكتك وحاول مرة أخرى.
fault-unreadable = تعذّرت قراءة ردّ الخادم. أعد تحميل الصفحة وحاول مرة أخرى.
fault-code = هذا الرمز غير صالح. تحقّق منه أو اطلب رمزًا جديدًا.
fault-rate = محاولات كثيرة جدًا. انتظر بضع دقائق وحاول مرة أخرى.
fault-forbidden = لا يُسمح لك بذلك.
fault-gone = لم تعد هذه الجلسة موجودة.
fault-conflict = لم يعد ذلك مناسبًا للجلسة. تعرض الصفحة وضعها الحالي.
fault-server = لا يستطيع الخادم فعل ذلك الآن. حاول مرة أخرى بعد لحظة.
fault-other = لم ينجح ذلك.
fault-trace = لمكتب المساعدة: { $trace }
reason-tenant_disabled = المساعدة عن بُعد معطّلة في مؤسستك.
reason-other_tenant = ينتمي الشخص أو الجهاز إلى مؤسسة أخرى.
reason-person_disabled = الحساب معطّل.
reason-same_person = لا يستطيع أحد مساعدة نفسه: المساعد ومن يشارك هما الشخص نفسه.
reason-no_role = لا يمنح أي دور الإذن بهذا. اطلب دورًا من أحد المسؤولين.
reason-out_of_scope = يسمح أحد الأدوار بهذا، لكن ليس لهذا الشخص أو الجهاز.
reason-device_noncompliant = لا يلتزم الجهاز بقواعد المؤسسة.
reason-device_unenrolled = الجهاز غير مسجّل، والأجهزة غير المسجّلة غير مسموحة.
reason-device_unknown = لا يُعرف شيء عن الجهاز.
reason-device_mismatch = هذا جهاز آخر غير الذي أُنشئت الجلسة له.
reason-user_mismatch = هذا شخص آخر غير المستخدم الرئيسي للجهاز.
reason-policy_blocked = لا تسمح بذلك إحدى قواعد المؤسسة.
reason-too_many_sessions = لديك أقصى عدد مسموح من الجلسات المفتوحة. أنهِ واحدة أولًا.
reason-reason_required = تريد مؤسستك سببًا لكل جلسة.
reason-ticket_required = تريد مؤسستك تذكرة لكل جلسة.
reason-ticket_malformed = لا تبدو التذكرة من تذاكر مؤسستك.
reason-surface_not_allowed = لا تسمح مؤسستك بمشاركة هذا. اختر شيئًا آخر.
reason-full = بلغ عدد المساعدين هنا أقصاه.
reason-no_such_colleague = لا أحد يسجّل الدخول بهذا الاسم. تحقّق منه وحاول مرة أخرى.
reason-in_session = هذا الشخص مشارك في هذه الجلسة بالفعل.
reason-sharer_elsewhere = أنت في هذه الجلسة في متصفح آخر. أكمل هناك، أو أغلقها هناك أولًا.
reason-extended_before = مُدّد وقت الرمز من قبل. احصل على رمز جديد بدلًا من ذلك.

## Spelling aloud
spell-0 = صفر
spell-1 = واحد
spell-2 = اثنان
spell-3 = ثلاثة
spell-4 = أربعة
spell-5 = خمسة
spell-6 = ستة
spell-7 = سبعة
spell-8 = ثمانية
spell-9 = تسعة
spell-a = ألفا
spell-b = برافو
spell-c = تشارلي
spell-d = دلتا
spell-e = إيكو
spell-f = فوكستروت
spell-g = غولف
spell-h = هوتيل
spell-j = جولييت
spell-k = كيلو
spell-m = مايك
spell-n = نوفمبر
spell-p = بابا
spell-q = كيبيك
spell-r = روميو
spell-s = سييرا
spell-t = تانغو
spell-v = فيكتور
spell-w = ويسكي
spell-x = إكس راي
spell-y = يانكي
spell-z = زولو
