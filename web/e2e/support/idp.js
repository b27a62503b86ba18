/** A real, certified identity provider (npm `oidc-provider`) on a free port: two people, its own sign-in page, logout both ways. */
import { createServer } from "node:http";
import Provider from "oidc-provider";
import { freePort } from "./wait.js";

const PEOPLE = {
  olga: { name: "Olga Own", email: "olga@example.org", title: "Harbour master", company: "Kaispeicher", groups: ["g-desk"] },
  otto: { name: "Otto Other", email: "otto@example.org", title: "Crane driver", company: "Kaispeicher", groups: ["g-quay"] },
};

export const CLIENT = "lotse";
export const SECRET = "a secret that both know";

/** Starts it for a Lotse at `origin`. */
export async function startProvider(origin, id) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        client_secret: SECRET,
        redirect_uris: [`${origin}/api/v1/auth/oidc/${id}/callback`],
        post_logout_redirect_uris: [`${origin}/`],
        backchannel_logout_uri: `${origin.replace("localhost", "127.0.0.1")}/api/v1/auth/backchannel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
    claims: { openid: ["sub"], profile: ["name", "title", "company"], email: ["email"], groups: ["groups"] },
    scopes: ["openid", "profile", "email", "groups"],
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...PEOPLE[sub] }) }),
    // Its own refuses to call this very machine, where Lotse is.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, { ...options, signal: AbortSignal.timeout(10_000) }),
    cookies: { keys: ["only for tests"] },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  });
  const heard = [];
  for (const event of ["backchannel.success", "backchannel.error", "server_error"]) {
    provider.on(event, (_, ...more) => heard.push(`${event} ${more.map((one) => one?.message ?? "").join(" ")}`.trim()));
  }
  const server = createServer(provider.callback());
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { issuer, heard, stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()) };
}

/** Signs in on the provider's own pages. */
export async function signInThere(page, username) {
  await page.locator("input[name=login]").fill(username);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.locator("form", { has: page.locator("input[name=prompt][value=consent]") }).locator("button[type=submit]").click();
}
