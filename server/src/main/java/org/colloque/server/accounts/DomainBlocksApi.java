package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNT_DOMAIN_BLOCKS;

import java.util.List;
import java.util.Map;
import org.colloque.federation.handle.Hosts;
import org.colloque.server.api.Faults;
import org.colloque.server.api.Paging;
import org.colloque.server.http.Access;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;

/** Servers of which a member wants to see nothing. */
public final class DomainBlocksApi {
  private static final String PATH = "/api/v1/domain_blocks";
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 200;

  private final Kit kit;
  private final BlockDomain block;

  public DomainBlocksApi(Kit kit, Relations relations) {
    this.kit = kit;
    this.block = new BlockDomain(kit, relations);
  }

  public List<Route> routes() {
    Access read = Access.user("read", "read:blocks", "follow");
    Access write = Access.user("write", "write:blocks", "follow");
    return List.of(
        Route.get(PATH, read, this::list),
        Route.get(PATH + "/preview", write, this::preview),
        Route.post(PATH, write, this::block),
        Route.delete(PATH, write, this::unblock));
  }

  private record Blocked(long id, String domain) {}

  private Reply list(Request request) {
    Paging paging = Paging.of(request, PAGE, LARGEST_PAGE);
    List<Blocked> page =
        paging.newestFirst(
            kit.db()
                .as(
                    request.caller().viewer(),
                    tx ->
                        tx.sql()
                            .select(ACCOUNT_DOMAIN_BLOCKS.ID, ACCOUNT_DOMAIN_BLOCKS.DOMAIN)
                            .from(ACCOUNT_DOMAIN_BLOCKS)
                            .where(ACCOUNT_DOMAIN_BLOCKS.ACCOUNT_ID.eq(me(request).value()))
                            .and(paging.condition(ACCOUNT_DOMAIN_BLOCKS.ID))
                            .orderBy(paging.order(ACCOUNT_DOMAIN_BLOCKS.ID))
                            .limit(paging.limit())
                            .fetch(row -> new Blocked(row.value1(), row.value2()))));
    return paging.linkUntilLast(
        Reply.json(page.stream().map(Blocked::domain).toList()),
        kit.urls(),
        page.stream().map(Blocked::id).toList());
  }

  private Reply preview(Request request) {
    String domain = domain(request);
    return Reply.json(
        kit.db().as(request.caller().viewer(), tx -> block.preview(tx.sql(), me(request), domain)));
  }

  private Reply block(Request request) {
    String domain = domain(request);
    kit.db().doAs(request.caller().viewer(), tx -> block.block(tx, me(request), domain));
    return Reply.json(Map.of());
  }

  private Reply unblock(Request request) {
    String domain = domain(request);
    kit.db().doAs(request.caller().viewer(), tx -> BlockDomain.unblock(tx, me(request), domain));
    return Reply.json(Map.of());
  }

  private String domain(Request request) {
    return Hosts.canonicalWithPort(request.parameters().text("domain", "").strip())
        .filter(host -> !host.equals(kit.urls().host()))
        .orElseThrow(() -> Faults.problem(Map.of("domain", Fault.INVALID)));
  }

  private static AccountId me(Request request) {
    return request.caller().required().account();
  }
}
