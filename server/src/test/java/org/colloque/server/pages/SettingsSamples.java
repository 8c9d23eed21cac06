package org.colloque.server.pages;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.colloque.server.pages.view.*;
import org.colloque.server.pages.words.Messages;

/** What members and the owner decide, and what goes wrong. */
final class SettingsSamples extends SampleParts {
  SettingsSamples(Messages messages, Map<String, Samples.Sample> all) {
    super(messages, all);
  }

  void addAll() {
    profile();
    security();
    withoutMail();
    sessions();
    moving();
    exporting();
    deletion();
    owner();
    instance();
    errors();
  }

  private void profile() {
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
                "featured_tags",
                "#Cardiologie #soinsÀDomicile",
                "discoverable",
                "on"));
    add(
        "settings-profile",
        page(
            "/settings/profile",
            new MemberView(claire, true, true, 0),
            List.of(new Flash(Flash.Kind.DONE, t("Enregistré.", "Saved.")))),
        new ProfileSettingsView(
            profile,
            new ProfileSettingsView.Picture(claire.avatarUrl(), true),
            new ProfileSettingsView.Picture("/cover.svg", false),
            4,
            500,
            10));
  }

  private void exporting() {
    add(
        "settings-export",
        member("/settings/export"),
        new ExportView(
            new ExportView.Archive(true, Instant.parse("2026-11-29T10:00:00Z")),
            List.of(
                new ExportView.Import("lists", NOW, 120, 40, 0, List.of()),
                new ExportView.Import(
                    "following",
                    NOW.minus(Duration.ofDays(1)),
                    212,
                    210,
                    2,
                    List.of(
                        "gone@far.example,true,false,", "anne.sophie@far.example,true,true,fr"))),
            Form.of(Map.of("kind", "muting")).error("file", messages.get("import.wrong", 20_000))));
    add(
        "settings-export-none",
        member("/settings/export"),
        new ExportView(new ExportView.Archive(false, null), List.of(), Form.EMPTY));
  }

  private void deletion() {
    add(
        "settings-delete",
        member("/settings/delete"),
        new DeletionView(
            false,
            List.of(
                new DeletionView.Group("1", "Balint du jeudi", "Paul Girard"),
                new DeletionView.Group("2", t("Lilas", "Lilac"), "")),
            Form.EMPTY.error("current_password", t("Ce n’est pas lui.", "That is not it."))));
    add(
        "settings-delete-owner",
        member("/settings/delete"),
        new DeletionView(true, List.of(), Form.EMPTY));
  }

  private void moving() {
    add(
        "settings-move",
        member("/settings/move"),
        new MoveView(
            List.of("https://ancien.example/users/claire"),
            null,
            null,
            Form.of(Map.of("target", "claire@nouveau.example"))
                .error(
                    "target", t("Ce compte ne vous nomme pas.", "That account does not name you.")),
            Form.EMPTY));
    add(
        "settings-moved",
        member("/settings/move"),
        new MoveView(
            List.of(),
            "claire@nouveau.example",
            Instant.parse("2026-11-29T10:00:00Z"),
            Form.EMPTY,
            Form.EMPTY));
  }

  private void security() {
    add(
        "settings-account",
        member("/settings/account"),
        new AccountSettingsView(
            "claire@example.org",
            "c.morel@example.org",
            true,
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
  }

  private void withoutMail() {
    add(
        "settings-account-nomail",
        member("/settings/account"),
        new AccountSettingsView("claire@example.org", null, false, Form.EMPTY, Form.EMPTY, 10));
    add(
        "settings-sessions-noapp",
        member("/settings/sessions"),
        new SessionsView(
            List.of(new SessionsView.Session("1", "Firefox, Android", "192.0.2.14", NOW, true)),
            List.of()));
  }

  private void sessions() {
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
  }

  private void instance() {
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
                        "languages",
                        "fr en nl",
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
