package org.colloque.server.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.colloque.server.anonymous.Escrow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What the trustees of a group do on their own machines: make their keys, and open the escrow of an
 * anonymous post together. None of it needs a server.
 */
@Command(
    name = "trustee",
    description = "For trustees of anonymous posts: on your own machine, never on the server.")
final class TrusteeCommands extends Group {

  @Command(name = "key", description = "Make a pair of keys and print the public one.")
  int key(
      @Option(names = "--file", required = true, description = "Where the private key goes.")
          Path file)
      throws IOException {
    Escrow.Keys keys = Escrow.newKeys();
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, keys.secret() + "\n", StandardOpenOption.WRITE);
    output().println(keys.open());
    return 0;
  }

  @Command(name = "share", description = "Print your share of an escrow.")
  int share(
      @Option(names = "--file", required = true, description = "Your private key.") Path file,
      @Parameters(index = "0", paramLabel = "ESCROW", description = "The file from the group.")
          Path escrow)
      throws IOException {
    output().println(Escrow.share(Files.readAllBytes(escrow), Files.readString(file)));
    return 0;
  }

  @Command(name = "open", description = "Say who wrote a post, by the shares of enough trustees.")
  int open(
      @Parameters(index = "0", paramLabel = "ESCROW", description = "The file from the group.")
          Path escrow,
      @Parameters(index = "1..*", paramLabel = "SHARE", description = "Shares of trustees.")
          List<String> shares)
      throws IOException {
    Escrow.Author author = Escrow.open(Files.readAllBytes(escrow), shares);
    output().println("account " + author.author() + ", post " + author.post());
    return 0;
  }
}
