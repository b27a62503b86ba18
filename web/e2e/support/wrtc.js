/** WHIP and WHEP by plain fetch, for WebRTC stacks that are neither a browser nor ours. */

/** POSTs an offer; `{ url, answer, status }`. */
export async function post(endpoint, token, sdp) {
  const response = await fetch(endpoint, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/sdp" }, body: sdp });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`POST was answered with ${response.status}: ${answer}`);
  return { url: new URL(response.headers.get("location"), endpoint).href, answer, status: response.status };
}

/** DELETEs a resource; the status. */
export async function remove(url, token) {
  return (await fetch(url, { method: "DELETE", headers: { authorization: `Bearer ${token}` } })).status;
}
