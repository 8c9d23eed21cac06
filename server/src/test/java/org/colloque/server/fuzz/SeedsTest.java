package org.colloque.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every target over its seeds, and over what a few blind changes make of them (reliability.md,
 * C30). What Jazzer finds is kept as a further seed.
 */
class SeedsTest {
  static final Path SEEDS = Path.of("src/test/resources/fuzz");
  private static final int CHANGES = 200;

  static List<Class<?>> targets() {
    return List.of(
        SignatureFuzz.class,
        DigestFuzz.class,
        ActivityFuzz.class,
        HtmlFuzz.class,
        DiscoveryFuzz.class);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void nothingIsThrownOverTheSeeds(Class<?> target) throws Exception {
    Method run = target.getMethod("fuzzerTestOneInput", byte[].class);
    Random random = new Random(1);
    run(run, new byte[0]);
    for (byte[] seed : seeds(target)) {
      run(run, seed);
      for (int i = 0; i < CHANGES; i++) {
        run(run, changed(seed, random));
      }
    }
  }

  @Test
  void everyTargetHasSeedsAndEverySeedATarget() throws IOException {
    try (Stream<Path> folders = Files.list(SEEDS)) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              targets().stream().map(Class::getSimpleName).toList());
    }
    for (Class<?> target : targets()) {
      assertThat(seeds(target)).as(target.getSimpleName()).hasSizeGreaterThan(1);
    }
  }

  private static List<byte[]> seeds(Class<?> target) throws IOException {
    try (Stream<Path> files = Files.list(SEEDS.resolve(target.getSimpleName()))) {
      List<Path> sorted = files.sorted().toList();
      List<byte[]> seeds = new java.util.ArrayList<>();
      for (Path file : sorted) {
        seeds.add(Files.readAllBytes(file));
      }
      return seeds;
    }
  }

  private static byte[] changed(byte[] seed, Random random) {
    byte[] changed = seed.clone();
    if (changed.length == 0) {
      return changed;
    }
    int at = random.nextInt(changed.length);
    switch (random.nextInt(3)) {
      case 0 -> changed[at] = (byte) random.nextInt(256);
      case 1 -> changed = Arrays.copyOf(changed, at);
      default -> {
        byte[] twice = Arrays.copyOf(changed, changed.length + at);
        System.arraycopy(seed, 0, twice, changed.length, at);
        changed = twice;
      }
    }
    return changed;
  }

  private static void run(Method target, byte[] data) throws Exception {
    try {
      target.invoke(null, (Object) data);
    } catch (InvocationTargetException thrown) {
      throw new AssertionError("over " + Arrays.toString(data), thrown.getCause());
    }
  }
}
