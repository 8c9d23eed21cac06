package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.WireMock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Links of profiles that point back with rel=me, and those that only pretend. */
class VerifiedLinksTest extends InboxRoom {
  private void page(String path, String html) {
    far.answer(
        path,
        WireMock.aResponse().withHeader("Content-Type", "text/html; charset=utf-8").withBody(html));
  }

  private JsonNode aliceNames(String link) {
    alice
        .app()
        .form(
            "PATCH",
            "/api/v1/accounts/update_credentials",
            "fields_attributes[0][name]",
            "Site",
            "fields_attributes[0][value]",
            link);
    rig.runDueJobs();
    return alice
        .app()
        .get("/api/v1/accounts/" + alice.account())
        .json()
        .path("fields")
        .path(0)
        .path("verified_at");
  }

  private String me(String element) {
    String profile = rig.kit().urls().profile(alice.username());
    return "<html><head></head><body>" + element.replace("ME", profile) + "</body></html>";
  }

  @Test
  void aPageThatLinksBackProvesTheLink() {
    page("/one", me("<a rel='noopener me' href='ME'>me</a>"));
    page("/two", me("<link rel=Me href='ME'>"));
    assertThat(aliceNames(far.base() + "/one").isTextual()).isTrue();
    assertThat(aliceNames(far.base() + "/two").isTextual()).isTrue();
  }

  @Test
  void aPageThatDoesNotLinkBackProvesNothing() {
    page("/none", me("<a href='ME'>me</a>"));
    page("/other", me("<a rel=me href='ME2'>me</a><a rel=home href='ME'>me</a>"));
    page("/text", me("ME rel=me <!-- <a rel=me href='ME'> -->"));
    for (String path : java.util.List.of("/none", "/other", "/text", "/missing")) {
      assertThat(aliceNames(far.base() + path).isNull()).as(path).isTrue();
    }
    far.answer(
        "/json",
        WireMock.aResponse()
            .withHeader("Content-Type", "application/json")
            .withBody(me("<a rel=me href='ME'>me</a>")));
    assertThat(aliceNames(far.base() + "/json").isNull()).isTrue();
    // more than a link is no link
    assertThat(aliceNames("see " + far.base() + "/one").isNull()).isTrue();
  }

  @Test
  void weDoNotAskOurselves() {
    assertThat(aliceNames(rig.kit().urls().profile(alice.username())).isNull()).isTrue();
    assertThat(far.everything()).isEmpty();
  }

  @Test
  void aProofEndsWithTheLinkAndIsLookedForAgainWhenTheProfileChanges() {
    page("/mine", me("<a rel=me href='ME'>me</a>"));
    assertThat(aliceNames(far.base() + "/mine").isTextual()).isTrue();
    page("/mine", me("nothing"));
    assertThat(aliceNames(far.base() + "/mine").isNull()).isTrue();
    page("/mine", me("<a rel=me href='ME'>me</a>"));
    assertThat(aliceNames(far.base() + "/mine").isTextual()).isTrue();
    assertThat(aliceNames(far.base() + "/elsewhere").isNull()).isTrue();
  }

  @Test
  void aProfileElsewhereIsProvedTooAndStaysSoWhileItSaysTheSame() {
    String site = far.base() + "/site" + round;
    page(site, "<a rel=me href='" + far.base() + "/@" + bob.username() + "'>me</a>");
    far.serve(bob.uri(), naming("<a href='" + site + "'>" + site + "</a>"));
    assertThat(verified().isTextual()).isTrue();
    ObjectNode update = naming("<a href='" + site + "'>" + site + "</a>");
    update.put("name", "Bob the second");
    receive(bob.activity("Update", update));
    assertThat(look().isTextual()).isTrue();
  }

  @Test
  void whatIsShownMustBeWhatIsProved() {
    String site = far.base() + "/proof" + round;
    page(site, "<a rel=me href='" + far.base() + "/@" + bob.username() + "'>me</a>");
    far.serve(bob.uri(), naming("<a href='" + site + "'>https://bank.example</a>"));
    assertThat(verified().isNull()).isTrue();
    rig.clock().advance(Duration.ofDays(2));
    far.serve(bob.uri(), naming("https://bank.example <a href='" + site + "'>" + site + "</a>"));
    assertThat(verified().isNull()).isTrue();
  }

  private ObjectNode naming(String value) {
    ObjectNode actor = bob.actor();
    actor
        .putArray("attachment")
        .addObject()
        .put("type", "PropertyValue")
        .put("name", "Site")
        .put("value", value);
    return actor;
  }

  private JsonNode verified() {
    rig.instance().rooms().federation().resolver().accountByHandle(bob.handle());
    JsonNode _ = look();
    rig.runDueJobs();
    return look();
  }

  private JsonNode look() {
    return alice
        .app()
        .get("/api/v1/accounts/" + id(bob))
        .json()
        .path("fields")
        .path(0)
        .path("verified_at");
  }
}
