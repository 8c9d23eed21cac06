package org.colloque.server.pages;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.colloque.server.pages.view.*;
import org.colloque.server.pages.words.Messages;

/** Posts in all their forms, and the pages that show them. */
final class ReadingSamples extends StatusSamples {
  ReadingSamples(Messages messages, Map<String, Samples.Sample> all) {
    super(messages, all);
  }

  void addAll() {
    timelines();
    compose();
    threads();
    quotes();
    profiles();
    finding();
    exploring();
  }

  private static PagerView pager() {
    return new PagerView("/home?min_id=1", "/home?max_id=2");
  }

  private void timelines() {
    add(
        "home",
        member("/home"),
        new TimelineView(TimelineView.Kind.HOME, List.of(), composer(), feed(), pager(), null));
    add(
        "home-announced",
        member("/home"),
        new TimelineView(
            TimelineView.Kind.HOME, announcements(), composer(), List.of(), PagerView.NONE, null));
    add(
        "home-empty",
        member("/home"),
        new TimelineView(
            TimelineView.Kind.HOME, List.of(), composer(), List.of(), PagerView.NONE, null));
    add(
        "local",
        member("/local"),
        new TimelineView(TimelineView.Kind.LOCAL, List.of(), null, feed(), pager(), null));
    add(
        "local-visitor",
        visitor("/local"),
        new TimelineView(TimelineView.Kind.LOCAL, List.of(), null, feed(), pager(), null));
    add(
        "federated",
        member("/federated"),
        new TimelineView(
            TimelineView.Kind.FEDERATED, List.of(), null, List.of(), PagerView.NONE, null));
    add(
        "bookmarks",
        member("/bookmarks"),
        new TimelineView(
            TimelineView.Kind.BOOKMARKS, List.of(), null, List.of(), PagerView.NONE, null));
    add(
        "favourites",
        member("/favourites"),
        new TimelineView(
            TimelineView.Kind.FAVOURITES,
            List.of(),
            null,
            List.of(question()),
            PagerView.NONE,
            null));
  }

  private List<AnnouncementView> announcements() {
    return List.of(
        new AnnouncementView(
            "1",
            new SafeHtml("<p>" + t("Mise à jour samedi.", "Update on Saturday.") + "</p>"),
            NOW,
            List.of(new AnnouncementView.Reaction("👍", 12, true, null))));
  }

  private void compose() {
    Form refused =
        Form.of(
                Map.of(
                    "status",
                    "@karim " + t("Oui, appelle-moi demain.", "Yes, call me tomorrow."),
                    "visibility",
                    "direct",
                    "spoiler_text",
                    t("Garde", "Night shift"),
                    "language",
                    "fr"))
            .error(
                "status",
                t("Ce message dépasse 500 caractères.", "This post is over 500 characters."))
            .error(
                "image1", t("Cette image n’a pas pu être lue.", "This picture could not be read."));
    add(
        "compose-reply",
        member("/compose?reply_to=103"),
        new ComposeView(
            new ComposerView(refused, followersOnly(), List.of(image(2, "")), 500, 4, "key")));
    add("compose-new", member("/compose"), new ComposeView(composer()));
    add(
        "compose-quote",
        member("/compose?quote=101"),
        new ComposeView(
            new ComposerView(composer().form(), null, question(), List.of(), 500, 4, "key")));
  }

  private void threads() {
    add(
        "thread",
        member("/@claire/101"),
        new ThreadView(
            List.of(pictures(1)),
            question(),
            List.of(warned(), followersOnly()),
            composer(),
            SITE + "/@claire/101",
            null,
            "Question",
            true));
    add(
        "thread-visitor",
        visitor("/@claire/101"),
        new ThreadView(
            List.of(),
            question(),
            List.of(pictures(2)),
            null,
            SITE + "/@claire/101",
            null,
            "Question",
            true));
  }

  private void quotes() {
    add(
        "quotes",
        member("/@claire/101/quotes"),
        new QuotesView(
            question(),
            List.of(quoting("133", "pending", null)),
            List.of(quoting("134", "accepted", question())),
            "ask",
            PagerView.NONE));
    add(
        "quotes-empty",
        visitor("/@claire/101/quotes"),
        new QuotesView(question(), List.of(), List.of(), "", PagerView.NONE));
  }

  private void profiles() {
    add(
        "profile",
        member("/@karim"),
        profile(karim(), new RelationView(false, false, false, true, false, false), true));
    add(
        "profile-own",
        member("/@claire"),
        profile(claire, new RelationView(true, false, false, false, false, false), false));
    add("profile-visitor", visitor("/@claire"), profile(claire, null, false));
  }

