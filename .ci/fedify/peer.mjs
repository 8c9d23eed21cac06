// A small server made with Fedify: actors, their keys, notes and collections in memory, and everything that comes into its inboxes.
import { createFederation, generateCryptoKeyPair, MemoryKvStore } from "@fedify/fedify";
import { verifyRequest } from "@fedify/fedify/sig";
import { Accept, Activity, Create, Endpoints, Follow, Note, Person, PUBLIC_COLLECTION } from "@fedify/vocab";
import { Temporal } from "@js-temporal/polyfill";
import { serve } from "./wire.mjs";

export class Peer {
  actors = new Map();
  notes = new Map();
  counter = 0;
  /** Activities whose signature Fedify has checked, as JSON-LD. */
  inbox = [];

  constructor(origin, firstKnock) {
    this.origin = origin;
    this.federation = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true, firstKnock });
    this.context = this.federation.createContext(new URL(origin), undefined);
    this.#describe();
  }

  static async start(port, firstKnock, journal) {
    const peer = new Peer(`http://localhost:${port}`, firstKnock);
    await serve(port, journal, (request) => peer.#answer(request));
    return peer;
  }

  /** The answer, and for a POST whether the signature in its headers is right: Fedify itself is content with a proof in the document. */
  async #answer(request) {
    const { documentLoader, contextLoader } = this.context;
    const proven = request.method === "POST" && (await verifyRequest(request.clone(), { documentLoader, contextLoader })) !== null;
    return { proven, response: await this.federation.fetch(request, { contextData: undefined }) };
  }

  async addActor(name, aliases = []) {
    const keys = [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), await generateCryptoKeyPair("Ed25519")];
    this.actors.set(name, { keys, aliases, successor: null });
    return this.uri(name);
  }

  uri(name) {
    return this.context.getActorUri(name);
  }

  followers(name) {
    return this.context.getFollowersUri(name);
  }

  /** A note that is served from now on. */
  note(name, id, properties) {
    const note = new Note({
      id: this.context.getObjectUri(Note, { identifier: name, id }),
      attribution: this.uri(name),
      to: PUBLIC_COLLECTION,
      cc: this.followers(name),
      published: Temporal.Now.instant(),
      ...properties,
    });
    this.notes.set(`${name}/${id}`, note);
    return note;
  }

  create(name, note) {
    return new Create({
      id: new URL(`${note.id.href}/activity`),
      actor: this.uri(name),
      object: note,
      to: PUBLIC_COLLECTION,
      cc: this.followers(name),
      published: note.published,
    });
  }

  /** An address for an activity of that actor. */
  activityId(name, kind) {
    return new URL(`${this.uri(name).href}#${kind}-${++this.counter}`);
  }

  /** To the inbox that the recipient's own document names, as Fedify reads it; fails when it is not taken. */
  async send(name, recipientUri, activity) {
    const recipient = await this.context.lookupObject(recipientUri);
    if (recipient?.inboxId == null) throw new Error(`Fedify finds no inbox in ${recipientUri}`);
    await this.context.sendActivity({ identifier: name }, recipient, activity);
  }

  /** To a Follow that came in. */
  async accept(name, follow) {
    const follower = new URL(idOf(follow.actor));
    const object = new Follow({ id: new URL(follow.id), actor: follower, object: this.uri(name) });
    await this.send(name, follower, new Accept({ id: this.activityId(name, "accept"), actor: this.uri(name), object }));
  }

  #describe() {
    const { federation } = this;
    federation
      .setActorDispatcher("/users/{identifier}", async (ctx, identifier) => {
        const actor = this.actors.get(identifier);
        if (!actor) return null;
        const keys = await ctx.getActorKeyPairs(identifier);
        return new Person({
          id: ctx.getActorUri(identifier),
          preferredUsername: identifier,
          name: `${identifier} of Fedify`,
          url: ctx.getActorUri(identifier),
          inbox: ctx.getInboxUri(identifier),
          outbox: ctx.getOutboxUri(identifier),
          followers: ctx.getFollowersUri(identifier),
          endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
          aliases: actor.aliases,
          successor: actor.successor,
          publicKey: keys[0].cryptographicKey,
          assertionMethods: keys.map((key) => key.multikey),
        });
      })
      .setKeyPairsDispatcher((_, identifier) => this.actors.get(identifier)?.keys ?? []);
    federation.setObjectDispatcher(Note, "/users/{identifier}/notes/{id}", (_, { identifier, id }) => this.notes.get(`${identifier}/${id}`) ?? null);
    federation.setFollowersDispatcher("/users/{identifier}/followers", () => ({ items: [] }));
    federation.setOutboxDispatcher("/users/{identifier}/outbox", (_, identifier) => ({
      items: [...this.notes].filter(([key]) => key.startsWith(`${identifier}/`)).map(([, note]) => this.create(identifier, note)),
    }));
    federation
      .setInboxListeners("/users/{identifier}/inbox", "/inbox")
      .on(Activity, async (ctx, activity) => {
        this.inbox.push(await activity.toJsonLd({ contextLoader: ctx.contextLoader }));
      })
      .onError((_, error) => console.error(`Fedify: ${error}`));
  }
}

/** The address of what stands there whole, or by its address alone. */
export function idOf(value) {
  return typeof value === "string" ? value : value?.id;
}
