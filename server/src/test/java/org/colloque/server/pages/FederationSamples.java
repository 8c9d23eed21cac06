package org.colloque.server.pages;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.colloque.server.pages.view.DeliveriesView;
import org.colloque.server.pages.view.FederationChangeView;
import org.colloque.server.pages.view.FederationView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.ListView;
import org.colloque.server.pages.view.ListsView;
import org.colloque.server.pages.view.ModeratedView;
import org.colloque.server.pages.view.PagerView;
import org.colloque.server.pages.view.ReportView;
import org.colloque.server.pages.view.ReportsView;
import org.colloque.server.pages.view.ServersView;
import org.colloque.server.pages.view.UnreadView;
import org.colloque.server.pages.view.WaitingView;
import org.colloque.server.pages.words.Messages;

/** The pages about other servers. */
final class FederationSamples extends SampleParts {
  FederationSamples(Messages messages, Map<String, Samples.Sample> all) {
    super(messages, all);
  }

  void addAll() {
    List<FederationView.Rule> rules =
        List.of(
            new FederationView.Rule(
                "1",
                "miracle-cures.example",
                "suspend",
                false,
                false,
                t("Trois signalements en mars.", "Three reports in March."),
                t("Publicité pour de faux remèdes", "Advertises false cures"),
                ""),
            new FederationView.Rule("2", "noisy.example", "silence", true, false, "", "", ""),
            new FederationView.Rule(
                "3",
                "a-very-long-name-of-a-server-that-nobody-can-remember.some-region.example",
                "noop",
                true,
                true,
                "",
                "",
                ""));
    add(
        "admin-federation",
        member("/admin/federation"),
        new FederationView(
            "allow-list",
            true,
            rules,
            "",
            3,
            List.of(new FederationView.Allowed("1", "social.chu-lyon.example")),
            Form.EMPTY));
    changes();
    others();
  }

  private void changes() {
    add(
        "admin-federation-wrong",
        member("/admin/federation/preview"),
        new FederationView(
            "open",
            false,
            List.of(),
            "",
            0,
            List.of(),
            Form.of(Map.of("domain", "what is this"))
                .error(
                    "domain",
                    t("Ce n’est pas le nom d’un autre serveur.", "This is not a server."))));
    add(
        "admin-federation-effect",
        member("/admin/federation/preview"),
        new FederationChangeView(
            "miracle-cures.example – " + FederationView.severity(messages, "suspend"),
            List.of(
                messages.get("federation.effect.hidden", 240),
                messages.get("federation.effect.following", 3),
                messages.get("federation.effect.deliveries", 1)),
            List.of(new FederationChangeView.Line("spam.example", "suspend", true)),
            List.of("dr_hope@miracle-cures.example"),
            List.of("not a server"),
            Map.of("change", "rule", "domain", "miracle-cures.example"),
            true));
  }

  private void reports() {
    ReportsView.Report report =
        new ReportsView.Report(
            "1",
            "miracle@cures.example",
            "claire",
            t("Indésirable", "Spam"),
            t("Vend des remèdes miracles.", "Sells miracle cures."),
            2,
            NOW.minus(Duration.ofHours(3)));
    add(
        "admin-reports",
        member("/admin/reports"),
        new ReportsView(List.of(report), false, PagerView.NONE));
    add(
        "admin-report",
        member("/admin/reports/1"),
        new ReportView(
            report,
            new ModeratedView.Account(
                "2",
                "miracle@cures.example",
                "Miracle",
                false,
                false,
                true,
                false,
                false,
                false,
                false),
            List.of(
                new ReportView.Post("/@miracle@cures.example/5", "Buy!", NOW),
                new ReportView.Post("", "", NOW)),
            List.of(t("Pas de publicité.", "No advertising.")),
            true,
            false));
  }

