# Every text of the pages, in English. Keys are the same in each language; `npm run check` keeps that true.

## The frame
brand = Lotse
skip = Skip to the content
language = Language
sign-out = Sign out
signed-in-as = Signed in as { $name }
to-sharer = I need help
to-helper = I am helping
to-network = Network
footer-line = View only. Nobody can control your computer with Lotse.
loading = One moment…
try-again = Try again
unreachable-heading = Lotse cannot be reached
unreachable-lead = This page keeps trying and goes on by itself. You do not need to do anything.
unreachable-next = Next attempt in { $time }
unreachable-now = Trying again…
unreachable-code = Your code { $code } is kept.
try-now = Try now
close = Close
not-provided = not provided
you = You
unknown-person = Someone

## Titles of the browser's tab
title-signin = Sign in
title-sharer = Get help
title-trust = Check who it is
title-capture = Choose what to share
title-live = Sharing
title-helper = Give help
title-helper-live = Helping
title-ended = Session ended
title-admin = Administration
title-network = Network
title-unread = ({ $count }) { $title }

## Signing in
signin-heading = Sign in
signin-lead = Sign in with your account at { $organisation }.
signin-kept = Your code is kept. You go on with it after signing in.
signin-expired = You have been signed out. Please sign in again.
signin-username = Username
signin-password = Password
signin-button = Sign in
signin-busy = Signing in…
signin-wrong = This username and password do not fit together.
signin-provider = Continue with { $provider }
signin-or = or with an account of your own here
signin-cancelled = You were not signed in because it was cancelled at your identity provider. You can try again.
signin-again = That took too long or was begun in another browser window. Please sign in again.
signin-unavailable = Your identity provider cannot be reached properly at the moment. Try again in a few minutes.
signin-untrusted = The answer of your identity provider could not be trusted, so you were not signed in. Please tell your administrator.
signin-not-allowed = You may not sign in here with this account. Ask your administrator, or use another account.
signin-too-many = Too many people are signing in from your network. Please wait a few minutes.
signin-reference = For your administrator: { $reference }
signin-demo-heading = This is a demo. Try it as

## Entering the code
enter-heading = Get help
enter-lead = Type the code that your helper tells you.
enter-label = Code
enter-hint = 8 letters and digits. Capitals, spaces and hyphens do not matter. The page goes on by itself after the last one.
enter-strange = A code has no “{ $char }” in it.
enter-short = { $left ->
    [one] One character is still missing.
   *[other] { $left } characters are still missing.
}
enter-long = That is too much: a code has 8 characters.
enter-continue = Continue
enter-busy = Checking…
enter-safe = Never type a code for somebody who called you unexpectedly. Your help desk gives you a code only when you asked for help.
enter-spelled = As your helper spells it
enter-how = How it works
enter-how-1 = You see who your helper is, and allow it or not.
enter-how-2 = You choose what to show: a whole screen, one window or one tab.
enter-how-3 = You can pause or stop at any moment. Nothing is seen after that.
enter-how-needs = Use a computer with Chrome or Edge 109, Firefox 122, Safari 16.4.1, or newer. Nothing has to be installed.
joining = Checking your code…
elsewhere-helper = You are helping somebody in a running session.
elsewhere-helper-link = Open it
elsewhere-sharer = You are sharing in a running session.
elsewhere-sharer-link = Open it

## The trust screen
trust-heading-sharer = Is this who you expect?
trust-lead-sharer = This person wants to see your screen. Their details come from your organisation, not from them.
trust-heading-helper = Is this who you want to help?
trust-lead-helper = Their details come from your organisation, not from them.
trust-name = Name
trust-job = Job title
trust-company = Company
trust-domain = Domain
trust-verified = Verified
trust-unverified = Not verified
trust-picture = Picture of { $name }
trust-will-heading = What { $name } will be able to do
trust-will-see = See the screen, window or tab that you choose next, and nothing else
trust-will-chat = Write messages with you
trust-wont-heading = What { $name } will not be able to do
trust-wont-control = Move your mouse, type, or open anything
trust-wont-files = See or copy your files, or hear you
trust-wont-after = See anything once you stop, which is one click
trust-allow = Allow
trust-decline = Decline
trust-allowed-heading = You allowed it
trust-allowed = Waiting for { $name } to accept. Nothing is shared yet.
trust-leave = Leave
trust-accept = Accept
trust-cancel = Cancel
trust-accepted-heading = You accepted
trust-accepted = Waiting for { $name } to allow it.
trust-other-allowed = { $name } has allowed you to see their screen.
trust-other-accepted = { $name } is ready to help.
trust-time = Time to decide: { $time }
trust-blocked = This session cannot go on.

