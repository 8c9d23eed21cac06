/**
 * Hashtags: what they are called, how much they are used in public, and who follows them. A hashtag
 * that is used only where strangers cannot read is not there for strangers.
 */
@NullMarked
package org.colloque.server.tags;

import org.jspecify.annotations.NullMarked;
