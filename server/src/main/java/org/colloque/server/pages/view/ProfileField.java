package org.colloque.server.pages.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table on a profile.
 *
 * @param verifiedAt when the link was seen to point back, null when it was not
 */
public record ProfileField(String name, SafeHtml value, @Nullable Instant verifiedAt) {}
