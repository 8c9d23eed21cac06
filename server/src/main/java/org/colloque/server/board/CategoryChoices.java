package org.colloque.server.board;

import static org.colloque.migrations.Tables.GROUP_CATEGORY_CHOICES;

import java.util.Locale;
import org.colloque.server.database.Tx;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.pages.view.CategoryView.Choice;
import org.jooq.DSLContext;

/** What a member wants to hear of a category: nothing, what is usual, or each new topic. */
final class CategoryChoices {
  private CategoryChoices() {}

  static void choose(Tx tx, MemberOf member, long category, Choice choice) {
    DSLContext sql = tx.sql();
    if (choice == Choice.NORMAL) {
      sql.deleteFrom(GROUP_CATEGORY_CHOICES)
          .where(GROUP_CATEGORY_CHOICES.ACCOUNT_ID.eq(member.account().value()))
          .and(GROUP_CATEGORY_CHOICES.CATEGORY_ID.eq(category))
          .execute();
      return;
    }
    sql.insertInto(GROUP_CATEGORY_CHOICES)
        .set(GROUP_CATEGORY_CHOICES.ACCOUNT_ID, member.account().value())
        .set(GROUP_CATEGORY_CHOICES.CATEGORY_ID, category)
        .set(GROUP_CATEGORY_CHOICES.GROUP_ID, BoardQueries.group(member))
        .set(GROUP_CATEGORY_CHOICES.CHOICE, choice.wire())
        .onConflict(GROUP_CATEGORY_CHOICES.ACCOUNT_ID, GROUP_CATEGORY_CHOICES.CATEGORY_ID)
        .doUpdate()
        .set(GROUP_CATEGORY_CHOICES.CHOICE, choice.wire())
        .execute();
  }

  static Choice view(String stored) {
    return Choice.valueOf(stored.toUpperCase(Locale.ROOT));
  }
}
