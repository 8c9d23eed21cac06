package org.colloque.server.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.federation.signature.Scheme;
import org.colloque.federation.signature.SigningKey;
import org.colloque.server.http.Json;

/** Somebody on a {@link Remote}, with a key of their own kind and what they say signed by it. */
public final class RemotePerson {
  public static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

  private final Remote remote;
  private final String username;
  private final String uri;
  private final AtomicInteger said = new AtomicInteger();
  private Scheme scheme = Scheme.CAVAGE;
  private PemKeyPair keys = TestKeys.next();

  RemotePerson(Remote remote, String username, String uri) {
    this.remote = remote;
    this.username = username;
    this.uri = uri;
    appear();
  }

  /** The actor and its handle are served. */
  public void appear() {
    remote.serve(uri, actor());
    remote.webFinger(handle(), uri);
  }

  /** Another key from now on: served, and signed with. */
  public void changeKey() {
    keys = TestKeys.otherThan(keys);
    appear();
  }

  /** Signs like this from now on. */
  public RemotePerson signing(Scheme changed) {
    scheme = changed;
    return this;
  }

  public Remote remote() {
    return remote;
  }

  public String uri() {
    return uri;
  }

  public String username() {
    return username;
  }

  public String keyId() {
    return uri + "#main-key";
  }

  public String inbox() {
    return uri + "/inbox";
  }

  public String followers() {
    return uri + "/followers";
  }

  /** {@code username@host}. */
  public String handle() {
    return username + "@" + remote.host();
  }

  public PemKeyPair keys() {
    return keys;
  }

  /** The document that is served. */
  public ObjectNode actor() {
    ObjectNode actor = document("Person", uri);
    actor
        .put("preferredUsername", username)
        .put("name", username + " elsewhere")
        .put("summary", "<p>Hello<script>alert(1)</script></p>")
        .put("inbox", inbox())
        .put("outbox", uri + "/outbox")
        .put("followers", followers())
        .put("url", remote.base() + "/@" + username);
    actor.putObject("endpoints").put("sharedInbox", remote.base() + "/inbox");
    actor
        .putObject("publicKey")
        .put("id", keyId())
        .put("owner", uri)
        .put("publicKeyPem", keys.publicPem());
    return actor;
  }

  /** A new id of this person's. */
  public String id(String kind) {
    return uri + "/" + kind + "/" + said.incrementAndGet();
  }

  /** An activity of this person's about {@code object}. */
  public ObjectNode activity(String type, JsonNode object) {
    ObjectNode activity = document(type, id("activities"));
    activity.put("actor", uri).set("object", object);
    return activity;
  }

  public ObjectNode activity(String type, String object) {
    return activity(type, Json.MAPPER.valueToTree(object));
  }

  /** A public note. */
  public ObjectNode note(String html) {
    return note(html, List.of(PUBLIC), List.of(followers()));
  }

  /** A note to these, as it would be inlined. */
  public ObjectNode note(String html, List<String> to, List<String> cc) {
    ObjectNode note = document("Note", id("notes"));
    note.put("attributedTo", uri).put("content", html);
    note.set("to", list(to));
    note.set("cc", list(cc));
    note.put("url", note.path("id").asText().replace("/users/", "/@"));
    note.putArray("tag");
    return note;
  }

  /** Names {@code who} in a note that is addressed to them. */
  public ObjectNode mention(ObjectNode note, String actor, String name) {
    ((ArrayNode) note.path("tag"))
        .addObject()
        .put("type", "Mention")
        .put("href", actor)
        .put("name", name);
    return note;
  }

  /** The Create of a note, addressed as the note is. */
  public ObjectNode create(ObjectNode note) {
    ObjectNode create = activity("Create", note);
    create.set("to", note.path("to"));
    create.set("cc", note.path("cc"));
    return create;
  }

  /** Posts to the shared inbox of {@code rig}; the status of the answer. */
  public int send(Rig rig, JsonNode activity) {
    return send(rig, "/inbox", Json.write(activity));
  }

  public int send(Rig rig, String path, byte[] body) {
    return post(rig, path, sign(rig.base() + path, body, rig.kit().clock()), body);
  }

  /** The header fields of a signed POST, but for Host, which the client writes itself. */
  public Map<String, String> sign(String url, byte[] body, Clock clock) {
    Map<String, String> headers = signer(clock).post(URI.create(url), body, scheme);
    headers.remove("Host");
    return headers;
  }

  /** The header fields of a signed GET. */
  public Map<String, String> signGet(String url, Clock clock) {
    Map<String, String> headers = signer(clock).get(URI.create(url), scheme);
    headers.remove("Host");
    return headers;
  }

  /** Posts what was signed, perhaps for something else. */
  public static int post(Rig rig, String path, Map<String, String> headers, byte[] body) {
    Browser browser = rig.anonymous();
    headers.forEach(browser::withHeader);
    return browser.send("POST", path, "application/activity+json", body).status();
  }

  /** Reads {@code url} of {@code rig} as this person. */
  public Browser.Answer read(Rig rig, String url) {
    Browser browser = rig.anonymous().withHeader("Accept", "application/activity+json");
    signGet(url, rig.kit().clock()).forEach(browser::withHeader);
    return browser.get(url);
  }

  private RequestSigner signer(Clock clock) {
    return new RequestSigner(SigningKey.of(keyId(), keys.privatePem()).orElseThrow(), clock);
  }

  private static ObjectNode document(String type, String id) {
    return Json.object()
        .put("@context", "https://www.w3.org/ns/activitystreams")
        .put("id", id)
        .put("type", type);
  }

  private static ArrayNode list(List<String> values) {
    ArrayNode list = Json.MAPPER.createArrayNode();
    values.forEach(list::add);
    return list;
  }
}
