package org.colloque.server.pages;

import java.util.List;
import java.util.Map;
import org.colloque.server.pages.view.*;
import org.colloque.server.pages.words.Messages;

/** The pages before one is in: first page, sign-up, sign-in, consent. */
final class EntrySamples extends SampleParts {
  EntrySamples(Messages messages, Map<String, Samples.Sample> all) {
    super(messages, all);
  }

  void addAll() {
    landing();
    signUp();
    signIn();
    notices();
  }

  private void landing() {
    LandingView landing =
        new LandingView(
            description(),
            rules(),
            RegistrationMode.APPROVAL,
            412,
            18_240,
            "bonjour@colloque.example",
            claire,
            List.of("fr", "en"),
            SITE + "/",
            t("Entre soignants", "Among carers"));
    add("landing", visitor("/"), landing);
    add("about", member("/about"), landing);
  }

  private void signUp() {
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
        new SignUpView(
            RegistrationMode.OPEN, null, null, SafeHtml.EMPTY, List.of(), 10, Form.EMPTY));
    add(
        "signup-approval",
        visitor("/sign-up"),
        new SignUpView(RegistrationMode.APPROVAL, null, null, welcome(), rules(), 10, wrong));
    add(
        "signup-invited",
        visitor("/sign-up"),
        new SignUpView(
            RegistrationMode.INVITATION,
            "x7Yk2",
            karim(),
            SafeHtml.EMPTY,
            rules(),
            10,
            Form.EMPTY));
    add(
        "signup-uninvited",
        visitor("/sign-up"),
        new SignUpView(
            RegistrationMode.INVITATION, null, null, SafeHtml.EMPTY, rules(), 10, Form.EMPTY));
    add(
        "signup-closed",
        visitor("/sign-up"),
        new SignUpView(
            RegistrationMode.CLOSED, null, null, SafeHtml.EMPTY, rules(), 10, Form.EMPTY));
  }

  private void signIn() {
    add("signin", visitor("/sign-in"), new SignInView(Form.EMPTY, "/home"));
    add(
        "signin-wrong",
        visitor("/sign-in"),
        new SignInView(
            Form.of(Map.of("email", "claire@example.org"))
                .error(
                    "email", t("Adresse ou mot de passe inexact.", "Wrong address or password.")),
            "/home"));
    add("guest", visitor("/sign-in/guest"), new GuestSignInView(Form.EMPTY, "/groups"));
    add(
        "guest-refused",
        visitor("/sign-in/guest"),
        new GuestSignInView(
            Form.of(Map.of("address", "@annelise@sante-publique.exemple.nl"))
                .error(
                    "address", messages.get("guest.trouble.silent", "sante-publique.exemple.nl")),
            "/groups"));
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
  }

  private void notices() {
    add("notice-confirmed", visitor("/confirm"), NoticeView.confirmed(messages));
    add(
        "notice-sent",
        visitor("/sign-up"),
        NoticeView.confirmationSent(messages, "claire.morel@maison-de-sante-des-pentes.example"));
    add("notice-waiting", visitor("/confirm"), NoticeView.awaitingApproval(messages));
    add("notice-byowner", visitor("/sign-up"), NoticeView.confirmedByOwner(messages));
    add("notice-reset", visitor("/password/reset"), NoticeView.resetSent(messages));
    add("notice-deleted", visitor("/deleted"), NoticeView.accountDeleted(messages));
    add("notice-deadlink", visitor("/confirm"), NoticeView.deadLink(messages));
    add("setup", visitor("/setup"), new SetupView("token", 10, Form.EMPTY));
  }

  private SafeHtml welcome() {
    return new SafeHtml(
        t(
            "<p>Nous accueillons les soignants du Rhône et ceux qui se forment à l’être."
                + " Dites-nous en deux phrases où vous exercez.</p>",
            "<p>We welcome the care teams of the region and those who train to join them. Tell us"
                + " in two sentences where you work.</p>"));
  }
}
