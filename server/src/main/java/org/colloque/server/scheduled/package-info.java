/**
 * Posts that are written and come out later: kept as they were sent, listed and moved by their
 * author, and posted by {@code PostStatus} when their time has come. The JSON routes and the worker
 * are all there is; whoever posts at once does not come in here.
 */
@NullMarked
package org.colloque.server.scheduled;

import org.jspecify.annotations.NullMarked;
