package org.colloque.server.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The sources themselves: sizes, and the description of every room (design.md, section 2). */
class SourcesTest {
  private static final int MAX_FILE_LINES = 400;
  private static final int MAX_METHOD_LINES = 60;

  private static final List<Path> ROOTS =
      List.of(
          Path.of("src/main/java"),
          Path.of("src/test/java"),
          Path.of("../federation/src/main/java"),
          Path.of("../federation/src/test/java"));

  private static List<Path> sources(List<Path> roots) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path root : roots) {
      try (Stream<Path> files = Files.walk(root)) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }

  @Test
  void noFileIsTooLong() throws IOException {
    List<String> tooLong = new ArrayList<>();
    List<Path> sources = sources(ROOTS);
    assertThat(sources).hasSizeGreaterThan(200);
    for (Path source : sources) {
      int lines = Files.readAllLines(source).size();
      if (lines > MAX_FILE_LINES) {
        tooLong.add(source + ": " + lines);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void noMethodIsLongerThan60Lines() throws IOException {
    List<String> tooLong = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources(ROOTS)));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
          @Override
          public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            LineMap lines = unit.getLineMap();
            long length =
                lines.getLineNumber(positions.getEndPosition(unit, method))
                    - lines.getLineNumber(positions.getStartPosition(unit, method))
                    + 1;
            if (length > MAX_METHOD_LINES) {
              tooLong.add(unit.getSourceFile().getName() + " " + method.getName() + ": " + length);
            }
            return super.visitMethod(method, null);
          }
        }.scan(unit, null);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void everyRoomSaysWhatHappensThere() throws IOException {
    List<String> faults = new ArrayList<>();
    Set<Path> described = new TreeSet<>();
    List<Path> sources = sources(ROOTS);
    for (Path source : sources) {
      if (source.endsWith("package-info.java")) {
        Path inTree = inTree(source);
        described.add(inTree);
        String text = Files.readString(source);
        if (!text.contains("@NullMarked") || !text.contains("/**")) {
          faults.add(source + " has no @NullMarked or no description");
        }
      }
    }
    for (Path source : sources) {
      if (!described.contains(inTree(source))) {
        faults.add(inTree(source) + " has no package-info.java");
      }
    }
    assertThat(faults).isEmpty();
  }

  /** The folder of a source's package, whether of main code or of tests. */
  private static Path inTree(Path source) {
    Path folder = source.resolveSibling("");
    for (Path root : ROOTS) {
      if (folder.startsWith(root)) {
        return root.relativize(folder);
      }
    }
    throw new IllegalArgumentException(folder + " lies in no tree of sources");
  }
}
