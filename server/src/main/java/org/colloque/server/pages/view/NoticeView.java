package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * One thing to say, and one way on: e-mail confirmed, look in your mail, wait for approval.
 *
 * @param icon a name in icons.svg
 * @param link where the button leads, null for none
 */
public record NoticeView(
    String icon, String title, String text, @Nullable String link, String linkText)
    implements Screen {
  public static NoticeView confirmed(Messages messages) {
    return new NoticeView(
        "check",
        messages.get("notice.confirmed.title"),
        messages.get("notice.confirmed.text"),
        Paths.SIGN_IN,
        messages.get("signin.action"));
  }

  /** After confirming, where the owner has not said yes yet. */
  public static NoticeView awaitingApproval(Messages messages) {
    return new NoticeView(
        "clock",
        messages.get("notice.waiting.title"),
        messages.get("notice.waiting.text"),
        null,
        "");
  }

  /** After sign-up or a change of address: a link waits in the mailbox. */
  public static NoticeView confirmationSent(Messages messages, String email) {
    return new NoticeView(
        "mail",
        messages.get("notice.sent.title"),
        messages.get("notice.sent.text", email),
        null,
        "");
  }

  /** After sign-up without a mail server: the owner confirms by hand. */
  public static NoticeView confirmedByOwner(Messages messages) {
    return new NoticeView(
        "clock",
        messages.get("notice.byowner.title"),
        messages.get("notice.byowner.text"),
        null,
        "");
  }

  /** After asking for a new password; the same words whether the address is known or not. */
  public static NoticeView resetSent(Messages messages) {
    return new NoticeView(
        "mail", messages.get("notice.reset.title"), messages.get("notice.reset.text"), null, "");
  }

  /** After a member deleted their account. */
  public static NoticeView accountDeleted(Messages messages) {
    return new NoticeView(
        "check",
        messages.get("notice.deleted.title"),
        messages.get("notice.deleted.text"),
        Paths.LANDING,
        messages.get("error.back"));
  }

  /** The link was used, has expired or was never one. */
  public static NoticeView deadLink(Messages messages) {
    return new NoticeView(
        "warning",
        messages.get("notice.deadlink.title"),
        messages.get("notice.deadlink.text"),
        Paths.LANDING,
        messages.get("error.back"));
  }

  @Override
  public String template() {
    return "entry/notice.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(title);
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }
}
