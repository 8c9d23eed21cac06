package org.colloque.federation.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.Json;
import org.junit.jupiter.api.Test;

/** What another server says it runs. */
class SoftwareTest {
  private static final String SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/";
  private static final String FAR = "https://far.example";

  private final ObjectNode index = Json.object();
  private final ArrayNode links = index.putArray("links");

  private void link(String rel, String href) {
    links.addObject().put("rel", rel).put("href", href);
  }

  private Optional<String> address() {
    return Software.address(index, Origin.of(FAR).orElseThrow());
  }

  private static Optional<Software> read(String name, String version) {
    ObjectNode document = Json.object();
    document.putObject("software").put("name", name).put("version", version);
    return Software.read(document);
  }

  @Test
  void itIsAskedForItsNewestForm() {
    link(SCHEMA + "2.0", FAR + "/nodeinfo/2.0");
    link(SCHEMA + "2.1", FAR + "/nodeinfo/2.1");
    link(SCHEMA + "1.0", FAR + "/nodeinfo/1.0");
    assertThat(address()).contains(FAR + "/nodeinfo/2.1");
  }

  @Test
  void aServerDoesNotSendUsToAnother() {
    link(SCHEMA + "2.0", "https://else.example/nodeinfo");
    link(SCHEMA + "2.0", "http://far.example/nodeinfo");
    link(SCHEMA + "2.0", "file:///etc/passwd");
    link("https://www.w3.org/ns/activitystreams#Application", FAR + "/actor");
    links.add("nonsense");
    assertThat(address()).isEmpty();
    link(SCHEMA + "2.0", FAR + "/here");
    assertThat(address()).contains(FAR + "/here");
  }

  @Test
  void soManyLinksAreLookedAt() {
    for (int i = 1; i < Software.MAX_LINKS; i++) {
      link("other", FAR);
    }
    link(SCHEMA + "2.0", FAR + "/last");
    assertThat(address()).contains(FAR + "/last");
    links.insertObject(0).put("rel", "other");
    assertThat(address()).isEmpty();
  }

  @Test
  void nameAndVersionHaveALimitAndNothingHidden() {
    String longest = "x".repeat(Software.MAX_LENGTH);
    assertThat(read("Mastodon", "4.5.0+glitch")).contains(new Software("mastodon", "4.5.0+glitch"));
    assertThat(read(longest, longest)).contains(new Software(longest, longest));
    assertThat(read(longest + "x", "1")).isEmpty();
    assertThat(read("x", longest + "x")).contains(new Software("x", ""));
    assertThat(read("a\u202eb\n", "1\u0000")).contains(new Software("ab", "1"));
    assertThat(read("  ", "1")).isEmpty();
    assertThat(Software.read(Json.object())).isEmpty();
    assertThat(Software.read(Json.object().put("software", "mastodon"))).isEmpty();
  }
}
