package org.colloque.federation.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.colloque.federation.FakeHost;
import org.colloque.federation.Outside;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is believed, and what a misbehaving host can do to us (checks C34, C35; quirks 16 to 18).
 */
class FetcherTest {

  private static final Outside OUTSIDE = Outside.local(Outside.STANDARD);
  private static final Outside HURRIED = Outside.local(Outside.SHORT);
  private static final Map<String, FakeHost.Script> PAGES = new HashMap<>();
  private static FakeHost host;
  private static FakeHost second;

  @BeforeAll
  static void start() {
    FakeHost.Script script =
        (request, out) -> {
          FakeHost.Script page = PAGES.get(request.target());
          if (page == null) {
            FakeHost.reply(out, 404, "text/plain", "");
          } else {
            page.answer(request, out);
          }
        };
    host = new FakeHost(script);
    second = new FakeHost(script);
  }

  @AfterAll
  static void stop() {
    OUTSIDE.close();
    HURRIED.close();
    host.close();
    second.close();
  }

  @Test
  void findsAnObjectWhoseIdIsItsAddress() {
    String id = serve("/good", ContentTypes.ACTIVITY_JSON);
    assertThat(object(id))
        .isInstanceOfSatisfying(
            FetchResult.Found.class, found -> assertThat(found.url()).isEqualTo(id));
  }

  @Test
  void asksAsMastodonDoesAndSigns() {
    String id = serve("/signed?page=1", ContentTypes.ACTIVITY_JSON);
    object(id);
    FakeHost.Received request = host.received().getLast();
    assertThat(request.target()).isEqualTo("/signed?page=1");
    assertThat(request.header("host")).isEqualTo("a.localhost:" + host.port());
    assertThat(request.header("accept")).contains("application/activity+json");
    assertThat(request.header("signature"))
        .contains("keyId=\"https://home.example/actor#main-key\"", "(request-target) host date");
    assertThat(request.header("user-agent")).isEqualTo("Colloque (test)");
  }

