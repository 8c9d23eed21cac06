package org.colloque.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.LogBook;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.Test;

/** Bob, who lives in the south, is a guest of a group in the north, by the real pages of both. */
class GuestAcrossTest extends TwoInstances {
  /** Stands in everything that is said in the group, and nowhere else. */
  private static final String CANARY = "zkqnorthq";

  /** Where a member would hear of it elsewhere than on its pages. */
  private static final List<String> ELSEWHERE =
      List.of(
          "/groups",
          "/notifications",
          "/live",
          "/settings/mail",
          "/api/v1/streaming/user",
          "/api/v1/push/subscription",
          "/api/v1/notifications");

  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final AtomicInteger lines = new AtomicInteger();
  private String group = "";

  @Test
  void aGuestTakesPartAndIsRemovedAndTheirInstanceKnowsNothing() throws IOException {
    // both instances are of this process and write into one log
    try (LogBook _ = new LogBook(this::note)) {
      takesPartAndIsRemoved();
    }
    assertThat(lines.get()).isPositive();
    assertThat(logged).isEmpty();
  }

  private void note(String line) {
    lines.incrementAndGet();
    if (line.contains(CANARY)) {
      logged.add(line);
    }
  }

  private void takesPartAndIsRemoved() throws IOException {
    group =
        "/groups/"
            + ok(alice.app().post("/api/colloque/v1/groups", "name", "Group " + CANARY))
                .path("id")
                .asText();
    Browser guest = comesIn();
    String topic = begins(guest);
    String answered = ok(alice.app().get("/api/v1/statuses/" + topic)).path("id").asText();
    ok(
        alice
            .app()
            .post("/api/v1/statuses", "status", "Answer " + CANARY, "in_reply_to_id", answered));
    String page = group + "/topics/" + topic;
    WebPage shown = WebPage.open(guest, page);
    assertThat(shown.document().text()).contains("Answer " + CANARY);
    String picture = shown.document().select("img[src*=/media/]").attr("src");
    String file = picture.replaceFirst("\\?.*", "");
    assertThat(guest.get(picture).status()).isEqualTo(200);
    assertThat(guest.get(file).status()).isEqualTo(200);
    assertThat(north.anonymous().get(file).status()).isEqualTo(404);
    Browser.Answer replied = shown.send(page + "/replies", Map.of("status", "Thank you " + CANARY));
    assertThat(replied.status()).as(replied.text()).isEqualTo(303);
    assertThat(guest.get(group + "/export").status()).isEqualTo(200);
    votes(guest, answered, page);
    settle();
    assertThat(said(north)).isNotEmpty();

    long account = accountId(north, bob);
    ok(alice.app().delete("/api/colloque/v1" + group + "/members/" + account));
    List<String> paths = new ArrayList<>(ELSEWHERE);
    paths.addAll(List.of(group, page, group + "/members", group + "/export", group + "/log"));
    for (String path : paths) {
      Browser.Answer closed = guest.get(path);
      Browser.Answer stranger = north.anonymous().get(path);
      assertThat(closed.status()).as(path).isEqualTo(stranger.status());
      assertThat(closed.header("location")).isEqualTo(stranger.header("location"));
    }
    assertThat(guest.get(picture).status()).isEqualTo(404);
    assertThat(guest.get(file).status()).isEqualTo(404);
    settle();
    assertThat(said(south)).isEmpty();
    assertThat(sent(north)).isEmpty();
  }

  private void votes(Browser guest, String topic, String page) {
    String poll =
        ok(alice
                .app()
                .post(
                    "/api/v1/statuses",
                    "status",
                    "Question " + CANARY,
                    "in_reply_to_id",
                    topic,
                    "poll[options][]",
                    "One " + CANARY,
                    "poll[options][]",
                    "Two " + CANARY,
                    "poll[expires_in]",
                    "3600"))
            .path("id")
            .asText();
    String ballot = Paths.vote(poll);
    assertThat(WebPage.open(guest, page).send(ballot, Map.of("choices[]", "1")).status())
        .isEqualTo(303);
    assertThat(
            ok(alice.app().get("/api/v1/polls/" + poll))
                .path("options")
                .path(1)
                .path("votes_count")
                .asInt())
        .isEqualTo(1);
  }

  /** By a link, through the consent page at home. */
  private Browser comesIn() {
    String link =
        ok(alice.app().post("/api/colloque/v1" + group + "/invites", "role", "guest"))
            .path("url")
            .asText()
            .replace(north.base(), "");
    Browser guest = north.anonymous();
    Browser.Answer sent =
        guest.post("/sign-in/guest", "address", "@" + bob.handle(), "return_to", link);
    assertThat(sent.status()).as(sent.text()).isEqualTo(303);
    assertThat(sent.header("location")).startsWith(south.base()).doesNotContain("groups");
    Browser home = SignedIn.browser(south, bob);
    WebPage consent = WebPage.open(home, sent.header("location"));
    assertThat(consent.document().text()).contains("Colloque").doesNotContain(CANARY);
    var form = consent.form("/oauth/authorize");
    List<String> fields = new ArrayList<>(List.of(WebPage.fields(form, Map.of())));
    fields.addAll(List.of("decision", "allow"));
    Browser.Answer allowed = home.post("/oauth/authorize", fields.toArray(String[]::new));
    assertThat(allowed.header("location")).startsWith(north.base() + "/sign-in/guest/");
    Browser.Answer in = guest.get(allowed.header("location"));
    assertThat(in.status()).as(in.text()).isEqualTo(303);
    assertThat(URI.create(in.header("location")).getPath()).isEqualTo(link);
    assertThat(WebPage.open(guest, link).send(link, Map.of()).header("location")).isEqualTo(group);
    // the token was for one question
    assertThat(ok(bob.app().get("/api/v1/accounts/verify_credentials")).path("username").asText())
        .isEqualTo(bob.username());
    return guest;
  }

  private String begins(Browser guest) throws IOException {
    var form = WebPage.open(guest, group + "/new").form(group + "/topics");
    String[] fields =
        WebPage.fields(
            form, Map.of("title", "Title " + CANARY, "status", "Text " + CANARY, "alt1", CANARY));
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", png);
    Browser.Answer begun =
        guest.upload(
            "POST", group + "/topics", "file1", CANARY + ".png", png.toByteArray(), fields);
    assertThat(begun.status()).as(begun.text()).isEqualTo(303);
    return begun.header("location").replaceAll(".*/", "");
  }

  /** The tables of a server in which the canary stands, in text or in bytes. */
  private static List<String> said(Rig rig) {
    String hex = HexFormat.of().formatHex(CANARY.getBytes(StandardCharsets.UTF_8));
    return rig.kit()
        .db()
        .seeingAll(tx ->
            tx
                .sql()
                .fetch(
                    "SELECT quote_ident(table_name) FROM information_schema.tables"
                        + " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")
                .getValues(0, String.class)
                .stream()
                .filter(table ->
                    tx.sql()
                        .fetchSingle(
                            "SELECT EXISTS (SELECT FROM "
                                + table
                                + " t WHERE t::text ILIKE ? OR t::text ILIKE ?)",
                            "%" + CANARY + "%",
                            "%" + hex + "%")
                        .get(0, Boolean.class))
                .toList());
  }

  /** What a server told others or is about to tell them. */
  private static List<String> sent(Rig rig) {
    return said(rig).stream()
        .filter(table -> table.matches("outbox_activities|deliveries|guest_.*"))
        .toList();
  }
}
