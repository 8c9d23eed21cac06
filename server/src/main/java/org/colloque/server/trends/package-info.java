/**
 * What is much used in public: hashtags and posts, counted every few minutes from what the instance
 * sees, and shown when those who moderate have looked at it. Only public posts of people who want
 * to be found come in; nothing of private groups ever does.
 */
@NullMarked
package org.colloque.server.trends;

import org.jspecify.annotations.NullMarked;
