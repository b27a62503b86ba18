/** Every bound of the pages, each with what happens at it. What the server bounds too is kept equal by `limits.test.ts`. */

/** Longest chat message in code points; the page refuses to send a longer one. */
export const CHAT_CODE_POINTS_MAX = 4_000;
/** Longest chat message in UTF-8 bytes; the page refuses to send a longer one. */
export const CHAT_BYTES_MAX = 12 * 1024;
/** Largest message of the data channel in bytes; the page drops a larger one unread. */
export const CHANNEL_MESSAGE_BYTES_MAX = 16 * 1024;
/** Longest chat message as JSON text in bytes, control characters escaped; leaves room for the message around it. */
export const CHAT_JSON_BYTES_MAX = CHANNEL_MESSAGE_BYTES_MAX - 512;
/** Bytes of the thread that the page gives a node that may have lost it, at most and in each message; the rest is not given, and less than what a node takes at once. */
export const THREAD_GIVEN_BYTES_MAX = 128 * 1024;
export const THREAD_PIECE_BYTES_MAX = CHANNEL_MESSAGE_BYTES_MAX - 512;
/** How long a message rests that came too fast: at most, and before each further one. */
export const CHAT_REST_MS_MAX = 10_000;
export const CHAT_REST_MS = 600;
/** Chat messages that wait for their echo; beyond it the page takes no new one. */
export const CHAT_PENDING_MAX = 50;
/** Lines of the thread that the page keeps; beyond it the oldest are let go. */
export const CHAT_LINES_MAX = 10_000;
/** How often a sharer's page beats on the data channel. */
export const SHARER_BEAT_MS = 250;
/** How often a helper's page beats on the data channel. */
export const HELPER_BEAT_MS = 1_000;
/** How often a page beats on the live WebSocket. */
export const LIVE_BEAT_MS = 500;
/** Characters of a code. */
export const CODE_LENGTH = 8;
/** Longest text that is looked at for a code; the rest is cut off. */
export const CODE_INPUT_MAX = 200;
/** How long Allow and Accept rest after the trust screen appears, so that a click meant for the page before cannot hit them. */
export const ARM_MS = 700;
/** How long a connection that looks alive may stay without the session going on before it is made anew, once. */
export const STUCK_MS = 3_000;
/** How long the page says that something was copied. */
export const COPIED_MS = 2_500;
/** Pages of devices that are read; whoever has more of them finds the rest elsewhere. */
export const DEVICE_PAGES_MAX = 5;
/** Longest reason or ticket of a session in characters; the field takes no more. */
export const EXPLANATION_MAX = 200;
/** How often an idle helper's page asks whether somebody has asked them into a session. */
export const LOOK_MS = 4_000;
/** How long a code that was typed to its end rests before the page goes on with it. */
export const ADVANCE_MS = 900;
/** How often the statistics of the picture are read while they are shown. */
export const STATISTICS_MS = 1_000;
/** Sooner than this nobody has read and answered a question of the browser: it was refused without being shown. */
export const UNASKED_MS = 250;
/** How long a page waits before it loads its second part again. */
export const REST_RETRY_MS = 1_000;
/** How often the page asks for the session while its WebSocket is down. */
export const POLL_MS = 2_000;
/** Waits between attempts to connect; the last one repeats. */
export const RETRY_MS: readonly number[] = [200, 500, 1_000, 2_000, 4_000];
/** Waits between attempts to reach the server while a page starts; the last one repeats. */
export const START_RETRY_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/** How long a page waits before it asks again for what it can do without. */
export const ABOUT_RETRY_MS = 10_000;
/** How long before the session's hard end both people are told. */
export const END_NOTICE_MS = 5 * 60_000;
/** Longest answer of the API in bytes; a longer one is not read. */
export const ANSWER_BYTES_MAX = 1024 * 1024;
/** How long a request may take; then it counts as offline. */
export const REQUEST_MS = 15_000;
/** Silence of the node after which the page calls its own connection interrupted: while the WebSocket is up, and while it is down too. */
export const SILENCE_MS = 2_500;
export const SILENCE_WITHOUT_LIVE_MS = 1_000;
/** Silence of the node after which the page connects anew. */
export const SILENCE_LOST_MS = 5_000;
/** How long a new connection may take to come up; then it counts as failed. */
export const CONNECT_MS = 15_000;
