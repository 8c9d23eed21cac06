package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNT_NOTES;

import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;

/** What a member writes about somebody for their own eyes. */
public final class NoteAccount {
  /** Longest note, in code points, as in Mastodon. */
  public static final int MAX_CHARACTERS = 2_000;

  private NoteAccount() {}

  /**
   * Keeps the note; a blank one removes it.
   *
   * @throws ProblemException 404 when there is nobody, 422 when the note is too long
   */
  public static void write(Tx tx, AccountId account, AccountId target, String comment) {
    if (comment.codePointCount(0, comment.length()) > MAX_CHARACTERS) {
      throw ProblemException.invalid(
          "Comment is too long (maximum is " + MAX_CHARACTERS + " characters)");
    }
    Pair.lock(tx, account, target);
    if (comment.isBlank()) {
      tx.sql()
          .deleteFrom(ACCOUNT_NOTES)
          .where(ACCOUNT_NOTES.ACCOUNT_ID.eq(account.value()))
          .and(ACCOUNT_NOTES.TARGET_ACCOUNT_ID.eq(target.value()))
          .execute();
      return;
    }
    tx.sql()
        .insertInto(ACCOUNT_NOTES)
        .set(ACCOUNT_NOTES.ACCOUNT_ID, account.value())
        .set(ACCOUNT_NOTES.TARGET_ACCOUNT_ID, target.value())
        .set(ACCOUNT_NOTES.COMMENT, comment)
        .onConflict(ACCOUNT_NOTES.ACCOUNT_ID, ACCOUNT_NOTES.TARGET_ACCOUNT_ID)
        .doUpdate()
        .set(ACCOUNT_NOTES.COMMENT, comment)
        .execute();
  }
}
