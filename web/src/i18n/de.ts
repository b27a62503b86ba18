/** The messages of one language, as a chunk of its own. */
export { default as messages } from "./de.ftl?raw";
