package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * Which letters a member wants, what this browser tells them, and their calendar.
 *
 * @param form fields {@code digest}, {@code mail-} with each of {@link #KINDS}, {@code groups} with
 *     one of {@link #OF_GROUPS}, {@code push-groups}
 * @param device the browser that shows this
 * @param hasCalendar whether there is a secret address
 * @param calendar the address when it is new, else empty: it is shown once
 */
public record MailSettingsView(Form form, Device device, boolean hasCalendar, String calendar)
    implements Screen {
  /**
   * A browser as a device that is told.
   *
   * @param on whether it is told already
   * @param form fields {@code device-} with each of {@link #KINDS}
   * @param key by which push services know this instance
   */
  public record Device(boolean on, Form form, String key) {
    /** Ticked at first. */
    public static final List<String> USUAL =
        List.of("mention", "follow", "follow_request", "poll", GROUPS);
  }

  /** What can be mailed soon, with the words of its choice and of its line in a letter. */
  public record Kind(String type, String choice, String line) {}

  /** What happens in one's private groups, of whatever kind. */
  public static final String GROUPS = "groups";

  public static final String OFF = "off";
  public static final String WORDS = "words";

  /** What letters may say of private groups, with the words of the choice. */
  public record Choice(String value, String label) {}

  public static final List<Choice> OF_GROUPS =
      List.of(
          new Choice(OFF, "mail.groups.off"),
          new Choice("count", "mail.groups.count"),
          new Choice(WORDS, "mail.groups.words"));

  public static final List<Kind> KINDS =
      List.of(
          new Kind("mention", "mail.kind.mention", "notice.mention"),
          new Kind("follow", "mail.kind.follow", "notice.follow"),
          new Kind("follow_request", "mail.kind.request", "notice.request"),
          new Kind("favourite", "mail.kind.favourite", "notice.favourite"),
          new Kind("reblog", "mail.kind.reblog", "notice.reblog"),
          new Kind("poll", "mail.kind.poll", "notice.poll"),
          new Kind(GROUPS, "mail.kind.groups", "notice.groups"));

  @Override
  public String template() {
    return "settings/mail.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("tab.mail"));
  }
}
