package org.colloque.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.colloque.server.Config.LogFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  @TempDir Path folder;

  @Test
  void startsWithDefaultsAlone() {
    Config config = Config.load(null, Map.of(), folder);
    assertThat(config.origin()).isEqualTo("http://localhost:8080");
    assertThat(config.domain()).isEqualTo("localhost:8080");
    assertThat(config.listen()).isEqualTo(new Config.Listen("127.0.0.1", 8080));
    assertThat(config.dataFolder()).isEqualTo(folder.resolve("data"));
    assertThat(config.secretKeyFile()).isEqualTo(folder.resolve("data/secret.key"));
    assertThat(config.database().isEmbedded()).isTrue();
    assertThat(config.media().maxUploadBytes()).isEqualTo(16_777_216);
  }

  @ParameterizedTest
  @CsvSource({"81,http://localhost:81", "80,http://localhost", "0,http://localhost:8080"})
  void theAddressFollowsThePortUnlessItIsSet(String port, String origin) {
    Map<String, String> environment = Map.of("COLLOQUE_LISTEN_PORT", port);
    assertThat(Config.load(null, environment, folder).origin()).isEqualTo(origin);
    assertThat(Config.of(Map.of("listen.port", port, "public-url", "https://own.example")).origin())
        .isEqualTo("https://own.example");
  }

  @Test
  void environmentWinsOverTheFileAndTheFileOverTheDefault() throws IOException {
    Path file = Files.writeString(folder.resolve("own"), "listen.port = 81\nlog.format = JSON");
    Config config = Config.load(file, Map.of("COLLOQUE_LISTEN_PORT", "82"), folder);
    assertThat(config.listen().port()).isEqualTo(82);
    assertThat(config.log().format()).isEqualTo(LogFormat.JSON);
    assertThat(Config.load(file, Map.of(), folder).listen().port()).isEqualTo(81);
  }

  @Test
  void findsTheFileByVariableAndInTheDataFolder() throws IOException {
    Path file = folder.resolve("colloque.properties");
    Files.writeString(file, "listen.port = 83\n");
    Map<String, String> byFolder = Map.of("COLLOQUE_DATA_FOLDER", folder.toString());
    Map<String, String> byVariable = Map.of("COLLOQUE_CONFIG", file.toString());
    Path elsewhere = folder.resolve("elsewhere");
    assertThat(Config.load(null, byFolder, elsewhere).listen().port()).isEqualTo(83);
    assertThat(Config.load(null, byVariable, elsewhere).listen().port()).isEqualTo(83);
  }

  @Test
  void reportsAllFaultsTogetherEachNamingItsSetting() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("own"),
            """
            listen.port = 65536
            listen.prot = 1
            smtp.host = mail.example
            log.format = xml
            trusted-proxies = 10.0.0.0/33
            database.url = postgres://x
            """);
    Map<String, String> environment =
        Map.of("COLLOQUE_METRICS_ENABLED", "perhaps", "COLLOQUE_PUBLIC_URL", "ftp://x");
    ConfigFaults faults =
        catchThrowableOfType(ConfigFaults.class, () -> Config.load(file, environment, folder));
    assertThat(faults.faults())
        .hasSize(9)
        .anyMatch(fault -> fault.startsWith("listen.port (" + file))
        .anyMatch(fault -> fault.startsWith("listen.prot") && fault.contains("no such setting"))
        .anyMatch(fault -> fault.startsWith("smtp.from"))
        .anyMatch(fault -> fault.startsWith("log.format"))
        .anyMatch(fault -> fault.startsWith("trusted-proxies"))
        .anyMatch(fault -> fault.startsWith("database.url"))
        .anyMatch(fault -> fault.startsWith("database.user"))
        .anyMatch(fault -> fault.startsWith("metrics.enabled (COLLOQUE_METRICS_ENABLED in"))
        .anyMatch(fault -> fault.startsWith("public-url"));
  }

  @Test
  void aNamedFileThatCannotBeReadIsAFault() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Config.load(missing, Map.of(), folder))
        .isInstanceOf(ConfigFaults.class)
        .hasMessageContaining(missing.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "listen.port,0,true",
    "listen.port,-1,false",
    "listen.port,65535,true",
    "listen.port,65536,false",
    "listen.port,80a,false",
    "embedded.port,65536,false",
    "smtp.port,0,false",
    "smtp.port,1,true",
    "database.pool-size,1,false",
    "database.pool-size,2,true",
    "database.pool-size,200,true",
    "database.pool-size,201,false",
    "media.max-upload-mebibytes,0,false",
    "media.max-upload-mebibytes,200,true",
    "media.max-upload-mebibytes,201,false",
    "workers.limit,0,false",
    "workers.limit,1,true",
    "workers.limit,10000,true",
    "workers.limit,10001,false",
    "metrics.token,123456789012345,false",
    "metrics.token,1234567890123456,true",
  })
  void holdsEachLimitAtItsEdge(String name, String text, boolean accepted) {
    if (accepted) {
      assertThat(Config.of(Map.of(name, text))).isNotNull();
    } else {
      assertThatThrownBy(() -> Config.of(Map.of(name, text)))
          .isInstanceOf(ConfigFaults.class)
          .hasMessageContaining(name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example/path", "https://me@a.example", "https://a.example?x", "a.example",
        "https://", "http://a.example", "https://a b", "https://a.example/#x",
      })
  void refusesAPublicUrlThatIsNotAPlainName(String url) {
    assertThatThrownBy(() -> Config.of(Map.of("public-url", url)))
        .isInstanceOf(ConfigFaults.class)
        .hasMessageContaining("public-url");
  }

  @ParameterizedTest
  @CsvSource({
    "https://A.Example/,https://a.example,a.example,false",
    "https://a.example:443,https://a.example,a.example,false",
    "https://a.example:8443,https://a.example:8443,a.example:8443,false",
    "http://b.localhost:80,http://b.localhost,b.localhost,true",
    "http://127.0.0.1:8081,http://127.0.0.1:8081,127.0.0.1:8081,true",
    "http://[::1]:8081,http://[::1]:8081,[::1]:8081,true",
  })
  void normalisesThePublicUrl(String given, URI url, String domain, boolean local) {
    Config config = Config.of(Map.of("public-url", given));
    assertThat(config.publicUrl()).isEqualTo(url);
    assertThat(config.domain()).isEqualTo(domain);
    assertThat(config.isLocal()).isEqualTo(local);
  }

  @Test
  void refusesPrivateAddressesUnlessThePublicNameIsLocal() {
    String name = "federation.allow-private-addresses";
    assertThat(Config.of(Map.of(name, "true")).federation().allowPrivateAddresses()).isTrue();
    assertThatThrownBy(() -> Config.of(Map.of(name, "true", "public-url", "https://a.example")))
        .isInstanceOf(ConfigFaults.class)
        .hasMessageContaining(name);
  }

  @Test
  void neverPrintsSecrets() {
    Config config =
        Config.of(
            Map.of(
                "database.password", "sesame-1",
                "smtp.password", "sesame-2",
                "metrics.token", "sesame-3-sesame-3"));
    assertThat(config.toString()).doesNotContain("sesame");
  }

  @Test
  void tellsVariablesThatAreNoSettings() {
    Map<String, String> environment =
        Map.of("COLLOQUE_LISTEN_PROT", "1", "COLLOQUE_CONFIG", "x", "PATH", "/bin");
    assertThat(Config.unknownVariables(environment)).isEqualTo(List.of("COLLOQUE_LISTEN_PROT"));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,10.255.0.1,true", "10.0.0.0/8,11.0.0.1,false", "10.0.0.0/9,10.128.0.0,false",
    "192.0.2.7,192.0.2.7,true", "192.0.2.7,192.0.2.8,false", "0.0.0.0/0,::1,false",
    "2001:db8::/33,2001:db8:7fff::1,true", "2001:db8::/33,2001:db8:8000::1,false",
  })
  void knowsWhichAddressesLieInARange(String range, String address, boolean inside) {
    assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
        .isEqualTo(inside);
  }
}
