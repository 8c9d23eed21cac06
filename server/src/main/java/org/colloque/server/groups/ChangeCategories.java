package org.colloque.server.groups;

import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;

/** Organisers choose the parts of their board. */
public final class ChangeCategories {
  public static final int MAX_NAME = 40;

  /** Of a group, with those that take no new topics. */
  static final int MOST = 20;

  private final Registrar registrar;
  private final GroupLog log;

  ChangeCategories(Registrar registrar, GroupLog log) {
    this.registrar = registrar;
    this.log = log;
  }

  /**
   * Adds one of the group's own.
   *
   * @throws ProblemException 404, 403, or 422 for a name that cannot be or when there are many
   */
  public void add(Tx tx, AccountId actor, GroupId id, String name) {
    registrar.enter(tx, id, actor).organises();
    String clean = name.strip();
    List<GroupQueries.Category> all = GroupQueries.categories(tx.sql(), id);
    boolean isTaken = all.stream().anyMatch(one -> clean.equalsIgnoreCase(one.name()));
    if (clean.isEmpty()
        || isTaken
        || clean.codePointCount(0, clean.length()) > MAX_NAME
        || clean.chars().anyMatch(Character::isISOControl)) {
      throw Refusal.BAD_CATEGORY.problem();
    }
    if (all.size() >= MOST) {
      throw Refusal.TOO_MANY_CATEGORIES.problem();
    }
    registrar.addCategory(tx, id, clean, all.size());
    log.append(tx, id, actor, "category", Map.of("value", clean));
  }

  /**
   * Closes one for new topics, or opens it again.
   *
   * @throws ProblemException 404, also for a category of another group, or 403
   */
  public void archive(Tx tx, AccountId actor, GroupId id, long category, boolean archived) {
    registrar.enter(tx, id, actor).organises();
    GroupQueries.Category one =
        GroupQueries.categories(tx.sql(), id).stream()
            .filter(each -> each.id() == category)
            .findFirst()
            .orElseThrow(ProblemException::notFound);
    if (one.isArchived() != archived) {
      registrar.archiveCategory(tx, id, category, archived);
      String slug = one.slug();
      String name = one.name();
      log.append(
          tx,
          id,
          actor,
          archived ? "category_closed" : "category_opened",
          slug == null ? Map.of("value", name == null ? "" : name) : Map.of("slug", slug));
    }
  }
}
