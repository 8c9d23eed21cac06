package org.colloque.federation.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.colloque.federation.FakeHost;
import org.colloque.federation.Outside;
import org.colloque.federation.deliver.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Check C33: nobody makes us speak to what is not public. A listener on the loopback sees nothing.
 */
class DoorTest {

  /** PORT becomes the listener's, so that a hole would show as a connection. */
  private static final List<String> ADDRESSES =
      List.of(
          "https://127.0.0.1:PORT/",
          "https://127.0.0.1/",
          "https://127.1.2.3/",
          "https://127.1/",
          "https://0.0.0.0:PORT/",
          "https://0.0.0.0/",
          "https://0/",
          "https://10.0.0.1/",
          "https://10.255.255.255/",
          "https://172.16.0.1/",
          "https://172.31.255.255/",
          "https://192.168.1.1/",
          "https://169.254.169.254/latest/meta-data/",
          "https://100.64.0.1/",
          "https://100.127.255.255/",
          "https://192.0.0.8/",
          "https://192.0.2.1/",
          "https://198.18.0.1/",
          "https://198.19.255.255/",
          "https://198.51.100.7/",
          "https://203.0.113.9/",
          "https://192.88.99.1/",
          "https://224.0.0.1/",
          "https://239.255.255.250/",
          "https://240.0.0.1/",
          "https://255.255.255.255/",
          "https://2130706433/",
          "https://017700000001/",
          "https://0x7f000001/",
          "https://0x7f.0.0.1/",
          "https://0177.0.0.1/",
          "https://127.0.0.1./",
          "https://[::1]:PORT/",
          "https://[::1]/",
          "https://[::]/",
          "https://[0:0:0:0:0:0:0:1]/",
          "https://[::ffff:127.0.0.1]:PORT/",
          "https://[::ffff:7f00:1]/",
          "https://[::127.0.0.1]:PORT/",
          "https://[::7f00:1]/",
          "https://[::ffff:0:127.0.0.1]/",
          "https://[64:ff9b::127.0.0.1]/",
          "https://[64:ff9b::7f00:1]/",
          "https://[64:ff9b:1::7f00:1]/",
          "https://[2002:7f00:1::]/",
          "https://[2001:0:7f00:1::]/",
          "https://[2001::1]/",
          "https://[2001:db8::1]/",
          "https://[3fff::1]/",
          "https://[fc00::1]/",
          "https://[fd12:3456::1]/",
          "https://[fe80::1]/",
          "https://[fe80::1%25lo]/",
          "https://[fec0::1]/",
          "https://[ff02::1]/",
          "https://[100::1]/",
          "https://localhost:PORT/",
          "https://localhost/",
          "https://LOCALHOST/",
          "https://a.localhost/",
          "https://localhost./",
          "https://private.example/",
          "https://six.example/",
          "https://mixed.example/",
          "https://１２７.0.0.1/",
          "http://127.0.0.1:PORT/",
          "http://public.example/",
          "https://public.example:22/",
          "https://public.example:25/",
          "https://public.example:5432/",
          "https://public.example:PORT/",
          "https://public.example:0/",
          "https://user@public.example/",
          "https://user:secret@127.0.0.1/",
          "https://public.example@127.0.0.1/",
          "file:///etc/passwd",
          "unix:/var/run/docker.sock",
          "ftp://public.example/",
          "gopher://127.0.0.1:6379/_",
          "data:application/json,{}",
          "javascript:alert(1)",
          "//public.example/",
          "https:///path",
          "https://",
          "",
          "https://pub lic.example/",
          "https://home.example/users/a",
          "https://HOME.example./");

  private static final Map<String, List<String>> NAMES =
      Map.of(
          "public.example", List.of("93.184.215.14"),
          "private.example", List.of("10.1.2.3"),
          "six.example", List.of("::1"),
          "mixed.example", List.of("93.184.215.14", "127.0.0.1"));

