/** Who calls: sessions, apps, tokens and scopes, and the one gatekeeper in front of all routes. */
@NullMarked
package org.colloque.server.oauth;

import org.jspecify.annotations.NullMarked;
