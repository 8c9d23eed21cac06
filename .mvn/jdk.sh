# Finds a JDK 25 or newer and exports JAVA_HOME. Sourced by mvnw and by colloque, by any POSIX
# shell; must not rely on options of the caller. Keeps JAVA_HOME when it is good enough.

colloque_jdk_major() { # prints the major version of the JDK in folder $1, nothing when there is none
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]\{1,\}\).*/\1/p' "$1/release" | head -n 1
}

colloque_jdk_good() {
  colloque_major=$(colloque_jdk_major "$1")
  [ -n "$colloque_major" ] && [ "$colloque_major" -ge 25 ]
}

colloque_find_jdk() {
  if [ -n "${JAVA_HOME-}" ] && colloque_jdk_good "$JAVA_HOME"; then
    return 0
  fi
  colloque_javac=$(command -v javac 2>/dev/null || true)
  colloque_on_path=
  if [ -n "$colloque_javac" ]; then
    colloque_real=$(readlink -f "$colloque_javac" 2>/dev/null || echo "$colloque_javac")
    colloque_on_path=${colloque_real%/bin/javac}
  fi
  for colloque_home in "$colloque_on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* \
    "${HOME-}"/.local/share/mise/installs/java/* "${HOME-}"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$colloque_home" ] && colloque_jdk_good "$colloque_home"; then
      JAVA_HOME=$colloque_home
      export JAVA_HOME
      return 0
    fi
  done
  echo "Colloque needs a JDK 25 or newer and found none: install one (for example Temurin 25) or set JAVA_HOME to its folder, then run this again." >&2
  return 1
}

colloque_find_jdk
