package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;

import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;

/** The whole row of an account, for verbs that change it. */
public final class AccountRows {
  private AccountRows() {}

  /**
   * The row as it is now; nobody else changes it until this transaction ends.
   *
   * @throws ProblemException 404 when there is no such account
   */
  public static AccountsRecord lock(Tx tx, AccountId account) {
    return tx.sql()
        .selectFrom(ACCOUNTS)
        .where(ACCOUNTS.ID.eq(account.value()))
        .forNoKeyUpdate()
        .fetchOptional()
        .orElseThrow(ProblemException::notFound);
  }
}
