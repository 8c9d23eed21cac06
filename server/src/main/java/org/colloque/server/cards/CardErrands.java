package org.colloque.server.cards;

import static org.colloque.migrations.Tables.CARD_ERRANDS;

import java.util.Collection;
import java.util.Set;
import org.colloque.migrations.tables.records.CardErrandsRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;

/** Notes in the transaction of a post that somebody is to look at its link. */
public final class CardErrands {
  /** The topic on which it is told that there is something to look at. */
  static final String TOPIC = "cards";

  private static final Set<String> FOR_EVERYBODY = Set.of("public", "unlisted");

  private CardErrands() {}

  /**
   * A post that was written or changed.
   *
   * @param audience its column: only what everybody may read is looked at
   */
  public record Post(long id, String audience, String html, boolean withMedia) {
    boolean mayBeLookedAt() {
      return FOR_EVERYBODY.contains(audience);
    }

    /** The link that it is about; empty for none, or where pictures are shown instead. */
    String link() {
      return withMedia ? "" : FirstLink.of(html).orElse("");
    }
  }

  /** New posts; those without a link cost nothing. */
  public static void written(Kit kit, Tx tx, Collection<Post> posts) {
    note(
        kit,
        tx,
        posts.stream().filter(Post::mayBeLookedAt).filter(post -> !post.link().isEmpty()).toList());
  }

  /** A post whose words changed: its card may go, too. */
  public static void changed(Kit kit, Tx tx, Post post) {
    if (post.mayBeLookedAt()) {
      tx.sql().deleteFrom(CARD_ERRANDS).where(CARD_ERRANDS.STATUS_ID.eq(post.id())).execute();
      note(kit, tx, java.util.List.of(post));
    }
  }

  private static void note(Kit kit, Tx tx, Collection<Post> posts) {
    if (!posts.isEmpty()) {
      tx.sql()
          .insertInto(CARD_ERRANDS)
          .set(posts.stream().map(post -> new CardErrandsRecord(post.id(), post.link())).toList())
          .onConflictDoNothing()
          .execute();
      kit.signals().send(tx, TOPIC, "");
    }
  }
}
