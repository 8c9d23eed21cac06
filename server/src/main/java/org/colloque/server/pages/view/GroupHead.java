package org.colloque.server.pages.view;

import java.util.List;

/**
 * What stands above every page of a private group.
 *
 * @param organiser whether the reader decides about the group
 * @param notices sentences about its state: that it is archived, that somebody broke the glass
 */
public record GroupHead(String id, String name, boolean organiser, List<String> notices) {
  public GroupHead {
    notices = List.copyOf(notices);
  }
}
