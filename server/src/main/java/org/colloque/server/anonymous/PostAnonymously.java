package org.colloque.server.anonymous;

import static org.colloque.migrations.Tables.ANONYMOUS_POSTS;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.migrations.tables.records.AnonymousPostsRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.groups.GroupId;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.groups.Role;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.colloque.server.text.MentionResolver;
import org.colloque.server.text.RichText;
import org.colloque.server.text.StatusLength;
import org.colloque.server.text.StatusText;
import org.jspecify.annotations.Nullable;

/**
 * A member asks something, or answers, without a name. What is stored: the text, its batch, the
 * escrow, and a hash of the secret by which its author alone can take it back or add to it.
 */
final class PostAnonymously {
  /** Longest text, in grapheme clusters. */
  static final int MAX_CHARACTERS = 2_000;

  /** Members among whom an author must be hidden. */
  static final int LEAST_MEMBERS = 5;

  private final Kit kit;
  private final WeeklyCap cap = new WeeklyCap();

  PostAnonymously(Kit kit) {
    this.kit = kit;
  }

  /**
   * What is written.
   *
   * @param parent the post it answers; null for a question
   * @param secret of the author of that post, where they add to it; empty for others
   */
  record Written(String text, @Nullable Long parent, String secret) {}

  /** Why nothing is written here now. */
  enum Hindrance {
    NONE,
    NO_TRUSTEES,
    TOO_FEW_MEMBERS
  }

  static Hindrance hindrance(Tx tx, GroupId group) {
    if (AnonymousQueries.board(tx.sql(), group).isEmpty()) {
      return Hindrance.NO_TRUSTEES;
    }
    return AnonymousQueries.members(tx.sql(), group) < LEAST_MEMBERS
        ? Hindrance.TOO_FEW_MEMBERS
        : Hindrance.NONE;
  }

  /**
   * The member, where they may read it.
   *
   * @throws ProblemException 404 for guests (B.5), as for everybody who is not in the group
   */
  static MemberOf enter(MemberOf member) {
    if (member.role() == Role.GUEST) {
      throw ProblemException.notFound();
    }
    return member;
  }

  /**
   * Keeps it until its batch.
   *
   * @return the secret of the author, which is shown once
   * @throws ProblemException 422 with the reason, 429 when they wrote too much this week
   */
  String post(MemberOf member, Written written) {
    enter(member).writes();
    check(written.text());
    GroupId group = member.group().id();
    ZoneId zone = member.group().details().zone();
    Instant now = kit.now();
    if (!cap.take(group, member.account(), now, zone)) {
      throw ProblemException.of(429, "Three anonymous posts in a week are enough");
    }
    boolean kept = false;
    try {
      String secret =
          kit.db()
              .as(
                  Viewer.of(member.account()),
                  tx -> {
                    MemberOf still = enter(MemberOf.of(tx, group, member.account())).writes();
                    return store(tx, still, written, Batches.next(now, zone));
                  });
      kept = true;
      return secret;
    } finally {
      if (!kept) {
        cap.giveBack(group, member.account());
      }
    }
  }

  private String store(Tx tx, MemberOf member, Written written, Instant batch) {
    GroupId group = member.group().id();
    if (hindrance(tx, group) != Hindrance.NONE) {
      throw ProblemException.invalid("Nothing anonymous is written in this group now");
    }
    AnonymousQueries.Board board = AnonymousQueries.board(tx.sql(), group).orElseThrow();
    String secret = kit.secrets().newToken();
    long id = randomId();
    AnonymousPostsRecord row = row(group, id, written.text());
    if (written.parent() != null) {
      requireQuestion(tx, group, written.parent());
      row.setParentId(written.parent());
      row.setByAuthor(isAuthor(tx, written));
    }
    row.setAppearsAt(batch.atOffset(ZoneOffset.UTC));
    row.setPublished(false);
    row.setSecretHash(Secrets.hash(secret));
    row.setEscrow(
        Escrow.seal(
            new Escrow.Author(member.account().value(), id), board.threshold(), board.trustees()));
    tx.sql().insertInto(ANONYMOUS_POSTS).set(row).execute();
    return secret;
  }

  /** An answer with a name appears at once. */
  void answer(Tx tx, MemberOf member, long question, String text) {
    enter(member).writes();
    check(text);
    GroupId group = member.group().id();
    requireQuestion(tx, group, question);
    AnonymousPostsRecord row = row(group, randomId(), text);
    row.setParentId(question);
    row.setAccountId(member.account().value());
    row.setAppearsAt(kit.now().atOffset(ZoneOffset.UTC));
    row.setPublished(true);
    tx.sql().insertInto(ANONYMOUS_POSTS).set(row).execute();
  }

  private static AnonymousPostsRecord row(GroupId group, long id, String text) {
    RichText rich = RichText.parse(text);
    AnonymousPostsRecord row = new AnonymousPostsRecord();
    row.setId(id);
    row.setGroupId(group.value());
    row.setText(rich.source());
    row.setHtml(rich.html(MentionResolver.NOBODY));
    return row;
  }

  private static void requireQuestion(Tx tx, GroupId group, long id) {
    boolean open =
        AnonymousQueries.one(tx.sql(), group, id)
            .filter(post -> post.parent() == null && !post.hidden())
            .isPresent();
    if (!open) {
      throw ProblemException.notFound();
    }
  }

  /** Whether the secret is that of the post it answers. */
  private static boolean isAuthor(Tx tx, Written written) {
    if (written.secret().isBlank()) {
      return false;
    }
    List<byte[]> hashes =
        tx.sql()
            .select(ANONYMOUS_POSTS.SECRET_HASH)
            .from(ANONYMOUS_POSTS)
            .where(ANONYMOUS_POSTS.ID.eq(written.parent()))
            .fetch(ANONYMOUS_POSTS.SECRET_HASH);
    boolean own =
        hashes.stream()
            .anyMatch(hash ->
                hash != null
                    && MessageDigest.isEqual(hash, Secrets.hash(written.secret().strip())));
    if (!own) {
      throw ProblemException.invalid("This is not the secret of the post");
    }
    return true;
  }

  private static void check(String text) {
    if (text.isBlank()) {
      throw ProblemException.invalid("Text can't be blank");
    }
    if (StatusLength.of(StatusText.parse(text), "") > MAX_CHARACTERS) {
      throw ProblemException.invalid("Text character limit of " + MAX_CHARACTERS + " exceeded");
    }
  }

  /** Says nothing of the time, and fits into a number of JSON. */
  private long randomId() {
    return ByteBuffer.wrap(kit.secrets().randomBytes(Long.BYTES)).getLong() >>> 11;
  }
}
