package org.colloque.server.accounts;

import java.util.List;
import java.util.Optional;
import org.colloque.server.http.Upload;

/**
 * What a member changes of their profile and of the defaults of their posts; empty is unchanged.
 */
public record ProfileChange(Texts texts, Images images, Flags flags, Posting posting) {
  /**
   * @param note plain text, as written
   * @param fields in order; those without name and value are left out
   * @param attributionDomains sites that may name the member as an author
   */
  public record Texts(
      Optional<String> displayName,
      Optional<String> note,
      Optional<String> profession,
      Optional<List<Field>> fields,
      Optional<String> avatarDescription,
      Optional<String> headerDescription,
      Optional<List<String>> attributionDomains) {
    public static final Texts UNCHANGED =
        new Texts(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /** A line of the table in a profile, as written. */
  public record Field(String name, String value) {
    boolean isBlank() {
      return name.isBlank() && value.isBlank();
    }
  }

  /** New pictures, as uploaded. */
  public record Images(Optional<Upload> avatar, Optional<Upload> header) {
    public static final Images UNCHANGED = new Images(Optional.empty(), Optional.empty());
  }

  /**
   * @param locked whether followers are approved
   * @param discoverable whether the profile may be recommended
   * @param indexable whether search engines may keep public posts
   * @param hideCollections whether followers and followed are nobody's business
   * @param showMedia whether apps show what was attached, beside the posts
   * @param showMediaReplies whether also what was attached to replies
   * @param showFeatured whether apps show what is featured, beside the posts
   */
  public record Flags(
      Optional<Boolean> locked,
      Optional<Boolean> bot,
      Optional<Boolean> discoverable,
      Optional<Boolean> indexable,
      Optional<Boolean> hideCollections,
      Optional<Boolean> showMedia,
      Optional<Boolean> showMediaReplies,
      Optional<Boolean> showFeatured) {
    public static final Flags UNCHANGED =
        new Flags(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /**
   * @param privacy {@code public}, {@code unlisted} or {@code private}
   * @param language a code; an empty text for none
   * @param quotes who may quote: a {@code QuotePolicy}
   */
  public record Posting(
      Optional<String> privacy,
      Optional<Boolean> sensitive,
      Optional<String> language,
      Optional<String> quotes) {
    public static final Posting UNCHANGED =
        new Posting(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
