package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ENDORSEMENTS;

import java.time.ZoneOffset;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;

/** A member shows on their profile somebody whom they follow. */
public final class EndorseAccount {
  private final Kit kit;

  public EndorseAccount(Kit kit) {
    this.kit = kit;
  }

  /**
   * @throws ProblemException 404 when there is nobody, 422 when the member does not follow them
   */
  public void endorse(Tx tx, AccountId account, AccountId target) {
    Pair pair = Pair.lock(tx, account, target);
    if (!FollowQueries.follows(tx.sql(), pair)) {
      throw ProblemException.invalid(
          "You must be already following the person you want to endorse");
    }
    tx.sql()
        .insertInto(ENDORSEMENTS)
        .set(ENDORSEMENTS.ID, kit.ids().next())
        .set(ENDORSEMENTS.ACCOUNT_ID, account.value())
        .set(ENDORSEMENTS.TARGET_ACCOUNT_ID, target.value())
        .set(ENDORSEMENTS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .onConflictDoNothing()
        .execute();
  }

  public void unendorse(Tx tx, AccountId account, AccountId target) {
    Pair.lock(tx, account, target);
    tx.sql()
        .deleteFrom(ENDORSEMENTS)
        .where(ENDORSEMENTS.ACCOUNT_ID.eq(account.value()))
        .and(ENDORSEMENTS.TARGET_ACCOUNT_ID.eq(target.value()))
        .execute();
  }
}
