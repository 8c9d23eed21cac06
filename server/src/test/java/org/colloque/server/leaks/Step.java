package org.colloque.server.leaks;

/** Something that people of a group do. What cannot be done at that moment is left out. */
enum Step {
  TOPIC_BY_PAGE,
  TOPIC_BY_APP,
  REPLY,
  PICTURE,
  EDIT,
  DELETE,
  REACT,
  FAVOURITE,
  BOOKMARK,
  BOOST,
  QUOTE,
  MENTION,
  DRAFT,
  SEARCH,
  PIN,
  RENAME,
  CATEGORY,
  INVITE,
  JOIN,
  PROMOTE,
  REMOVE,
  LEAVE,
  EXPORT,
  POST_OUTSIDE,
  ANSWER_OUTSIDE,
  ARCHIVE,
  DELETE_GROUP,
  RUN_JOBS,
  TIME_PASSES
}
