package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * The one {@code @context} that we write, and the check of theirs. Kept inline: remote contexts are
 * never fetched, by us or, we hope, by our peers.
 */
public final class Context {

  /** The ActivityStreams context, which every document must name (quirk 18). */
  public static final String ACTIVITY_STREAMS = "https://www.w3.org/ns/activitystreams";

  /** Written first into every document. The IRI of schema is wrong on purpose (quirk 83). */
  static final JsonNode DOCUMENT =
      parsed(
          """
          {"@context": [
            "https://www.w3.org/ns/activitystreams",
            "https://w3id.org/security/v1",
            {
              "Emoji": "toot:Emoji",
              "Hashtag": "as:Hashtag",
              "PropertyValue": "schema:PropertyValue",
              "AnnounceRequest": "gts:AnnounceRequest",
              "LikeRequest": "gts:LikeRequest",
              "Multikey": "https://w3id.org/security#Multikey",
              "QuoteAuthorization": "https://w3id.org/fep/044f#QuoteAuthorization",
              "QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest",
              "ReplyRequest": "gts:ReplyRequest",
              "_misskey_quote": "https://misskey-hub.net/ns#_misskey_quote",
              "alsoKnownAs": {"@id": "as:alsoKnownAs", "@type": "@id"},
              "announceAuthorization": {"@id": "gts:announceAuthorization", "@type": "@id"},
              "approvedBy": {"@id": "gts:approvedBy", "@type": "@id"},
              "assertionMethod": {"@container": "@set", "@id": "https://w3id.org/security#assertionMethod", "@type": "@id"},
              "atomUri": "ostatus:atomUri",
              "attributionDomains": {"@id": "toot:attributionDomains", "@type": "@id"},
              "automaticApproval": {"@id": "gts:automaticApproval", "@type": "@id"},
              "blurhash": "toot:blurhash",
              "canAnnounce": {"@id": "gts:canAnnounce", "@type": "@id"},
              "canLike": {"@id": "gts:canLike", "@type": "@id"},
              "canQuote": {"@id": "gts:canQuote", "@type": "@id"},
              "canReply": {"@id": "gts:canReply", "@type": "@id"},
              "conversation": "ostatus:conversation",
              "directMessage": "litepub:directMessage",
              "discoverable": "toot:discoverable",
              "featured": {"@id": "toot:featured", "@type": "@id"},
              "featuredTags": {"@id": "toot:featuredTags", "@type": "@id"},
              "focalPoint": {"@container": "@list", "@id": "toot:focalPoint"},
              "gts": "https://gotosocial.org/ns#",
              "implements": {"@container": "@list", "@id": "https://w3id.org/fep/844e/implements", "@type": "@id"},
              "inReplyToAtomUri": "ostatus:inReplyToAtomUri",
              "indexable": "toot:indexable",
              "interactingObject": {"@id": "gts:interactingObject", "@type": "@id"},
              "interactionPolicy": {"@id": "gts:interactionPolicy", "@type": "@id"},
              "interactionTarget": {"@id": "gts:interactionTarget", "@type": "@id"},
              "likeAuthorization": {"@id": "gts:likeAuthorization", "@type": "@id"},
              "litepub": "http://litepub.social/ns#",
              "manualApproval": {"@id": "gts:manualApproval", "@type": "@id"},
              "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
              "memorial": "toot:memorial",
              "movedTo": {"@id": "as:movedTo", "@type": "@id"},
              "ostatus": "http://ostatus.org#",
              "publicKeyMultibase": "https://w3id.org/security#publicKeyMultibase",
              "quote": {"@id": "https://w3id.org/fep/044f#quote", "@type": "@id"},
              "quoteAuthorization": {"@id": "https://w3id.org/fep/044f#quoteAuthorization", "@type": "@id"},
              "quoteUri": "http://fedibird.com/ns#quoteUri",
              "quoteUrl": "as:quoteUrl",
              "replyAuthorization": {"@id": "gts:replyAuthorization", "@type": "@id"},
              "schema": "http://schema.org#",
              "sensitive": "as:sensitive",
              "suspended": "toot:suspended",
              "toot": "http://joinmastodon.org/ns#",
              "value": "schema:value",
              "votersCount": "toot:votersCount",
              "webfinger": "https://purl.archive.org/socialweb/webfinger#webfinger"
            }
          ]}\
          """);

  private Context() {}

  /** Whether the document names the ActivityStreams context, as a string or in a list. */
  public static boolean isActivityStreams(JsonNode document) {
    for (JsonNode value : Values.list(document, "@context")) {
      if (ACTIVITY_STREAMS.equals(value.textValue())) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode parsed(String json) {
    return switch (Json.read(json.getBytes(StandardCharsets.UTF_8))) {
      case Json.Reading.Document document -> document.root().path("@context");
      case Json.Reading.Malformed malformed -> throw new IllegalStateException(malformed.reason());
      case Json.Reading.TooLarge _ -> throw new IllegalStateException("too large");
    };
  }
}
