package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloque.federation.handle.Handle;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.federation.vocabulary.ActorType;
import org.jspecify.annotations.Nullable;

/** A document to an {@link Actor} (quirks 12 to 15). */
public final class ActorReader {

  private ActorReader() {}

  /** Empty without a web id, one of the five types, a usable username, and an inbox. */
  public static Optional<Actor> read(JsonNode document) {
    Optional<ActorType> type =
        Values.types(document).stream().flatMap(word -> ActorType.of(word).stream()).findFirst();
    String id = Values.idOf(document);
    String username = username(document);
    if (type.isEmpty() || id == null || username == null) {
      return Optional.empty();
    }
    Actor.Endpoints endpoints = endpoints(document, id);
    if (endpoints == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Actor(
            id,
            type.get(),
            username,
            profile(document, id),
            endpoints,
            flags(document),
            KeyReader.read(document),
            Values.id(document, "movedTo"),
            Values.ids(document, "alsoKnownAs", Limits.ALIASES),
            claims(document)));
  }

  private static @Nullable String username(JsonNode document) {
    String username = Values.word(document, "preferredUsername", Limits.USERNAME);
    if (username == null) {
      // FEP-2c59: an actor may give its whole handle instead
      String webfinger = Values.word(document, "webfinger", Limits.USERNAME);
      username =
          webfinger == null ? null : Handle.parse(webfinger).map(Handle::username).orElse(null);
    }
    return username != null && Handle.isUsername(username) ? username : null;
  }

  private static Actor.@Nullable Endpoints endpoints(JsonNode document, String id) {
    String inbox = Values.id(document, "inbox");
    if (inbox == null) {
      return null;
    }
    ObjectNode shared = Values.object(document, "endpoints");
    String sharedInbox = shared == null ? null : Values.id(shared, "sharedInbox");
    return new Actor.Endpoints(
        inbox,
        sharedInbox != null && Origin.same(sharedInbox, inbox) ? sharedInbox : null,
        own(document, "outbox", id),
        own(document, "followers", id),
        own(document, "following", id),
        own(document, "featured", id),
        own(document, "featuredTags", id));
  }

  /** What a server implements stands with the actor, or with the program that speaks for it. */
  private static Actor.Claims claims(JsonNode document) {
    ObjectNode generator = Values.object(document, "generator");
    List<String> capabilities = new ArrayList<>(capabilities(document));
    if (generator != null) {
      capabilities.addAll(capabilities(generator));
    }
    return new Actor.Claims(
        Values.words(document, "attributionDomains", Limits.WORD, Limits.ALIASES),
        capabilities.stream().distinct().limit(Limits.KEYS).toList());
  }

  private static List<String> capabilities(JsonNode node) {
    List<String> capabilities = new ArrayList<>();
    for (JsonNode value : Values.list(node, "implements")) {
      String href = Values.addressOf(value);
      if (href != null && capabilities.size() < Limits.KEYS) {
        capabilities.add(href);
      }
    }
    return capabilities;
  }

  private static @Nullable String own(JsonNode document, String name, String id) {
    String address = Values.id(document, name);
    return address != null && Origin.same(address, id) ? address : null;
  }

  private static Actor.Profile profile(JsonNode document, String id) {
    String page = Values.page(document, "url");
    return new Actor.Profile(
        Values.text(document, "name", Limits.NAME),
        Values.text(document, "summary", Limits.ACTOR_SUMMARY),
        page != null && Origin.same(page, id) ? page : null,
        AttachmentReader.image(document, "icon"),
        AttachmentReader.image(document, "image"),
        fields(document),
        TagReader.emojis(document),
        Values.instant(document, "published"));
  }

  private static List<Actor.PropertyValue> fields(JsonNode document) {
    List<Actor.PropertyValue> fields = new ArrayList<>();
    for (JsonNode value : Values.list(document, "attachment")) {
      String name = Values.text(value, "name", Limits.FIELD);
      String text = Values.text(value, "value", Limits.FIELD);
      boolean field = Values.types(value).contains("PropertyValue") && name != null;
      if (field && name != null && text != null && fields.size() < Limits.FIELDS) {
        fields.add(new Actor.PropertyValue(name, text));
      }
    }
    return fields;
  }

  private static Actor.Flags flags(JsonNode document) {
    return new Actor.Flags(
        Values.flag(document, "manuallyApprovesFollowers"),
        Values.flag(document, "discoverable"),
        Values.flag(document, "indexable"),
        Values.flag(document, "memorial"),
        Values.flag(document, "suspended"));
  }
}