  static List<String> addresses() {
    assertThat(ADDRESSES).hasSizeGreaterThan(60);
    return ADDRESSES;
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void noPathOutReachesWhatIsNotPublic(String address, @TempDir Path folder) {
    try (FakeHost listener = new FakeHost((_, out) -> FakeHost.reply(out, 200, "text/plain", ""));
        Outside outside = Outside.strict(DoorTest::resolve)) {
      String url = address.replace("PORT", String.valueOf(listener.port()));
      Fetcher fetcher = outside.fetcher();

      assertRefused(fetcher.object(url, Outside.SIGNER));
      assertRefused(fetcher.json(url, Set.of("text/plain")));
      assertRefused(fetcher.text(url, Set.of("text/plain")));
      assertRefused(fetcher.media(url, folder.resolve("file"), 1000));
      Outcome outcome =
          outside.deliverer().post(url, "{}".getBytes(StandardCharsets.UTF_8), Outside.SIGNER);
      assertThat(outcome).isInstanceOf(Outcome.GaveUp.class);

      assertThat(listener.connections()).isZero();
    }
  }

  @Test
  void everyHopOfARedirectPassesTheDoor() {
    try (FakeHost listener = new FakeHost((_, out) -> FakeHost.reply(out, 200, "text/plain", ""));
        FakeHost start =
            new FakeHost((_, out) ->
                FakeHost.redirect(out, 302, "https://home.example:443/" + listener.port()));
        Outside outside = Outside.local(Outside.STANDARD)) {
      assertThat(outside.fetcher().object(start.origin("a") + "/", Outside.SIGNER))
          .isEqualTo(new FetchResult.Refused<>("our own address"));
      assertThat(listener.connections()).isZero();
    }
  }

  @Test
  void asksForANameOnceAndConnectsToThatAnswer() {
    AtomicInteger questions = new AtomicInteger();
    // a second question would be answered with an address where nobody listens
    Resolver rebinding =
        _ ->
            List.of(
                InetAddress.getByName(
                    questions.incrementAndGet() == 1 ? "127.0.0.1" : "203.0.113.1"));
    try (FakeHost listener =
            new FakeHost((_, out) -> FakeHost.reply(out, 200, "text/plain", "here"));
        Outside outside = Outside.rebinding(rebinding)) {
      String url = "http://rebinding.example:" + listener.port() + "/";
      assertThat(outside.fetcher().text(url, Set.of("text/plain")))
          .isEqualTo(new FetchResult.Found<>(new Fetcher.Text("text/plain", "here"), url));
      assertThat(questions).hasValue(1);
      assertThat(listener.received().getFirst().header("host"))
          .isEqualTo("rebinding.example:" + listener.port());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1", "93.184.215.14", "100.63.255.255", "100.128.0.0", "172.15.255.255",
        "172.32.0.0", "169.253.255.255", "198.17.255.255", "198.20.0.0", "223.255.255.255",
        "2606:4700:4700::1111", "2a00:1450::1", "2001:200::1", "2003::1", "3ffe::1"
      })
  void letsPublicAddressesThrough(String address) throws UnknownHostException {
    assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void opensForAPublicNameOverHttps() {
    List<Door.Passage> passages = new ArrayList<>();
    try (Door door = new Door(Outside.SELF, false, DoorTest::resolve)) {
      passages.add(door.open("https://public.example/users/bob#main-key").join());
    }
    assertThat(passages)
        .singleElement()
        .isInstanceOfSatisfying(
            Door.Passage.Allowed.class,
            allowed ->
                assertThat(allowed.destination().address().getHostAddress())
                    .isEqualTo("93.184.215.14"));
  }

  @Test
  void knowsTheNamesOfThisMachine() {
    assertThat(List.of("localhost", "a.localhost", "127.0.0.1", "[::1]"))
        .allMatch(Door::isLocalName);
    assertThat(List.of("localhost.example", "far.example", "127.example", "10.0.0.1"))
        .noneMatch(Door::isLocalName);
  }

  private static List<InetAddress> resolve(String host) throws UnknownHostException {
    List<String> answers = NAMES.get(host);
    if (answers == null) {
      // the machine's resolver, as in production, for literals and loopback names
      return Resolver.system().resolve(host);
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (String answer : answers) {
      addresses.add(InetAddress.getByName(answer));
    }
    return addresses;
  }

  private static void assertRefused(FetchResult<?> result) {
    assertThat(result).isInstanceOf(FetchResult.Refused.class);
  }
}
