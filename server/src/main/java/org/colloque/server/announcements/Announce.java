package org.colloque.server.announcements;

import static org.colloque.migrations.Tables.ANNOUNCEMENTS;
import static org.colloque.migrations.Tables.ANNOUNCEMENT_REACTIONS;
import static org.colloque.migrations.Tables.ANNOUNCEMENT_READS;
import static org.colloque.migrations.Tables.CUSTOM_EMOJIS;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.text.MentionResolver;
import org.colloque.server.text.ProfileText;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Says something to all members, changes it, takes it back; and what members do about it. */
public final class Announce {
  /** Signals: the identifier of an announcement that is new or changed, or gone. */
  public static final String SAID = "announcement";

  public static final String GONE = "announcement.delete";

  /** Signal: the identifier and the name of a reaction that came or went. */
  public static final String REACTED = "announcement.reaction";

  private final Kit kit;
  private final AuditLog audit;

  public Announce(Kit kit) {
    this.kit = kit;
    this.audit = new AuditLog(kit);
  }

  /**
   * @param text not blank, at most {@link Announcement#MAX_TEXT}; the caller has looked
   */
  public void say(Tx tx, AccountId actor, String text, @Nullable Instant endsAt) {
    long id = kit.ids().next();
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    tx.sql()
        .insertInto(ANNOUNCEMENTS)
        .set(ANNOUNCEMENTS.ID, id)
        .set(ANNOUNCEMENTS.TEXT, text)
        .set(ANNOUNCEMENTS.HTML, html(text))
        .set(ANNOUNCEMENTS.ENDS_AT, endsAt == null ? null : endsAt.atOffset(ZoneOffset.UTC))
        .set(ANNOUNCEMENTS.CREATED_AT, now)
        .set(ANNOUNCEMENTS.UPDATED_AT, now)
        .execute();
    audit.write(tx, actor, "announcement.created", Map.of("id", Long.toString(id)));
    kit.signals().send(tx, SAID, Long.toString(id));
  }

  private String html(String text) {
    return ProfileText.bio(text, MentionResolver.NOBODY, kit.urls()::tag);
  }

  /**
   * @throws ProblemException 404 when there is none
   */
  public void takeBack(Tx tx, AccountId actor, long id) {
    if (tx.sql().deleteFrom(ANNOUNCEMENTS).where(ANNOUNCEMENTS.ID.eq(id)).execute() == 0) {
      throw ProblemException.notFound();
    }
    audit.write(tx, actor, "announcement.deleted", Map.of("id", Long.toString(id)));
    kit.signals().send(tx, GONE, Long.toString(id));
  }

  /** A member puts it aside. */
  public void dismiss(Tx tx, AccountId reader, long id) {
    require(tx, id);
    tx.sql()
        .insertInto(ANNOUNCEMENT_READS)
        .set(ANNOUNCEMENT_READS.ACCOUNT_ID, reader.value())
        .set(ANNOUNCEMENT_READS.ANNOUNCEMENT_ID, id)
        .onConflictDoNothing()
        .execute();
  }

  /**
   * @throws ProblemException 404 when there is no announcement, 422 for what is no emoji, or when
   *     there are as many different reactions as there may be
   */
  public void react(Tx tx, AccountId reader, long id, String name) {
    require(tx, id);
    if (!isEmoji(tx, name)) {
      throw ProblemException.invalid("Name is not a recognized emoji");
    }
    // the announcement's row is the lock: two new reactions at once cannot both be the last
    tx.sql().selectOne().from(ANNOUNCEMENTS).where(ANNOUNCEMENTS.ID.eq(id)).forUpdate().fetch();
    boolean known =
        tx.sql()
            .fetchExists(
                ANNOUNCEMENT_REACTIONS,
                ANNOUNCEMENT_REACTIONS
                    .ANNOUNCEMENT_ID
                    .eq(id)
                    .and(ANNOUNCEMENT_REACTIONS.NAME.eq(name)));
    int different =
        tx.sql()
            .select(DSL.countDistinct(ANNOUNCEMENT_REACTIONS.NAME))
            .from(ANNOUNCEMENT_REACTIONS)
            .where(ANNOUNCEMENT_REACTIONS.ANNOUNCEMENT_ID.eq(id))
            .fetchSingle()
            .value1();
    if (!known && different >= Announcement.MAX_REACTIONS) {
      throw ProblemException.invalid("Limit of different reactions reached");
    }
    tx.sql()
        .insertInto(ANNOUNCEMENT_REACTIONS)
        .set(ANNOUNCEMENT_REACTIONS.ID, kit.ids().next())
        .set(ANNOUNCEMENT_REACTIONS.ANNOUNCEMENT_ID, id)
        .set(ANNOUNCEMENT_REACTIONS.ACCOUNT_ID, reader.value())
        .set(ANNOUNCEMENT_REACTIONS.NAME, name)
        .onConflictDoNothing()
        .execute();
    kit.signals().send(tx, REACTED, id + " " + name);
  }

  /**
   * @throws ProblemException 404 when there is no announcement or no such reaction of theirs
   */
  public void takeReactionBack(Tx tx, AccountId reader, long id, String name) {
    require(tx, id);
    int gone =
        tx.sql()
            .deleteFrom(ANNOUNCEMENT_REACTIONS)
            .where(ANNOUNCEMENT_REACTIONS.ANNOUNCEMENT_ID.eq(id))
            .and(ANNOUNCEMENT_REACTIONS.ACCOUNT_ID.eq(reader.value()))
            .and(ANNOUNCEMENT_REACTIONS.NAME.eq(name))
            .execute();
    if (gone == 0) {
      throw ProblemException.notFound();
    }
    kit.signals().send(tx, REACTED, id + " " + name);
  }

  private void require(Tx tx, long id) {
    if (!AnnouncementQueries.exists(tx.sql(), id, kit.now())) {
      throw ProblemException.notFound();
    }
  }

  private static boolean isEmoji(Tx tx, String name) {
    return UCharacter.hasBinaryProperty(name, UProperty.RGI_EMOJI)
        || tx.sql()
            .fetchExists(
                CUSTOM_EMOJIS,
                CUSTOM_EMOJIS
                    .SHORTCODE
                    .eq(name)
                    .and(DSL.coalesce(CUSTOM_EMOJIS.DOMAIN, "").eq(""))
                    .and(CUSTOM_EMOJIS.DISABLED.isFalse()));
  }
}