  private void exploring() {
    for (ExploreView.Tab tab : ExploreView.Tab.values()) {
      add(
          "explore-" + tab.name().toLowerCase(java.util.Locale.ROOT),
          member(tab.path()),
          new ExploreView(
              tab,
              tab == ExploreView.Tab.POSTS ? List.of(question()) : List.of(),
              tab == ExploreView.Tab.TAGS
                  ? List.of(new ExploreView.Tag("pénurie", 12), new ExploreView.Tag("sommeil", 1))
                  : List.of(),
              tab == ExploreView.Tab.NEWS
                  ? List.of(
                      new ExploreView.Link(
                          "https://revue.example/un-article",
                          t("Ce que l’on sait du sommeil", "What is known about sleep"),
                          "La Revue",
                          4))
                  : List.of(),
              tab == ExploreView.Tab.PEOPLE
                  ? List.of(
                      new ExploreView.Person(karim(), "explore.why.featured"),
                      new ExploreView.Person(remote(), "explore.why.friends_of_friends"))
                  : List.of()));
    }
    add(
        "explore-none",
        visitor("/explore"),
        new ExploreView(ExploreView.Tab.POSTS, List.of(), List.of(), List.of(), List.of()));
  }

  private void finding() {
    add(
        "tag",
        visitor("/tags/penurie"),
        new TagView("penurie", List.of(question()), PagerView.NONE, SITE + "/tags/penurie", true));
    add(
        "tag-empty",
        visitor("/tags/rien"),
        new TagView("rien", List.of(), PagerView.NONE, SITE + "/tags/rien", null));
    add("notifications", member("/notifications"), new NotificationsView(news(), pager(), 3));
    add(
        "notifications-empty",
        member("/notifications"),
        new NotificationsView(List.of(), PagerView.NONE, 0));
    add(
        "notifications-filtered",
        member("/notifications/filtered"),
        new FilteredView(
            List.of(
                new FilteredView.Row("7", karim(), 1, NOW.minus(Duration.ofHours(2))),
                new FilteredView.Row("6", remote(), 100, NOW.minus(Duration.ofDays(3)))),
            PagerView.NONE));
    add(
        "notifications-filtered-none",
        member("/notifications/filtered"),
        new FilteredView(List.of(), PagerView.NONE));
    add("search", member("/search"), new SearchView("", List.of(), List.of(), List.of()));
    add(
        "search-found",
        member("/search?q=pen"),
        new SearchView(
            "pen", List.of(karim(), remote()), List.of("penurie", "pensée"), List.of(question())));
    add(
        "search-nothing",
        member("/search?q=xyz"),
        new SearchView("<b>xyz</b>", List.of(), List.of(), List.of()));
  }

  private ProfileView profile(
      AccountView account,
      @org.jspecify.annotations.Nullable RelationView relation,
      boolean locked) {
    return new ProfileView(
        account,
        new SafeHtml(
            "<p>"
                + t(
                    "Soins à domicile dans les monts du Lyonnais. Plaies, pansements, humour.",
                    "Home care in the hills. Wounds, dressings, humour.")
                + "</p>"),
        "/cover.svg",
        List.of(
            new ProfileField(
                "Site",
                new SafeHtml("<a href=\"https://claire.example\" rel=\"me\">claire.example</a>"),
                NOW.minus(Duration.ofDays(9))),
            new ProfileField(t("Langues", "Languages"), new SafeHtml("français, arabe"), null)),
        List.of("Cardiologie", "soinsÀDomicile", "BonnesPratiquesDuPansementEnVille"),
        1234,
        87,
        12_480,
        Instant.parse("2025-03-02T08:00:00Z"),
        locked,
        relation,
        null,
        null,
        List.of(),
        List.of(question(), warned()),
        PagerView.NONE,
        SITE + account.path(),
        null,
        "x",
        true);
  }

  private List<NotificationView> news() {
    return List.of(
        new NotificationView(
            NotificationView.Kind.MENTION,
            karim(),
            NOW.minus(Duration.ofMinutes(4)),
            followersOnly(),
            true),
        new NotificationView(
            NotificationView.Kind.FOLLOW_REQUEST,
            remote(),
            NOW.minus(Duration.ofHours(1)),
            null,
            true),
        new NotificationView(
            NotificationView.Kind.FAVOURITE,
            remote(),
            NOW.minus(Duration.ofHours(2)),
            question(),
            false),
        new NotificationView(
            NotificationView.Kind.REBLOG,
            karim(),
            NOW.minus(Duration.ofHours(5)),
            question(),
            false),
        new NotificationView(
            NotificationView.Kind.POST, karim(), NOW.minus(Duration.ofHours(6)), warned(), false),
        new NotificationView(
            NotificationView.Kind.EDIT, karim(), NOW.minus(Duration.ofHours(7)), warned(), false),
        new NotificationView(
            NotificationView.Kind.FOLLOW, karim(), NOW.minus(Duration.ofDays(1)), null, false));
  }
}
