// usage: node matrix.mjs PUBLIC-PORT COLLOQUE-PORT PEER-PORT PEER-PORT TOOT-LOGIN NAME PASSWORD TOKEN NAME PASSWORD TOKEN
// One row of the matrix for each way to sign, each with its own peer and its own member; prints the table, and ends with 1 when a cell has failed.
import { cells, settle } from "./cells.mjs";
import { Member } from "./member.mjs";
import { Peer } from "./peer.mjs";
import { CAVAGE, door, Journal, RFC_9421 } from "./wire.mjs";

const [publicPort, colloquePort, cavagePort, modernPort] = process.argv.slice(2, 6).map(Number);
const [pages, ...people] = process.argv.slice(6);
const base = `http://localhost:${publicPort}`;

const atColloque = new Journal();
await door(publicPort, colloquePort, atColloque);

/** What the other side has received in its inboxes, in that direction. */
function received(row, direction) {
  return direction === "out" ? row.atPeer.posts() : atColloque.posts().filter((post) => post.actor?.startsWith(row.peer.origin));
}

/** What is wrong with how the requests were signed and answered, from the headers that were received. */
function faults(row, direction) {
  return received(row, direction)
    .filter((post) => post.scheme !== row.scheme || !post.proven || post.status < 200 || post.status > 299)
    .map((post) => `${post.type} ${post.id} signed with ${post.scheme}${post.proven ? "" : ", which proves nothing"}, answered ${post.status}`);
}

const ways = { in: "Fedify → Colloque", out: "Colloque → Fedify" };

function print(scheme, activity, direction, mark, ...words) {
  console.log([scheme.padEnd(CAVAGE.length), activity.padEnd(9), ways[direction], mark.padEnd(6), ...words].join(" | "));
}

/** Runs one cell; it is well when what should be seen was seen, and nothing in the row was signed otherwise. */
async function outcome(row, direction, cell) {
  try {
    const words = await cell(row);
    const [fault] = faults(row, direction);
    return fault ? { ok: false, words: [fault] } : { ok: true, words };
  } catch (error) {
    return { ok: false, words: [error.message.replace(/\s+/g, " ").slice(0, 300)] };
  }
}

/** The last line of a row and direction: every request was signed as it should be, and there was one for each cell at least. */
function signatures(row, direction) {
  const posts = received(row, direction);
  const wanted = cells.filter(([, way]) => way === direction).length;
  const wrong = faults(row, direction);
  const { "signature-input": input, signature } = posts.at(-1)?.headers ?? {};
  const example = input ? `Signature-Input: ${input}` : `Signature: ${signature?.replace(/signature=.*/, "signature=…")}`;
  return { ok: wrong.length === 0 && posts.length >= wanted, words: [`${posts.length - wrong.length} of ${posts.length} requests, at least ${wanted}`, example] };
}

/** A whole row, printed when it is done: both run at the same time. */
async function run(scheme, port, person) {
  const atPeer = new Journal();
  const row = { scheme, atPeer, peer: await Peer.start(port, scheme, atPeer), member: new Member(base, pages, ...person) };
  await settle(row);
  const results = [];
  const add = (activity, direction, found) => results.push({ activity, direction, ...found });
  for (const [activity, direction, cell] of cells) add(activity, direction, await outcome(row, direction, cell));
  for (const direction of ["in", "out"]) add("signature", direction, signatures(row, direction));
  return results.map(({ activity, direction, ok, words }) => {
    const mark = ok ? "ok" : "FAILED";
    print(scheme, activity, direction, mark, ...words);
    return mark;
  });
}

const marks = (await Promise.all([run(CAVAGE, cavagePort, people.slice(0, 3)), run(RFC_9421, modernPort, people.slice(3))])).flat();
const failed = marks.filter((mark) => mark === "FAILED").length;
console.log(`${marks.filter((mark) => mark === "ok").length} of ${marks.length} are well, ${failed} have failed`);
process.exit(failed === 0 ? 0 : 1);