## Warnings to the helper
warn-heading = Please read before you accept
warn-understand = I understand the risk
warned-heading = Something has changed
warned-lead = Please read this before you go on. Until then you do not see the screen of { $name }.
warned-acknowledge = Go on
asks-in-helper = { $name } wants to help too
asks-in-observer = { $name } wants to look on
asks-in-lead = Check who this is. They see nothing of your screen before you allow it.
warn-failed = Rules that failed: { $rules }
warn-device_noncompliant = This device does not follow your organisation’s rules
warn-device_noncompliant-risk = It may be watched by others or carry malware. Do not type or show passwords or other secrets while you see this screen, and ask { $name } not to either.
warn-device_unenrolled = This device is not enrolled
warn-device_unenrolled-risk = Your organisation does not manage it, so nobody knows how safe it is. Do not type or show passwords or other secrets, and ask { $name } not to either.
warn-device_unknown = Nothing is known about this device
warn-device_unknown-risk = The browser gave no proof of which device this is. That does not mean it is unsafe. Do not type or show passwords unless you are sure.
warn-device_mismatch = This is another device than the one you chose
warn-device_mismatch-risk = Ask { $name } which device they are using before you trust what you see. Do not type or show passwords.
warn-user_mismatch = { $name } is not the main user of this device
warn-user_mismatch-risk = Ask why they use it. Do not type or show passwords.
warn-posture_stale = What is known about this device is more than a day old
warn-posture_stale-risk = It may have changed since.
warn-first_contact = You have not helped { $name } before
warn-first_contact-risk = Make sure that it is who you are talking to.
warn-browser_unlisted = This browser works, but is not on the list of tested ones
warn-browser_unlisted-risk = If something looks wrong, ask { $name } to use Chrome, Edge, Firefox or Safari.
warn-outside_hours = It is outside your organisation’s usual hours
warn-outside_hours-risk = Make sure that this session is expected.
warn-chip-device_noncompliant = Device not compliant
warn-chip-device_unenrolled = Device not enrolled
warn-chip-device_unknown = Device unknown
warn-chip-device_mismatch = Other device
warn-chip-user_mismatch = Not the main user
warn-chip-posture_stale = Device data is old
warn-chip-first_contact = First contact
warn-chip-browser_unlisted = Browser not listed
warn-chip-outside_hours = Outside usual hours

