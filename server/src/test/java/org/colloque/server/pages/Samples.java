package org.colloque.server.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.pages.view.*;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.Times;

/** Every page with believable content, in one language: what the tests of the pages look at. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-22T14:05:00Z");
  private static final String SITE = "https://colloque-lyon.example";

  private final Messages messages;
  private final boolean french;
  private final Map<String, Sample> all = new LinkedHashMap<>();

  /** A page, whole. */
  record Sample(PageView page, Screen screen) {}

  private Samples(Locale locale) {
    messages = Messages.of(locale);
    french = messages.language().equals("fr");
    entries();
    settings();
    reading();
    owner();
    errors();
  }

  static Map<String, Sample> in(Locale locale) {
    return new Samples(locale).all;
  }

  private String t(String inFrench, String inEnglish) {
    return french ? inFrench : inEnglish;
  }

  // people

  final AccountView claire =
      new AccountView(
          "1",
          "Claire Morel",
          "@claire",
          "/@claire",
          "/avatar-1.svg",
          "Médecine générale, maison de santé",
          false);

  private AccountView karim() {
    return new AccountView(
        "2",
        "Karim B., infirmier",
        "@karim",
        "/@karim",
        "/avatar-2.svg",
        t("Infirmier libéral", "Community nurse"),
        false);
  }

  private AccountView remote() {
    return new AccountView(
        "3",
        "Dr Annelise van der Vossen-Brandsma 🩺",
        "@annelise.vandervossen@sante-publique.exemple.nl",
        "/@annelise.vandervossen@sante-publique.exemple.nl",
        "/avatar-3.svg",
        "",
        false);
  }

  // surroundings

  private PageView visitor(String path) {
    return page(path, null, List.of());
  }

  private PageView member(String path) {
    return page(path, new MemberView(claire, true, 3), List.of());
  }

  private PageView page(
      String path, @org.jspecify.annotations.Nullable MemberView member, List<Flash> flashes) {
    return new PageView(
        new InstanceView(
            "Colloque Lyon",
            "colloque-lyon.example",
            t(
                "Le lieu où les soignants de la région parlent entre eux, au calme.",
                "Where the care teams of the region talk to each other, in peace."),
            true,
            "0.1.0",
            "https://example.org/colloque"),
        messages,
        new Times(messages, ZoneId.of("Europe/Paris"), NOW),
        member,
        "csrf-token",
        path,
        flashes);
  }

  private void add(String name, PageView page, Screen screen) {
    all.put(name, new Sample(page, screen));
  }

  private List<String> rules() {
    return french
        ? List.of(
            "Aucune donnée qui permette de reconnaître un patient.",
            "On critique les idées, jamais les personnes.",
            "Les liens d’intérêts se disent.",
            "Ce qui se dit dans un groupe y reste.")
        : List.of(
            "Nothing that could identify a patient.",
            "Criticise ideas, never people.",
            "Declare your interests.",
            "What is said in a group stays there.");
  }

  private SafeHtml description() {
    return new SafeHtml(
        t(
            "<p>Colloque Lyon réunit médecins, infirmières, pharmaciens, sages-femmes et kinés du"
                + " Rhône. On y pose ses questions, on y partage ses lectures, on s’y soutient.</p>"
                + "<p>L’instance est tenue par une association ; il n’y a ni publicité ni"
                + " traçage.</p>",
            "<p>Colloque Lyon brings together doctors, nurses, pharmacists, midwives and"
                + " physiotherapists. Ask, share what you read, support each other.</p><p>It is run"
                + " by an association, without advertising or tracking.</p>"));
  }

  private void entries() {
    LandingView landing =
        new LandingView(
            description(),
            rules(),
            RegistrationMode.APPROVAL,
            412,
            18_240,
            "bonjour@colloque.example",
            claire,
            SITE + "/",
            t("Entre soignants", "Among carers"));
    add("landing", visitor("/"), landing);
    add("about", member("/about"), landing);
    Form wrong =
        Form.of(Map.of("username", "claire morel", "email", "claire@example.org"))
            .error(
                "username",
                t(
                    "Lettres sans accent, chiffres et _ seulement.",
                    "Letters without accents, digits and _ only."))
            .error(
                "password",
                t("Il faut au moins 10 caractères.", "At least 10 characters are needed."));
    add(
        "signup-open",
        visitor("/sign-up"),
        new SignUpView(RegistrationMode.OPEN, null, null, List.of(), 10, Form.EMPTY));
    add(
        "signup-approval",
        visitor("/sign-up"),
        new SignUpView(RegistrationMode.APPROVAL, null, null, rules(), 10, wrong));
    add(
        "signup-invited",
        visitor("/sign-up"),
        new SignUpView(RegistrationMode.INVITATION, "x7Yk2", karim(), rules(), 10, Form.EMPTY));
    add(
        "signup-uninvited",
        visitor("/sign-up"),
        new SignUpView(RegistrationMode.INVITATION, null, null, rules(), 10, Form.EMPTY));
    add(
        "signup-closed",
        visitor("/sign-up"),
        new SignUpView(RegistrationMode.CLOSED, null, null, rules(), 10, Form.EMPTY));
    add("signin", visitor("/sign-in"), new SignInView(Form.EMPTY, "/home"));
    add(
        "signin-wrong",
        visitor("/sign-in"),
        new SignInView(
            Form.of(Map.of("email", "claire@example.org"))
                .error(
                    "email", t("Adresse ou mot de passe inexact.", "Wrong address or password.")),
            "/home"));
    add(
        "signin-code",
        visitor("/sign-in/code"),
        new SignInCodeView(Form.EMPTY, "challenge", "/home"));
    add(
        "consent",
        member("/oauth/authorize"),
        new ConsentView(
            "Tusky",
            "https://tusky.app",
            "oauth2redirect://com.keylesspalace.tusky",
            List.of("read", "write:statuses", "write:media", "follow", "push", "profile"),
            Map.of("client_id", "abc", "scope", "read write")));
    add(
        "outofband",
        member("/oauth/authorize"),
        new OutOfBandView("toot", "Zk3v8Pq1mN5t-aR7wYxLb2JcHsEdGfUo9iT4"));
    add("confirm", visitor("/confirm"), new org.colloque.server.pages.view.ConfirmView("k3v8"));
    add("reset", visitor("/password/reset"), new PasswordResetView(Form.EMPTY));
    add(
        "newpassword",
        visitor("/password/new"),
        new PasswordNewView(Form.EMPTY, "token", "claire@example.org", 10));
    add("notice-confirmed", visitor("/confirm"), NoticeView.confirmed(messages));
    add(
        "notice-sent",
        visitor("/sign-up"),
        NoticeView.confirmationSent(messages, "claire.morel@maison-de-sante-des-pentes.example"));
    add("notice-waiting", visitor("/confirm"), NoticeView.awaitingApproval(messages));
    add("notice-byowner", visitor("/sign-up"), NoticeView.confirmedByOwner(messages));
    add("notice-reset", visitor("/password/reset"), NoticeView.resetSent(messages));
    add("notice-deadlink", visitor("/confirm"), NoticeView.deadLink(messages));
    add("setup", visitor("/setup"), new SetupView("token", 10, Form.EMPTY));
  }

  private void settings() {
    Form profile =
        Form.of(
            Map.of(
                "display_name",
                "Claire Morel",
                "profession",
                claire.profession(),
                "note",
                t("Généraliste à la Croix-Rousse.", "GP in Lyon."),
                "field_name1",
                "Site",
                "field_value1",
                "https://claire.example",
                "discoverable",
                "on"));
    add(
        "settings-profile",
        page(
            "/settings/profile",
            new MemberView(claire, true, 0),
            List.of(new Flash(Flash.Kind.DONE, t("Enregistré.", "Saved.")))),
        new ProfileSettingsView(profile, claire.avatarUrl(), "/cover.svg", 4, 500, 40));
    add(
        "settings-account",
        member("/settings/account"),
        new AccountSettingsView(
            "claire@example.org",
            "c.morel@example.org",
            Form.EMPTY,
            Form.EMPTY.error(
                "current_password",
                t("Ce n’est pas le bon mot de passe.", "This is not the right password.")),
            10));
    add(
        "settings-twofactor-off",
        member("/settings/two-factor"),
        new TwoFactorView(
            false,
            "claire@example.org",
            "otpauth://totp/Colloque%20Lyon:claire@colloque-lyon.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Colloque%20Lyon",
            "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            0,
            Form.EMPTY));
    add(
        "settings-twofactor-on",
        member("/settings/two-factor"),
        new TwoFactorView(true, "claire@example.org", "", "", 1, Form.EMPTY));
    add(
        "settings-recoverycodes",
        member("/settings/two-factor"),
        new RecoveryCodesView(
            List.of(
                "8kf2-9qmd",
                "x3vp-t7wl",
                "m2rz-h4ns",
                "c9yb-e6ju",
                "p5ta-k8xo",
                "w7dg-v3qi",
                "n4le-r9zf",
                "b6us-m2hy")));
    add(
        "settings-sessions",
        member("/settings/sessions"),
        new SessionsView(
            List.of(
                new SessionsView.Session("1", "Firefox, Android", "192.0.2.14", NOW, true),
                new SessionsView.Session(
                    "2",
                    "Safari, iPad",
                    "2001:db8:85a3::8a2e:370:7334",
                    NOW.minus(Duration.ofDays(3)),
                    false)),
            List.of(
                new SessionsView.App(
                    "9",
                    "Tusky",
                    "https://tusky.app",
                    List.of("read", "write"),
                    NOW.minus(Duration.ofDays(200)),
                    NOW.minus(Duration.ofHours(2))),
                new SessionsView.App(
                    "10",
                    "toot",
                    "",
                    List.of("read:statuses"),
                    NOW.minus(Duration.ofDays(2)),
                    null))));
    add(
        "settings-posting",
        member("/settings/posting"),
        new PostingSettingsView(
            Form.of(
                Map.of(
                    "visibility", "unlisted", "language", "fr", "locale", messages.language()))));
  }

  // posts

  private StatusView status(
      String id, AccountView author, Duration age, String html, String language) {
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
        false,
        new StatusView.Counts(0, 0, 0),
        StatusView.Flags.NONE);
  }

  private static MediaView image(int number, String description) {
    return new MediaView(
        "m" + number,
        MediaView.Kind.IMAGE,
        "/photo-" + number + ".svg",
        "/photo-" + number + ".svg",
        description,
        640,
        400);
  }

  private StatusView question() {
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
        false,
        new StatusView.Counts(4, 12, 31),
        new StatusView.Flags(true, true, true, false, true));
  }

  private StatusView warned() {
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
        true,
        new StatusView.Counts(2, 0, 14_300),
        StatusView.Flags.NONE);
  }

  private StatusView followersOnly() {
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
        false,
        new StatusView.Counts(0, 0, 2),
        StatusView.Flags.NONE);
  }

  private StatusView pictures(int count) {
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
        false,
        new StatusView.Counts(1, 2, 3),
        StatusView.Flags.NONE);
  }

  private List<StatusView> feed() {
    return List.of(question(), warned(), followersOnly(), pictures(4), pictures(3), pictures(1));
  }

  private ComposerView composer() {
    return new ComposerView(
        Form.of(Map.of("visibility", "public", "language", messages.language())),
        null,
        List.of(),
        500,
        4,
        "key");
  }

  private void reading() {
    PagerView pager = new PagerView("/home?min_id=1", "/home?max_id=2");
    add(
        "home",
        member("/home"),
        new TimelineView(TimelineView.Kind.HOME, composer(), feed(), pager));
    add(
        "home-empty",
        member("/home"),
        new TimelineView(TimelineView.Kind.HOME, composer(), List.of(), PagerView.NONE));
    add("local", member("/local"), new TimelineView(TimelineView.Kind.LOCAL, null, feed(), pager));
    add(
        "local-visitor",
        visitor("/local"),
        new TimelineView(TimelineView.Kind.LOCAL, null, feed(), pager));
    add(
        "federated",
        member("/federated"),
        new TimelineView(TimelineView.Kind.FEDERATED, null, List.of(), PagerView.NONE));
    add(
        "bookmarks",
        member("/bookmarks"),
        new TimelineView(TimelineView.Kind.BOOKMARKS, null, List.of(), PagerView.NONE));
    add(
        "favourites",
        member("/favourites"),
        new TimelineView(TimelineView.Kind.FAVOURITES, null, List.of(question()), PagerView.NONE));
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
    add(
        "profile",
        member("/@karim"),
        profile(karim(), new RelationView(false, false, false, true, false, false), true));
    add(
        "profile-own",
        member("/@claire"),
        profile(claire, new RelationView(true, false, false, false, false, false), false));
    add("profile-visitor", visitor("/@claire"), profile(claire, null, false));
    add(
        "tag",
        visitor("/tags/penurie"),
        new TagView("penurie", List.of(question()), PagerView.NONE, SITE + "/tags/penurie"));
    add(
        "tag-empty",
        visitor("/tags/rien"),
        new TagView("rien", List.of(), PagerView.NONE, SITE + "/tags/rien"));
    add("notifications", member("/notifications"), new NotificationsView(news(), pager));
    add(
        "notifications-empty",
        member("/notifications"),
        new NotificationsView(List.of(), PagerView.NONE));
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
        1234,
        87,
        12_480,
        Instant.parse("2025-03-02T08:00:00Z"),
        locked,
        relation,
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

  private void owner() {
    add(
        "admin-registrations",
        member("/admin/registrations"),
        new RegistrationsView(
            List.of(
                new RegistrationsView.Pending(
                    "1",
                    "jeanne_p",
                    "jeanne.petit@chu-lyon.example",
                    t("Sage-femme", "Midwife"),
                    t(
                        "Je travaille en maternité de niveau 2 et je cherche un endroit calme pour échanger.\nUne collègue m’a parlé de vous.",
                        "I work in a maternity unit and look for a calm place to talk."),
                    NOW.minus(Duration.ofHours(20)),
                    true,
                    false),
                new RegistrationsView.Pending(
                    "2",
                    "dr_x",
                    "x@example.org",
                    "",
                    "",
                    NOW.minus(Duration.ofDays(3)),
                    false,
                    false),
                new RegistrationsView.Pending(
                    "3",
                    "mina",
                    "mina@example.org",
                    "",
                    "",
                    NOW.minus(Duration.ofDays(3)),
                    false,
                    true))));
    add(
        "admin-registrations-none",
        member("/admin/registrations"),
        new RegistrationsView(List.of()));
    add(
        "admin-invitations",
        member("/admin/invitations"),
        new InvitationsView(
            List.of(
                new InvitationsView.Invitation(
                    "1",
                    SITE + "/sign-up?invitation=x7Yk2bQe",
                    t("DU d’addictologie", "Addiction medicine course"),
                    claire,
                    3,
                    25,
                    NOW.plus(Duration.ofDays(6)),
                    true),
                new InvitationsView.Invitation(
                    "2", SITE + "/sign-up?invitation=aaaaaaaa", "", claire, 1, 0, null, true),
                new InvitationsView.Invitation(
                    "3", SITE + "/sign-up?invitation=bbbbbbbb", "", claire, 1, 1, null, false)),
            Form.of(Map.of("max_uses", "1", "expires_in", "604800"))));
    add(
        "admin-invitations-none",
        member("/admin/invitations"),
        new InvitationsView(List.of(), Form.EMPTY));
    add(
        "admin-settings",
        member("/admin/settings"),
        new InstanceSettingsView(
            Form.of(
                    Map.of(
                        "title",
                        "Colloque Lyon",
                        "registrations",
                        "approval",
                        "rules",
                        String.join("\n", rules())))
                .error(
                    "contact_email",
                    t("Cette adresse n’est pas complète.", "This address is not complete."))));
  }

  private void errors() {
    for (int status : new int[] {403, 404, 413, 422, 429, 500, 503}) {
      add(
          "error-" + status,
          visitor("/nowhere"),
          new ErrorView(status, null, status == 500 ? "b7f3c2a9d4e1" : ""));
    }
    add("error-member", member("/nowhere"), new ErrorView(404, null, ""));
  }
}
