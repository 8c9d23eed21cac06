package org.colloque.federation.vocabulary;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Someone or something that acts.
 *
 * @param preferredUsername the local part of the handle, not yet shown by WebFinger to be theirs
 * @param keys those whose owner is this actor and whose id has its origin, at most 10
 * @param movedTo id of the actor that replaces this one
 * @param alsoKnownAs ids of actors that may move to this one
 */
public record Actor(
    String id,
    ActorType type,
    String preferredUsername,
    Profile profile,
    Endpoints endpoints,
    Flags flags,
    List<PublicKey> keys,
    @Nullable String movedTo,
    List<String> alsoKnownAs,
    Claims claims)
    implements Payload {

  public Actor {
    keys = List.copyOf(keys);
    alsoKnownAs = List.copyOf(alsoKnownAs);
  }

  /**
   * What people see.
   *
   * @param summary HTML of the other server, NOT sanitised; likewise the values of the fields
   * @param url the page for people, always on the host of the actor (quirk 15)
   */
  public record Profile(
      @Nullable String name,
      @Nullable String summary,
      @Nullable String url,
      @Nullable Image icon,
      @Nullable Image image,
      List<PropertyValue> fields,
      List<Tag.Emoji> emojis,
      @Nullable Instant published) {

    public Profile {
      fields = List.copyOf(fields);
      emojis = List.copyOf(emojis);
    }
  }

  /**
   * Where to write and read. As read from others: the inbox may be on any origin (static sites have
   * theirs hosted), the shared inbox is on the inbox's, the collections are on the actor's.
   */
  public record Endpoints(
      String inbox,
      @Nullable String sharedInbox,
      @Nullable String outbox,
      @Nullable String followers,
      @Nullable String following,
      @Nullable String featured,
      @Nullable String featuredTags) {

    /** The shared inbox when there is one: one copy per server. */
    public String delivery() {
      return sharedInbox == null ? inbox : sharedInbox;
    }
  }

  /**
   * Wishes of the actor.
   *
   * @param manuallyApprovesFollowers a Follow waits for a person
   * @param discoverable may be recommended
   * @param indexable public posts may be found by full text (FEP-5feb)
   * @param suspended its own server suspended it
   */
  public record Flags(
      boolean manuallyApprovesFollowers,
      boolean discoverable,
      boolean indexable,
      boolean memorial,
      boolean suspended) {

    public static final Flags NONE = new Flags(false, false, false, false, false);
  }

  /** A row of the profile, HTML in {@code value}. */
  public record PropertyValue(String name, String value) {}

  /**
   * What else the actor says of itself.
   *
   * @param attributionDomains sites that may name it as an author
   * @param capabilities addresses of what its server implements (FEP-844e)
   */
  public record Claims(List<String> attributionDomains, List<String> capabilities) {

    /** The capability to read signatures by RFC 9421. */
    public static final String RFC_9421 = "https://datatracker.ietf.org/doc/html/rfc9421";

    public static final Claims NONE = new Claims(List.of(), List.of());

    public Claims {
      attributionDomains = List.copyOf(attributionDomains);
      capabilities = List.copyOf(capabilities);
    }
  }

  /** A key to check signatures with; {@code pem} is SPKI or PKCS#1 text, not yet parsed. */
  public record PublicKey(String id, String owner, String pem) {

    /** What the text of an Ed25519 SPKI begins with (RFC 8410, section 4). */
    private static final String ED25519 = "MCowBQYDK2VwAyEA";

    /** Whether it is said to be an Ed25519 key, not RSA. */
    public boolean isEd25519() {
      return pem.contains(ED25519);
    }
  }
}
