package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * For those who moderate: what became of what we tell other servers.
 *
 * @param failing whether only servers are shown with which something is wrong
 * @param posts shown on the first page only
 */
public record DeliveriesView(
    List<Server> servers, List<Post> posts, boolean failing, PagerView pager) implements Screen {
  /**
   * A server.
   *
   * @param state in words
   * @param why in words; empty when nothing is wrong
   * @param error the same in technical words
   */
  public record Server(
      String host,
      String state,
      String why,
      String error,
      long sent,
      long givenUp,
      int waiting,
      @Nullable Instant nextTry,
      @Nullable Instant failingSince) {}

  /**
   * A post.
   *
   * @param address of its page; empty when it was deleted
   */
  public record Post(String id, String address, int sent, int givenUp, int waiting, Instant told) {}

  @Override
  public String template() {
    return "admin/deliveries.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("federation.deliveries"));
  }
}
