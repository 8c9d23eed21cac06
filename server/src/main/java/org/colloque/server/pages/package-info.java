/**
 * How Colloque looks: turns a {@code Screen} (what a page shows) and a {@code PageView} (around
 * what) into HTML bytes with the precompiled JTE templates, and holds the static files. No SQL and
 * no rule of the product lives here. The {@code *Pages} route classes of every feature come in by
 * {@link org.colloque.server.pages.PageReplies}; what surrounds a page is asked of the {@link
 * org.colloque.server.pages.Frame}.
 */
@NullMarked
package org.colloque.server.pages;

import org.jspecify.annotations.NullMarked;