  @Test
  void asksAgainWithAMessageSignatureAndRemembersWhoTookIt() {
    try (FakeHost modern =
            new FakeHost((request, out) -> {
              boolean read = request.headers().containsKey("signature-input");
              FakeHost.reply(out, read ? 404 : 401, "text/plain", "");
            });
        Outside outside = Outside.local(Outside.STANDARD)) {
      for (int i = 0; i < 2; i++) {
        assertThat(outside.fetcher().object(modern.origin("a") + "/x", Outside.SIGNER))
            .isInstanceOf(FetchResult.NotFound.class);
      }
      assertThat(modern.received())
          .extracting(request -> request.headers().containsKey("signature-input"))
          .containsExactly(false, true, true);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/ld+json",
        "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams2\"",
        "text/html",
        "image/png",
        "application/activity+json2"
      })
  void refusesOtherContentTypes(String type) {
    assertThat(object(serve("/type", type)))
        .isEqualTo(new FetchResult.Refused<>("not an ActivityPub content type"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/activity+json",
        "application/activity+json; charset=utf-8",
        "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
        "application/ld+json;charset=utf-8;profile=\"https://x https://www.w3.org/ns/activitystreams\""
      })
  void takesActivityPubContentTypes(String type) {
    assertThat(object(serve("/type", type))).isInstanceOf(FetchResult.Found.class);
  }

  @Test
  void refusesADocumentWithoutTheContext() {
    String id = host.origin("a") + "/bare";
    PAGES.put("/bare", page(ContentTypes.ACTIVITY_JSON, "{\"id\":\"" + id + "\"}"));
    assertThat(object(id))
        .isEqualTo(new FetchResult.Refused<>("without the ActivityStreams context"));
  }

  @Test
  void fetchesOnceMoreFromTheClaimedId() {
    String id = serve("/users/bob", ContentTypes.ACTIVITY_JSON);
    PAGES.put("/@bob", page(ContentTypes.ACTIVITY_JSON, document(id)));
    assertThat(object(host.origin("a") + "/@bob"))
        .isInstanceOfSatisfying(
            FetchResult.Found.class, found -> assertThat(found.url()).isEqualTo(id));
  }

  @Test
  void refusesAnIdThatIsNotTheAddressThereEither() {
    String victim = second.origin("victim") + "/users/v";
    PAGES.put("/liar", page(ContentTypes.ACTIVITY_JSON, document(victim)));
    PAGES.put(
        "/users/v", page(ContentTypes.ACTIVITY_JSON, document(second.origin("third") + "/x")));
    assertThat(object(host.origin("a") + "/liar"))
        .isEqualTo(new FetchResult.Refused<>("the id is not the address"));
  }

  @Test
  void readsTheOriginsOwnWordAndNotTheLiars() {
    String victim = second.origin("victim") + "/users/v";
    PAGES.put("/liar2", page(ContentTypes.ACTIVITY_JSON, document(victim, "lie")));
    PAGES.put("/users/v", page(ContentTypes.ACTIVITY_JSON, document(victim, "truth")));
    FetchResult<ObjectNode> result = object(host.origin("a") + "/liar2");
    assertThat(result).isInstanceOf(FetchResult.Found.class);
    result.then(found -> {
      assertThat(found.value().path("name").textValue()).isEqualTo("truth");
      return found;
    });
  }

  @Test
  void keepsTheFragmentOutOfTheRequest() {
    String actor = serve("/users/carol", ContentTypes.ACTIVITY_JSON);
    assertThat(object(actor + "#main-key")).isInstanceOf(FetchResult.Found.class);
    assertThat(host.received().getLast().target()).isEqualTo("/users/carol");
  }

  @Test
  void idMustBeTheFinalAddressAfterARedirect() {
    String moved = serve("/new", ContentTypes.ACTIVITY_JSON);
    PAGES.put("/old", (_, out) -> FakeHost.redirect(out, 302, "/new"));
    assertThat(object(host.origin("a") + "/old"))
        .isInstanceOfSatisfying(
            FetchResult.Found.class, found -> assertThat(found.url()).isEqualTo(moved));
  }

  @Test
  void signsAnewForTheHostRedirectedTo() {
    String there = second.origin("b") + "/there";
    PAGES.put("/there", page(ContentTypes.ACTIVITY_JSON, document(there)));
    PAGES.put("/cross", (_, out) -> FakeHost.redirect(out, 301, there));
    assertThat(object(host.origin("a") + "/cross")).isInstanceOf(FetchResult.Found.class);
    String before = host.received().getLast().header("signature");
    FakeHost.Received after = second.received().getLast();
    assertThat(after.header("signature")).isNotEqualTo(before);
    assertThat(after.header("host")).isEqualTo("b.localhost:" + second.port());
  }

  @Test
  void followsThreeRedirectsAndNotFour() {
    for (int hop = 1; hop < 60; hop++) {
      String next = "/hop" + (hop + 1);
      PAGES.put("/hop" + hop, (_, out) -> FakeHost.redirect(out, 302, next));
    }
    PAGES.put("/end1", (_, out) -> FakeHost.redirect(out, 302, "/end2"));
    PAGES.put("/end2", (_, out) -> FakeHost.redirect(out, 302, "/end3"));
    PAGES.put("/end3", (_, out) -> FakeHost.redirect(out, 302, "/end"));
    serve("/end", ContentTypes.ACTIVITY_JSON);

    assertThat(object(host.origin("a") + "/end1")).isInstanceOf(FetchResult.Found.class);
    int before = host.connections();
    assertThat(object(host.origin("a") + "/hop1"))
        .isEqualTo(new FetchResult.Refused<>("more than 3 redirects"));
    assertThat(host.connections() - before).isEqualTo(4);
  }

  @Test
  void leavesACircleAtOnce() {
    PAGES.put("/left", (_, out) -> FakeHost.redirect(out, 302, "/right"));
    PAGES.put("/right", (_, out) -> FakeHost.redirect(out, 302, "/left"));
    assertThat(object(host.origin("a") + "/left"))
        .isEqualTo(new FetchResult.Refused<>("a redirect in a circle"));
  }

  @ParameterizedTest
  @CsvSource({
    "404, NotFound",
    "410, Gone",
    "401, Denied",
    "403, Denied",
    "429, Unreachable",
    "408, Unreachable",
    "500, Unreachable",
    "503, Unreachable",
    "204, Unreachable"
  })
  void sortsTheOtherStatuses(int status, String kind) {
    PAGES.put("/status", (_, out) -> FakeHost.reply(out, status, "text/plain", "x"));
    assertThat(object(host.origin("a") + "/status").getClass().getSimpleName()).isEqualTo(kind);
  }

  @Test
  void inflatesGzip() {
    String id = host.origin("a") + "/zipped";
    PAGES.put("/zipped", zipped(document(id).getBytes(StandardCharsets.UTF_8)));
    assertThat(object(id)).isInstanceOf(FetchResult.Found.class);
  }

  @Test
  void refusesAGzipBomb() {
    PAGES.put("/bomb", zipped(new byte[100_000_000]));
    assertThat(object(host.origin("a") + "/bomb")).isEqualTo(new FetchResult.TooLarge<>());
  }

  @Test
  void takesOneMebibyteAndNotOneByteMore() {
    String id = host.origin("a") + "/size";
    int frame = document(id, "").length();
    PAGES.put(
        "/size", page(ContentTypes.ACTIVITY_JSON, document(id, "x".repeat((1 << 20) - frame))));
    assertThat(object(id)).isInstanceOf(FetchResult.Found.class);
    PAGES.put(
        "/size", page(ContentTypes.ACTIVITY_JSON, document(id, "x".repeat((1 << 20) - frame + 1))));
    assertThat(object(id)).isEqualTo(new FetchResult.TooLarge<>());
  }

  @Test
  void hangsUpOnAnEndlessBody() {
    PAGES.put(
        "/endless",
        (_, out) -> {
          head(out, "Content-Type: application/activity+json\r\n");
          byte[] chunk = new byte[65_536];
          while (true) {
            out.write(chunk);
          }
        });
    assertThat(object(host.origin("a") + "/endless")).isEqualTo(new FetchResult.TooLarge<>());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/silent", "/dripping-head", "/dripping-body"})
  void endsInTimeWithASlowHost(String path) {
    PAGES.put("/silent", (_, _) -> drip(OutputStream.nullOutputStream()));
    PAGES.put("/dripping-head", (_, out) -> drip(out));
    PAGES.put(
        "/dripping-body",
        (_, out) -> {
          head(out, "Content-Type: application/activity+json\r\n");
          drip(out);
        });
    long start = System.nanoTime();
    assertThat(HURRIED.fetcher().object(host.origin("a") + path, null))
        .isEqualTo(new FetchResult.Unreachable<>("too slow"));
    assertThat((System.nanoTime() - start) / 1_000_000).isBetween(1_900L, 7_500L);
  }

  @Test
  void refusesTwentyThousandHeaders() {
    PAGES.put(
        "/headers",
        (_, out) ->
            FakeHost.reply(
                out,
                200,
                "Content-Type: application/activity+json\r\n" + "X: y\r\n".repeat(20_000),
                new byte[0]));
    assertThat(object(host.origin("a") + "/headers")).isInstanceOf(FetchResult.Unreachable.class);
  }

  @Test
  void refusesACutBody() {
    PAGES.put(
        "/cut",
        (_, out) -> {
          head(out, "Content-Type: application/activity+json\r\nContent-Length: 1000\r\n");
          out.write("{".getBytes(StandardCharsets.UTF_8));
          out.flush();
        });
    assertThat(object(host.origin("a") + "/cut")).isInstanceOf(FetchResult.Unreachable.class);
  }

  @Test
  void writesMediaUpToItsCap(@TempDir Path folder) throws IOException {
    PAGES.put("/pic", page("image/png", "x".repeat(300_000)));
    Path file = folder.resolve("pic");
    assertThat(OUTSIDE.fetcher().media(host.origin("a") + "/pic", file, 300_000))
        .isInstanceOfSatisfying(
            FetchResult.Found.class,
            found ->
                assertThat(found.value()).isEqualTo(new Fetcher.Media(file, 300_000, "image/png")));
    assertThat(Files.size(file)).isEqualTo(300_000);
    assertThat(OUTSIDE.fetcher().media(host.origin("a") + "/pic", file, 299_999))
        .isEqualTo(new FetchResult.TooLarge<>());
    assertThat(file).doesNotExist();
  }

  private static FetchResult<ObjectNode> object(String url) {
    return OUTSIDE.fetcher().object(url, Outside.SIGNER);
  }

  private static String serve(String path, String type) {
    String id = host.origin("a") + path;
    PAGES.put(path, page(type, document(id)));
    return id;
  }

  private static String document(String id) {
    return document(id, "x");
  }

  private static String document(String id, String name) {
    return "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"%s\",\"name\":\"%s\"}"
        .formatted(id, name);
  }

  private static FakeHost.Script page(String type, String body) {
    return (_, out) -> FakeHost.reply(out, 200, type, body);
  }

  private static FakeHost.Script zipped(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return (_, out) ->
        FakeHost.reply(
            out,
            200,
            "Content-Type: application/activity+json\r\nContent-Encoding: gzip\r\n",
            bytes.toByteArray());
  }

  private static void head(OutputStream out, String headers) throws IOException {
    out.write(("HTTP/1.1 200 OK\r\n" + headers + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** A byte now and then, as long as the other side listens and a little longer than it should. */
  private static void drip(OutputStream out) throws IOException {
    byte[] slow = ("HTTP/1.1 200 OK\r\nX: " + "x".repeat(80)).getBytes(StandardCharsets.UTF_8);
    for (byte each : slow) {
      out.write(each);
      out.flush();
      LockSupport.parkNanos(100_000_000);
    }
  }
}
