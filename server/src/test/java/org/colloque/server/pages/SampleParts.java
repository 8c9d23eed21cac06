package org.colloque.server.pages;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.colloque.server.pages.view.*;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.Times;

/** What the samples share: the language, the people, and what surrounds a page. */
abstract class SampleParts {
  static final Instant NOW = Instant.parse("2026-11-22T14:05:00Z");
  static final String SITE = "https://colloque-lyon.example";

  final Messages messages;
  final boolean french;
  private final Map<String, Samples.Sample> all;

  SampleParts(Messages messages, Map<String, Samples.Sample> all) {
    this.messages = messages;
    this.french = messages.language().equals("fr");
    this.all = all;
  }

  String t(String inFrench, String inEnglish) {
    return french ? inFrench : inEnglish;
  }

  final AccountView claire =
      new AccountView(
          "1",
          "Claire Morel",
          new SafeHtml("Claire Morel"),
          "@claire",
          "/@claire",
          "/avatar-1.svg",
          "Médecine générale, maison de santé",
          false);

  AccountView karim() {
    return new AccountView(
        "2",
        "Karim B., infirmier",
        new SafeHtml("Karim B., infirmier"),
        "@karim",
        "/@karim",
        "/avatar-2.svg",
        t("Infirmier libéral", "Community nurse"),
        false);
  }

  AccountView remote() {
    return new AccountView(
        "3",
        "Dr Annelise van der Vossen-Brandsma :stethoscope:",
        new SafeHtml(
            "Dr Annelise van der Vossen-Brandsma <img src=\"/avatar-4.svg\" alt=\":stethoscope:\""
                + " title=\":stethoscope:\" width=\"20\" height=\"20\">"),
        "@annelise.vandervossen@sante-publique.exemple.nl",
        "/@annelise.vandervossen@sante-publique.exemple.nl",
        "/avatar-3.svg",
        "",
        false);
  }

  PageView visitor(String path) {
    return page(path, null, List.of());
  }

  PageView member(String path) {
    return page(path, new MemberView(claire, true, true, 3), List.of());
  }

  /** As somebody of another instance sees it. */
  PageView guest(String path) {
    PageView page = visitor(path);
    return new PageView(
        page.instance(), messages, page.times(), null, remote(), "csrf-token", path, List.of());
  }

  PageView page(
      String path, @org.jspecify.annotations.Nullable MemberView member, List<Flash> flashes) {
    return new PageView(
        new InstanceView(
            "Colloque Lyon",
            "colloque-lyon.example",
            t(
                "Le lieu où les soignants de la région parlent entre eux, au calme.",
                "Where the care teams of the region talk to each other, in peace."),
            true,
            true,
            "0.1.0",
            "https://example.org/colloque"),
        messages,
        new Times(messages, ZoneId.of("Europe/Paris"), NOW),
        member,
        null,
        "csrf-token",
        path,
        flashes);
  }

  void add(String name, PageView page, Screen screen) {
    all.put(name, new Samples.Sample(page, screen));
  }

  List<String> rules() {
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

  SafeHtml description() {
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
}
