package org.colloque.server.collections;

import static org.colloque.migrations.Tables.COLLECTIONS;
import static org.colloque.migrations.Tables.COLLECTION_ITEMS;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.colloque.migrations.tables.records.CollectionItemsRecord;
import org.colloque.migrations.tables.records.CollectionsRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.text.HashtagName;
import org.colloque.server.text.Languages;
import org.colloque.server.text.StatusLength;

/** A member makes a collection, changes it, and puts people in and takes them out. */
public final class ChangeCollections {
  /** Of one member. */
  public static final int MAX_COLLECTIONS = 10;

  /** People in one collection, those who took themselves out counted too. */
  public static final int MAX_ITEMS = 25;

  /** In grapheme clusters. */
  public static final int MAX_NAME = 40;

  /** In grapheme clusters. */
  public static final int MAX_DESCRIPTION = 100;

  private final Kit kit;

  ChangeCollections(Kit kit) {
    this.kit = kit;
  }

  CollectionsRecord create(Tx tx, AccountId maker, Parameters parameters) {
    tx.lock("collections " + maker);
    if (tx.sql().fetchCount(COLLECTIONS, COLLECTIONS.ACCOUNT_ID.eq(maker.value()))
        >= MAX_COLLECTIONS) {
      throw refused("You have reached the limit of " + MAX_COLLECTIONS + " collections");
    }
    CollectionsRecord row = tx.sql().newRecord(COLLECTIONS);
    row.setId(kit.ids().next());
    row.setAccountId(maker.value());
    row.setCreatedAt(now());
    row.setUpdatedAt(now());
    row.setName("");
    fill(row, parameters);
    if (row.getName().isEmpty()) {
      throw refused("Name can't be blank");
    }
    row.insert();
    row.refresh();
    for (String account : parameters.list("account_ids")) {
      if (!account.isBlank()) {
        add(tx, maker, row, account);
      }
    }
    return row;
  }

  void change(CollectionsRecord row, Parameters parameters) {
    fill(row, parameters);
    row.setUpdatedAt(now());
    row.update();
  }

  /**
   * @throws ProblemException 404 when there is nobody, 403 when they may not be recommended, 422
   *     when they are in it already, took themselves out, or it is full
   */
  CollectionItemsRecord add(Tx tx, AccountId maker, CollectionsRecord collection, String account) {
    AccountId other =
        AccountId.parse(account)
            .filter(id -> CollectionQueries.exists(tx.sql(), id))
            .orElseThrow(ProblemException::notFound);
    if (!CollectionQueries.mayBeIn(tx.sql(), maker, other.value())) {
      throw ProblemException.forbidden();
    }
    tx.lock("collection " + collection.getId());
    if (tx.sql().fetchCount(COLLECTION_ITEMS, COLLECTION_ITEMS.COLLECTION_ID.eq(collection.getId()))
        >= MAX_ITEMS) {
      throw refused("A collection has at most " + MAX_ITEMS + " people");
    }
    return tx.sql()
        .insertInto(COLLECTION_ITEMS)
        .set(COLLECTION_ITEMS.ID, kit.ids().next())
        .set(COLLECTION_ITEMS.COLLECTION_ID, collection.getId())
        .set(COLLECTION_ITEMS.ACCOUNT_ID, other.value())
        .set(COLLECTION_ITEMS.CREATED_AT, now())
        .onConflictDoNothing()
        .returning()
        .fetchOptional()
        .orElseThrow(() -> refused("Account has already been taken"));
  }

  /**
   * Who made the collection takes somebody out. The row of who took themselves out stays, so that
   * nobody puts them in again.
   */
  void remove(Tx tx, CollectionsRecord collection, String item) {
    int removed =
        tx.sql()
            .deleteFrom(COLLECTION_ITEMS)
            .where(COLLECTION_ITEMS.ID.eq(id(item)))
            .and(COLLECTION_ITEMS.COLLECTION_ID.eq(collection.getId()))
            .and(COLLECTION_ITEMS.REVOKED_AT.isNull())
            .execute();
    found(removed);
  }

  /** A member does not want to be in it. */
  void revoke(Tx tx, AccountId member, String collection, String item) {
    int revoked =
        tx.sql()
            .update(COLLECTION_ITEMS)
            .set(COLLECTION_ITEMS.REVOKED_AT, now())
            .where(COLLECTION_ITEMS.ID.eq(id(item)))
            .and(COLLECTION_ITEMS.COLLECTION_ID.eq(id(collection)))
            .and(COLLECTION_ITEMS.ACCOUNT_ID.eq(member.value()))
            .execute();
    found(revoked);
  }

  private static void found(int rows) {
    if (rows == 0) {
      throw ProblemException.notFound();
    }
  }

  private static long id(String text) {
    return Decimal.parse(text).orElseThrow(ProblemException::notFound);
  }

  private static void fill(CollectionsRecord row, Parameters parameters) {
    Optional<String> name = parameters.text("name").map(String::strip);
    name.ifPresent(text -> row.setName(within("Name", text, MAX_NAME)));
    if (name.filter(String::isEmpty).isPresent()) {
      throw refused("Name can't be blank");
    }
    parameters
        .text("description")
        .map(String::strip)
        .ifPresent(text -> row.setDescription(within("Description", text, MAX_DESCRIPTION)));
    parameters
        .text("language")
        .ifPresent(code -> row.setLanguage(Languages.normalize(code).orElse(null)));
    parameters.text("tag_name").ifPresent(tag -> row.setTagName(tag(tag.strip())));
    parameters.flag("sensitive").ifPresent(row::setSensitive);
    parameters.flag("discoverable").ifPresent(row::setDiscoverable);
  }

  private static @org.jspecify.annotations.Nullable String tag(String given) {
    String name = given.startsWith("#") ? given.substring(1) : given;
    if (name.isEmpty()) {
      return null;
    }
    if (!HashtagName.isValid(name)) {
      throw refused("Tag is invalid");
    }
    return name;
  }

  private static String within(String what, String text, int most) {
    if (text.length() > most * 20 || StatusLength.graphemes(text) > most) {
      throw refused(what + " is too long (maximum is " + most + " characters)");
    }
    return text;
  }

  private static ProblemException refused(String reason) {
    return ProblemException.invalid(reason);
  }

  private OffsetDateTime now() {
    return kit.now().atOffset(ZoneOffset.UTC);
  }
}
