package org.colloque.server.archive;

import static org.colloque.migrations.Tables.LISTS;
import static org.colloque.migrations.Tables.LIST_ACCOUNTS;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloque.federation.handle.Hosts;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.Acct;
import org.colloque.server.accounts.BlockDomain;
import org.colloque.server.accounts.FollowOptions;
import org.colloque.server.accounts.Relations;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.lists.ChangeLists;
import org.colloque.server.lists.MemberList;
import org.colloque.server.lists.RepliesPolicy;
import org.colloque.server.statuses.StatusMarks;

/** Does what a line says, by the same verbs as the pages; who is not known here is looked up. */
final class ApplyLine {
  private final Kit kit;
  private final Resolver resolver;
  private final Relations relations;
  private final StatusMarks marks;
  private final ChangeLists lists;
  private final BlockDomain blockDomain;

  ApplyLine(Kit kit, Resolver resolver, Relations relations, StatusMarks marks) {
    this.kit = kit;
    this.resolver = resolver;
    this.relations = relations;
    this.marks = marks;
    this.lists = new ChangeLists(kit);
    this.blockDomain = new BlockDomain(kit, relations);
  }

  @FunctionalInterface
  private interface Verb<T> {
    void act(Tx tx, T target);
  }

  /** Whether it could be done. */
  boolean apply(AccountId me, CsvKind kind, List<String> fields) {
    String first = fields.getFirst();
    return switch (kind) {
      case FOLLOWING ->
          with(
              me,
              person(first),
              (tx, target) -> relations.follow().follow(tx, me, target, options(fields)));
      case BLOCKING ->
          with(me, person(first), (tx, target) -> relations.block().block(tx, me, target));
      case MUTING ->
          with(
              me,
              person(first),
              (tx, target) ->
                  relations.mute().mute(tx, me, target, !isFalse(fields.get(1)), Optional.empty()));
      case LISTS -> {
        // as in Mastodon, who is on a list is followed; who has not agreed yet fails
        Optional<AccountId> person = person(fields.get(1));
        yield with(
                me,
                person,
                (tx, target) -> relations.follow().follow(tx, me, target, FollowOptions.UNCHANGED))
            && with(me, person, (tx, target) -> putOnList(tx, me, first, target));
      }
      case BOOKMARKS ->
          with(me, resolver.statusByUrl(first), (tx, status) -> marks.bookmark(tx, me, status));
      case DOMAIN_BLOCKING ->
          with(
              me,
              Hosts.canonicalWithPort(first).filter(host -> !host.equals(kit.urls().host())),
              (tx, host) -> blockDomain.block(tx, me, host));
    };
  }

  private <T> boolean with(AccountId me, Optional<T> target, Verb<T> verb) {
    if (target.isEmpty()) {
      return false;
    }
    try {
      kit.db().doAs(Viewer.of(me), tx -> verb.act(tx, target.get()));
      return true;
    } catch (ProblemException refused) {
      return false;
    }
  }

  private Optional<AccountId> person(String handle) {
    return Acct.parse(handle, kit.urls().host())
        .flatMap(acct -> resolver.accountByHandle(acct.toString()));
  }

  private void putOnList(Tx tx, AccountId me, String title, AccountId target) {
    long list =
        tx.sql()
            .select(LISTS.ID)
            .from(LISTS)
            .where(LISTS.ACCOUNT_ID.eq(me.value()))
            .and(LISTS.TITLE.eq(title))
            .orderBy(LISTS.ID)
            .limit(1)
            .fetchOptional(LISTS.ID)
            .orElseGet(() ->
                lists
                    .create(tx, me, new MemberList.Settings(title, RepliesPolicy.LIST, false))
                    .id());
    boolean there =
        tx.sql()
            .fetchExists(
                LIST_ACCOUNTS,
                LIST_ACCOUNTS.LIST_ID.eq(list),
                LIST_ACCOUNTS.ACCOUNT_ID.eq(target.value()));
    if (!there) {
      lists.add(tx, me, list, List.of(target.value()));
    }
  }

  private static FollowOptions options(List<String> fields) {
    List<String> languages =
        Stream.of(fields.get(3).split(",", -1))
            .map(String::strip)
            .filter(code -> code.matches("[a-z]{2,3}(-[A-Za-z]{2,8})?"))
            .toList();
    return new FollowOptions(
        Optional.of(!isFalse(fields.get(1))),
        Optional.of(isTrue(fields.get(2))),
        Optional.of(languages));
  }

  private static boolean isTrue(String text) {
    return text.equalsIgnoreCase("true") || text.equals("1");
  }

  private static boolean isFalse(String text) {
    return text.equalsIgnoreCase("false") || text.equals("0");
  }
}
