package org.colloque.server.commands;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the owner of the machine can do about people, whether the server runs or not. */
@Command(name = "account", description = "Manage accounts.")
final class AccountCommands extends Group {

  @Command(name = "create", description = "Create an account, confirmed and approved.")
  int create(
      @Parameters(paramLabel = "USERNAME") String username,
      @Parameters(paramLabel = "EMAIL") String email,
      @Option(names = "--owner", description = "Make it an owner.") boolean owner,
      @Option(
              names = "--language",
              paramLabel = "fr|en",
              defaultValue = "fr",
              description = "The language of pages and letters (${DEFAULT-VALUE}).")
          String language,
      @Option(
              names = "--password",
              paramLabel = "PASSWORD",
              arity = "0..1",
              interactive = true,
              description = "Ask for the password; without this one is made and printed.")
          char @Nullable [] password) {
    return act((members, output) -> {
      String given = password == null ? null : String.valueOf(password);
      String role = owner ? "owner" : "member";
      String used = members.create(username, email, given, role, language);
      if (given == null) {
        printPassword(output, used);
      }
    });
  }

  @Command(name = "owner", description = "Make somebody an owner.")
  int owner(@Parameters(paramLabel = "USERNAME") String username) {
    return act((members, _) -> members.setRole(username, "owner"));
  }

  @Command(name = "role", description = "Give somebody a role: member, moderator, admin, owner.")
  int role(
      @Parameters(paramLabel = "USERNAME") String username,
      @Parameters(paramLabel = "ROLE") String role) {
    return act((members, _) -> members.setRole(username, role));
  }

  @Command(name = "confirm", description = "Vouch for an e-mail address.")
  int confirm(@Parameters(paramLabel = "USERNAME") String username) {
    return act((members, output) -> printWhether(output, members.confirm(username)));
  }

  @Command(name = "approve", description = "Say yes to a request to join.")
  int approve(@Parameters(paramLabel = "USERNAME") String username) {
    return act((members, output) -> printWhether(output, members.approve(username)));
  }

  @Command(
      name = "reset-password",
      description = "Set a new password and print it; all sessions and apps are signed out.")
  int resetPassword(@Parameters(paramLabel = "USERNAME") String username) {
    return act((members, output) -> printPassword(output, members.resetPassword(username)));
  }

  @Command(
      name = "remove-second-factor",
      description = "Turn the second factor off, for who lost phone and recovery codes.")
  int removeSecondFactor(@Parameters(paramLabel = "USERNAME") String username) {
    return act((members, _) -> members.removeSecondFactor(username));
  }

  private void printPassword(PrintWriter output, String password) {
    output.println(messages().get("command.password", password));
  }

  private void printWhether(PrintWriter output, boolean changed) {
    output.println(messages().get(changed ? "command.done" : "command.unneeded"));
  }
}
