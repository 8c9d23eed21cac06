/**
 * Finding people, hashtags and single statuses by what somebody typed, here or, when asked to,
 * elsewhere. Asks other servers only through {@link org.colloque.server.accounts.Resolver}, and
 * shows nothing that the searcher could not open.
 */
@NullMarked
package org.colloque.server.search;

import org.jspecify.annotations.NullMarked;
