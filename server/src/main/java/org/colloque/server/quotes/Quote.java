package org.colloque.server.quotes;

import org.colloque.server.accounts.AccountId;
import org.colloque.server.statuses.StatusId;
import org.jspecify.annotations.Nullable;

/**
 * A status that quotes another.
 *
 * @param status the one that quotes, by {@code author}
 * @param quoted null while it is not held here, or its row is gone
 * @param request the QuoteRequest, ours or theirs
 * @param stamp where the server of the quoted author says that they agree; null for ours
 */
public record Quote(
    StatusId status,
    AccountId author,
    @Nullable StatusId quoted,
    @Nullable AccountId quotedAuthor,
    String quotedUri,
    QuoteState state,
    @Nullable String request,
    @Nullable String stamp) {}
