/** What a helper's page draws from the code on: loaded as soon as somebody is signed in. */
import "../style/session.css";
import "./chat.ts";
import "./screen.ts";

export { codePage as before } from "./code.ts";
export { helperLive as live } from "./helper-live.ts";
export { helperTrust as trust } from "./trust.ts";
