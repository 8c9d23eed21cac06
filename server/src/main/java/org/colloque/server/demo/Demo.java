package org.colloque.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.colloque.server.Config;
import org.colloque.server.instance.Instance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A demonstration: one seeded instance, or two that know each other. A mark in the data folder says
 * that it was seeded; an instance that has people without the mark is somebody's and left alone.
 */
public final class Demo {
  /** What every invented person signs in with: a demonstration is for this machine only. */
  public static final String PASSWORD = "colloque-demonstration";

  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
  private static final String MARK = "demonstration";
  private static final Duration PAST = Duration.ofDays(6);

  private final DemoClock clock = new DemoClock(PAST);

  /** Who may sign in on an instance seeded with {@code name}: an e-mail address. */
  public static String firstAddress(String name) {
    return address(Seed.read(name).people().getFirst());
  }

  static String address(Seed.Person person) {
    return person.username() + "@demo.example";
  }

  /** The clock to start the instance with: in the past when it is still to be seeded. */
  public Clock clock(Config config) {
    if (!config.isLocal()) {
      throw new IllegalStateException(
          "a demonstration has a password that everybody knows: it needs a local public-url");
    }
    return isSeeded(config) ? Clock.systemUTC() : clock;
  }

  /** Fills the instance, unless that has been done. */
  public void seed(Instance instance, String name) {
    if (!isSeeded(instance.kit().config())) {
      fill(instance, name, PAST);
      clock.advance(PAST);
      mark(instance.kit().config());
    }
  }

  /** Fills both and introduces them to each other, unless that has been done. */
  public void seed(Instance one, Instance two) {
    if (!isSeeded(one.kit().config()) || !isSeeded(two.kit().config())) {
      Seeder first = fill(one, "one", PAST.dividedBy(2));
      Seeder second = fill(two, "two", PAST.dividedBy(2));
      clock.advance(PAST);
      LOG.info("Introducing the two instances to each other");
      Friends.introduce(
          new Friends.Side(one.kit().urls().host(), first),
          new Friends.Side(two.kit().urls().host(), second));
      mark(one.kit().config());
      mark(two.kit().config());
    }
  }

  private Seeder fill(Instance instance, String name, Duration span) {
    LOG.info("Seeding {} with people and posts", instance.kit().config().origin());
    Seeder seeder = new Seeder(instance, Seed.read(name), clock, span);
    seeder.seed();
    return seeder;
  }

  private static boolean isSeeded(Config config) {
    return Files.exists(mark(config.dataFolder()));
  }

  private static void mark(Config config) {
    try {
      Files.writeString(mark(config.dataFolder()), "seeded\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Path mark(Path dataFolder) {
    return dataFolder.resolve(MARK);
  }
}
