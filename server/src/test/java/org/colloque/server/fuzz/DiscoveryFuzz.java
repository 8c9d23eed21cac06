package org.colloque.server.fuzz;

import java.nio.charset.StandardCharsets;
import org.colloque.federation.discovery.HostMeta;
import org.colloque.federation.discovery.Jrd;
import org.colloque.federation.discovery.Software;
import org.colloque.federation.handle.Handle;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.Json;
import org.colloque.federation.json.KeyReader;
import org.colloque.federation.signature.Pem;

/** Answers of WebFinger and NodeInfo, host-meta in both forms, documents with keys, handles. */
public final class DiscoveryFuzz {
  private static final Origin FAR = Origin.of("https://far.example").orElseThrow();

  private DiscoveryFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    for (String type : new String[] {HostMeta.XML_TYPE, HostMeta.JSON_TYPE}) {
      HostMeta.template(type, text)
          .filter(template -> !template.contains("{uri}"))
          .ifPresent(template -> {
            throw new AssertionError("a template without a place: " + template);
          });
    }
    if (Json.read(data) instanceof Json.Reading.Document document) {
      Jrd.read(document.root());
      Software.address(document.root(), FAR)
          .filter(address -> !Origin.of(address).filter(FAR::equals).isPresent())
          .ifPresent(address -> {
            throw new AssertionError("an address elsewhere: " + address);
          });
      Software.read(document.root());
      KeyReader.read(document.root());
      KeyReader.owner(document.root());
    }
    Handle.parse(text);
    Pem.publicKey(text);
    Pem.privateKey(text);
  }
}
