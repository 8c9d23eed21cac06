package org.colloque.server.pages;

import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.colloque.server.board.Club;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Guest;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;

/** A server on which something stands at every address that a page can have. */
final class WalkedHouse implements AutoCloseable {
  /** Who walks. The guest lives on another instance, and is in the group and nowhere else. */
  enum Who {
    DOCTOR,
    GUEST,
    MODERATOR,
    OWNER,
    STRANGER
  }

  private final Rig rig = Rig.start();
  private final Map<Who, Person> people = new EnumMap<>(Who.class);
  private final Map<Who, Browser> browsers = new EnumMap<>(Who.class);
  private final Map<String, List<String>> paths = new HashMap<>();
  private final Club club;
  private final Guest guest;
  private String topic = "";

  WalkedHouse() throws IOException {
    people.put(Who.OWNER, rig.owner("aline"));
    people.put(Who.MODERATOR, rig.moderator("modeste"));
    people.put(Who.DOCTOR, rig.local("claire"));
    guest = Guest.of(rig, "gaspard", "loin.example");
    for (Who who : Who.values()) {
      Person person = people.get(who);
      browsers.put(who, person == null ? rig.anonymous() : SignedIn.browser(rig, person));
    }
    browsers.put(Who.GUEST, guest.browser());
    club =
        Club.of(rig, "Groupe de pairs des Lilas", "lilas")
            .with(person(Who.DOCTOR), "organiser")
            .with(guest.account(), "guest");
    reading();
    keeping();
    group();
    house();
    entry();
    rig.runDueJobs();
  }

  Rig rig() {
    return rig;
  }

  Club club() {
    return club;
  }

  /** Path of a topic with answers. */
  String topic() {
    return club.path() + "/topics/" + topic;
  }

  Person person(Who who) {
    return Objects.requireNonNull(people.get(who));
  }

  Browser browser(Who who) {
    return Objects.requireNonNull(browsers.get(who));
  }

  /**
   * Addresses of a page, without parameters and with them.
   *
   * @throws IllegalStateException for a new route with parameters: make what it shows here
   */
  List<String> paths(String pattern) {
    List<String> known = paths.get(pattern);
    if (known == null && pattern.contains(":")) {
      throw new IllegalStateException("nothing stands at " + pattern + ": add it to WalkedHouse");
    }
    return known == null ? List.of(pattern) : known;
  }

