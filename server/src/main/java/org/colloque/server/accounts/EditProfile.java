package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;
import static org.colloque.migrations.Tables.USERS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.text.Languages;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** A member changes their profile, and other servers are told. */
public final class EditProfile {
  private final Kit kit;
  private final ProfileImages images;
  private final ProfileTexts texts;
  private final Outbox outbox;
  private final AnswerFollow answer;
  private final Sightings sightings;

  public EditProfile(
      Kit kit,
      ProfileImages images,
      ProfileTexts texts,
      Outbox outbox,
      AnswerFollow answer,
      Sightings sightings) {
    this.kit = kit;
    this.images = images;
    this.texts = texts;
    this.outbox = outbox;
    this.answer = answer;
    this.sightings = sightings;
  }

  /**
   * Changes what {@code change} names. Images are processed and kept first, outside the
   * transaction.
   *
   * @return what is wrong, by field; nothing was changed unless it is empty
   * @throws ProblemException 422 when an image cannot be taken, 503 when too many are at work
   */
  public Map<String, Fault> edit(AccountId account, ProfileChange change) {
    Map<String, Fault> faults = ProfileRules.faults(change);
    if (!faults.isEmpty()) {
      return faults;
    }
    ProfileImages.Kept kept = images.keep(change.images());
    boolean done = false;
    try {
      boolean opened = kit.db().as(Viewer.of(account), tx -> write(tx, account, change, kept));
      done = true;
      if (opened) {
        acceptAll(account);
      }
    } finally {
      if (!done) {
        images.drop(kept.keys());
      }
    }
    return Map.of();
  }

  /** Takes the avatar or the header away; nothing happens when there is none. */
  public void removeImage(AccountId account, ProfileImages.Kind kind) {
    kit.db()
        .doAs(
            Viewer.of(account),
            tx -> {
              AccountsRecord row = AccountRows.lock(tx, account);
              Field<String> column = kind.column();
              @Nullable String key = row.get(column);
              if (key != null) {
                tx.sql()
                    .update(ACCOUNTS)
                    .setNull(column)
                    .set(kind.description(), "")
                    .set(stepped(row))
                    .where(ACCOUNTS.ID.eq(account.value()))
                    .execute();
                outbox.profileChanged(tx, account);
                tx.afterCommit(() -> images.drop(List.of(key)));
              }
            });
  }

  /**
   * @return whether followers were approved until now and no longer are
   */
  private boolean write(Tx tx, AccountId account, ProfileChange change, ProfileImages.Kept kept) {
    AccountsRecord row = AccountRows.lock(tx, account);
    Map<Field<?>, Object> columns = new HashMap<>(texts.columns(tx.sql(), row, change.texts()));
    flags(columns, change.flags());
    List<String> replaced = kept.columns(columns, row);
    if (!columns.isEmpty()) {
      columns.putAll(stepped(row));
      tx.sql().update(ACCOUNTS).set(columns).where(ACCOUNTS.ID.eq(account.value())).execute();
      outbox.profileChanged(tx, account);
    }
    if (change.texts().fields().isPresent()) {
      tx.afterCommit(() -> sightings.changed(account));
    }
    posting(tx, account, change.posting());
    tx.afterCommit(() -> images.drop(replaced));
    return row.getLocked() && change.flags().locked().filter(locked -> !locked).isPresent();
  }

  private static void flags(Map<Field<?>, Object> columns, ProfileChange.Flags flags) {
    flags.locked().ifPresent(locked -> columns.put(ACCOUNTS.LOCKED, locked));
    flags
        .bot()
        .ifPresent(bot -> {
          columns.put(ACCOUNTS.BOT, bot);
          columns.put(ACCOUNTS.ACTOR_TYPE, bot ? "Service" : "Person");
        });
    flags.discoverable().ifPresent(yes -> columns.put(ACCOUNTS.DISCOVERABLE, yes));
    flags.indexable().ifPresent(yes -> columns.put(ACCOUNTS.INDEXABLE, yes));
    flags.hideCollections().ifPresent(yes -> columns.put(ACCOUNTS.HIDE_COLLECTIONS, yes));
    flags.showMedia().ifPresent(yes -> columns.put(ACCOUNTS.SHOW_MEDIA, yes));
    flags.showMediaReplies().ifPresent(yes -> columns.put(ACCOUNTS.SHOW_MEDIA_REPLIES, yes));
    flags.showFeatured().ifPresent(yes -> columns.put(ACCOUNTS.SHOW_FEATURED, yes));
  }

  private Map<Field<?>, Object> stepped(AccountsRecord row) {
    Map<Field<?>, Object> columns = new HashMap<>();
    columns.put(ACCOUNTS.VERSION, row.getVersion() + 1);
    columns.put(ACCOUNTS.UPDATED_AT, kit.now().atOffset(java.time.ZoneOffset.UTC));
    return columns;
  }

  private static void posting(Tx tx, AccountId account, ProfileChange.Posting posting) {
    Map<Field<?>, @Nullable Object> columns = new HashMap<>();
    posting.privacy().ifPresent(privacy -> columns.put(USERS.DEFAULT_PRIVACY, privacy));
    posting.quotes().ifPresent(policy -> columns.put(USERS.DEFAULT_QUOTE_POLICY, policy));
    posting.sensitive().ifPresent(yes -> columns.put(USERS.DEFAULT_SENSITIVE, yes));
    Optional<String> language = posting.language();
    if (language.isPresent()) {
      columns.put(USERS.DEFAULT_LANGUAGE, Languages.normalize(language.get()).orElse(null));
    }
    if (!columns.isEmpty()) {
      tx.sql().update(USERS).set(columns).where(USERS.ACCOUNT_ID.eq(account.value())).execute();
    }
  }

  /** Nobody has to be asked any longer: who waited is let in, each in a transaction of its own. */
  private void acceptAll(AccountId account) {
    List<Long> waiting =
        kit.db()
            .as(
                Viewer.of(account),
                tx ->
                    tx.sql()
                        .select(FOLLOW_REQUESTS.ACCOUNT_ID)
                        .from(FOLLOW_REQUESTS)
                        .where(FOLLOW_REQUESTS.TARGET_ACCOUNT_ID.eq(account.value()))
                        .orderBy(FOLLOW_REQUESTS.ID)
                        .fetch(FOLLOW_REQUESTS.ACCOUNT_ID));
    for (long follower : new ArrayList<>(waiting)) {
      kit.db()
          .doAs(
              Viewer.of(account), tx -> answer.acceptIfAsked(tx, account, new AccountId(follower)));
    }
  }
}
