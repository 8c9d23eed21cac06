package org.colloque.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Requests;
import org.colloque.server.kit.Urls;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;

class PagingTest {
  private static final Urls URLS = new Urls(URI.create("https://a.example"));
  private static final Field<Long> ID = DSL.field(DSL.name("id"), SQLDataType.BIGINT);

  private static Paging page(String target) {
    return Paging.of(Requests.get(target), 40, 80);
  }

  private static String sql(Paging paging) {
    return DSL.using(SQLDialect.POSTGRES)
        .renderInlined(DSL.select(ID).where(paging.condition(ID)).orderBy(paging.order(ID)));
  }

  private static String link(Reply reply) {
    return reply.headers().stream()
        .filter(header -> header.getKey().equals("link"))
        .map(java.util.Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  @Test
  void theLimitHasADefaultAndACap() {
    assertThat(page("/x").limit()).isEqualTo(40);
    assertThat(page("/x?limit=80").limit()).isEqualTo(80);
    assertThat(page("/x?limit=81").limit()).isEqualTo(80);
    assertThat(page("/x?limit=-3").limit()).isEqualTo(3);
    assertThat(page("/x?limit=none").limit()).isEqualTo(40);
  }

  @Test
  void cursorsAreExclusiveAndMinIdWinsOverSinceId() {
    assertThat(sql(page("/x?max_id=9&since_id=3")))
        .contains("\"id\" < 9", "\"id\" > 3", "order by \"id\" desc");
    assertThat(sql(page("/x?max_id=9&since_id=3&min_id=5")))
        .contains("\"id\" < 9", "\"id\" > 5", "order by \"id\" asc")
        .doesNotContain("3");
    assertThat(sql(page("/x?max_id=abc"))).doesNotContain("<");
  }

  @Test
  void rowsAreNewestFirstAlsoWhenReadUpwards() {
    assertThat(page("/x?min_id=1").newestFirst(List.of(2L, 3L))).containsExactly(3L, 2L);
    assertThat(page("/x?since_id=1").newestFirst(List.of(3L, 2L))).containsExactly(3L, 2L);
  }

  @Test
  void linksKeepTheOtherParametersAndNoToken() {
    Paging paging = page("/api/v1/x?limit=2&types[]=follow&max_id=99&min_id=1&access_token=secret");

    assertThat(link(paging.link(Reply.json(List.of()), URLS, List.of(8L, 7L))))
        .isEqualTo(
            "<https://a.example/api/v1/x?limit=2&types%5B%5D=follow&max_id=7>; rel=\"next\", "
                + "<https://a.example/api/v1/x?limit=2&types%5B%5D=follow&min_id=8>; rel=\"prev\"");
  }

  @Test
  void anEmptyPageHasNoLink() {
    Reply reply = Reply.json(List.of());
    assertThat(page("/x").link(reply, URLS, List.of())).isEqualTo(reply);
    assertThat(page("/x").linkUntilLast(reply, URLS, List.of())).isEqualTo(reply);
  }

  @Test
  void theLastPageOfAListHasNoNext() {
    Reply reply = Reply.json(List.of());
    assertThat(link(page("/x?limit=2").linkUntilLast(reply, URLS, List.of(8L))))
        .doesNotContain("next")
        .contains("min_id=8>; rel=\"prev\"");
    assertThat(link(page("/x?limit=2").linkUntilLast(reply, URLS, List.of(8L, 7L))))
        .contains("max_id=7>; rel=\"next\"");
  }

  @Test
  void whatTheClientSentCannotEndTheAddress() {
    assertThat(link(page("/x?q=a>;rel=\"evil\"").link(Reply.json(""), URLS, List.of(1L))))
        .contains("<https://a.example/x?q=a%3E%3Brel=%22evil%22&max_id=1>");
  }
}
