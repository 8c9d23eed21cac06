package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/** What is much used in public now, and people whom one might want to follow. */
public record ExploreView(
    Tab tab, List<StatusView> statuses, List<Tag> tags, List<Link> links, List<Person> people)
    implements Screen {
  /** One of the pages. */
  public enum Tab {
    POSTS(Paths.EXPLORE, "explore.posts"),
    TAGS(Paths.EXPLORE_TAGS, "explore.tags"),
    NEWS(Paths.EXPLORE_NEWS, "explore.news"),
    PEOPLE(Paths.EXPLORE_PEOPLE, "explore.people");

    private final String path;
    private final String label;

    Tab(String path, String label) {
      this.path = path;
      this.label = label;
    }

    public String path() {
      return path;
    }

    /** The key of its words. */
    public String label() {
      return label;
    }
  }

  /**
   * A hashtag.
   *
   * @param people who used it in the last two days
   */
  public record Tag(String name, long people) {}

  /**
   * A page of the web.
   *
   * @param url of the web, as it was checked when it was stored
   * @param people who linked to it in the last two days
   */
  public record Link(String url, String title, String publisher, long people) {}

  /**
   * Somebody to follow.
   *
   * @param why the key of the words that say why; empty for a visitor
   */
  public record Person(AccountView account, String why) {}

  public boolean nothing() {
    return statuses.isEmpty() && tags.isEmpty() && links.isEmpty() && people.isEmpty();
  }

  @Override
  public String template() {
    return "explore.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("nav.explore"));
  }
}
