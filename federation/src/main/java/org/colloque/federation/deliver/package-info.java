/**
 * One signed POST to one inbox and what came of it. Keeps connections, keeps nothing else: the
 * queue, the back-off and the memory of dead hosts are the server's. Asynchronous, so that hundreds
 * of slow servers can be waited for at once without a thread each.
 */
@NullMarked
package org.colloque.federation.deliver;

import org.jspecify.annotations.NullMarked;