  /** From now on everybody reads the pages in {@code language}. */
  void speak(Locale language) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx -> tx.sql().update(USERS).set(USERS.LOCALE, language.getLanguage()).execute());
    people
        .values()
        .forEach(one -> rig.instance().rooms().doorkeeper().forget("user " + one.user()));
  }

  private void at(String pattern, String... known) {
    paths.put(pattern, List.of(known));
  }

  String post(Who who, String... fields) {
    return id(person(who).app().post("/api/v1/statuses", fields));
  }

  private static String id(Browser.Answer answer) {
    JsonNode id = answer.json().path("id");
    if (answer.status() != 200 || id.isMissingNode()) {
      throw new IllegalStateException(answer.status() + " " + answer.text());
    }
    return id.asText();
  }

  /** Where the answer to a form of {@code page} leads, or the page that it is. */
  private WebPage send(Who who, String page, String action, Map<String, String> typed) {
    Browser.Answer answer = WebPage.open(browser(who), page).send(action, typed);
    if (answer.status() >= 400) {
      throw new IllegalStateException(action + " was answered " + answer.text());
    }
    return answer.status() == 303
        ? WebPage.open(browser(who), answer.header("location"))
        : WebPage.of(browser(who), answer);
  }

  private static String link(WebPage page, String start) {
    return page.document().select("a[href^=" + start + "]").getFirst().attr("href");
  }

  private void reading() throws IOException {
    Browser doctor = person(Who.DOCTOR).app();
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(640, 400, BufferedImage.TYPE_INT_RGB), "png", picture);
    String image =
        id(
            doctor.upload(
                "POST",
                "/api/v2/media",
                "file",
                "courbe.png",
                picture.toByteArray(),
                "description",
                "Courbe de saturation"));
    String post =
        post(Who.DOCTOR, "status", "Une courbe #pairs avec @modeste", "media_ids[]", image);
    post(Who.MODERATOR, "status", "@claire Très juste.", "in_reply_to_id", post);
    post(Who.DOCTOR, "status", "Dedans", "spoiler_text", "Cas clinique");
    post(
        Who.MODERATOR,
        "status",
        "Qui vient jeudi ?",
        "poll[options][]",
        "Moi",
        "poll[options][]",
        "Pas moi",
        "poll[expires_in]",
        "86400");
    String moderator = person(Who.MODERATOR).account().toString();
    doctor.post("/api/v1/accounts/" + moderator + "/follow");
    person(Who.MODERATOR).app().post("/api/v1/statuses/" + post + "/favourite");
    for (String mark : List.of("bookmark", "favourite")) {
      doctor.post("/api/v1/statuses/" + post + "/" + mark);
    }
    JsonNode shown = doctor.get("/api/v1/statuses/" + post).json();
    at("/media/:key", path(shown.path("media_attachments").path(0).path("url").asText()));
    at("/@:handle", "/@claire", "/@modeste");
    at("/@:handle/:id", "/@claire/" + post);
    at("/@:handle/:id/quotes", "/@claire/" + post + "/quotes");
    at("/tags/:tag", "/tags/pairs");
    at("/search", "/search", "/search?q=courbe", "/search?q=rien-du-tout");
    at("/compose", "/compose", "/compose?reply_to=" + post);
    at("/accounts/:id/lists", "/accounts/" + moderator + "/lists");
  }

  private static String path(String url) {
    return URI.create(url).getPath();
  }

  private void keeping() {
    Browser doctor = person(Who.DOCTOR).app();
    String list = "/lists/" + id(doctor.post("/api/v1/lists", "title", "Collègues"));
    String moderator = person(Who.MODERATOR).account().toString();
    doctor.post("/api/v1" + list + "/accounts", "account_ids[]", moderator);
    at("/lists/:id", list);
    at("/lists/:id/news", list + "/news");
    at("/lists/:id/settings", list + "/settings");
    String filter =
        id(
            doctor.post(
                "/api/v2/filters",
                "title",
                "Football",
                "context[]",
                "home",
                "keywords_attributes[][keyword]",
                "match"));
    at("/settings/filters/:id", "/settings/filters/" + filter);
    doctor.post("/api/v1/tags/pairs/follow");
  }

  private void group() {
    topic =
        club.topic(person(Who.DOCTOR), "Toux sèche depuis trois semaines\n\nUn **cas** du jour");
    String reply =
        WebPage.open(browser(Who.GUEST), topic())
            .send(topic() + "/replies", Map.of("status", "Et l’inhibiteur ?"))
            .header("location")
            .replaceAll(".*/posts/", "");
    club.reply(person(Who.DOCTOR), reply, "Arrêté hier.");
    String group = club.path();
    at("/groups/:id", group, group + "?category=" + club.category("cas"));
    for (String page :
        List.of(
            "about",
            "anonymous",
            "anonymous/trustees",
            "export",
            "log",
            "log.json",
            "members",
            "new",
            "search",
            "settings",
            "topics",
            "links")) {
      at("/groups/:id/" + page, group + "/" + page);
    }
    at("/groups/:id/search", group + "/search", group + "/search?q=toux");
    at("/groups/:id/topics/:topic", topic());
    at("/groups/:id/posts/:post", group + "/posts/" + topic);
    for (String page : List.of("edit", "history", "reply")) {
      at("/groups/:id/posts/:post/" + page, group + "/posts/" + topic + "/" + page);
    }
    WebPage shown = send(Who.DOCTOR, group + "/members", group + "/links", Map.of("days", "1"));
    at("/groups/join/:token", path(shown.document().select("#link").attr("value")));
    WebPage _ =
        send(Who.DOCTOR, group + "/members", group + "/invitations", Map.of("handle", "modeste"));
    at(
        "/groups/invitations/:invitation",
        link(WebPage.open(browser(Who.MODERATOR), "/groups"), "/groups/invitations/"));
  }

  private void house() {
    String report =
        id(
            person(Who.DOCTOR)
                .app()
                .post(
                    "/api/v1/reports",
                    "account_id",
                    guest.account().toString(),
                    "comment",
                    "Publicité"));
    at("/admin/reports/:id", "/admin/reports/" + report);
    WebPage _ =
        send(
            Who.OWNER,
            "/admin/announcements",
            "/admin/announcements",
            Map.of("text", "Entretien dimanche à 8 h."));
    WebPage lists =
        send(
            Who.OWNER,
            "/admin/federation/lists",
            "/admin/federation/lists",
            Map.of("url", "https://lists.example/list.csv", "kind", "block", "priority", "1"));
    at(
        "/admin/federation/lists/:id",
        lists.document().select("form[action$=/leave]").attr("action").replace("/leave", ""));
    at("/admin/accounts", "/admin/accounts", "/admin/accounts?q=claire");
  }

  private void entry() {
    JsonNode app =
        rig.anonymous()
            .post(
                "/api/v1/apps",
                "client_name",
                "Appli",
                "redirect_uris",
                "urn:ietf:wg:oauth:2.0:oob",
                "scopes",
                "read write")
            .json();
    String asked =
        "?response_type=code&redirect_uri=urn:ietf:wg:oauth:2.0:oob&scope=read&client_id="
            + app.path("client_id").asText();
    at("/oauth/authorize", "/oauth/authorize" + asked);
    at("/language", "/language?to=fr&return_to=/about");
    at("/oauth/authorize/native", "/oauth/authorize/native?code=abc");
    String letter = person(Who.DOCTOR).user() + ".digest";
    at(
        "/unsubscribe/:subscription/:code",
        "/unsubscribe/" + letter + "/" + rig.kit().secrets().sign("unsubscribe", letter));
    // there is an owner, so that nobody can become it any more
    at("/setup/:token", "/setup/forged");
    at("/sign-in/guest/:host", "/sign-in/guest/far.example");
  }

  @Override
  public void close() {
    rig.close();
  }
}
