package org.colloque.server.pages.view;

/**
 * The person who is signed in.
 *
 * @param owner whether the pages of the owner are shown
 * @param moderates whether the pages about accounts and servers are shown
 * @param unread notifications not seen yet
 */
public record MemberView(AccountView account, boolean owner, boolean moderates, int unread) {}
