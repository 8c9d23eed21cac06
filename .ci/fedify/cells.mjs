// The matrix: for each activity, what Fedify does and Colloque sees ("in"), and what a member of Colloque does and Fedify sees ("out").
// A cell is [activity, direction, function]; the function gets a row and gives in words what was done and what was seen. Later cells go on with what earlier ones left.
import {
  Accept, Announce, Block, Delete, Follow, InteractionPolicy, InteractionRule, Like, Move, PUBLIC_COLLECTION, QuoteAuthorization, QuoteRequest, Tombstone, Update,
} from "@fedify/vocab";
import { Temporal } from "@js-temporal/polyfill";
import { idOf } from "./peer.mjs";
import { until } from "./member.mjs";

/** Bob follows and writes; Zoe and Yves are there to be blocked; Bella is where Bob moves to, and Dora where the member does. */
export async function settle(row) {
  const { peer, member } = row;
  for (const name of ["zoe", "yves"]) await peer.addActor(name);
  await peer.addActor("bella", [await peer.addActor("bob")]);
  await peer.addActor("dora", [member.uri]);
  row.me = (await member.me()).id;
  row.bob = peer.uri("bob").href;
}

/** The next activity of the member that Fedify has taken. */
function seen(row, type, fits) {
  return until(`${type} of ${row.member.name} at Fedify`, () =>
    row.peer.inbox.find((activity) => activity.type === type && idOf(activity.actor) === row.member.uri.href && fits(activity)),
  );
}

/** Fedify's actor follows the member. */
async function follow(row, name) {
  const activity = new Follow({ id: row.peer.activityId(name, "follow"), actor: row.peer.uri(name), object: row.member.uri });
  await row.peer.send(name, row.member.uri, activity);
  return activity.id.href;
}

const handle = (row, name) => `@${name}@${new URL(row.peer.origin).host}`;

/** The member asks to follow Fedify's actor. */
async function followed(row, name) {
  const account = await row.member.find(handle(row, name));
  await row.member.post(`/api/v1/accounts/${account.id}/follow`);
  const request = await seen(row, "Follow", (activity) => idOf(activity.object) === row.peer.uri(name).href);
  return { account, request };
}

async function accepted(row, name, { account, request }) {
  await row.peer.accept(name, request);
  await until(`${row.member.name} follows ${name}`, async () => (await row.member.relationship(account.id)).following);
}

/** An activity of Bob about something. */
function ofBob(row, Kind, properties) {
  const { peer } = row;
  return new Kind({
    id: peer.activityId("bob", Kind.name.toLowerCase()),
    actor: peer.uri("bob"),
    to: PUBLIC_COLLECTION,
    cc: peer.followers("bob"),
    ...properties,
  });
}

const sendOfBob = (row, Kind, properties) => row.peer.send("bob", row.member.uri, ofBob(row, Kind, properties));

const without = (html) => html.replace(/<[^>]*>/g, "");

const includes = (accounts, uri) => accounts?.find((account) => account.url === uri || account.uri === uri);

