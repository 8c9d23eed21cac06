package org.colloque.server.pages.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form that writes on the board of a group. Fields: "title" and "category" for a topic, {@code
 * status}, {@code in_reply_to_id}, {@code file1} to {@code file4} with {@code alt1} to {@code
 * alt4}, {@code media_ids} for files already stored, {@code idempotency}; the button {@code keep}
 * keeps a draft.
 *
 * @param action where it is sent to
 * @param titled with a title and a category
 * @param answered who is answered; null for the topic itself
 * @param attached files that are stored already
 */
public record GroupComposerView(
    Form form,
    String action,
    boolean titled,
    @Nullable String answered,
    List<MediaView> attached,
    int maxCharacters,
    int maxFiles,
    String idempotency) {
  /** How many more files fit. */
  public int freeFiles() {
    return Math.max(0, maxFiles - attached.size());
  }
}
