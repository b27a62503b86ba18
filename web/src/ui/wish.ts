/** What a new session is for: a device, a reason, a ticket. Shut until somebody wants it, or the organisation does. */
import { type TemplateResult, html, nothing } from "lit";
import type { Wish } from "../core/effect.ts";
import { ANYBODY, type Devices } from "../core/helper.ts";
import type { Fault } from "../core/fault.ts";
import { EXPLANATION_MAX } from "../core/limits.ts";
import type { Context, View } from "./context.ts";

/** The words of the form around the button; what is hidden or empty is not wished for. */
export function wishOf(form: HTMLFormElement): Wish {
  const data = new FormData(form);
  const word = (name: string): string => String(data.get(name) ?? "").trim();
  const device = word("device");
  return { ...ANYBODY, device: device === "" ? null : device, reason: word("reason"), ticket: word("ticket") };
}

/** Which of the fields the organisation has just asked for. */
function asked(fault: Fault | null): { readonly reason: boolean; readonly ticket: boolean } {
  const reason = fault?.is === "problem" ? fault.problem.reason : undefined;
  return { reason: reason === "reason_required", ticket: reason === "ticket_required" || reason === "ticket_malformed" };
}

export function wishFields(devices: Devices, fault: Fault | null, { t, send }: Context): TemplateResult {
  const wanted = asked(fault);
  const toggled = (event: Event): void => {
    if (event.target instanceof HTMLDetailsElement && event.target.open) send({ kind: "devices-wanted" });
  };
  return html`<details class="more" ?open=${wanted.reason || wanted.ticket} @toggle=${toggled}>
    <summary>${t("help-wish")}</summary>
    <div class="stack wish">
      ${field("reason", t("help-reason"), wanted.reason)} ${field("ticket", t("help-ticket"), wanted.ticket)} ${devicePicker(devices, t)}
    </div>
  </details>`;
}

function field(name: "reason" | "ticket", label: string, wanted: boolean): TemplateResult {
  return html`<div class="field">
    <label for="wish-${name}">${label}</label>
    <input id="wish-${name}" name=${name} type="text" dir="auto" autocomplete="off" maxlength=${EXPLANATION_MAX} ?required=${wanted} aria-invalid=${wanted ? "true" : "false"} />
  </div>`;
}

function devicePicker(devices: Devices, t: Context["t"]): View {
  if (devices === null || devices === "asked" || devices.length === 0) return nothing;
  return html`<div class="field">
    <label for="wish-device">${t("help-device")}</label>
    <select id="wish-device" name="device" aria-describedby="wish-device-hint">
      <option value="">${t("help-device-any")}</option>
      ${devices.map(({ id, name, primaryUser }) => html`<option value=${id}>${primaryUser === undefined ? name : `${name} · ${primaryUser}`}</option>`)}
    </select>
    <p id="wish-device-hint" class="small">${t("help-device-hint")}</p>
  </div>`;
}
