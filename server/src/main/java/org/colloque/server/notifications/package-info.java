/** What members are told: written with the change that causes it, shown by clients and pages. */
@NullMarked
package org.colloque.server.notifications;

import org.jspecify.annotations.NullMarked;
