package org.colloque.federation.vocabulary;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom an author lets like, answer, boost and quote a post (GoToSocial; FEP-044f for quotes). Null
 * where nothing was said.
 */
public record InteractionPolicy(
    @Nullable Grant like, @Nullable Grant reply, @Nullable Grant announce, @Nullable Grant quote) {

  public static final InteractionPolicy NOT_TOLD = new InteractionPolicy(null, null, null, null);

  /**
   * Ids of actors and collections, the public one among them in its full spelling.
   *
   * @param automatic who may at once
   * @param manual who may after being asked
   */
  public record Grant(List<String> automatic, List<String> manual) {
    public Grant {
      automatic = List.copyOf(automatic);
      manual = List.copyOf(manual);
    }
  }
}
