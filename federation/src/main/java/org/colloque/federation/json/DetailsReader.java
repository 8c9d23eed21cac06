package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.colloque.federation.vocabulary.InteractionPolicy;
import org.colloque.federation.vocabulary.Note;
import org.jspecify.annotations.Nullable;

/** What only some posts have: poll, time and place, preview, links, quote, policy. */
final class DetailsReader {

  /** How a quoted post was named before FEP-044f. */
  private static final List<String> LEGACY_QUOTES =
      List.of("quoteUri", "quoteUrl", "quoteURL", "_misskey_quote");

  /** Says of a link to a post that it is quoted (FEP-e232). */
  static final String QUOTE_LINK = "https://misskey-hub.net/ns#_misskey_quote";

  private DetailsReader() {}

  static Note.Details read(JsonNode document, Note.Kind kind) {
    ObjectNode preview = Values.object(document, "preview");
    return new Note.Details(
        kind == Note.Kind.QUESTION ? PollReader.read(document) : null,
        kind == Note.Kind.EVENT ? event(document) : null,
        preview == null ? null : Values.text(preview, "content", Limits.CONTENT),
        links(document),
        quote(document),
        policy(document),
        approval(document));
  }

  /** BookWyrm's {@code quote} is a text (quirk 73). */
  private static Note.@Nullable Quote quote(JsonNode document) {
    ObjectNode inlined = Values.object(document, "quote");
    if (inlined != null && Values.types(inlined).contains("Tombstone")) {
      return new Note.Quote(null, false, null);
    }
    String stamp = Values.id(document, "quoteAuthorization");
    String id = Values.id(document, "quote");
    if (id != null) {
      return new Note.Quote(id, false, stamp);
    }
    for (String name : LEGACY_QUOTES) {
      String legacy = Values.id(document, name);
      if (legacy != null) {
        return new Note.Quote(legacy, true, null);
      }
    }
    String linked = linked(document);
    return linked == null ? null : new Note.Quote(linked, true, null);
  }

  private static @Nullable String linked(JsonNode document) {
    for (JsonNode value : Values.list(document, "tag")) {
      if (Values.types(value).contains("Link")
          && Values.words(value, "rel", Limits.WORD, Limits.KEYS).contains(QUOTE_LINK)) {
        return Values.id(value, "href");
      }
    }
    return null;
  }

  private static List<String> links(JsonNode document) {
    List<String> links = new ArrayList<>();
    for (JsonNode value : Values.list(document, "attachment")) {
      String href = Values.types(value).contains("Link") ? Values.id(value, "href") : null;
      if (href != null && links.size() < Limits.LINKS && !links.contains(href)) {
        links.add(href);
      }
    }
    return links;
  }

  private static Note.@Nullable Event event(JsonNode document) {
    Instant start = Values.instant(document, "startTime");
    Instant end = Values.instant(document, "endTime");
    String place = place(document);
    return start == null && end == null && place == null ? null : new Note.Event(start, end, place);
  }

  /** The name, and the address as text or in the words of schema.org (Mobilizon). */
  private static @Nullable String place(JsonNode document) {
    for (JsonNode value : Values.list(document, "location")) {
      List<String> parts = new ArrayList<>();
      add(parts, Values.text(value, "name", Limits.PLACE));
      add(parts, Values.text(value, "address", Limits.PLACE));
      JsonNode address = value.path("address");
      for (String name : List.of("streetAddress", "postalCode", "addressLocality")) {
        add(parts, Values.text(address, name, Limits.PLACE));
      }
      if (!parts.isEmpty()) {
        return Values.cut(String.join(", ", parts), Limits.PLACE);
      }
    }
    return Values.text(document, "location", Limits.PLACE);
  }

  private static void add(List<String> parts, @Nullable String part) {
    if (part != null && !part.isBlank() && !parts.contains(part)) {
      parts.add(part);
    }
  }

  /** In the words of after and of before GoToSocial 0.21. */
  private static @Nullable String approval(JsonNode document) {
    String said = Values.id(document, "replyAuthorization");
    return said == null ? Values.id(document, "approvedBy") : said;
  }

  private static InteractionPolicy policy(JsonNode document) {
    ObjectNode policy = Values.object(document, "interactionPolicy");
    return policy == null
        ? InteractionPolicy.NOT_TOLD
        : new InteractionPolicy(
            grant(policy, "canLike"),
            grant(policy, "canReply"),
            grant(policy, "canAnnounce"),
            grant(policy, "canQuote"));
  }

  /** In the words of before and of after GoToSocial 0.20 (quirk 57). */
  private static InteractionPolicy.@Nullable Grant grant(ObjectNode policy, String name) {
    ObjectNode rule = Values.object(policy, name);
    return rule == null
        ? null
        : new InteractionPolicy.Grant(
            Values.addressees(rule, rule.has("automaticApproval") ? "automaticApproval" : "always"),
            Values.addressees(
                rule, rule.has("manualApproval") ? "manualApproval" : "approvalRequired"));
  }
}
