package org.colloque.server.pages;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.colloque.server.pages.view.*;
import org.colloque.server.pages.words.Messages;

/** Private groups, from the list to the log. */
final class GroupSamples extends SampleParts {
  private static final String GROUP = "/groups/117000000000000001";

  GroupSamples(Messages messages, Map<String, Samples.Sample> all) {
    super(messages, all);
  }

  void addAll() {
    lists();
    about();
    people();
    settings();
    log();
    joining();
    glass();
  }

  private GroupHead head(String... notices) {
    return new GroupHead(
        "117000000000000001",
        t("Groupe de pairs de la Croix-Rousse", "Peer group of the Croix-Rousse"),
        true,
        List.of(notices));
  }

  private SafeHtml charter() {
    return new SafeHtml(
        t(
            "<h3>Confidentialité</h3><p>Ce qui se dit ici <strong>reste ici</strong>.</p>"
                + "<ul><li>Aucun patient reconnaissable.</li><li>On parle de sa pratique, pas de"
                + " celle des autres.</li></ul>",
            "<h3>Confidentiality</h3><p>What is said here <strong>stays here</strong>.</p>"
                + "<ul><li>No patient can be recognised.</li><li>Talk about your own practice."
                + "</li></ul>"));
  }

  private List<GroupAboutView.Fact> facts() {
    return List.of(
        new GroupAboutView.Fact(messages.get("group.field.type"), t("Groupe de pairs", "Peers")),
        new GroupAboutView.Fact(
            messages.get("group.field.visibility"), messages.get("group.visibility.secret")),
        new GroupAboutView.Fact(
            messages.get("group.field.rhythm"),
            t("Le premier mardi du mois, 20 h 30", "First Tuesday of the month, 20:30")),
        new GroupAboutView.Fact(
            messages.get("group.field.seats"), messages.get("group.seats", 3, 10)));
  }

  private void lists() {
    String line = messages.get("group.role.organiser") + " · " + t("Groupe de pairs", "Peer group");
    add(
        "groups",
        member("/groups"),
        new GroupsView(
            List.of(
                new GroupsView.Mine(
                    "1",
                    head().name(),
                    line + " · " + messages.get("group.seats", 7, 10),
                    t("Nos cas du mois, à huis clos.", "Our cases of the month, in private."),
                    ""),
                new GroupsView.Mine(
                    "2",
                    "Balint 2025",
                    messages.get("group.role.member") + " · Balint",
                    "",
                    messages.get("group.notice.archived", "22 nov."))),
            List.of(
                new GroupsView.Offer(
                    "3",
                    t("Soins palliatifs à domicile", "Palliative care at home"),
                    messages.get(
                        "group.offer", karim().displayName(), messages.get("group.role.member")))),
            List.of(
                new GroupsView.Listed(
                    "4",
                    t("Dermatologie de ville", "Dermatology"),
                    t("Groupe thématique · 41 places prises sur 100", "Thematic group"),
                    false,
                    false),
                new GroupsView.Listed("5", "Pairs de Villeurbanne", "Balint", true, false),
                new GroupsView.Listed("6", "Pairs de Bron", "Balint", false, true)),
            true,
            500));
    add(
        "groups-none",
        member("/groups"),
        new GroupsView(List.of(), List.of(), List.of(), false, 500));
  }

  private List<GroupMembersView.Member> members() {
    return List.of(
        new GroupMembersView.Member(
            claire,
            "organiser",
            messages.get("group.role.organiser"),
            NOW.minus(Duration.ofDays(300)),
            null,
            true,
            true),
        new GroupMembersView.Member(
            karim(),
            "member",
            messages.get("group.role.member"),
            NOW.minus(Duration.ofDays(20)),
            null,
            false,
            true),
        new GroupMembersView.Member(
            remote(),
            "guest",
            messages.get("group.role.guest"),
            NOW.minus(Duration.ofDays(2)),
            NOW.plus(Duration.ofDays(5)),
            false,
            false));
  }

  private void about() {
    add(
        "group-about",
        member(GROUP + "/about"),
        new GroupAboutView(
            head(),
            t("Nos cas du mois, à huis clos.", "Our cases of the month, in private."),
            charter(),
            facts(),
            members(),
            true,
            true,
            true));
    add(
        "group-about-ending",
        member(GROUP + "/about"),
        new GroupAboutView(
            head(
                messages.get("group.notice.deleted", t("22 décembre", "22 December")),
                messages.get("group.notice.glass")),
            "",
            SafeHtml.EMPTY,
            facts(),
            members(),
            false,
            false,
            false));
  }

