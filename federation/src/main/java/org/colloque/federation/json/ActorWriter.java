package org.colloque.federation.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.federation.vocabulary.ActorType;
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
        .put("featuredTags", endpoints.featuredTags())
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
    if (!actor.alsoKnownAs().isEmpty()) {
      tree.put("alsoKnownAs", actor.alsoKnownAs());
    }
    return claims(tree, actor);
  }

  /** Of the program itself what it implements, of all others which program speaks for them. */
  private static Tree claims(Tree tree, Actor actor) {
    Actor.Claims claims = actor.claims();
    if (!claims.attributionDomains().isEmpty()) {
      tree.put("attributionDomains", claims.attributionDomains());
    }
    if (claims.capabilities().isEmpty()) {
      return tree;
    }
    List<ObjectNode> capabilities =
        claims.capabilities().stream().map(href -> Tree.part().put("href", href).node()).toList();
    if (actor.type() == ActorType.APPLICATION) {
      return tree.putAll("implements", capabilities);
    }
    ObjectNode program =
        Tree.part().put("type", "Application").putAll("implements", capabilities).node();
    return tree.put("generator", program);
  }

  /**
   * One RSA key as an object, which every peer reads; several as an array. Ed25519 keys as
   * Multikeys (FEP-521a).
   */
  private static void keys(Tree tree, List<Actor.PublicKey> keys) {
    List<ObjectNode> multikeys = new ArrayList<>();
    for (Actor.PublicKey key : keys) {
      Multikey.ofPem(key.pem()).ifPresent(multibase -> multikeys.add(multikey(key, multibase)));
    }
    List<ObjectNode> written =
        keys.stream()
            .filter(key -> Multikey.ofPem(key.pem()).isEmpty())
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
    if (!multikeys.isEmpty()) {
      tree.putAll("assertionMethod", multikeys);
    }
  }

  private static ObjectNode multikey(Actor.PublicKey key, String multibase) {
    return Tree.part()
        .put("id", key.id())
        .put("type", "Multikey")
        .put("controller", key.owner())
        .put("publicKeyMultibase", multibase)
        .node();
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
