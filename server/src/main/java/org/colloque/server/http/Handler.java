package org.colloque.server.http;

/** Answers one kind of request, on a virtual thread of its own. */
@FunctionalInterface
public interface Handler {
  Reply handle(Request request);
}
