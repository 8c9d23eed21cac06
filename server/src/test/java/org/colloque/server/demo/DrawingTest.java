package org.colloque.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrawingTest {
  @ParameterizedTest
  @EnumSource
  void drawsAnImageThatIsTheSameEachTime(Drawing drawing) throws IOException {
    byte[] png = drawing.png("key");
    assertThat(drawing.png("key")).isEqualTo(png);
    var image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth()).isEqualTo(Drawing.WIDTH);
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x += 7) {
      for (int y = 0; y < image.getHeight(); y += 7) {
        colours.add(image.getRGB(x, y));
      }
    }
    assertThat(colours).hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "two"})
  void theSeedsSpeakOfPeopleThatExistInBothLanguages(String name) {
    Seed seed = Seed.read(name);
    List<String> drawings = Stream.of(Drawing.values()).map(Drawing::name).toList();
    Set<String> people = new HashSet<>();
    seed.people().forEach(person -> people.add(person.username()));
    Set<String> keys = new HashSet<>();
    Set<String> languages = new HashSet<>();
    assertThat(people).hasSize(12);
    for (Seed.Post post : seed.posts()) {
      assertThat(people)
          .contains(post.by())
          .containsAll(post.likedBy())
          .containsAll(post.boostedBy());
      assertThat(post.reply() == null || keys.contains(post.reply())).as(post.key()).isTrue();
      keys.add(post.key());
      languages.add(post.language());
      if (post.image() != null) {
        assertThat(drawings).contains(post.image().kind().toUpperCase(Locale.ROOT));
        assertThat(post.image().alt()).isNotBlank();
      }
    }
    assertThat(languages).containsExactlyInAnyOrder("fr", "en");
  }
}
