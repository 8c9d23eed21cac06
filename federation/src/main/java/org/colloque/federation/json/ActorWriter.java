package org.colloque.federation.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.federation.vocabulary.Image;
import org.jspecify.annotations.Nullable;

/** Our actors as documents: people, and the instance's Application actor. */
public final class ActorWriter {

  private ActorWriter() {}

  /**
   * The whole document.
   *
   * @param handle {@code user@host} for the {@code webfinger} field (FEP-2c59)
   */
  public static byte[] document(Actor actor, String handle) {
    return fill(Tree.document(), actor, handle).bytes();
  }

  /**
   * Who it is, where it hears and how its signatures are checked: what a server needs that may not
   * see more.
   */
  public static byte[] keyAlone(Actor actor) {
    Tree tree =
        Tree.document()
            .put("id", actor.id())
            .put("type", actor.type().type())
            .put("inbox", actor.endpoints().inbox())
            .put("preferredUsername", actor.preferredUsername());
    keys(tree, actor.keys());
    return tree.bytes();
  }

  static ObjectNode part(Actor actor, String handle) {
    return fill(Tree.part(), actor, handle).node();
  }

  private static Tree fill(Tree tree, Actor actor, String handle) {
    Actor.Endpoints endpoints = actor.endpoints();
    Actor.Profile profile = actor.profile();
    Actor.Flags flags = actor.flags();
    tree.put("id", actor.id())
        .put("webfinger", handle)
        .put("type", actor.type().type())
        .put("following", endpoints.following())
        .put("followers", endpoints.followers())
        .put("inbox", endpoints.inbox())
        .put("outbox", endpoints.outbox())
        .put("featured", endpoints.featured())
        .put("preferredUsername", actor.preferredUsername())
        .put("name", profile.name() == null ? "" : profile.name())
        .put("summary", profile.summary() == null ? "" : profile.summary())
        .put("url", profile.url())
        .put("manuallyApprovesFollowers", flags.manuallyApprovesFollowers())
        .put("discoverable", flags.discoverable())
        .put("indexable", flags.indexable())
        .put("published", day(profile.published()))
        .put("memorial", flags.memorial());
    if (flags.suspended()) {
      tree.put("suspended", true);
    }
    keys(tree, actor.keys());
    tree.putAll("tag", profile.emojis().stream().map(TagWriter::tag).toList())
        .putAll("attachment", profile.fields().stream().map(ActorWriter::field).toList());
    if (endpoints.sharedInbox() != null) {
      tree.put("endpoints", Tree.part().put("sharedInbox", endpoints.sharedInbox()).node());
    }
    tree.put("icon", image(profile.icon()))
        .put("image", image(profile.image()))
        .put("movedTo", actor.movedTo());
    return actor.alsoKnownAs().isEmpty() ? tree : tree.put("alsoKnownAs", actor.alsoKnownAs());
  }

  /** One key as an object, which every peer reads; several as an array. */
  private static void keys(Tree tree, List<Actor.PublicKey> keys) {
    List<ObjectNode> written =
        keys.stream()
            .map(key ->
                Tree.part()
                    .put("id", key.id())
                    .put("owner", key.owner())
                    .put("publicKeyPem", key.pem())
                    .node())
            .toList();
    if (written.size() == 1) {
      tree.put("publicKey", written.getFirst());
    } else {
      tree.putAll("publicKey", written);
    }
  }

  private static ObjectNode field(Actor.PropertyValue field) {
    return Tree.part()
        .put("type", "PropertyValue")
        .put("name", field.name())
        .put("value", field.value())
        .node();
  }

  private static @Nullable ObjectNode image(@Nullable Image image) {
    return image == null
        ? null
        : Tree.part()
            .put("type", "Image")
            .put("mediaType", image.mediaType())
            .put("url", image.url())
            .put("summary", image.name())
            .node();
  }

  /** The day only: the exact time of a sign-up is nobody's business. */
  private static @Nullable String day(@Nullable Instant published) {
    return published == null
        ? null
        : published.atOffset(ZoneOffset.UTC).toLocalDate() + "T00:00:00Z";
  }
}