export const cells = [
  ["follow", "in", async (row) => {
    row.followId = await follow(row, "bob");
    const bob = await until("bob among the followers", async () => includes(await row.member.get(`/api/v1/accounts/${row.me}/followers`), row.bob));
    row.bobId = bob.id;
    return [`Follow ${row.followId}`, `@${bob.acct} is a follower`];
  }],
  ["accept", "out", async (row) => {
    const accept = await seen(row, "Accept", (activity) => idOf(activity.object) === row.followId);
    return ["takes the follower", `Accept of ${idOf(accept.object)}`];
  }],
  ["follow", "out", async (row) => {
    row.request = await followed(row, "bob");
    return ["POST accounts/:id/follow", `Follow of ${idOf(row.request.request.object)}`];
  }],
  ["accept", "in", async (row) => {
    await accepted(row, "bob", row.request);
    return ["Accept", "relationship: following"];
  }],
  ["post", "in", async (row) => {
    row.note = row.peer.note("bob", "1", { content: "<p>Élève à l’hôpital 😀 &amp; « guillemets »</p>" });
    await row.peer.send("bob", row.member.uri, row.peer.create("bob", row.note));
    row.theirs = await until("the note in the home timeline", () => row.member.inHome(row.note.id.href));
    const text = without(row.theirs.content);
    if (text !== "Élève à l’hôpital 😀 &amp; « guillemets »") throw new Error(`the text is ${row.theirs.content}`);
    return ["Create of a Note", `in the home timeline: ${text}`];
  }],
  ["post", "out", async (row) => {
    row.ours = await row.member.post("/api/v1/statuses", { status: "Première consultation à Liège 😀 & « suite »", visibility: "public" });
    const create = await seen(row, "Create", (activity) => activity.object?.id === row.ours.uri);
    const text = without(create.object.content);
    if (text !== "Première consultation à Liège 😀 &amp; « suite »") throw new Error(`the text is ${create.object.content}`);
    return ["POST statuses", `Create of a Note: ${text}`];
  }],
  ["edit", "in", async (row) => {
    row.note = row.peer.note("bob", "1", { content: "<p>Relu et corrigé</p>", published: row.note.published, updated: Temporal.Now.instant() });
    await sendOfBob(row, Update, { object: row.note });
    const status = await until("the new text", async () => {
      const now = await row.member.get(row.member.status(row.theirs.id));
      return now.edited_at && without(now.content) === "Relu et corrigé" && now;
    });
    return ["Update of the Note", `edited_at ${status.edited_at}, the new text`];
  }],
  ["edit", "out", async (row) => {
    await row.member.call("PUT", row.member.status(row.ours.id), { status: "Deuxième version" });
    const update = await seen(row, "Update", (activity) => activity.object?.id === row.ours.uri);
    if (without(update.object.content) !== "Deuxième version" || !update.object.updated) throw new Error(JSON.stringify(update.object));
    return ["PUT statuses/:id", `Update of the Note, updated ${update.object.updated}`];
  }],
  ["like", "in", async (row) => {
    await sendOfBob(row, Like, { object: new URL(row.ours.uri) });
    await until("bob among who likes it", async () => includes(await row.member.get(row.member.status(row.ours.id, "/favourited_by")), row.bob));
    return ["Like", "favourited_by has bob"];
  }],
  ["like", "out", async (row) => {
    await row.member.post(row.member.status(row.theirs.id, "/favourite"));
    const like = await seen(row, "Like", (activity) => idOf(activity.object) === row.note.id.href);
    return ["POST statuses/:id/favourite", `Like of ${idOf(like.object)}`];
  }],
  ["boost", "in", async (row) => {
    await sendOfBob(row, Announce, { object: new URL(row.ours.uri), published: Temporal.Now.instant() });
    await until("bob among who boosts it", async () => includes(await row.member.get(row.member.status(row.ours.id, "/reblogged_by")), row.bob));
    return ["Announce", "reblogged_by has bob"];
  }],
  ["boost", "out", async (row) => {
    await row.member.post(row.member.status(row.theirs.id, "/reblog"));
    const announce = await seen(row, "Announce", (activity) => idOf(activity.object) === row.note.id.href);
    return ["POST statuses/:id/reblog", `Announce of ${idOf(announce.object)}`];
  }],
  ["reply", "in", async (row) => {
    const reply = row.peer.note("bob", "2", { content: "<p>Tout à fait</p>", replyTarget: new URL(row.ours.uri) });
    await row.peer.send("bob", row.member.uri, row.peer.create("bob", reply));
    const path = row.member.status(row.ours.id, "/context");
    const answer = await until("the reply below the post", async () => (await row.member.get(path)).descendants.find((status) => status.uri === reply.id.href));
    if (answer.in_reply_to_id !== row.ours.id) throw new Error(`in_reply_to_id ${answer.in_reply_to_id}`);
    return ["Create with inReplyTo", "context: a descendant"];
  }],
  ["reply", "out", async (row) => {
    const reply = await row.member.post("/api/v1/statuses", { status: "Bien reçu", in_reply_to_id: row.theirs.id });
    const create = await seen(row, "Create", (activity) => activity.object?.id === reply.uri);
    if (idOf(create.object.inReplyTo) !== row.note.id.href) throw new Error(JSON.stringify(create.object));
    return ["POST statuses with in_reply_to_id", `Create with inReplyTo ${idOf(create.object.inReplyTo)}`];
  }],
  ["quote", "in", async (row) => {
    const quote = row.peer.note("bob", "3", { content: "<p>À lire</p>", quote: new URL(row.ours.uri) });
    await sendOfBob(row, QuoteRequest, { object: new URL(row.ours.uri), instrument: quote });
    const accept = await seen(row, "Accept", (activity) => idOf(activity.object?.instrument) === quote.id.href);
    const stamp = await row.peer.context.lookupObject(idOf(accept.result));
    if (!(stamp instanceof QuoteAuthorization)) throw new Error(`no stamp at ${idOf(accept.result)}`);
    if (stamp.interactingObjectId.href !== quote.id.href || stamp.interactionTargetId.href !== row.ours.uri) throw new Error(JSON.stringify(await stamp.toJsonLd()));
    const quotes = await row.member.get(row.member.status(row.ours.id, "/quotes"));
    if (!includes(quotes, quote.id.href)) throw new Error("it is not among the quotes");
    return ["QuoteRequest", `Accept with the stamp ${idOf(accept.result)}`];
  }],
  ["quote", "out", async (row) => {
    const canQuote = new InteractionRule({ automaticApproval: PUBLIC_COLLECTION });
    const note = row.peer.note("bob", "4", { content: "<p>Citez-moi</p>", interactionPolicy: new InteractionPolicy({ canQuote }) });
    await row.peer.send("bob", row.member.uri, row.peer.create("bob", note));
    const theirs = await until("the note in the home timeline", () => row.member.inHome(note.id.href));
    const quote = await row.member.post("/api/v1/statuses", { status: "Cité", quoted_status_id: theirs.id });
    const request = await seen(row, "QuoteRequest", (activity) => idOf(activity.object) === note.id.href);
    if (idOf(request.instrument) !== quote.uri) throw new Error(JSON.stringify(request));
    const object = new QuoteRequest({ id: new URL(request.id), actor: row.member.uri, object: note.id, instrument: new URL(quote.uri) });
    await sendOfBob(row, Accept, { object, result: new URL(`${row.bob}/stamps/1`) });
    await until("the quote with what it quotes", async () => (await row.member.get(row.member.status(quote.id))).quote.quoted_status?.id === theirs.id);
    return ["POST statuses with quoted_status_id", `QuoteRequest of ${idOf(request.object)}, accepted`];
  }],
  ["delete", "in", async (row) => {
    row.peer.notes.delete("bob/1");
    await sendOfBob(row, Delete, { object: new Tombstone({ id: row.note.id }) });
    await until("404 for the post", async () => (await row.member.get(row.member.status(row.theirs.id))) === null);
    await until("a home timeline without it", async () => !(await row.member.inHome(row.note.id.href)));
    return ["Delete of the Note", "404, and gone from the home timeline"];
  }],
  ["delete", "out", async (row) => {
    await row.member.call("DELETE", row.member.status(row.ours.id));
    const deletion = await seen(row, "Delete", (activity) => idOf(activity.object) === row.ours.uri);
    return ["DELETE statuses/:id", `Delete of ${idOf(deletion.object)}`];
  }],
  ["block", "in", async (row) => {
    const request = await followed(row, "zoe");
    await accepted(row, "zoe", request);
    await row.peer.send("zoe", row.member.uri, new Block({ id: row.peer.activityId("zoe", "block"), actor: row.peer.uri("zoe"), object: row.member.uri }));
    await until("blocked_by, and no longer following", async () => {
      const { blocked_by, following } = await row.member.relationship(request.account.id);
      return blocked_by && !following;
    });
    return ["Block by somebody followed", "relationship: blocked_by, not following"];
  }],
  ["block", "out", async (row) => {
    await follow(row, "yves");
    const yves = row.peer.uri("yves").href;
    const path = `/api/v1/accounts/${row.me}/followers`;
    const account = await until("yves among the followers", async () => includes(await row.member.get(path), yves));
    await row.member.post(`/api/v1/accounts/${account.id}/block`);
    await seen(row, "Block", (activity) => idOf(activity.object) === yves);
    if (includes(await row.member.get(path), yves)) throw new Error("yves is still a follower");
    return ["POST accounts/:id/block", `Block of ${yves}`];
  }],
  ["move", "in", async (row) => {
    const bella = row.peer.uri("bella");
    row.peer.actors.get("bob").successor = bella;
    await sendOfBob(row, Move, { object: row.peer.uri("bob"), target: bella });
    const request = await seen(row, "Follow", (activity) => idOf(activity.object) === bella.href);
    const account = await row.member.find(handle(row, "bella"));
    await accepted(row, "bella", { account, request });
    return ["Move of bob to bella", "Follow of bella, relationship: following"];
  }],
  ["move", "out", async (row) => {
    const dora = row.peer.uri("dora");
    await row.member.move(handle(row, "dora"));
    const move = await seen(row, "Move", (activity) => idOf(activity.object) === row.member.uri.href);
    if (idOf(move.target) !== dora.href) throw new Error(JSON.stringify(move));
    return ["the page settings/move", `Move to ${idOf(move.target)}`];
  }],
];

