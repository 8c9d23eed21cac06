// A member of Colloque, through the Mastodon client API.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export class Member {
  /** pages: the program that fills forms in as a browser does. */
  constructor(base, pages, name, password, token) {
    Object.assign(this, { base, pages, name, password, token });
    this.uri = new URL(`${base}/users/${name}`);
  }

  /** The answer's JSON; null where the status is 404. */
  async call(method, path, body) {
    const response = await fetch(this.base + path, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body && { "content-type": "application/json" }) },
      body: body && JSON.stringify(body),
    });
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  get(path) {
    return this.call("GET", path);
  }

  post(path, body) {
    return this.call("POST", path, body);
  }

  async me() {
    return this.get("/api/v1/accounts/verify_credentials");
  }

  /** Somebody elsewhere, looked up by handle or address. */
  async find(who) {
    const { accounts } = await this.get(`/api/v2/search?type=accounts&resolve=true&q=${encodeURIComponent(who)}`);
    if (accounts.length === 0) throw new Error(`Colloque does not find ${who}`);
    return accounts[0];
  }

  async relationship(id) {
    return (await this.get(`/api/v1/accounts/relationships?id[]=${id}`))[0];
  }

  /** The post with this address of its server, once it is in the home timeline. */
  async inHome(uri) {
    return (await this.get("/api/v1/timelines/home")).find((status) => status.uri === uri);
  }

  /** To the account with this handle, which names the member among its other names; there is a page for it, and no API. */
  async move(handle) {
    await run("python3", [this.pages, "--move", new URL(this.base).host, `${this.name}@mail.example`, this.password, handle]);
  }

  /** A path below a status, as /favourite. */
  status(id, path = "") {
    return `/api/v1/statuses/${id}${path}`;
  }
}

const PATIENCE = 20_000;
const PAUSE = 150;

/** What the question gives once it gives something. */
export async function until(what, question) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`not seen within ${PATIENCE / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
