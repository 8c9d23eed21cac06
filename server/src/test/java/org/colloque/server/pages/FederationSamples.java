package org.colloque.server.pages;

import java.util.List;
import java.util.Map;
import org.colloque.server.pages.view.FederationChangeView;
import org.colloque.server.pages.view.FederationView;
import org.colloque.server.pages.view.Form;
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
}
