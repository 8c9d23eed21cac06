package org.colloque.server.pages.view;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The form that writes a post. Fields: {@code status}, {@code spoiler_text}, {@code visibility},
 * {@code language}, {@code in_reply_to_id}, {@code image1} to {@code image4} with {@code alt1} to
 * {@code alt4}, {@code media_ids} for pictures already stored, {@code poll1} to {@code poll4} with
 * {@code poll_multiple}, {@code poll_hide_totals} and {@code poll_expires_in}, {@code idempotency}.
 *
 * @param replyTo the post that is answered, null for a new one
 * @param quoted the post that is quoted, null for most
 * @param attached pictures stored by an earlier try of the same form
 * @param idempotency stored with the post, so that sending the form twice posts once
 */
public record ComposerView(
    Form form,
    @Nullable StatusView replyTo,
    @Nullable StatusView quoted,
    List<MediaView> attached,
    int maxCharacters,
    int maxImages,
    String idempotency) {

  /** Who may quote a post, in the order of the choice. */
  public static final List<String> QUOTE_POLICIES = List.of("public", "followers", "ask", "nobody");

  /** One that quotes nothing. */
  public ComposerView(
      Form form,
      @Nullable StatusView replyTo,
      List<MediaView> attached,
      int maxCharacters,
      int maxImages,
      String idempotency) {
    this(form, replyTo, null, attached, maxCharacters, maxImages, idempotency);
  }

  public Visibility visibility() {
    return Stream.of(Visibility.values())
        .filter(each -> each.apiName().equals(form.value("visibility")))
        .findFirst()
        .orElse(Visibility.PUBLIC);
  }

  /** How many answers a poll may have. */
  public static final int POLL_ANSWERS = 4;

  /** Whether the part for a poll is open: something was typed there, or is wrong. */
  public boolean asks() {
    return form.errors().keySet().stream().anyMatch(field -> field.startsWith("poll"))
        || form.values().entrySet().stream()
            .anyMatch(each -> each.getKey().matches("poll[1-4]") && !each.getValue().isEmpty());
  }

  /** How long the poll lasts, in seconds. */
  public String pollLasts() {
    return form.value("poll_expires_in").isEmpty() ? "259200" : form.value("poll_expires_in");
  }

  /** What is kept on the device is kept for this form only. */
  public String draft() {
    if (quoted != null) {
      return "q" + quoted.id();
    }
    return replyTo == null ? "new" : replyTo.id();
  }

  /** How many more pictures fit; none beside a quote. */
  public int freeImages() {
    return quoted != null ? 0 : Math.max(0, maxImages - attached.size());
  }
}
