package org.colloque.federation.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.colloque.federation.FakeHost;
import org.colloque.federation.Outside;
import org.colloque.federation.fetch.FetchResult;
import org.colloque.federation.handle.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handles, actors and keys must name each other (check C28; quirks 13, 54, 61, 87). */
class DiscoveryTest {

  private static final Outside OUTSIDE = Outside.local(Outside.STANDARD);
  private static final WebFinger WEB_FINGER = new WebFinger(OUTSIDE.fetcher(), true);
  private static final ActorFinder ACTORS = new ActorFinder(OUTSIDE.fetcher(), WEB_FINGER);

  /** By host and path: the type and body to answer with. */
  private static final Map<String, String[]> PAGES = new HashMap<>();

  private static FakeHost server;
  private static String far;
  private static String bob;

  @BeforeAll
  static void start() {
    server =
        new FakeHost((request, out) -> {
          String[] page = PAGES.get(request.header("host") + request.target());
          if (page == null) {
            FakeHost.reply(out, 404, "text/plain", "");
          } else {
            FakeHost.reply(out, 200, page[0], page[1]);
          }
        });
    far = "far.localhost:" + server.port();
    bob = "http://" + far + "/users/bob";
  }

  @AfterAll
  static void stop() {
    OUTSIDE.close();
    server.close();
  }

  @BeforeEach
  void bobIsAtHome() {
    PAGES.clear();
    server.received().clear();
    webFinger(far, "bob@" + far, "bob@" + far, bob);
    actor(bob, "bob", bob + "#main-key");
  }

  @Test
  void findsByHandleWithTwoRequests() {
    assertThat(byHandle("bob@" + far)).isInstanceOf(FetchResult.Found.class);
    assertThat(server.received()).hasSize(2);
  }

  @Test
  void findsByIdWithTwoRequests() {
    FetchResult<ActorFinder.FoundActor> result = ACTORS.byId(bob, Outside.SIGNER);
    assertThat(result)
        .isInstanceOfSatisfying(
            FetchResult.Found.class,
            found ->
                assertThat(((ActorFinder.FoundActor) found.value()).handle())
                    .isEqualTo(new Handle("bob", far)));
    assertThat(server.received()).hasSize(2);
  }

  @Test
  void acceptsADomainOfItsOwnForHandlesWhenBothAgree() {
    String own = "short.localhost:" + server.port();
    webFinger(far, "bob@" + far, "bob@" + own, bob);
    webFinger(own, "bob@" + own, "bob@" + own, bob);
    FetchResult<ActorFinder.FoundActor> result = ACTORS.byId(bob, Outside.SIGNER);
    assertThat(result)
        .isInstanceOfSatisfying(
            FetchResult.Found.class,
            found ->
                assertThat(((ActorFinder.FoundActor) found.value()).handle().host())
                    .isEqualTo(own));
  }

  @Test
  void refusesAHandleThatItsHostDoesNotGive() {
    String victim = "victim.localhost:" + server.port();
    webFinger(far, "bob@" + far, "bob@" + victim, bob);
    assertThat(byHandle("bob@" + far)).isInstanceOf(FetchResult.NotFound.class);
    webFinger(victim, "bob@" + victim, "bob@" + victim, "http://" + victim + "/users/bob");
    assertThat(byHandle("bob@" + far))
        .isEqualTo(new FetchResult.Refused<>("the hosts disagree about the handle"));
  }

  @Test
  void followsOneChangeOfSubjectAndNotTwo() {
    String second = "second.localhost:" + server.port();
    webFinger(far, "bob@" + far, "bob@" + second, bob);
    webFinger(second, "bob@" + second, "bob@" + far, bob);
    assertThat(byHandle("bob@" + far)).isInstanceOf(FetchResult.Refused.class);
    assertThat(server.received()).hasSize(2);
  }

  @Test
  void refusesAnActorOfAnotherName() {
    actor(bob, "eve", bob + "#main-key");
    assertThat(byHandle("bob@" + far))
        .isEqualTo(new FetchResult.Refused<>("handle and actor do not name each other"));
    String eve = "http://" + far + "/users/eve";
    actor(eve, "bob", eve + "#main-key");
    assertThat(ACTORS.byId(eve, Outside.SIGNER))
        .isEqualTo(new FetchResult.Refused<>("handle and actor do not name each other"));
  }

