package org.colloque.federation.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What this server is, for statistics and for people (FEP-f1d5, NodeInfo 2.0 and 2.1).
 *
 * @param repository shown in 2.1 only
 * @param activeMonth people active in the last 30 days; likewise 180 days
 */
public record NodeInfo(
    String softwareName,
    String softwareVersion,
    @Nullable String repository,
    boolean openRegistrations,
    long users,
    long activeMonth,
    long activeHalfyear,
    long localPosts,
    String nodeName,
    String nodeDescription) {

  private static final String SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/";

  /** The two versions that are served. */
  public enum Version {
    V2_0("2.0"),
    V2_1("2.1");

    private final String number;

    Version(String number) {
      this.number = number;
    }

    /** As in the path {@code /nodeinfo/2.0}. */
    public String number() {
      return number;
    }

    /** The content type to answer with. */
    public String contentType() {
      return "application/json; profile=\"" + SCHEMA + number + "#\"; charset=utf-8";
    }
  }

  /** Our {@code /.well-known/nodeinfo}. */
  public static byte[] index(Origin self) {
    ObjectNode root = Json.object();
    ArrayNode links = root.putArray("links");
    for (Version version : Version.values()) {
      links
          .addObject()
          .put("rel", SCHEMA + version.number())
          .put("href", self + "/nodeinfo/" + version.number());
    }
    return Json.bytes(root);
  }

  /** The document of this version. */
  public byte[] bytes(Version version) {
    ObjectNode root = Json.object();
    root.put("version", version.number());
    ObjectNode software =
        root.putObject("software").put("name", softwareName).put("version", softwareVersion);
    if (version == Version.V2_1 && repository != null) {
      software.put("repository", repository);
    }
    root.putArray("protocols").add("activitypub");
    ObjectNode services = root.putObject("services");
    services.putArray("inbound");
    services.putArray("outbound");
    root.put("openRegistrations", openRegistrations);
    ObjectNode usage = root.putObject("usage");
    usage
        .putObject("users")
        .put("total", users)
        .put("activeMonth", activeMonth)
        .put("activeHalfyear", activeHalfyear);
    usage.put("localPosts", localPosts);
    root.putObject("metadata").put("nodeName", nodeName).put("nodeDescription", nodeDescription);
    return Json.bytes(root);
  }
}