## Choosing what to share
capture-heading = Choose what { $name } may see
capture-lead = Your browser asks you next. You can pick a whole screen, one window or one tab.
capture-tip = Close what nobody should see first, such as mail or chats.
capture-button = Choose what to share
capture-asking = Your browser is asking you…
capture-asking-lead = Pick what to share in the window that your browser has opened.
capture-judging = Checking whether this may be shared…
capture-again-heading = Nothing is being shared
capture-again = { $name } sees nothing at the moment. Choose something to go on.
cure-user-cancelled-heading = You closed the window without sharing
cure-user-cancelled = Nothing was shared. Press the button again when you are ready.
cure-os-permission-heading = Your system does not let this browser share the screen
cure-os-permission = Open System Settings > Privacy & Security > Screen & System Audio Recording, switch your browser on, restart the browser, and come back. Your session waits for you.
cure-capture-disabled-heading = Sharing is switched off in this browser
cure-capture-disabled = Your organisation or a setting forbids screen sharing here. Ask your help desk to allow it for this site, or use another browser.
cure-nothing-to-share-heading = Your browser found nothing to share
cure-nothing-to-share = Make sure that a screen is connected and that your system allows sharing. On Linux, the desktop portal must be running.
cure-device-failed-heading = The screen could not be captured
cure-device-failed = Another program may be in the way. Try again, or pick a window instead of the whole screen.
cure-needs-click-heading = The browser wants a fresh click
cure-needs-click = Press the button once more.
cure-blocked-here-heading = Your browser blocks this site without asking
cure-blocked-here = It was told so before. Click the crossed-out screen beside the address, remove the block, and press the button again.
cure-blocked-here-safari-heading = Safari blocks this site without asking
cure-blocked-here-safari = Open Safari > Settings > Websites > Screen Sharing, set this site to “Ask”, and press the button again.
cure-nothing-to-share-linux-heading = Your system offered nothing to share
cure-nothing-to-share-linux = Under Wayland the browser asks the desktop portal. Make sure that xdg-desktop-portal and the part of your desktop are installed and running, or sign in with an X11 session.
cure-device-failed-windows-heading = Windows did not hand over the picture
cure-device-failed-windows = This happens behind a lock screen, in a remote desktop that is minimised, and with protected windows. Unlock the screen, or pick another window.

## The session, sharer
live-heading = { $name } sees your screen
live-heading-paused = Paused: nobody sees your screen
live-heading-connecting = Connecting you with { $name }
live-heading-interrupted = Your connection is interrupted
live-heading-helper-lost = { $name } has lost the connection
live-nothing-shown = Nothing is shown to anybody at the moment.
live-surface-monitor = You are sharing a whole screen.
live-surface-window = You are sharing one window.
live-surface-tab = You are sharing one tab.
live-surface-unknown = You are sharing what you picked.
live-preview = What you are sharing
live-watching = Who is connected
live-watching-nobody = Nobody is connected yet.
live-helper = Helper
live-observer = Observer
live-pause = Pause
live-resume = Resume
live-switch = Share something else
live-stop = Stop sharing
live-leave = End session
live-report = Report suspicious
live-report-heading = Report this session as suspicious?
live-report-lead = It ends at once, and your organisation is told. Do this when the person is not who they should be, or asks for passwords or money.
live-report-yes = End and report
live-report-no = Go back
mini-open = Small window on top
mini-close = Close the small window
mini-title = You are sharing
mini-question = Somebody needs your answer on the page.
live-ends-soon = This session ends in { $time }.
confirm-heading = Do you still want to share your screen?
confirm-lead = Without an answer the picture is paused for { $name }.
confirm-yes = Go on sharing
confirm-no = Stop sharing
confirm-heading-helper = Are you still there?
confirm-lead-helper = Nothing has happened for a while. Without an answer the session ends.
confirm-yes-helper = I am still here

## The badge
badge-live = Live
badge-choosing = Nothing shared yet
badge-connecting = Connecting…
badge-quiet-own = Your connection is slow
badge-quiet-other = Nothing new for a moment
badge-interrupted-own = Interrupted, reconnecting
badge-interrupted-other = Connection interrupted
badge-paused-own = Paused
badge-paused-other = Paused by { $name }
badge-since = since { $time }

## Helping
help-heading = Help somebody
help-lead = Get a code, read it out to the person who asked you for help, and see their screen.
help-get = Get a code
help-getting = Getting a code…
help-step-code = You get a code
help-step-say = You read it out, or send the link
help-step-see = You both agree, and you see the screen
help-observe = Look on at a running session
help-observe-lead = Everybody in the session sees that you are there, and the person who shares has to allow it first.
help-observe-field = Address of the session
help-observe-hint = The helper copies it for you in the running session.
help-observe-strange = This is not the address of a session.
help-observe-button = Ask to look on
help-observe-not-allowed = This address is for supervisors who look on at a session. You have no right to do that.
code-heading = Read out this code
code-lead = The person types it at { $address }
code-label = Code
code-spelled = Spelled out
code-gone-heading = The code was shown only once
code-gone = For safety it is not kept on the page. Get a new code to go on.
code-copy = Copy code
code-copy-link = Copy link
code-copied = Copied
code-copy-failed = Copying failed. Please select it by hand.
code-qr = Show as a QR code
code-qr-label = QR code of the link
code-qr-hint = For the camera of a laptop or tablet that shall share. A phone cannot share its screen.
code-mail = Write an e-mail
code-mail-subject = Your code for remote help
code-mail-body = Hello,

    open this link in your browser and sign in:
    { $link }

    Or open { $address } and type this code: { $code }

    You will see who I am before anything is shared, and you choose what I see. The code is valid until { $time }.
