package org.colloque.server;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of one server, read once at start. The name of a setting is the path to its
 * component, in small letters: {@code listen().port()} is {@code listen.port} in the file and
 * {@code COLLOQUE_LISTEN_PORT} in the environment. {@code docs/settings.md} lists them; a test
 * compares.
 *
 * @param publicUrl scheme, name and port under which people and servers reach this one; no path
 * @param dataFolder the embedded database, media and the secret key live here
 * @param trustedProxies reverse proxies whose X-Forwarded-For is believed
 * @param secretKeyFile encrypts private keys and signs cookies; made at the first start
 */
public record Config(
    URI publicUrl,
    Listen listen,
    Path dataFolder,
    Database database,
    Embedded embedded,
    Smtp smtp,
    List<AddressRange> trustedProxies,
    Federation federation,
    Path secretKeyFile,
    Log log,
    Metrics metrics,
    Media media,
    Workers workers) {

  /** Where connections are accepted. */
  public record Listen(String host, int port) {}

  /**
   * A PostgreSQL of one's own.
   *
   * @param url a JDBC URL; empty means the embedded one
   * @param poolSize connections kept open, embedded or not
   */
  public record Database(String url, String user, String password, int poolSize) {
    /** Whether the embedded PostgreSQL is to be started. */
    public boolean isEmbedded() {
      return url.isEmpty();
    }

    @Override
    public String toString() {
      return "Database[url=" + url + ", user=" + user + ", poolSize=" + poolSize + "]";
    }
  }

  /** The embedded PostgreSQL: its port on the loopback address. */
  public record Embedded(int port) {}

  /**
   * How mail leaves.
   *
   * @param host empty means that no mail is sent, and that the owner confirms accounts by hand
   * @param from the sender's address
   */
  public record Smtp(
      String host, int port, String user, String password, SmtpTls tls, String from) {
    public boolean isConfigured() {
      return !host.isEmpty();
    }

    @Override
    public String toString() {
      return "Smtp[host=" + host + ", port=" + port + ", user=" + user + ", from=" + from + "]";
    }
  }

  /** How the connection to the mail server is protected. */
  public enum SmtpTls {
    NONE,
    STARTTLS,
    TLS
  }

  /**
   * How this server speaks to others.
   *
   * @param allowPrivateAddresses for tests and local development only: speaks plain http to private
   *     addresses; refused unless the public name is local
   */
  public record Federation(boolean allowPrivateAddresses) {}

  /** How the log is written. */
  public record Log(LogFormat format, LogLevel level) {}

  /** A line for people, or an object for machines. */
  public enum LogFormat {
    TEXT,
    JSON
  }

  /** From which severity on a line is written. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /**
   * What collectors of figures see.
   *
   * @param token what a collector sends as bearer token; empty means that only a direct request
   *     from the machine itself is answered
   */
  public record Metrics(boolean enabled, String token) {
    @Override
    public String toString() {
      return "Metrics[enabled=" + enabled + "]";
    }
  }

  /**
   * What people may upload.
   *
   * @param maxUploadMebibytes the largest file that is accepted, in units of 1,048,576 bytes
   */
  public record Media(int maxUploadMebibytes) {
    public long maxUploadBytes() {
      return maxUploadMebibytes * 1024L * 1024L;
    }
  }

  /**
   * How much is worked on at once.
   *
   * @param limit requests worked on at once; further ones are answered 503
   */
  public record Workers(int limit) {}

  /**
   * The settings of the file and the environment, checked.
   *
   * @param file the file named on the command line, else the one of COLLOQUE_CONFIG or of the data
   *     folder
   * @param home the folder of the installation, in which the data folder is by default
   * @throws ConfigFaults naming every setting that is wrong
   */
  public static Config load(@Nullable Path file, Map<String, String> environment, Path home) {
    Path defaultFolder = defaultFolder(home);
    return read(
        ConfigSources.read(file, environment, defaultFolder, defaults().keySet()), defaultFolder);
  }

  /**
   * The settings in force, by name, as text; of a password or token it only says whether there is
   * one.
   *
   * @throws ConfigFaults as {@link #load} does
   */
  public static Map<String, String> inForce(
      @Nullable Path file, Map<String, String> environment, Path home) {
    Path defaultFolder = defaultFolder(home);
    ConfigReader reader =
        new ConfigReader(ConfigSources.read(file, environment, defaultFolder, defaults().keySet()));
    read(reader, defaultFolder);
    return reader.inForce();
  }

  /** A configuration from names and values alone, for tests and for seeded instances. */
  public static Config of(Map<String, String> settings) {
    Map<String, ConfigSources.Value> values = new HashMap<>();
    settings.forEach((name, text) -> values.put(name, new ConfigSources.Value(text, "given")));
    return read(values, defaultFolder(Path.of("")));
  }

  /** The names of all settings, each with its default as the documentation shows it. */
  public static Map<String, String> defaults() {
    ConfigReader reader = new ConfigReader(Map.of());
    ConfigRules.read(reader, defaultFolder(Path.of("")));
    return reader.asked();
  }

  /** Variables of the environment that look like settings and are none. */
  public static List<String> unknownVariables(Map<String, String> environment) {
    return ConfigSources.unknownVariables(environment, defaults().keySet());
  }

  /** Scheme, name and port, without a slash at the end: what every URL of ours begins with. */
  public String origin() {
    return publicUrl.toString();
  }

  /** What stands after the @ in handles: the name, and the port unless it is the usual one. */
  public String domain() {
    return publicUrl.getAuthority();
  }

  /** Whether browsers reach us over TLS, so that cookies can be marked Secure. */
  public boolean isSecure() {
    return "https".equals(publicUrl.getScheme());
  }

  /** Whether the public name is one that only this machine can reach. */
  public boolean isLocal() {
    return isLocalName(publicUrl.getHost());
  }

  static boolean isLocalName(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.endsWith(".localhost") || isLoopback(name);
  }

  private static boolean isLoopback(String name) {
    try {
      return InetAddress.ofLiteral(name.replace("[", "").replace("]", "")).isLoopbackAddress();
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  private static Path defaultFolder(Path home) {
    return home.resolve("data").toAbsolutePath().normalize();
  }

  private static Config read(Map<String, ConfigSources.Value> values, Path defaultFolder) {
    return read(new ConfigReader(values), defaultFolder);
  }

  private static Config read(ConfigReader reader, Path defaultFolder) {
    Config config = ConfigRules.read(reader, defaultFolder);
    if (!reader.faults().isEmpty()) {
      throw new ConfigFaults(reader.faults());
    }
    return config;
  }
}
