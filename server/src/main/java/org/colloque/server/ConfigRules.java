package org.colloque.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import org.colloque.server.Config.Database;
import org.colloque.server.Config.Embedded;
import org.colloque.server.Config.Federation;
import org.colloque.server.Config.Listen;
import org.colloque.server.Config.Log;
import org.colloque.server.Config.LogFormat;
import org.colloque.server.Config.LogLevel;
import org.colloque.server.Config.Media;
import org.colloque.server.Config.Metrics;
import org.colloque.server.Config.Smtp;
import org.colloque.server.Config.SmtpTls;
import org.colloque.server.Config.Workers;

/** The name, default and limits of every setting, and the rules between two of them. */
final class ConfigRules {
  static final int MAX_PORT = 65_535;
  static final int MAX_POOL_SIZE = 200;
  static final int MAX_UPLOAD_MEBIBYTES = 200;
  static final int MAX_WORKERS = 10_000;
  static final int MIN_TOKEN_LENGTH = 16;
  private static final String DEFAULT_PUBLIC_URL = "http://localhost:8080";
  private static final String JDBC_PREFIX = "jdbc:postgresql:";

  private ConfigRules() {}

  /** Always gives a configuration; it may be used only when the reader has no faults. */
  static Config read(ConfigReader reader, Path defaultFolder) {
    URI publicUrl = publicUrl(reader);
    Path dataFolder = reader.path("data-folder", defaultFolder, "./data");
    return new Config(
        publicUrl,
        new Listen(
            reader.text("listen.host", "127.0.0.1"),
            reader.number("listen.port", 8080, 0, MAX_PORT)),
        dataFolder,
        database(reader),
        new Embedded(reader.number("embedded.port", 5455, 0, MAX_PORT)),
        smtp(reader),
        reader.ranges("trusted-proxies", ""),
        federation(reader, publicUrl),
        reader.path("secret-key-file", dataFolder.resolve("secret.key"), ""),
        new Log(
            reader.choice("log.format", LogFormat.TEXT), reader.choice("log.level", LogLevel.INFO)),
        metrics(reader),
        new Media(reader.number("media.max-upload-mebibytes", 16, 1, MAX_UPLOAD_MEBIBYTES)),
        new Workers(reader.number("workers.limit", 1000, 1, MAX_WORKERS)));
  }

  /** Whoever takes another port only is told the address that works. */
  private static String whereItListens(ConfigReader reader) {
    String port = reader.textInForce("listen.port", "");
    boolean fixed = port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= MAX_PORT;
    return fixed ? "http://localhost:" + port : DEFAULT_PUBLIC_URL;
  }

  private static URI publicUrl(ConfigReader reader) {
    String text = reader.text("public-url", whereItListens(reader));
    String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    try {
      URI url = new URI(bare.toLowerCase(Locale.ROOT));
      String scheme = url.getScheme();
      boolean web = "https".equals(scheme) || "http".equals(scheme);
      if (web && url.getHost() != null && url.equals(originOf(url))) {
        if ("http".equals(scheme) && !Config.isLocalName(url.getHost())) {
          reader.fault("public-url", "other servers reach \"" + text + "\" by https only");
        }
        return withoutUsualPort(url);
      }
    } catch (URISyntaxException notAUrl) {
      // reported below, as a URL of another form is
    }
    reader.fault(
        "public-url",
        "\"" + text + "\" is not a URL such as https://colloque.example, without a path");
    return URI.create(DEFAULT_PUBLIC_URL);
  }

  private static URI originOf(URI url) throws URISyntaxException {
    return new URI(url.getScheme(), null, url.getHost(), url.getPort(), null, null, null);
  }

  private static URI withoutUsualPort(URI url) throws URISyntaxException {
    int usual = "https".equals(url.getScheme()) ? 443 : 80;
    return url.getPort() == usual
        ? new URI(url.getScheme(), null, url.getHost(), -1, null, null, null)
        : url;
  }

  private static Database database(ConfigReader reader) {
    Database database =
        new Database(
            reader.text("database.url", ""),
            reader.text("database.user", ""),
            reader.text("database.password", ""),
            reader.number("database.pool-size", 10, 2, MAX_POOL_SIZE));
    if (!database.isEmbedded() && !database.url().startsWith(JDBC_PREFIX)) {
      reader.fault("database.url", "must begin with " + JDBC_PREFIX);
    }
    if (!database.isEmbedded() && database.user().isEmpty()) {
      reader.fault("database.user", "is needed with database.url");
    }
    return database;
  }

  private static Smtp smtp(ConfigReader reader) {
    Smtp smtp =
        new Smtp(
            reader.text("smtp.host", ""),
            reader.number("smtp.port", 587, 1, MAX_PORT),
            reader.text("smtp.user", ""),
            reader.text("smtp.password", ""),
            reader.choice("smtp.tls", SmtpTls.STARTTLS),
            reader.text("smtp.from", ""));
    if (smtp.isConfigured() && smtp.from().indexOf('@') < 1) {
      reader.fault("smtp.from", "an address such as colloque@example.org is needed with smtp.host");
    }
    return smtp;
  }

  private static Federation federation(ConfigReader reader, URI publicUrl) {
    Federation federation =
        new Federation(reader.flag("federation.allow-private-addresses", false));
    if (federation.allowPrivateAddresses() && !Config.isLocalName(publicUrl.getHost())) {
      reader.fault(
          "federation.allow-private-addresses",
          "is for tests on one machine and is refused while public-url is " + publicUrl);
    }
    return federation;
  }

  private static Metrics metrics(ConfigReader reader) {
    Metrics metrics =
        new Metrics(reader.flag("metrics.enabled", true), reader.text("metrics.token", ""));
    if (!metrics.token().isEmpty() && metrics.token().length() < MIN_TOKEN_LENGTH) {
      reader.fault("metrics.token", "needs at least " + MIN_TOKEN_LENGTH + " characters");
    }
    return metrics;
  }
}
