/**
 * What people write, turned into what is shown: mentions, hashtags, links and emoji found in plain
 * text, HTML in the shapes Mastodon's clients know, remote HTML made harmless, lengths, languages.
 *
 * <p>Everything here is a pure function of its arguments: no database, no network, no clock. Every
 * room may come in. Whatever enters is taken for hostile; whatever leaves as HTML is safe to show.
 */
@NullMarked
package org.colloque.server.text;

import org.jspecify.annotations.NullMarked;