code-left = Valid for { $time }
code-expired = This code is no longer valid.
code-extend = More time
code-renew = New code
code-cancel = Cancel
code-waiting = Waiting for the person to enter the code…
code-joining = Somebody has entered the code. Checking…
code-refused-heading = Somebody tried to join and was refused
code-refused-keep = The code is still valid.
code-hold-on = Opening the session…
wait-capture = { $name } is choosing what to share
wait-capture-lead = You see it as soon as they have chosen.
wait-connecting = Connecting you with { $name }
wait-connecting-lead = The picture comes in a moment.
quality-good = Good connection
quality-fair = Slow connection
quality-poor = Poor connection
quality-detail = { $loss } % lost, { $rate } kbit/s
quality-detail-rtt = Round trip { $rtt } ms, { $loss } % lost, { $rate } kbit/s
cover-paused = { $name } has paused
cover-interrupted = The connection to { $name } is interrupted
cover-interrupted-lead = Lotse keeps trying. { $name } does not need to do anything.
cover-own = Your own connection is interrupted
cover-own-lead = Lotse reconnects by itself.
cover-warned = The picture waits for you
cover-warned-lead = Read the new warning above and confirm it. Then the picture comes back.
cover-codec = Your browser cannot show this picture
cover-codec-lead = It comes as { $codec } video. Open this page in a current Chrome, Edge or Firefox on this computer.
cover-codec-other = Or ask { $name } to share from another browser.
invite = Ask a colleague in
invite-username = The name your colleague signs in with
invite-hint = Your colleague opens the help page and accepts. They see nothing before { $name } allows it.
invite-send = Ask them in
invite-watch = Copy the address for a supervisor
invite-watch-hint = With the right to look on, they ask to come in by it. They see nothing before { $name } allows it.
cover-since = Since { $time }
screen-label = Screen of { $name }
screen-fit = Fit
screen-actual = Original size
screen-in = Larger
screen-out = Smaller
screen-zoom = { $percent } %
screen-full = Full screen
screen-full-end = Leave full screen
screen-own-window = Picture in a window of its own
screen-own-window-end = Picture back into the page
screen-keys = Plus and minus make it larger and smaller, 0 fits it, 1 shows the original size, F fills the screen. Drag to move the picture.
stats-open = Statistics
stats-heading = How the picture gets here
stats-counting = Counting…
stats-size = Resolution
stats-size-value = { $width } × { $height }
stats-sharpness = Sharpness
stats-sharp = Sharp
stats-fair = A little soft
stats-soft = Soft, because the line is full
stats-delay = Delay from the server
stats-delay-short = { $ms } ms, hardly noticeable
stats-delay-noticeable = { $ms } ms, noticeable
stats-delay-long = { $ms } ms, long
stats-frames = Frames per second
stats-rate = Data rate
stats-rate-value = { $rate } kbit/s
stats-loss = Lost on the way
stats-loss-value = { $loss } %
stats-freezes = Freezes so far
stats-codec = Video format
stats-path = Way
stats-path-udp = UDP, the best one
stats-path-tcp = TCP, because UDP is closed
stats-unknown = This browser does not tell
screen-tools = View
help-end = End session
help-person = You are helping { $name }

