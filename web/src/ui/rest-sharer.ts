/** What a sharer's page draws in a session: loaded as soon as somebody is signed in. */
import "../style/session.css";
import "./chat.ts";
import "./mini.ts";

export { sharerLive as live } from "./sharer-live.ts";
export { sharerTrust as trust } from "./trust.ts";
