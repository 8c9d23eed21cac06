package org.colloque.federation.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.Values;
import org.jspecify.annotations.Nullable;

/**
 * What another server says it runs (NodeInfo 1.0 to 2.1, FEP-f1d5). Nothing of it is proven.
 *
 * @param name in lower case
 * @param version as it is said; empty when it is not
 */
public record Software(String name, String version) {
  /** In characters; longer names and versions are as if missing. */
  public static final int MAX_LENGTH = 64;

  /** Links of an index that are looked at. */
  static final int MAX_LINKS = 20;

  private static final String SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/";

  /** Where to ask, by {@code /.well-known/nodeinfo}: its newest form, at {@code server} itself. */
  public static Optional<String> address(ObjectNode index, Origin server) {
    String newest = "";
    @Nullable String address = null;
    int links = 0;
    for (JsonNode link : Values.list(index, "links")) {
      String rel = Values.word(link, "rel", Origin.MAX_URL_LENGTH);
      String href = Values.word(link, "href", Origin.MAX_URL_LENGTH);
      boolean fits =
          rel != null
              && href != null
              && rel.startsWith(SCHEMA)
              && rel.compareTo(newest) > 0
              && Origin.of(href).filter(server::equals).isPresent();
      if (fits) {
        newest = String.valueOf(rel);
        address = href;
      }
      if (++links >= MAX_LINKS) {
        break;
      }
    }
    return Optional.ofNullable(address);
  }

  /** What a document of NodeInfo says. */
  public static Optional<Software> read(ObjectNode document) {
    ObjectNode software = Values.object(document, "software");
    if (software == null) {
      return Optional.empty();
    }
    String name = Values.word(software, "name", MAX_LENGTH);
    if (name == null || name.isBlank()) {
      return Optional.empty();
    }
    String version = Values.word(software, "version", MAX_LENGTH);
    return Optional.of(
        new Software(plain(name).toLowerCase(Locale.ROOT), version == null ? "" : plain(version)));
  }

  /** What would make a line look like another one is not shown. */
  private static String plain(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "").strip();
  }
}
