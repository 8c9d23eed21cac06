// What goes over the wire: a server for Fedify, and a door in front of Colloque through which everything passes unchanged. Both write down what comes in.
import { Agent, createServer, request as send } from "node:http";

export const CAVAGE = "draft-cavage-http-signatures-12";
export const RFC_9421 = "rfc9421";

/** How a request was signed, by its headers alone. */
export function schemeOf(headers) {
  if (headers["signature-input"]) return RFC_9421;
  return /keyId=/.test(headers.signature ?? "") ? CAVAGE : "unsigned";
}

export class Journal {
  entries = [];

  /** Whether the signature was right is asked where it is checked; of the door it is known by the status. */
  note(request, body, status, proven = status < 300) {
    let document = null;
    try {
      document = JSON.parse(body);
    } catch {} // only what comes into inboxes is looked at
    const { method, url, headers } = request;
    this.entries.push({ method, path: url, scheme: schemeOf(headers), headers, id: document?.id, type: document?.type, actor: document?.actor, status, proven });
  }

  /** What was posted into inboxes. */
  posts() {
    return this.entries.filter((entry) => entry.method === "POST" && entry.path.endsWith("/inbox"));
  }
}

async function whole(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function listen(port, answer) {
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  return new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
}

/** Serves what takes a Request, and gives a Response and whether the request was proven. */
export function serve(port, journal, handle) {
  return listen(port, async (request, response) => {
    const body = await whole(request);
    const headers = new Headers();
    for (let i = 0; i < request.rawHeaders.length; i += 2) headers.append(request.rawHeaders[i], request.rawHeaders[i + 1]);
    const empty = request.method === "GET" || request.method === "HEAD";
    const { response: given, proven } = await handle(new Request(`http://${request.headers.host}${request.url}`, { method: request.method, headers, body: empty ? undefined : body }));
    journal.note(request, body.toString(), given.status, proven);
    response.writeHead(given.status, Object.fromEntries(given.headers));
    response.end(Buffer.from(await given.arrayBuffer()));
  });
}

/** Hands everything on to the port behind. */
export function door(port, behind, journal) {
  const agent = new Agent({ keepAlive: true });
  return listen(port, async (request, response) => {
    const body = await whole(request);
    await new Promise((resolve, reject) => {
      const onward = send({ host: "127.0.0.1", port: behind, method: request.method, path: request.url, headers: request.rawHeaders, agent }, (given) => {
        journal.note(request, body.toString(), given.statusCode);
        response.writeHead(given.statusCode, given.rawHeaders);
        given.pipe(response);
        given.once("end", resolve);
      });
      onward.once("error", reject);
      onward.end(body);
    });
  });
}