  @Test
  void asksHostMetaWhereWebFingerIsNot() {
    String root = "root.localhost:" + server.port();
    PAGES.put(
        root + "/.well-known/host-meta",
        new String[] {
          "application/xrd+xml; charset=utf-8",
          "<?xml version='1.0'?><XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>"
              + "<Link rel='lrdd' template='http://"
              + far
              + "/lrdd?r={uri}'/></XRD>"
        });
    PAGES.put(far + "/lrdd?r=acct%3Abob%40" + root.replace(":", "%3A"), jrd("bob@" + root, bob));
    assertThat(byHandle("bob@" + root)).isInstanceOf(FetchResult.Found.class);
  }

  @Test
  void readsHostMetaWithoutEntities() {
    String bomb =
        "<!DOCTYPE x [<!ENTITY a 'http://evil.example/{uri}'>]><XRD><Link rel='lrdd'"
            + " template='&a;'/></XRD>";
    assertThat(HostMeta.template("application/xrd+xml", bomb)).isEmpty();
    assertThat(
            HostMeta.template(
                "application/json",
                "{\"links\":[{\"rel\":\"lrdd\",\"template\":\"https://a.example/{uri}\"}]}"))
        .contains("https://a.example/{uri}");
    assertThat(
            HostMeta.template(
                "application/xrd+xml",
                new String(HostMeta.xml(Outside.SELF), StandardCharsets.UTF_8)))
        .contains("https://home.example/.well-known/webfinger?resource={uri}");
    assertThat(
            HostMeta.template(
                "application/json",
                new String(HostMeta.json(Outside.SELF), StandardCharsets.UTF_8)))
        .contains("https://home.example/.well-known/webfinger?resource={uri}");
    assertThat(HostMeta.template("text/xml", "<XRD><Link rel='lrdd'")).isEmpty();
  }

  @Test
  void wantsAnActivityPubTypeOfTheSelfLink() {
    PAGES.put(
        far + "/.well-known/webfinger?resource=acct%3Abob%40" + far.replace(":", "%3A"),
        new String[] {
          Jrd.CONTENT_TYPE,
          "{\"subject\":\"acct:bob@%s\",\"links\":[{\"rel\":\"self\",\"type\":\"application/json\",\"href\":\"%s\"}]}"
              .formatted(far, bob)
        });
    assertThat(byHandle("bob@" + far))
        .isEqualTo(new FetchResult.Refused<>("an answer without handle or actor"));
  }

  @Test
  void choosesThePersonWhereAGroupHasTheSameName() {
    String type =
        "\"type\":\"application/activity+json\",\"properties\":{\"https://www.w3.org/ns/activitystreams#type\":\"%s\"}";
    PAGES.put(
        far + "/.well-known/webfinger?resource=acct%3Abob%40" + far.replace(":", "%3A"),
        new String[] {
          Jrd.CONTENT_TYPE,
          "{\"subject\":\"acct:bob@%s\",\"links\":[{\"rel\":\"self\",\"href\":\"http://%s/c/bob\",%s},{\"rel\":\"self\",\"href\":\"%s\",%s}]}"
              .formatted(far, far, type.formatted("Group"), bob, type.formatted("Person"))
        });
    assertThat(byHandle("bob@" + far)).isInstanceOf(FetchResult.Found.class);
  }

  @Test
  void findsTheOwnerOfAKey() {
    assertThat(ACTORS.byKey(bob + "#main-key", Outside.SIGNER))
        .isInstanceOf(FetchResult.Found.class);
    assertThat(ACTORS.byKey(bob + "#other-key", Outside.SIGNER))
        .isEqualTo(new FetchResult.Refused<>("the actor does not have this key"));
  }

  @Test
  void findsTheOwnerOfAKeyServedAsAStub() {
    String key = bob + "/main-key";
    actor(bob, "bob", key);
    PAGES.put(
        key.substring("http://".length()),
        new String[] {
          "application/activity+json",
          "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"%s\",\"type\":\"Person\",\"publicKey\":{\"id\":\"%s\",\"owner\":\"%s\",\"publicKeyPem\":\"x\"}}"
              .formatted(bob, key, bob)
        });
    assertThat(ACTORS.byKey(key, Outside.SIGNER)).isInstanceOf(FetchResult.Found.class);
  }

