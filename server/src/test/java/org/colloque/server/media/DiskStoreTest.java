package org.colloque.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.colloque.server.media.MediaStore.Stored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskStoreTest {
  private static final Picture PICTURE =
      new Picture(new byte[] {1, 2, 3}, ImageFormat.PNG, new Size(1, 1));

  @TempDir Path folder;

  @Test
  void keepsAndGivesAndRemoves() throws IOException {
    MediaStore store = new DiskStore(folder.resolve("media"));
    MediaKey key = store.put(PICTURE);
    Stored stored = store.get(key).orElseThrow();
    assertThat(Files.readAllBytes(stored.path())).containsExactly(1, 2, 3);
    assertThat(stored.bytes()).isEqualTo(3);
    assertThat(stored.contentType()).isEqualTo("image/png");
    store.delete(key);
    assertThat(store.get(key)).isEmpty();
    store.delete(key);
  }

  @Test
  void survivesANewStartAndLeavesNothingHalfWritten() throws IOException {
    Path media = folder.resolve("media");
    MediaKey key = new DiskStore(media).put(PICTURE);
    assertThat(new DiskStore(media).get(key)).isPresent();
    try (Stream<Path> arriving = Files.list(media.resolve("arriving"))) {
      assertThat(arriving).isEmpty();
    }
  }

  @Test
  void namesAreRandomAndOfOneShape() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      names.add(MediaKey.random("jpg").value());
    }
    assertThat(names).hasSize(1_000).allMatch(name -> name.matches("[a-z2-7]{26}\\.jpg"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "../../etc/passwd",
        "/etc/passwd",
        "aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "aaaaaaaaaaaaaaaaaaaaaaaaaa.svg",
        "aaaaaaaaaaaaaaaaaaaaaaaaaa.html",
        "aaaaaaaaaaaaaaaaaaaaaaaaa.png",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaa.png",
        "AAAAAAAAAAAAAAAAAAAAAAAAAA.png",
        "aaaaaaaaaaaaaaaaaaaaaaaa/a.png",
        "..aaaaaaaaaaaaaaaaaaaaaaaa.png",
        "aaaaaaaaaaaaaaaaaaaaaaaaaa.png\0.jpg",
        "aaaaaaaaaaaaaaaaaaaaaaaaaa.png\n",
        "aaaaaaaaaaaaaaaaaaaaaaaaaa.php.png"
      })
  void otherNamesAreNoKeys(String name) {
    assertThat(MediaKey.parse(name)).isEmpty();
    assertThatThrownBy(() -> new MediaKey(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void linksAndFoldersAreNotServed() throws IOException {
    Path media = folder.resolve("media");
    MediaStore store = new DiskStore(media);
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    MediaKey link = MediaKey.parse("a".repeat(26) + ".png").orElseThrow();
    Path shelf = Files.createDirectories(media.resolve("aa").resolve("aa"));
    Files.createSymbolicLink(shelf.resolve(link.value()), secret);
    assertThat(store.get(link)).isEmpty();
    MediaKey directory = MediaKey.parse("a".repeat(25) + "b.png").orElseThrow();
    Files.createDirectories(shelf.resolve(directory.value()));
    assertThat(store.get(directory)).isEmpty();
  }
}
