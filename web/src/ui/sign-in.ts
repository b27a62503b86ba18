/** The sign-in page. Never keeps a password: it goes from the form to the request. */
import { type TemplateResult, html, nothing } from "lit";
import type { Page, TurnedBack } from "../core/app.ts";
import type { MessageId } from "../i18n/ids.ts";
import type { AboutProvider, DemoPerson } from "../protocol/wire.ts";
import type { Context, View } from "./context.ts";
import { button, faultNotice, heading, notice } from "./parts.ts";

type SigningIn = Extract<Page, { is: "signing-in" }>;

export function signInPage(page: SigningIn, context: Context): TemplateResult {
  const { t, app } = context;
  return html`<section class="card narrow">
    ${heading(t("signin-heading"))}
    ${app.about === null ? nothing : html`<p class="lead">${t("signin-lead", { organisation: app.about.organisation })}</p>`}
    ${page.expired ? notice("calm", t("signin-expired")) : nothing} ${app.code === null ? nothing : notice("good", t("signin-kept"))}
    ${app.turnedBack === null ? nothing : turnedBack(app.turnedBack, context)} ${providers(app.about?.providers ?? [], page.busy, context)}
    ${app.about?.localAccounts === true ? local(page, context) : nothing}
    ${app.about?.demo === true ? demo(app.about.demoPeople, context) : nothing}
  </section>`;
}

function providers(all: readonly AboutProvider[], busy: boolean, { t, send, app }: Context): View {
  if (all.length === 0) return nothing;
  return html`<div class="stack">
    ${all.map(({ id, name }) => button(t("signin-provider", { provider: name }), () => send({ kind: "provider-pressed", provider: id }), { kind: "primary", disabled: busy, large: true }))}
    ${app.about?.localAccounts !== true ? nothing : html`<p class="or">${t("signin-or")}</p>`}
  </div>`;
}

const WHY: Readonly<Record<TurnedBack["why"], MessageId>> = {
  cancelled: "signin-cancelled",
  again: "signin-again",
  unavailable: "signin-unavailable",
  untrusted: "signin-untrusted",
  "not-allowed": "signin-not-allowed",
  busy: "signin-too-many",
};

/** What to do about it; whoever runs the server finds the reason by the reference. */
function turnedBack({ why, trace }: TurnedBack, { t }: Context): TemplateResult {
  const reference = trace === "" ? nothing : html`<br /><small>${t("signin-reference", { reference: trace })}</small>`;
  return html`<div role="alert">${notice("warn", html`${t(WHY[why])}${reference}`)}</div>`;
}

function local(page: SigningIn, context: Context): TemplateResult {
  const { t } = context;
  const wrong = page.fault?.is === "problem" && page.fault.problem.status === 401;
  return html`<form class="stack" @submit=${(event: SubmitEvent) => submit(event, context)}>
      ${field("username", t("signin-username"), "text", "username")} ${field("password", t("signin-password"), "password", "current-password")}
      ${wrong ? html`<div class="notice bad" role="alert"><div>${t("signin-wrong")}</div></div>` : faultNotice(t, page.fault)}
      ${button(page.busy ? t("signin-busy") : t("signin-button"), () => undefined, { kind: "primary", submit: true, disabled: page.busy, large: true })}
    </form>`;
}

function field(name: string, label: string, type: string, autocomplete: "username" | "current-password"): TemplateResult {
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <input id=${name} name=${name} type=${type} autocomplete=${autocomplete} autocapitalize="none" spellcheck="false" required />
  </div>`;
}

function submit(event: SubmitEvent, { send }: Context): void {
  event.preventDefault();
  if (!(event.target instanceof HTMLFormElement)) return;
  const data = new FormData(event.target);
  const [username, password] = [data.get("username"), data.get("password")];
  if (typeof username === "string" && typeof password === "string") send({ kind: "sign-in-pressed", username: username.trim(), password });
}

function demo(people: readonly DemoPerson[], { t }: Context): View {
  return html`<div class="demo">
    <h2>${t("signin-demo-heading")}</h2>
    <ul class="demo-people">
      ${people.map(
        (person) => html`<li>
          <button type="button" class="demo-person" @click=${(event: Event) => fill(event, person)}>
            <span class="initial" aria-hidden="true">${person.name.slice(0, 1)}</span>
            <span class="demo-text"><strong dir="auto">${person.name}</strong><span dir="auto">${person.part}</span></span>
          </button>
        </li>`,
      )}
    </ul>
  </div>`;
}

function fill(event: Event, person: DemoPerson): void {
  const form = event.currentTarget instanceof HTMLElement ? event.currentTarget.closest(".card")?.querySelector("form") : null;
  const set = (name: string, value: string): void => {
    const input = form?.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.value = value;
  };
  set("username", person.username);
  set("password", person.password);
  form?.querySelector<HTMLButtonElement>("button[type=submit]")?.focus();
}
