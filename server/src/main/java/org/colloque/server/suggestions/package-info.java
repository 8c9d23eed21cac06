/**
 * Whom a member might want to follow: people whom those who run the instance suggest, whom the
 * people they follow do follow, and who write here lately. Only who wants to be found is suggested.
 */
@NullMarked
package org.colloque.server.suggestions;

import org.jspecify.annotations.NullMarked;
