package org.colloque.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Feeds of profiles and hashtags: what is public, and nothing else. */
class AtomFeedsTest {
  private static Rig rig;
  private static Person alice;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    says("for everybody <b>&\u0007 #Triage", "public");
    says("not listed #Triage", "unlisted");
    says("for followers #Triage", "private");
    says("for one @alice #Triage", "direct");
    alice.app().post("/api/v1/statuses", "status", "the secret part", "spoiler_text", "A warning");
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static void says(String text, String visibility) {
    assertThat(
            alice.app().post("/api/v1/statuses", "status", text, "visibility", visibility).status())
        .isEqualTo(200);
  }

  private static Document feed(String path) throws Exception {
    Browser.Answer answer = rig.anonymous().get(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).startsWith("application/atom+xml");
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(answer.response().body()));
  }

  private static String text(Element element, String name) {
    return element.getElementsByTagName(name).item(0).getTextContent();
  }

  @Test
  void aProfileHasAFeedOfItsPublicPosts() throws Exception {
    Document feed = feed("/@alice/feed.atom");
    var entries = feed.getElementsByTagName("entry");
    assertThat(entries.getLength()).isEqualTo(2);
    Element warned = (Element) entries.item(0);
    assertThat(text(warned, "title")).isEqualTo("A warning");
    assertThat(text(warned, "content")).doesNotContain("secret");
    Element open = (Element) entries.item(1);
    assertThat(text(open, "title")).startsWith("for everybody <b>&");
    assertThat(text(open, "content")).contains("&lt;b&gt;&amp;").contains("<a href");
    assertThat(text(open, "id")).startsWith(rig.base() + "/users/alice/statuses/");
    assertThat(text(open, "published")).endsWith("Z");
    assertThat(text(open, "name")).isEqualTo("alice");
    assertThat(((Element) open.getElementsByTagName("category").item(0)).getAttribute("term"))
        .isEqualTo("triage");
    assertThat(rig.anonymous().get("/@alice").text())
        .contains("type=\"application/atom+xml\" href=\"/@alice/feed.atom\"");
  }

  @Test
  void aHashtagHasOneTooTheSameForWhoeverAsks() throws Exception {
    assertThat(feed("/tags/Triage/feed.atom").getElementsByTagName("entry").getLength())
        .isEqualTo(1);
    assertThat(feed("/tags/nothing/feed.atom").getElementsByTagName("entry").getLength()).isZero();
    Browser hers = SignedIn.browser(rig, alice);
    Browser.Answer answer = hers.get("/tags/triage/feed.atom");
    assertThat(answer.text()).isEqualTo(rig.anonymous().get("/tags/triage/feed.atom").text());
    Browser.Answer known =
        rig.anonymous()
            .withHeader("If-None-Match", answer.header("etag"))
            .get("/tags/triage/feed.atom");
    assertThat(known.status()).isEqualTo(304);
  }

  @Test
  void whoIsNotHereHasNone() {
    for (String path :
        new String[] {
          "/@nobody/feed.atom", "/@alice@far.example/feed.atom", "/tags/a%20b/feed.atom"
        }) {
      assertThat(rig.anonymous().get(path).status()).as(path).isEqualTo(404);
    }
  }
}
