package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.colloque.federation.vocabulary.Attachment;
import org.colloque.federation.vocabulary.Image;
import org.colloque.federation.vocabulary.Note;
import org.jspecify.annotations.Nullable;

/** The pictures, sounds, videos and documents of a note. */
final class AttachmentReader {

  /** A Link is a preview card, a PropertyValue a profile field. */
  private static final Set<String> MEDIA = Set.of("Document", "Image", "Video", "Audio");

  private AttachmentReader() {}

  static List<Attachment> read(JsonNode document, Note.Kind kind) {
    List<Attachment> attachments = new ArrayList<>();
    for (JsonNode value : Values.list(document, "attachment")) {
      boolean media = Values.types(value).stream().anyMatch(MEDIA::contains);
      String url = media ? Values.addressOf(value) : null;
      if (url != null && attachments.size() < Limits.ATTACHMENTS) {
        attachments.add(attachment(value, url));
      }
    }
    if (attachments.isEmpty()) {
      addItself(attachments, document, kind);
    }
    return attachments;
  }

  /** A video is its own attachment, and the picture of an article is one (Lemmy, Mobilizon). */
  private static void addItself(List<Attachment> attachments, JsonNode document, Note.Kind kind) {
    Attachment itself =
        switch (kind) {
          case VIDEO -> file(document, "video/");
          case AUDIO -> file(document, "audio/");
          case IMAGE -> file(document, "image/");
          case DOCUMENT, NOTE, QUESTION, PLACE -> null;
          case ARTICLE, PAGE, EVENT -> picture(document);
        };
    if (itself != null) {
      attachments.add(itself);
    }
  }

  /** The first of the addresses with such a type; PeerTube hides them in an HLS link (quirk 64). */
  private static @Nullable Attachment file(JsonNode document, String type) {
    for (JsonNode link : Values.list(document, "url")) {
      Attachment found = file(link, document, type);
      for (JsonNode inner : Values.list(link, "tag")) {
        found = found == null ? file(inner, document, type) : found;
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Attachment file(JsonNode link, JsonNode document, String type) {
    String mediaType = link.isObject() ? Values.mediaType(link) : Values.mediaType(document);
    String url = Values.addressOf(link);
    return url == null || mediaType == null || !mediaType.startsWith(type)
        ? null
        : new Attachment(
            url,
            mediaType,
            null,
            Values.word(document, "blurhash", Limits.WORD),
            pixels(link, "width"),
            pixels(link, "height"),
            null);
  }

  private static @Nullable Attachment picture(JsonNode document) {
    Image image = image(document, "image");
    return image == null
        ? null
        : new Attachment(
            image.url(),
            image.mediaType() == null ? "image/*" : image.mediaType(),
            image.name(),
            null,
            null,
            null,
            null);
  }

  /** An icon or header: an Image, a bare address, or a list of either. */
  static @Nullable Image image(JsonNode document, String name) {
    for (JsonNode value : Values.list(document, name)) {
      String url = Values.addressOf(value);
      if (url != null) {
        return new Image(url, mediaType(value), alternative(value));
      }
    }
    return null;
  }

  private static Attachment attachment(JsonNode value, String url) {
    return new Attachment(
        url,
        mediaType(value),
        alternative(value),
        Values.word(value, "blurhash", Limits.WORD),
        pixels(value, "width"),
        pixels(value, "height"),
        focalPoint(value));
  }

  /** Mastodon reads summary before name since 4.6. */
  private static @Nullable String alternative(JsonNode value) {
    String summary = Values.text(value, "summary", Limits.ALTERNATIVE);
    return summary == null || summary.isBlank()
        ? Values.text(value, "name", Limits.ALTERNATIVE)
        : summary;
  }

  /** Of the attachment itself, or of the Link in its url. */
  private static @Nullable String mediaType(JsonNode value) {
    String own = Values.mediaType(value);
    JsonNode link = Values.object(value, "url");
    return own == null && link != null ? Values.mediaType(link) : own;
  }

  private static @Nullable Integer pixels(JsonNode value, String name) {
    Long pixels = Values.number(value, name, 1, Limits.PIXELS);
    return pixels == null ? null : pixels.intValue();
  }

  private static Attachment.@Nullable FocalPoint focalPoint(JsonNode value) {
    JsonNode point = value.path("focalPoint");
    if (point.size() != 2 || !point.path(0).isNumber() || !point.path(1).isNumber()) {
      return null;
    }
    double x = point.path(0).doubleValue();
    double y = point.path(1).doubleValue();
    return Math.abs(x) > 1 || Math.abs(y) > 1 ? null : new Attachment.FocalPoint(x, y);
  }
}
