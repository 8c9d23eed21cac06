package org.colloque.server.statuses;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whom an author lets like, answer, boost and quote a status. In the database one number: eight
 * bits for each of the four, beginning with likes; of these the lower half who may at once, the
 * upper one who may after being asked.
 */
public record Interactions(Rule like, Rule reply, Rule reblog, Rule quote) {
  private static final int HALF = 4;
  private static final int BYTE = 8;
  private static final int HALF_MASK = 0xF;

  /** Nothing was said: everybody, and quote nobody (GoToSocial, FEP-044f). */
  public static final Interactions NOT_TOLD =
      new Interactions(Rule.EVERYBODY, Rule.EVERYBODY, Rule.EVERYBODY, Rule.NOBODY);

  /** Kinds of people as the client API names them. */
  public enum Who {
    PUBLIC("public", 1),
    FOLLOWERS("followers", 2),
    /** Whom the author follows. */
    FOLLOWING("following", 4),
    /** Whom we cannot tell: single people, other collections. */
    OTHERS("unsupported_policy", 8);

    private final String wire;
    private final int bit;

    Who(String wire, int bit) {
      this.wire = wire;
      this.bit = bit;
    }
  }

  /** What an author's rule means for somebody (entity QuoteApproval). */
  public enum Permission {
    AUTOMATIC,
    MANUAL,
    DENIED,
    UNKNOWN;

    String wire() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * For one kind of interaction. The author may always.
   *
   * @param automatic who may at once
   * @param manual who may when the author agrees
   */
  public record Rule(Set<Who> automatic, Set<Who> manual) {
    public static final Rule EVERYBODY = new Rule(Set.of(Who.PUBLIC), Set.of());
    public static final Rule FOLLOWERS = new Rule(Set.of(Who.FOLLOWERS), Set.of());
    public static final Rule ASK = new Rule(Set.of(), Set.of(Who.PUBLIC));
    public static final Rule NOBODY = new Rule(Set.of(), Set.of());

    public Rule {
      automatic = Set.copyOf(automatic);
      manual = Set.copyOf(manual);
    }

    /** Whether what it means for somebody depends on who follows whom. */
    boolean asksWhoFollows() {
      return !automatic.contains(Who.PUBLIC)
          && Stream.concat(automatic.stream(), manual.stream())
              .anyMatch(who -> who == Who.FOLLOWERS || who == Who.FOLLOWING);
    }

    /**
     * What it means for somebody else than the author.
     *
     * @param follows whether they follow the author
     * @param followed whether the author follows them
     */
    public Permission of(boolean follows, boolean followed) {
      if (includes(automatic, follows, followed)) {
        return Permission.AUTOMATIC;
      }
      if (includes(manual, follows, followed)) {
        return Permission.MANUAL;
      }
      return automatic.contains(Who.OTHERS) || manual.contains(Who.OTHERS)
          ? Permission.UNKNOWN
          : Permission.DENIED;
    }

    private static boolean includes(Set<Who> people, boolean follows, boolean followed) {
      return people.contains(Who.PUBLIC)
          || follows && people.contains(Who.FOLLOWERS)
          || followed && people.contains(Who.FOLLOWING);
    }

    static List<String> wire(Set<Who> people) {
      return Stream.of(Who.values()).filter(people::contains).map(who -> who.wire).toList();
    }

    private int bits() {
      return bits(automatic) | bits(manual) << HALF;
    }

    private static int bits(Set<Who> people) {
      return people.stream().mapToInt(who -> who.bit).sum();
    }

    private static Rule ofBits(int bits) {
      return new Rule(people(bits), people(bits >> HALF));
    }

    private static Set<Who> people(int bits) {
      Set<Who> people = EnumSet.noneOf(Who.class);
      for (Who who : Who.values()) {
        if ((bits & HALF_MASK & who.bit) != 0) {
          people.add(who);
        }
      }
      return people;
    }
  }

  /** As in {@code statuses.interactions}. */
  public int column() {
    return like.bits()
        | reply.bits() << BYTE
        | reblog.bits() << 2 * BYTE
        | quote.bits() << 3 * BYTE;
  }

  public static Interactions ofColumn(int column) {
    return new Interactions(
        Rule.ofBits(column),
        Rule.ofBits(column >> BYTE),
        Rule.ofBits(column >> 2 * BYTE),
        Rule.ofBits(column >> 3 * BYTE));
  }

  /** The same with another rule for quotes. */
  public Interactions withQuote(Rule other) {
    return new Interactions(like, reply, reblog, other);
  }
}
