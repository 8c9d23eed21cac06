package org.colloque.server.groups;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.colloque.server.http.ProblemException;

/**
 * Why something is not done in a group, to somebody who may know of it. In the API a 422 with the
 * {@code code}; pages say {@code group.refused.CODE} in their words.
 */
enum Refusal {
  FULL("Every seat in this group is taken"),
  MEMBER_ALREADY("They are in this group already"),
  TOO_MANY_GROUPS("Nobody can be in so many groups"),
  TOO_MANY_ORGANISED("Nobody can organise so many groups"),
  TOO_MANY_INVITATIONS("Too many invitations are open"),
  TOO_MANY_REQUESTS("Too many requests are open"),
  NOBODY("Nobody on this instance has this handle"),
  ONLY_A_GUEST("Somebody of another instance can only be a guest"),
  NO_GUESTS("Guests of other instances are not admitted here"),
  LAST_ORGANISER("A group cannot be without an organiser: name another one first"),
  NO_SUCH_ROLE("This role cannot be given"),
  TOO_FEW_SEATS("There are more members than that"),
  LONG_MESSAGE("The message is too long"),
  BAD_CATEGORY("A category needs a short name of its own"),
  TOO_MANY_CATEGORIES("There are too many categories"),
  SHORT_REASON("The reason is too short"),
  LONG_REASON("The reason is too long"),
  BAD_TIME("Such a time cannot be chosen");

  private final String english;

  Refusal(String english) {
    this.english = english;
  }

  /** As the API names it. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  ProblemException problem() {
    return ProblemException.of(422, english).withDetail("code", TextNode.valueOf(code()));
  }

  /** The refusal behind a problem, if there is one. */
  static Optional<Refusal> of(ProblemException problem) {
    JsonNode code = problem.details().get("code");
    return code == null
        ? Optional.empty()
        : Arrays.stream(values()).filter(one -> one.code().equals(code.asText())).findFirst();
  }
}