  private void people() {
    GroupMembersView view =
        new GroupMembersView(
            head(),
            members(),
            List.of(
                new GroupMembersView.Request(
                    karim(),
                    t(
                        "Je travaille avec deux d’entre vous et je cherche un groupe.",
                        "I work with two of you and look for a group."),
                    NOW.minus(Duration.ofHours(5)))),
            List.of(
                new GroupMembersView.Invitation(
                    "1",
                    karim(),
                    messages.get("group.role.member"),
                    NOW.plus(Duration.ofDays(20)),
                    null),
                new GroupMembersView.Invitation(
                    "2",
                    null,
                    messages.get("group.role.guest"),
                    NOW.plus(Duration.ofDays(7)),
                    NOW.plus(Duration.ofDays(60)))),
            List.of(
                new GroupFormView.Choice("organiser", messages.get("group.role.organiser"), ""),
                new GroupFormView.Choice("member", messages.get("group.role.member"), "")),
            SITE + "/groups/join/Xq3v0mB7hYw2kq9V4nJt8sLr5cPzEoAaG1uDfK6iTbM",
            messages.get("group.seats", 2, 10),
            true);
    add("group-members", member(GROUP + "/members"), view);
    add(
        "group-members-read",
        member(GROUP + "/members"),
        new GroupMembersView(
            head(),
            members(),
            List.of(),
            List.of(),
            List.of(),
            null,
            messages.get("group.seats", 2, 10),
            false));
  }

  private void settings() {
    List<GroupFormView.Choice> types =
        List.of(
            new GroupFormView.Choice("peer", messages.get("group.type.peer"), ""),
            new GroupFormView.Choice("balint", messages.get("group.type.balint"), ""));
    List<GroupFormView.Choice> visibilities =
        List.of(
            new GroupFormView.Choice(
                "secret",
                messages.get("group.visibility.secret"),
                messages.get("group.visibility.secret.help")),
            new GroupFormView.Choice(
                "listed",
                messages.get("group.visibility.listed"),
                messages.get("group.visibility.listed.help")));
    Form form =
        Form.of(
            Map.of(
                "name", head().name(),
                "visibility", "secret",
                "type", "peer",
                "seats", "13",
                "zone", "Europe/Paris",
                "charter", "## Confidentialité\n\nCe qui se dit ici reste ici."));
    add(
        "group-new",
        member("/groups/new"),
        new GroupFormView(
            null,
            form.error("seats", messages.get("group.wrong.seats", 3, 12, 500)),
            types,
            visibilities,
            List.of(),
            GroupFormView.State.NEW));
    List<GroupFormView.Category> categories =
        List.of(
            new GroupFormView.Category("1", messages.get("group.category.cas"), false),
            new GroupFormView.Category("2", messages.get("group.category.bistrot"), false),
            new GroupFormView.Category("3", t("Lectures", "Reading"), true));
    for (GroupFormView.State state :
        List.of(
            GroupFormView.State.ALIVE, GroupFormView.State.ARCHIVED, GroupFormView.State.DELETED)) {
      add(
          "group-settings-" + state.name().toLowerCase(java.util.Locale.ROOT),
          member(GROUP + "/settings"),
          new GroupFormView(head(), form, types, visibilities, categories, state));
    }
  }

  private void log() {
    String hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    List<GroupLogView.Event> events =
        List.of(
            new GroupLogView.Event(
                3,
                NOW.minus(Duration.ofHours(2)),
                messages.get(
                    "group.log.glass",
                    t("Équipe technique", "Technical team"),
                    t("22 nov. à 20:05", "22 Nov at 20:05"),
                    t(
                        "Signalement d’un message qui permettrait de reconnaître un patient.",
                        "A report says that a patient could be recognised.")),
                hash.substring(0, 12)),
            new GroupLogView.Event(
                2,
                NOW.minus(Duration.ofDays(20)),
                messages.get("group.log.joined", karim().displayName()),
                hash.substring(12, 24)),
            new GroupLogView.Event(
                1,
                NOW.minus(Duration.ofDays(300)),
                messages.get("group.log.created", claire.displayName()),
                hash.substring(24, 36)));
    add(
        "group-log",
        member(GROUP + "/log"),
        new GroupLogView(head(), events, 3, 0, hash, PagerView.NONE));
    add(
        "group-log-broken",
        member(GROUP + "/log"),
        new GroupLogView(head(), events, 1, 2, hash, PagerView.NONE));
  }

  private void joining() {
    add(
        "group-join",
        member("/groups/invitations/3"),
        new GroupJoinView(
            t("Soins palliatifs à domicile", "Palliative care at home"),
            messages.get("group.offer", karim().displayName(), messages.get("group.role.member")),
            t("Nos cas du mois, à huis clos.", "Our cases of the month, in private."),
            charter(),
            facts(),
            "/groups/invitations/3/accept",
            "/groups/invitations/3/decline"));
  }

  private void glass() {
    add(
        "admin-groups",
        member("/admin/groups"),
        new GlassView(
            Form.of(Map.of("address", SITE + GROUP, "reason", t("Voir", "Look")))
                .error("reason", messages.get("group.refused.shortreason", 20)),
            20,
            1000,
            4));
  }
}
