package org.colloque.federation.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloque.federation.fetch.ContentTypes;
import org.colloque.federation.handle.Handle;
import org.colloque.federation.json.Json;
import org.colloque.federation.json.Limits;
import org.colloque.federation.json.Values;
import org.jspecify.annotations.Nullable;

/** A JSON Resource Descriptor (RFC 7033, section 4.4): the answer of WebFinger. */
public record Jrd(String subject, List<String> aliases, List<Link> links) {

  /** The content type to answer with. */
  public static final String CONTENT_TYPE = "application/jrd+json";

  private static final int MAX_LINKS = 50;
  private static final String TYPE_PROPERTY = "https://www.w3.org/ns/activitystreams#type";

  public Jrd {
    aliases = List.copyOf(aliases);
    links = List.copyOf(links);
  }

  /**
   * A link.
   *
   * @param actorType what Lemmy adds to tell a group from a person of the same name (quirk 61)
   */
  public record Link(
      String rel,
      @Nullable String type,
      @Nullable String href,
      @Nullable String template,
      @Nullable String actorType) {}

  /**
   * Our answer for an actor.
   *
   * @param page the profile for people; null for the instance actor without one
   * @param followTemplate address of the page where a visitor follows, with {@code {uri}} in it;
   *     null leaves it out
   */
  public static Jrd of(
      Handle handle, String actor, @Nullable String page, @Nullable String followTemplate) {
    List<String> aliases = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    if (page != null) {
      aliases.add(page);
      links.add(new Link("http://webfinger.net/rel/profile-page", "text/html", page, null, null));
    }
    aliases.add(actor);
    links.add(new Link("self", ContentTypes.ACTIVITY_JSON, actor, null, null));
    if (followTemplate != null) {
      links.add(
          new Link("http://ostatus.org/schema/1.0/subscribe", null, null, followTemplate, null));
    }
    return new Jrd(handle.acct(), aliases, links);
  }

  /** The bytes to answer with. */
  public byte[] bytes() {
    ObjectNode root = Json.object();
    root.put("subject", subject);
    aliases.forEach(root.putArray("aliases")::add);
    ArrayNode written = root.putArray("links");
    for (Link link : links) {
      ObjectNode node = written.addObject().put("rel", link.rel());
      putIfThere(node, "type", link.type());
      putIfThere(node, "href", link.href());
      putIfThere(node, "template", link.template());
    }
    return Json.bytes(root);
  }

  /** Reads an answer; empty without a subject. */
  public static Optional<Jrd> read(JsonNode document) {
    String subject = Values.word(document, "subject", Limits.ID);
    if (subject == null) {
      return Optional.empty();
    }
    List<Link> links = new ArrayList<>();
    for (JsonNode node : Values.list(document, "links")) {
      String rel = Values.word(node, "rel", Limits.ID);
      if (rel != null && links.size() < MAX_LINKS) {
        links.add(
            new Link(
                rel,
                Values.word(node, "type", Limits.ID),
                Values.id(node, "href"),
                Values.word(node, "template", Limits.ID),
                Values.word(node.path("properties"), TYPE_PROPERTY, Limits.WORD)));
      }
    }
    return Optional.of(new Jrd(subject, List.of(), links));
  }

  /** The actor: {@code rel=self} of an ActivityPub type; of several, one that is not a group. */
  Optional<String> self() {
    List<Link> actors =
        links.stream()
            .filter(link -> link.rel().equals("self") && link.href() != null)
            .filter(link -> ContentTypes.isActivity(link.type()))
            .toList();
    return actors.stream()
        .filter(link -> !"Group".equals(link.actorType()))
        .findFirst()
        .or(() -> actors.stream().findFirst())
        .map(Link::href);
  }

  private static void putIfThere(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
