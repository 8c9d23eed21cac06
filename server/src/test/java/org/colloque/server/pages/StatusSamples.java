package org.colloque.server.pages;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.server.pages.view.*;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/** Posts in all their forms. */
abstract class StatusSamples extends SampleParts {
  StatusSamples(Messages messages, Map<String, Samples.Sample> all) {
    super(messages, all);
  }

  StatusView status(String id, AccountView author, Duration age, String html, String language) {
    return new StatusView(
        id,
        author.path() + "/" + id,
        null,
        author,
        null,
        null,
        NOW.minus(age),
        null,
        Visibility.PUBLIC,
        "",
        new SafeHtml(html),
        language,
        List.of(),
        null,
        false,
        new StatusView.Counts(0, 0, 0),
        StatusView.Flags.NONE);
  }

  static MediaView image(int number, String description) {
    return new MediaView(
        "m" + number,
        MediaView.Kind.IMAGE,
        "/photo-" + number + ".svg",
        "/photo-" + number + ".svg",
        description,
        640,
        400);
  }

  StatusView question() {
    StatusView plain =
        status(
            "101",
            claire,
            Duration.ofMinutes(12),
            "<p>Question aux pharmaciens : comment gérez-vous les ruptures d’amoxicilline pédiatrique cette semaine ? Ici, plus rien depuis jeudi.</p><p><a href=\"/tags/penurie\" class=\"mention hashtag\" rel=\"tag\">#penurie</a> <a href=\"/tags/officine\" class=\"mention hashtag\" rel=\"tag\">#officine</a></p>",
            "fr");
    return new StatusView(
        plain.id(),
        plain.path(),
        null,
        claire,
        null,
        null,
        plain.createdAt(),
        NOW.minus(Duration.ofMinutes(3)),
        Visibility.PUBLIC,
        "",
        plain.content(),
        "fr",
        List.of(),
        null,
        false,
        new StatusView.Counts(4, 12, 31),
        new StatusView.Flags(true, true, true, false, true, null));
  }

  StatusView warned() {
    return new StatusView(
        "102",
        "/@karim/102",
        null,
        karim(),
        claire,
        null,
        NOW.minus(Duration.ofHours(3)),
        null,
        Visibility.UNLISTED,
        t("Plaie, photo opératoire", "Wound, theatre photo"),
        new SafeHtml("<p>Évolution à J15 sous pansement simple. Merci de vos conseils !</p>"),
        "fr",
        List.of(image(1, t("Plaie de jambe propre, bords nets", "Clean leg wound, sharp edges"))),
        null,
        true,
        new StatusView.Counts(2, 0, 14_300),
        StatusView.Flags.NONE);
  }

  StatusView followersOnly() {
    return new StatusView(
        "103",
        "/@karim/103",
        null,
        karim(),
        null,
        "@claire",
        NOW.minus(Duration.ofDays(2)),
        null,
        Visibility.FOLLOWERS,
        "",
        new SafeHtml(
            "<p><span class=\"h-card\"><a href=\"/@claire\" class=\"u-url mention\">@<span>claire</span></a></span> Garde difficile. Merci d’être là.</p>"),
        "fr",
        List.of(),
        null,
        false,
        new StatusView.Counts(0, 0, 2),
        StatusView.Flags.NONE);
  }

  StatusView pictures(int count) {
    List<MediaView> media = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      media.add(image(i, i == 2 ? "" : t("Le lac au lever du jour", "The lake at daybreak")));
    }
    return new StatusView(
        "10" + (3 + count),
        "/@annelise/10",
        "https://sante-publique.exemple.nl/@annelise/10",
        remote(),
        null,
        null,
        NOW.minus(Duration.ofDays(40)),
        null,
        Visibility.PUBLIC,
        "",
        new SafeHtml(
            "<p>Preprint: hand hygiene in 41 hospitals, stepped-wedge trial. Data and code: <a href=\"https://example.org/a/very/long/address/that/does/not/fit/on/one/line/of/a/telephone\" rel=\"nofollow noopener\"><span class=\"invisible\">https://</span><span class=\"ellipsis\">example.org/a/very/long/addres</span><span class=\"invisible\">s/that/does/not/fit</span></a></p>"),
        "en",
        media,
        null,
        false,
        new StatusView.Counts(1, 2, 3),
        StatusView.Flags.NONE);
  }

  /** A poll of another server, before and after the reader's vote. */
  StatusView polled(boolean voted) {
    return new StatusView(
        voted ? "121" : "120",
        "/@annelise/12",
        "https://sante-publique.exemple.nl/@annelise/12",
        remote(),
        null,
        null,
        NOW.minus(Duration.ofHours(5)),
        null,
        Visibility.PUBLIC,
        "",
        new SafeHtml("<p>Which dressing do you reach for first?</p>"),
        "en",
        List.of(),
        new PollView(
            List.of(
                new PollView.Option("Hydrocolloid", 14, 52, voted),
                new PollView.Option(
                    "Foam with a silicone border, changed every third day", 9, 33, false),
                new PollView.Option("Plain gauze", 4, 15, false)),
            false,
            false,
            voted,
            27,
            NOW.plus(Duration.ofDays(1)),
            false,
            PollView.Manner.PLAIN,
            List.of()),
        false,
        new StatusView.Counts(1, 2, 3),
        StatusView.Flags.NONE);
  }

  /** One that quotes {@code quoted}, or says why it does not show it. */
  StatusView quoting(String id, String state, @Nullable StatusView quoted) {
    StatusView plain =
        status(
            id,
            karim(),
            Duration.ofMinutes(40),
            "<p>"
                + t(
                    "À lire : la même question se pose à l’hôpital.",
                    "Worth reading: hospitals ask the same question.")
                + "</p>",
            "fr");
    return new StatusView(
        plain.id(),
        plain.path(),
        null,
        plain.author(),
        null,
        null,
        plain.createdAt(),
        null,
        Visibility.PUBLIC,
        "",
        plain.content(),
        "fr",
        List.of(),
        null,
        false,
        new StatusView.Counts(1, 2, 3),
        new StatusView.Flags(false, false, false, false, true, null),
        new StatusView.Quoting(
            new StatusView.Quoted(state, quoted), 3, StatusView.Quoting.May.YES));
  }

  List<StatusView> feed() {
    return List.of(
        question(),
        quoting("130", "accepted", warned()),
        quoting("131", "pending", null),
        quoting("132", "accepted", question()),
        warned(),
        polled(false),
        polled(true),
        followersOnly(),
        pictures(4),
        pictures(3),
        pictures(1));
  }

  ComposerView composer() {
    return new ComposerView(
        Form.of(Map.of("visibility", "public", "language", messages.language())),
        null,
        List.of(),
        500,
        4,
        "key");
  }
}