  @Test
  void findsTheOwnerOfAKeyServedOnItsOwn() {
    String key = "http://" + far + "/keys/1";
    actor(bob, "bob", key);
    keyDocument(key, bob);
    assertThat(ACTORS.byKey(key, Outside.SIGNER)).isInstanceOf(FetchResult.Found.class);
    String foreign = "http://evil.localhost:" + server.port() + "/keys/1";
    keyDocument(foreign, bob);
    assertThat(ACTORS.byKey(foreign, Outside.SIGNER))
        .isEqualTo(new FetchResult.Refused<>("a key without an owner of its origin"));
  }

  @Test
  void writesWhatItReads() {
    Handle alice = new Handle("alice", "home.example");
    Jrd jrd =
        Jrd.of(
            alice,
            "https://home.example/users/alice",
            "https://home.example/@alice",
            "https://home.example/authorize_interaction?uri={uri}");
    assertThat(new String(jrd.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"subject\":\"acct:alice@home.example\",\"aliases\":[\"https://home.example/@alice\","
                + "\"https://home.example/users/alice\"],\"links\":[{\"rel\":\"http://webfinger.net/rel/profile-page\","
                + "\"type\":\"text/html\",\"href\":\"https://home.example/@alice\"},{\"rel\":\"self\","
                + "\"type\":\"application/activity+json\",\"href\":\"https://home.example/users/alice\"},"
                + "{\"rel\":\"http://ostatus.org/schema/1.0/subscribe\","
                + "\"template\":\"https://home.example/authorize_interaction?uri={uri}\"}]}");
  }

  @Test
  void writesNodeInfo() {
    NodeInfo info =
        new NodeInfo(
            "colloque", "0.1.0", "https://src.example", true, 12, 5, 9, 100, "Home", "A server");
    String old = new String(info.bytes(NodeInfo.Version.V2_0), StandardCharsets.UTF_8);
    String current = new String(info.bytes(NodeInfo.Version.V2_1), StandardCharsets.UTF_8);
    assertThat(old)
        .contains("\"version\":\"2.0\"", "\"total\":12,\"activeMonth\":5,\"activeHalfyear\":9")
        .contains("\"protocols\":[\"activitypub\"]", "\"localPosts\":100")
        .doesNotContain("repository");
    assertThat(current).contains("\"repository\":\"https://src.example\"");
    assertThat(new String(NodeInfo.index(Outside.SELF), StandardCharsets.UTF_8))
        .contains("https://home.example/nodeinfo/2.0", "https://home.example/nodeinfo/2.1");
  }

  private static FetchResult<ActorFinder.FoundActor> byHandle(String handle) {
    return ACTORS.byHandle(Handle.parse(handle).orElseThrow(), Outside.SIGNER);
  }

  private static void webFinger(String host, String asked, String subject, String actor) {
    PAGES.put(
        host
            + "/.well-known/webfinger?resource=acct%3A"
            + asked.replace("@", "%40").replace(":", "%3A"),
        jrd(subject, actor));
  }

  private static String[] jrd(String subject, String actor) {
    return new String[] {
      "application/jrd+json; charset=utf-8",
      "{\"subject\":\"acct:%s\",\"links\":[{\"rel\":\"self\",\"type\":\"application/activity+json\",\"href\":\"%s\"}]}"
          .formatted(subject, actor)
    };
  }

  private static void actor(String id, String username, String keyId) {
    PAGES.put(
        id.substring("http://".length()),
        new String[] {
          "application/activity+json",
          """
          {"@context":"https://www.w3.org/ns/activitystreams","id":"%s","type":"Person",
          "preferredUsername":"%s","inbox":"%s/inbox",
          "publicKey":{"id":"%s","owner":"%s","publicKeyPem":"x"}}
          """
              .formatted(id, username, id, keyId, id)
        });
  }

  private static void keyDocument(String key, String owner) {
    PAGES.put(
        key.substring("http://".length()),
        new String[] {
          "application/activity+json",
          "{\"@context\":[\"https://www.w3.org/ns/activitystreams\"],\"id\":\"%s\",\"type\":\"Key\",\"owner\":\"%s\",\"publicKeyPem\":\"x\"}"
              .formatted(key, owner)
        });
  }
}
