package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * A post as it is drawn in every list and thread. A reblog is the original post with {@code
 * rebloggedBy}.
 *
 * @param path its thread on this instance
 * @param remoteUrl its page on the server of its author, null for a local one
 * @param inReplyTo the handle of whom it answers, null when it starts a thread
 * @param spoiler the content warning, empty when there is none
 * @param poll null for most
 * @param quoting what it quotes, and who may quote it
 * @param language its ISO 639 code, empty when unknown
 */
public record StatusView(
    String id,
    String path,
    @Nullable String remoteUrl,
    AccountView author,
    @Nullable AccountView rebloggedBy,
    @Nullable String inReplyTo,
    Instant createdAt,
    @Nullable Instant editedAt,
    Visibility visibility,
    String spoiler,
    SafeHtml content,
    String language,
    List<MediaView> media,
    @Nullable PollView poll,
    boolean sensitive,
    Counts counts,
    Flags flags,
    Quoting quoting) {

  /** One that quotes nothing. */
  public StatusView(
      String id,
      String path,
      @Nullable String remoteUrl,
      AccountView author,
      @Nullable AccountView rebloggedBy,
      @Nullable String inReplyTo,
      Instant createdAt,
      @Nullable Instant editedAt,
      Visibility visibility,
      String spoiler,
      SafeHtml content,
      String language,
      List<MediaView> media,
      @Nullable PollView poll,
      boolean sensitive,
      Counts counts,
      Flags flags) {
    this(
        id,
        path,
        remoteUrl,
        author,
        rebloggedBy,
        inReplyTo,
        createdAt,
        editedAt,
        visibility,
        spoiler,
        content,
        language,
        media,
        poll,
        sensitive,
        counts,
        flags,
        Quoting.NONE);
  }

  /**
   * Quotes from both sides.
   *
   * @param quoted what the post quotes; null for most
   * @param count how many quote it
   * @param may whether the reader may quote it
   */
  public record Quoting(@Nullable Quoted quoted, int count, May may) {
    public static final Quoting NONE = new Quoting(null, 0, May.NO);

    /** Whether somebody may quote, perhaps after asking. */
    public enum May {
      NO,
      YES,
      ASKING
    }
  }

  /**
   * What a post quotes.
   *
   * @param state as the client API names it, or {@link #FILTERED}
   * @param status null when it is not shown
   */
  public record Quoted(String state, @Nullable StatusView status) {
    /** The reader's filters hide it. */
    public static final String FILTERED = "filtered";

    /** What is said instead of what is not shown. */
    public String words(Messages messages) {
      return switch (state) {
        case "pending" -> messages.get("quote.pending");
        case "rejected" -> messages.get("quote.rejected");
        case "revoked" -> messages.get("quote.revoked");
        case "deleted" -> messages.get("quote.deleted");
        case "blocked_account" -> messages.get("quote.blocked");
        case "blocked_domain" -> messages.get("quote.server");
        case "muted_account" -> messages.get("quote.muted");
        case FILTERED -> messages.get("quote.filtered");
        case String _ -> messages.get("quote.unauthorized");
      };
    }
  }

  /** How many answered, passed on, liked. */
  public record Counts(int replies, int reblogs, int favourites) {}

  /**
   * What the reader did with it, and may do.
   *
   * @param filtered the title of a filter of theirs because of which it is folded; null for most
   */
  public record Flags(
      boolean favourited,
      boolean reblogged,
      boolean bookmarked,
      boolean pinned,
      boolean own,
      @Nullable String filtered) {
    /** A visitor's. */
    public static final Flags NONE = new Flags(false, false, false, false, false, null);
  }

  /** Where the paths of posts of groups begin. */
  public static final String GROUPS = "/groups/";

  /** Whether only the members of a group can read it. */
  public boolean ofGroup() {
    return path.startsWith(GROUPS);
  }

  /** The same with another text. */
  public StatusView withContent(SafeHtml other) {
    return with(other, poll);
  }

  /** The same with another poll. */
  public StatusView withPoll(PollView other) {
    return with(content, other);
  }

  private StatusView with(SafeHtml content, @Nullable PollView poll) {
    return new StatusView(
        id,
        path,
        remoteUrl,
        author,
        rebloggedBy,
        inReplyTo,
        createdAt,
        editedAt,
        visibility,
        spoiler,
        content,
        language,
        media,
        poll,
        sensitive,
        counts,
        flags,
        quoting);
  }

  /** Its place in a page, to which a button below it leads back. */
  public String anchor(boolean asPinned) {
    return rebloggedBy == null ? (asPinned ? "p" : "s") + id : "r" + id + "-" + rebloggedBy.id();
  }

  /** Followers-only and direct posts are not passed on. */
  public boolean rebloggable() {
    return visibility == Visibility.PUBLIC || visibility == Visibility.UNLISTED;
  }
}
