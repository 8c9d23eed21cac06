package org.colloque.server.board;

import java.util.List;
import org.colloque.server.accounts.AccountId;

/**
 * A text as it is kept and shown.
 *
 * @param text what its author typed; of a topic the title, an empty line, the rest
 * @param html safe to show
 * @param mentioned members whom it names
 */
public record Written(String text, String html, List<AccountId> mentioned) {}
