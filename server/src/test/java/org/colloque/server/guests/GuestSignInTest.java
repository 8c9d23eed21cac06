package org.colloque.server.guests;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.GUEST_SESSIONS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.List;
import java.util.Map;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.HomeServer;
import org.colloque.server.rig.HomeServer.Shape;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.WebPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** "Sign in with your instance": the way there and back, and who does not come in by it. */
class GuestSignInTest extends GuestHouse {
  @ParameterizedTest
  @EnumSource(Shape.class)
  void whoIsInvitedComesInWithTheirInstance(Shape shape) {
    new HomeServer(far).as(bob, shape);
    String link = link("guest");
    Browser browser = rig.anonymous();
    Browser.Answer asked = browser.get(link);
    assertThat(asked.header("location")).startsWith("/sign-in?return_to=");
    assertThat(browser.get(asked.header("location")).text())
        .contains(FORM + "?return_to=")
        .doesNotContain(GROUP);
    Browser.Answer sent = send(browser, bob.handle(), link);
    Map<String, String> question = HomeServer.question(sent.header("location"));
    assertThat(sent.header("location")).startsWith(far.base() + "/oauth/authorize?");
    assertThat(sent.header("referrer-policy")).isEqualTo("same-origin");
    assertThat(question)
        .containsEntry("redirect_uri", rig.base() + FORM + "/" + far.host())
        .containsEntry("scope", shape == Shape.MASTODON ? "profile" : "read:accounts")
        .containsEntry("client_id", "the-client")
        .containsEntry("code_challenge_method", "S256");
    Browser.Answer in = browser.get(back(far, sent, "code"));
    assertThat(in.header("location")).isEqualTo(link);
    WebPage page = WebPage.open(browser, link);
    Browser.Answer joined = page.send(link, Map.of());
    assertThat(joined.header("location")).startsWith(group);
    assertThat(browser.get(group).status()).isEqualTo(200);
    assertThat(browser.get(group + "/members").text()).contains("@" + bob.handle());
    // what their instance saw: never a group, and the token was given back
    List<String> seen =
        far.everything().stream().map(each -> each.getUrl() + each.getBodyAsString()).toList();
    String token = link.substring(link.lastIndexOf('/') + 1);
    assertThat(seen).noneMatch(each -> each.contains(GROUP) || each.contains(token));
    assertThat(sent.header("location")).doesNotContain(token, GROUP);
    assertThat(seen)
        .anyMatch(each -> each.startsWith("/oauth/revoke") && each.contains("the-token"));
    assertThat(seen.stream().filter(each -> each.startsWith("/api/v1/apps"))).hasSize(1);
    assertThat(knownAsAnApp()).isTrue();
  }

  @Test
  void oneWhoIsInvitedByHandleFindsTheInvitation() {
    new HomeServer(far).as(bob, Shape.GOTOSOCIAL);
    String invites = "/api/colloque/v1" + group + "/invites";
    assertThat(claire.app().post(invites, "handle", bob.handle(), "role", "member").json())
        .isEqualTo(
            Json.object()
                .put("error", "Somebody of another instance can only be a guest")
                .put("code", "only_a_guest"));
    assertThat(claire.app().post(invites, "handle", "@" + bob.handle(), "role", "guest").status())
        .isEqualTo(200);
    // the name of the server is enough, and a page address too
    Browser browser = rig.anonymous();
    Browser.Answer in =
        browser.get(back(far, send(browser, far.base() + "/@somebody", ""), "code"));
    assertThat(in.header("location")).isEqualTo("/groups");
    WebPage groups = WebPage.open(browser, "/groups");
    assertThat(groups.document().text()).contains(GROUP);
    String offer = groups.document().select("a[href^=/groups/invitations/]").attr("href");
    Browser.Answer joined = WebPage.open(browser, offer).send(offer + "/accept", Map.of());
    assertThat(joined.header("location")).startsWith(group);
    assertThat(browser.get(group).status()).isEqualTo(200);
  }

  @Test
  void nobodyComesInWithoutAnInvitationOrByOneForMembers() {
    new HomeServer(far).as(bob, Shape.MASTODON);
    Browser browser = rig.anonymous();
    String none = "No group here expects you";
    refused(browser.get(back(far, send(browser, bob.handle(), ""), "code")), none);
    refused(browser.get(back(far, send(browser, bob.handle(), link("member")), "code")), none);
    refused(
        browser.get(back(far, send(browser, bob.handle(), "/groups/join/nowhere"), "code")), none);
    assertThat(browser.cookie(rig.sessionCookie())).isEmpty();
    // who is a guest already finds no way in by a link for members either
    Browser guest = guest();
    assertThat(guest.get(link("member")).status()).isEqualTo(404);
  }