  private void others() {
    add(
        "admin-servers",
        member("/admin/federation/servers"),
        new ServersView(
            List.of(
                new ServersView.Server(
                    "social.chu-lyon.example", "mastodon 4.5.2", 120, 14, 9, "", 0),
                new ServersView.Server("noisy.example", "", 3, 0, 1, "silence", 12)),
            "",
            new PagerView(null, "/admin/federation/servers?after=noisy.example")));
    add(
        "admin-unread",
        member("/admin/federation/not-understood"),
        new UnreadView(
            List.of(new UnreadView.Kind("Dislike", 12), new UnreadView.Kind("Offer", 1)),
            List.of(
                new UnreadView.Unread(
                    "1",
                    "https://social.example/users/lena",
                    "Dislike",
                    t(
                        "Une sorte d’activité inconnue ici.",
                        "A kind of activity that is not known here."),
                    "{\"type\":\"Dislike\",\"object\":\"https://social.example/a-very-long-address-without-any-place-to-break-it-in-two-parts\"}",
                    NOW.minus(Duration.ofHours(2)))),
            PagerView.NONE));
    decided();
  }

  private void decided() {
    add(
        "admin-accounts",
        member("/admin/accounts"),
        new ModeratedView(
            List.of(
                new ModeratedView.Account(
                    "1", "dr_x", "Dr X", false, false, false, true, false, true, false),
                new ModeratedView.Account(
                    "2", "miracle@cures.example", "", true, true, false, false, true, false, false),
                new ModeratedView.Account(
                    "3",
                    "loud@noisy.example",
                    "Loud",
                    false,
                    true,
                    false,
                    false,
                    false,
                    false,
                    false)),
            ""));
    reports();
    add(
        "admin-lists",
        member("/admin/federation/lists"),
        new ListsView(
            List.of(
                new ListsView.Followed(
                    "1",
                    "https://lists.example/a-long-path/that-goes-on/tier0-blocklist.csv",
                    true,
                    1,
                    140,
                    3,
                    NOW.minus(Duration.ofHours(5)),
                    ""),
                new ListsView.Followed(
                    "2", "https://other.example/allow.json", false, 2, 0, 0, null, "status 404")),
            Form.EMPTY));
    add(
        "admin-list",
        member("/admin/federation/lists/1"),
        new ListView(
            "1",
            "https://lists.example/tier0-blocklist.csv",
            List.of(messages.get("federation.effect.hidden", 12)),
            List.of("dr_hope@miracle-cures.example"),
            List.of(new FederationChangeView.Line("miracle-cures.example", "suspend", false))));
    deliveries();
  }

  private void deliveries() {
    add(
        "admin-deliveries",
        member("/admin/federation/deliveries"),
        new DeliveriesView(
            List.of(
                new DeliveriesView.Server(
                    "mastodon.example",
                    messages.get("deliveries.answers"),
                    "",
                    "",
                    1240,
                    2,
                    0,
                    null,
                    null),
                new DeliveriesView.Server(
                    "a-server-with-a-long-name.some-region.example",
                    messages.get("deliveries.leftalone"),
                    messages.get("trouble.certificate"),
                    "SSLHandshakeException",
                    12,
                    0,
                    44,
                    NOW.plus(Duration.ofMinutes(20)),
                    NOW.minus(Duration.ofHours(7)))),
            List.of(
                new DeliveriesView.Post(
                    "1",
                    SITE + "/@claire/113000000000000001",
                    12,
                    0,
                    44,
                    NOW.minus(Duration.ofHours(1))),
                new DeliveriesView.Post("2", "", 3, 1, 0, NOW.minus(Duration.ofDays(1)))),
            false,
            PagerView.NONE));
    add(
        "admin-waiting",
        member("/admin/federation/deliveries/waiting"),
        new WaitingView(
            "slow.example",
            List.of(
                new WaitingView.Row(
                    "slow.example",
                    t("Nouvelle publication", "New post"),
                    3,
                    NOW.minus(Duration.ofHours(1)),
                    NOW.plus(Duration.ofMinutes(4)),
                    messages.get("trouble.time")))));
  }
}
