package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.colloque.federation.vocabulary.Attachment;
import org.colloque.federation.vocabulary.Image;
import org.jspecify.annotations.Nullable;

/** The pictures, sounds, videos and documents of a note. */
final class AttachmentReader {

  /** A Link is a preview card, a PropertyValue a profile field. */
  private static final Set<String> MEDIA = Set.of("Document", "Image", "Video", "Audio");

  private AttachmentReader() {}

  static List<Attachment> read(JsonNode document) {
    List<Attachment> attachments = new ArrayList<>();
    for (JsonNode value : Values.list(document, "attachment")) {
      boolean media = Values.types(value).stream().anyMatch(MEDIA::contains);
      String url = media ? Values.addressOf(value) : null;
      if (url != null && attachments.size() < Limits.ATTACHMENTS) {
        attachments.add(attachment(value, url));
      }
    }
    return attachments;
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