  @Test
  void anAnswerCountsOnlyInTheBrowserThatAskedAndOnce() {
    new HomeServer(far).as(bob, Shape.MASTODON);
    String link = link("guest");
    Browser browser = rig.anonymous();
    String back = back(far, send(browser, bob.handle(), link), "code");
    String again = "begun in another browser";
    refused(rig.anonymous().get(back), again);
    // somebody else, on their own way: the victim would be signed in as the attacker
    Browser other = rig.anonymous();
    send(other, bob.handle(), link);
    refused(other.get(back), again);
    refused(browser.get(back.replace("state=", "state=x")), again);
    refused(browser.get(back), again);
    Browser late = rig.anonymous();
    String tooLate = back(far, send(late, bob.handle(), link), "code");
    rig.clock().advance(Journey.LIFE);
    refused(late.get(tooLate), again);
    assertThat(count(GUEST_SESSIONS)).isZero();
  }

  @Test
  void noServerSpeaksForAnother() {
    new HomeServer(far).as(bob, Shape.MASTODON);
    RemotePerson mallory = evil.person("mallory" + people);
    HomeServer home = new HomeServer(evil);
    String link = link("guest");
    // a code of one server at the address of another
    Browser browser = rig.anonymous();
    String back = back(far, send(browser, bob.handle(), link), "code");
    refused(browser.get(back.replace(far.host(), evil.host())), "another browser");
    // the issuer is another one
    browser = rig.anonymous();
    back = back(far, send(browser, bob.handle(), link), "code");
    refused(browser.get(back + "&iss=" + evil.base() + "/"), "another browser");
    // it vouches for somebody else's people
    String foreign = "speaks of somebody who does not live there";
    List<ObjectNode> lies =
        List.of(
            account(bob.username(), bob.username(), far.base() + "/@" + bob.username(), bob.uri()),
            account(bob.username(), bob.handle(), evil.base() + "/@bob", evil.base() + "/users/x"),
            account(bob.username(), bob.username(), evil.base() + "/@bob", bob.uri()),
            account("nobody", "nobody", evil.base() + "/@nobody", ""),
            account("", "", "", ""),
            account(mallory.username(), mallory.username(), evil.base() + "/@m", evil.base()),
            account(mallory.username(), mallory.handle(), evil.base() + "/@m", mallory.uri()));
    for (ObjectNode lie : lies) {
      home.says(lie);
      Browser each = rig.anonymous();
      refused(each.get(back(evil, send(each, evil.host(), link), "code")), foreign);
    }
    // its WebFinger gives its own name to one of ours, or of another server
    home.says(account("bob", "bob", evil.base() + "/@bob", ""));
    evil.webFinger("bob@" + evil.host(), bob.uri());
    Browser each = rig.anonymous();
    refused(each.get(back(evil, send(each, evil.host(), link), "code")), foreign);
    assertThat(count(GUEST_SESSIONS)).isZero();
  }

  private static ObjectNode account(String username, String acct, String url, String uri) {
    return Json.object()
        .put("username", username)
        .put("acct", acct)
        .put("url", url)
        .put("uri", uri);
  }

  @Test
  void whatGoesWrongThereIsSaid() {
    new HomeServer(far).as(bob, Shape.MASTODON);
    Browser browser = rig.anonymous();
    refused(send(browser, "a b", ""), "neither an address");
    refused(send(browser, rig.host(), ""), "Your account is here");
    refused(send(browser, "nobody@" + far.host(), ""), "Nobody was found");
    // evil is no such server today
    evil.answerPosts(evil.base() + "/api/v1/apps", aResponse().withStatus(404));
    refused(send(browser, evil.host(), ""), "does not offer");
    evil.answerPosts(evil.base() + "/api/v1/apps", aResponse().withStatus(503));
    refused(send(browser, evil.host(), ""), "does not answer");
    // what is meant for one address goes to no other
    evil.answerPosts(
        evil.base() + "/api/v1/apps",
        aResponse().withStatus(307).withHeader("Location", far.base() + "/api/v1/apps"));
    refused(send(browser, evil.host(), ""), "does not offer");
    String back = back(far, send(browser, bob.handle(), ""), "");
    refused(browser.get(back + "&error=access_denied"), "You did not agree");
    // it has forgotten us: the next time we are introduced anew
    far.answerPosts(far.base() + "/oauth/token", aResponse().withStatus(401));
    refused(browser.get(back(far, send(browser, bob.handle(), ""), "x")), "did not confirm");
    assertThat(knownAsAnApp()).isFalse();
  }

  @Test
  void aServerThatIsNotSpokenWithSendsNobody() {
    Browser guest = guest();
    String blocks = "/api/v1/admin/domain_blocks";
    String host = far.host().replaceFirst(":.*", "");
    String id =
        claire.app().post(blocks, "domain", host, "severity", "suspend").json().path("id").asText();
    rig.runDueJobs();
    // who is there is out at once
    assertThat(guest.get(group).header("location")).startsWith("/sign-in");
    refused(send(rig.anonymous(), bob.handle(), ""), "does not speak with");
    assertThat(far.everything().stream().map(LoggedRequest::getUrl).filter("/api/v1/apps"::equals))
        .hasSize(1);
    claire.app().delete(blocks + "/" + id);
    rig.runDueJobs();
  }
}