## Chat
chat-heading = Chat
chat-open = Show chat
chat-close = Hide chat
chat-unread = { $count ->
    [one] One unread message
   *[other] { $count } unread messages
}
chat-empty = Nothing has been written yet. Messages stay in this session.
chat-off = Chat is switched off in your organisation.
chat-label = Message
chat-placeholder = Write a message
chat-send = Send
chat-hint = Enter sends, Shift+Enter starts a new line.
chat-left = { $left ->
    [one] One character left
   *[other] { $left } characters left
}
chat-over = { $over ->
    [one] One character too many
   *[other] { $over } characters too many
}
chat-sending = Sending…
chat-waiting = Waiting for the connection…
chat-retry = Send again
chat-discard = Discard
chat-refused-empty = Not sent: the message is empty.
chat-refused-too_long = Not sent: the message is too long.
chat-refused-too_fast = Not sent: that was too fast. Wait a moment and send it again.
chat-refused-not_allowed = Not sent: chat is not allowed in this session.
chat-refused-thread_full = Not sent: this chat is as long as it can be.
chat-not-connected = Messages are sent as soon as the connection is up.

## The end
ended-heading = The session has ended
ended-next-help = Get another code
ended-next-share = Enter another code
ended-nothing-shared = Nothing of your screen is shared any more.
end-sharer_left-own = You stopped sharing.
end-sharer_left-other = { $name } stopped sharing.
end-helper_left-own = You ended the session.
end-helper_left-other = { $name } ended the session.
end-sharer_declined-own = You declined. Nothing was shared.
end-sharer_declined-other = { $name } declined.
end-helper_cancelled-own = You cancelled the session.
end-helper_cancelled-other = { $name } cancelled the session.
end-code_expired = Nobody used the code in time.
end-code_locked = The code was locked after too many refused attempts.
end-join_timeout = Checking took too long.
end-consent_timeout = There was no answer in time.
end-capture_timeout = Nothing was chosen to share in time.
end-connect_failed = The connection could not be made. A firewall may be in the way.
end-policy_blocked = A rule of your organisation no longer allows this session.
end-access_revoked = Somebody is no longer allowed to take part.
end-sharer_absent = The person who wanted to share went away before it began.
end-sharer_lost-own = Your connection was lost for too long.
end-sharer_lost-other = The connection to { $name } was lost and did not come back.
end-helper_absent = The helper’s page was closed.
end-helper_lost-own = Your connection was lost for too long.
end-helper_lost-other = The connection to { $name } was lost and did not come back.
end-pause_timeout = The pause lasted too long.
end-idle_timeout = Nothing happened for too long.
end-max_duration = The longest time for a session was reached.
end-admin_ended = An administrator ended the session.
end-reported_suspicious-own = You reported this session. Your organisation has been told.
end-reported_suspicious-other = The session was reported as suspicious and ended.
end-service_error = Something went wrong on our side.
end-not_let_in = You were not let in. { $name } declined, or did not answer in time.
next-default-sharer = If you still need help, ask your helper for a new code.
next-default-helper = If help is still needed, get a new code.
next-connect_failed = Open the network page to see what a firewall must let through.
next-access_revoked = Ask your help desk which right is missing.
next-reported_suspicious = If you gave away a password, change it now and call your help desk on a number you know.
next-service_error = Try again. If it happens again, tell your help desk.
next-not_let_in = Speak with whoever asked you in before you try again.

## The browser gate
gate-insecure-heading = This address is not secure
gate-insecure = Screen sharing works only over https. Open the page with https:// in front, or ask your help desk for the right address.
gate-in-app-browser-heading = This page is open inside another app
gate-in-app-browser = Open it in your real browser instead: copy the address and paste it into Chrome, Edge, Firefox or Safari. Your code stays valid.
gate-webrtc-disabled-heading = Live connections are switched off in this browser
gate-webrtc-disabled = An extension or a setting has switched WebRTC off. Switch it on for this site, or use another browser. Your code stays valid.
gate-capture-disabled-heading = This browser cannot share the screen here
gate-capture-disabled = Screen sharing is missing or forbidden by your organisation. Use Chrome, Edge, Firefox or Safari on this computer. Your code stays valid.
gate-mobile-no-capture-heading = Phones and tablets cannot share their screen here
gate-mobile-no-capture = Open this page on a computer and type the same code there. It stays valid.
gate-too-old-heading = This browser is too old
gate-too-old = Update it, or use Chrome or Edge 109, Firefox 122 or Safari 16.4.1, or newer. Your code stays valid.

