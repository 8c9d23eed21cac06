package org.colloque.server.barriers;

import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Decimal;
import org.colloque.server.http.Caller;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Request;

/** Owner and admins, who keep the barriers: moderators do not (Mastodon, "Manage Blocks"). */
final class Staff {
  static final int PAGE = 100;
  static final int LARGEST_PAGE = 200;

  private Staff() {}

  /**
   * @throws ProblemException 403 for everybody else
   */
  static AccountId required(Request request) {
    Caller.Member member = request.caller().required();
    if (!member.isStaff()) {
      throw ProblemException.forbidden();
    }
    return member.account();
  }

  static long id(Request request) {
    return Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }
}
