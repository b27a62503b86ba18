/** A person at the API, without a browser. */

export async function signInByApi(origin, username, password = "demo") {
  const answer = await fetch(`${origin}/api/v1/auth/local`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ username, password }),
  });
  if (!answer.ok) throw new Error(`sign-in of ${username} was answered with ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  const ask = async (method, path, body) => {
    const headers = { cookie, origin, "idempotency-key": crypto.randomUUID(), ...(body === undefined ? {} : { "content-type": "application/json" }) };
    return fetch(`${origin}/api/v1${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  };
  return {
    get: (path) => ask("GET", path),
    post: (path, body) => ask("POST", path, body),
    /** The session that this person is in, if any. */
    current: async () => (await (await ask("GET", "/me")).json()).currentSession,
  };
}

/** Leaves every session that a person is in, so that the next test begins with none. */
export async function leaveAll(person) {
  for (let tries = 0; tries < 5; tries += 1) {
    const session = await person.current();
    if (session === undefined) return;
    const answer = await person.post(`/sessions/${session}/leave`);
    if (!answer.ok && answer.status !== 404 && answer.status !== 409) throw new Error(`leave was answered with ${answer.status}: ${await answer.text()}`);
  }
  throw new Error("a session cannot be left");
}