gate-works-not-listed = This browser works, but is not on the list of tested ones.

## Other pages
admin-heading = Administration
admin-lead = You are signed in as { $name }.
admin-none = Pages for administration are not part of this version. Settings, roles and devices are in the configuration file; the audit log is checked with the command “lotse audit verify”.
admin-permissions = What you may do
admin-no-permissions = No permission has been given to you.
network-heading = What a firewall must let through
network-lead = Lotse needs one host name. If a session does not connect, ask your network team to allow this:
network-what = What for
network-host = Host
network-port = Port
network-pages = Pages and their live connection
network-media-udp = Picture and chat, best way
network-media-tcp = Picture and chat, where UDP is closed
network-same-host = the same host
network-media-port = the media port of your server, 8443 in the demo
network-no-others = No other host is ever contacted.
network-here = Tried from here just now
network-server = This server
network-works = Works.
network-trying = Cannot be reached yet. This page keeps trying.
network-browser = This browser
network-browser-works = Can show and share screens.
network-media-later = The way of the picture is tried whenever a session connects; this page cannot try it without one.

## When something does not work
fault-offline = No connection to the server. Check your network and try again.
fault-unreadable = The server’s answer could not be read. Reload the page and try again.
fault-code = This code is not valid. Check it, or ask your helper for a new one.
fault-rate = Too many attempts. Wait a few minutes and try again.
fault-forbidden = You are not allowed to do this.
fault-gone = This session does not exist any more.
fault-conflict = That does not fit the session any more. The page shows where it stands now.
fault-server = The server cannot do this right now. Try again in a moment.
fault-other = That did not work.
fault-trace = For your help desk: { $trace }
reason-tenant_disabled = Remote help is switched off for your organisation.
reason-other_tenant = The person or the device belongs to another organisation.
reason-person_disabled = The account is disabled.
reason-same_person = Nobody can help themselves: helper and sharer are the same person.
reason-no_role = No role gives the permission for this. Ask an administrator for one.
reason-out_of_scope = A role allows this, but not for this person or device.
reason-device_noncompliant = The device does not follow the organisation’s rules.
reason-device_unenrolled = The device is not enrolled, and unenrolled devices are not allowed.
reason-device_unknown = Nothing is known about the device.
reason-device_mismatch = It is another device than the session was made for.
reason-user_mismatch = It is another person than the device’s main user.
reason-policy_blocked = A rule of the organisation does not allow it.
reason-too_many_sessions = You have as many sessions open as you may. End one first.
reason-reason_required = Your organisation wants a reason for each session.
reason-ticket_required = Your organisation wants a ticket for each session.
reason-ticket_malformed = The ticket does not look like one of your organisation’s.
reason-surface_not_allowed = Your organisation does not let this be shared. Pick something else.
reason-full = There are as many helpers here as there may be.
reason-no_such_colleague = Nobody signs in with this name. Check it and try again.
reason-in_session = They are part of this session already.
reason-sharer_elsewhere = You are in this session in another browser. Go on there, or close it there first.
reason-extended_before = The code was given more time before. Get a new code instead.

## Spelling aloud
spell-0 = zero
spell-1 = one
spell-2 = two
spell-3 = three
spell-4 = four
spell-5 = five
spell-6 = six
spell-7 = seven
spell-8 = eight
spell-9 = nine
spell-a = Alfa
spell-b = Bravo
spell-c = Charlie
spell-d = Delta
spell-e = Echo
spell-f = Foxtrot
spell-g = Golf
spell-h = Hotel
spell-j = Juliett
spell-k = Kilo
spell-m = Mike
spell-n = November
spell-p = Papa
spell-q = Quebec
spell-r = Romeo
spell-s = Sierra
spell-t = Tango
spell-v = Victor
spell-w = Whiskey
spell-x = X-ray
spell-y = Yankee
spell-z = Zulu
