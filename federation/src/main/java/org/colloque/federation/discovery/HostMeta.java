package org.colloque.federation.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.Json;
import org.colloque.federation.json.Values;
import org.jspecify.annotations.Nullable;

/** host-meta (RFC 6415): where WebFinger is asked when it is not at its usual place. */
public final class HostMeta {

  /** The content type of {@link #xml}. */
  public static final String XML_TYPE = "application/xrd+xml; charset=utf-8";

  /** The content type of {@link #json}. */
  public static final String JSON_TYPE = "application/json";

  private static final String LRDD = "lrdd";
  private static final int MAX_LENGTH = 65_536;

  private HostMeta() {}

  /** Our {@code /.well-known/host-meta}. */
  public static byte[] xml(Origin self) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
      <Link rel="lrdd" template="%s"/>
    </XRD>
    """
        .formatted(template(self))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Our {@code /.well-known/host-meta.json}. */
  public static byte[] json(Origin self) {
    ObjectNode root = Json.object();
    root.putArray("links").addObject().put("rel", LRDD).put("template", template(self));
    return Json.bytes(root);
  }

  /** The template of an XML or JSON document, holding {@code {uri}}. */
  public static Optional<String> template(String contentType, String body) {
    if (body.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Optional<String> found = contentType.endsWith("json") ? fromJson(body) : fromXml(body);
    return found.filter(template -> template.contains("{uri}"));
  }

  private static String template(Origin self) {
    return self + "/.well-known/webfinger?resource={uri}";
  }

  private static Optional<String> fromJson(String body) {
    if (Json.read(body.getBytes(StandardCharsets.UTF_8))
        instanceof Json.Reading.Document document) {
      for (JsonNode link : Values.list(document.root(), "links")) {
        String template = Values.word(link, "template", Origin.MAX_URL_LENGTH);
        if (template != null && LRDD.equals(link.path("rel").textValue())) {
          return Optional.of(template);
        }
      }
    }
    return Optional.empty();
  }

  /** Without document types and entities (security row 31). */
  private static Optional<String> fromXml(String body) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(body));
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT && isLrdd(reader)) {
          return Optional.ofNullable(attribute(reader, "template"));
        }
      }
    } catch (XMLStreamException | RuntimeException _) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean isLrdd(XMLStreamReader reader) {
    return reader.getLocalName().equals("Link") && LRDD.equals(attribute(reader, "rel"));
  }

  private static @Nullable String attribute(XMLStreamReader reader, String name) {
    return reader.getAttributeValue(null, name);
  }
}
