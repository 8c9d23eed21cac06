package org.colloque.server.pages;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.colloque.server.pages.view.*;
import org.colloque.server.pages.words.Messages;

/** What members keep for themselves, and what those who run the instance keep for all. */
final class KeepingSamples extends StatusSamples {
  KeepingSamples(Messages messages, Map<String, Samples.Sample> all) {
    super(messages, all);
  }

  void addAll() {
    lists();
    filters();
    tags();
    house();
    mail();
    trends();
    add("offline", visitor("/"), new OfflineView());
  }

  private void lists() {
    Form fresh = Form.of(Map.of("replies_policy", "list"));
    add("lists-none", member("/lists"), new PeopleListsView(List.of(), fresh));
    add(
        "lists",
        member("/lists"),
        new PeopleListsView(
            List.of(
                new PeopleListsView.Row("7", t("Confrères du quartier", "Neighbours"), 12, false),
                new PeopleListsView.Row("8", t("Bibliographie", "Journals"), 1, true)),
            fresh.error("title", t("Remplissez ce champ.", "Please fill this in."))));
    add(
        "list",
        member("/lists/7"),
        new PeopleListView("7", t("Confrères", "Neighbours"), 12, feed(), PagerView.NONE, null));
    add(
        "list-empty",
        member("/lists/7"),
        new PeopleListView("7", t("Confrères", "Neighbours"), 0, List.of(), PagerView.NONE, null));
    add(
        "list-settings",
        member("/lists/7/settings"),
        new PeopleListSettingsView(
            "7",
            t("Confrères", "Neighbours"),
            Form.of(Map.of("title", "Confrères", "replies_policy", "followed", "exclusive", "on")),
            Form.of(Map.of("handle", "@nobody"))
                .error("handle", t("Vous ne suivez personne.", "You follow nobody.")),
            List.of(karim(), remote())));
    add(
        "list-membership",
        member("/accounts/2/lists"),
        new ListsOfAccountView(
            karim(),
            List.of(
                new ListsOfAccountView.Choice("7", t("Confrères", "Neighbours"), true),
                new ListsOfAccountView.Choice("8", t("Bibliographie", "Journals"), false))));
  }

  private void filters() {
    Form form =
        Form.of(
            Map.of(
                "title",
                t("Football", "Football"),
                "words",
                t("coupe du monde\npenalty", "world cup\npenalty"),
                "whole_word",
                "on",
                "context-home",
                "on",
                "filter_action",
                "warn",
                "expires_in",
                "keep"));
    List<FiltersView.Row> rows =
        List.of(
            new FiltersView.Row("1", "Football", "coupe du monde, penalty", 0, "warn", null, false),
            new FiltersView.Row("2", t("Élections", "Elections"), "", 2, "hide", NOW, true));
    add(
        "filters",
        member("/settings/filters"),
        new FiltersView(
            rows,
            form.with("expires_in", "").error("contexts", t("Un endroit.", "One place.")),
            null));
    add(
        "filters-post",
        member("/settings/filters?post=101"),
        new FiltersView(rows, form.with("expires_in", ""), question()));
    add("filter", member("/settings/filters/1"), new FilterView("1", "Football", form, 1));
  }

  private void tags() {
    add("tags-none", member("/tags"), new FollowedTagsView(List.of(), Form.EMPTY, PagerView.NONE));
    add(
        "tags",
        member("/tags"),
        new FollowedTagsView(
            List.of("Cardiologie", "soinsÀDomicile"),
            Form.of(Map.of("tag", "a b")).error("tag", t("Des lettres.", "Letters.")),
            PagerView.NONE));
  }

  private void trends() {
    add(
        "admin-trends",
        member("/admin/trends"),
        new TrendsReviewView(
            List.of(
                new TrendsReviewView.Tag("1", "Néphrologie", 12, null),
                new TrendsReviewView.Tag("2", "Vente", 4, false)),
            List.of(new TrendsReviewView.Post(question(), true))));
    add("admin-trends-none", member("/admin/trends"), new TrendsReviewView(List.of(), List.of()));
    add(
        "admin-barriers",
        member("/admin/barriers"),
        new BarriersView(
            List.of(
                new BarriersView.Row("1", "mail-of-a-day.example", ""),
                new BarriersView.Row("2", "free-mail.example", "barriers.ask")),
            List.of(
                new BarriersView.Row(
                    "3", "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c", "")),
            List.of(new BarriersView.Row("4", "2001:db8:0:0:0:0:0:0/32", "barriers.no_access")),
            Form.EMPTY
                .with("ip", "192.0.2")
                .error("ip", t("Ce n’est pas une adresse.", "This is no address."))));
  }

  private void mail() {
    add(
        "settings-mail",
        member("/settings/mail"),
        new MailSettingsView(
            Form.of(Map.of("digest", "on", "mail-mention", "on", "groups", "count")),
            new MailSettingsView.Device(true, Form.of(Map.of("device-mention", "on")), "BKey"),
            true,
            SITE + "/ics/dGhpcy1pcy1hLXNlY3JldC1hZGRyZXNz.ics"));
    add(
        "settings-notifications",
        member("/settings/notifications"),
        new NotificationSettingsView(
            Form.of(
                Map.of(
                    "not_following", "accept",
                    "not_followers", "accept",
                    "new_accounts", "accept",
                    "private_mentions", "filter",
                    "limited_accounts", "drop",
                    "bots", "accept"))));
    add("unsubscribe", visitor("/unsubscribe"), new UnsubscribeView("/unsubscribe/1", true, false));
    add(
        "unsubscribed",
        visitor("/unsubscribe"),
        new UnsubscribeView("/unsubscribe/1", false, true));
  }

  private void house() {
    add(
        "admin-announcements",
        member("/admin/announcements"),
        new AnnouncementsView(
            List.of(
                new AnnouncementsView.Row(
                    "1",
                    new SafeHtml("<p>" + t("Mise à jour samedi.", "Update on Saturday.") + "</p>"),
                    NOW.minus(Duration.ofDays(2)),
                    NOW.plus(Duration.ofDays(5)),
                    false)),
            Form.of(Map.of("ends_in", "x")).error("ends_in", t("Un nombre.", "A number."))));
    add(
        "admin-emojis",
        member("/admin/emojis"),
        new EmojisView(
            List.of(
                new EmojisView.Emoji("1", "stethoscope", "/avatar-1.svg", "", false),
                new EmojisView.Emoji("2", "garde", "/avatar-2.svg", t("Nuit", "Night"), true)),
            Form.EMPTY.error("image", t("Une image.", "A picture."))));
    add(
        "admin-storage",
        member("/admin/storage"),
        new StorageView(
            "812,4 Mo",
            "3,2 Go",
            8_412,
            NOW.minus(Duration.ofHours(2)),
            "41,0 Go",
            List.of(new StorageView.Part("statuses", "402,1 Mo")),
            List.of(new StorageView.Kept(t("Messages", "Posts"), t("Toujours", "For ever")))));
  }
}
