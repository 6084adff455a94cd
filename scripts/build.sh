# Builds what the suite runs, when its sources have changed. Sourced by the commands; needs $root and JAVA_HOME.

suite_modules=suite-local,gateway-local,backing-local,accounts-service,executions-service,feed-service

# An installed Maven is used when it is new enough; otherwise the wrapper fetches one.
maven() {
  local version
  version=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p') || true
  if [ -n "$version" ] && [ "$(printf '%s\n3.8.7\n' "$version" | sort -t . -k 1,1n -k 2,2n -k 3,3n | head -1)" = 3.8.7 ]; then
    (cd "$root" && mvn "$@")
  else
    (cd "$root" && ./mvnw "$@")
  fi
}

# One sum over everything that goes into the jars.
source_key() {
  (
    cd "$root"
    find pom.xml .mvn/jvm.config ./*/pom.xml ./*/src/main -type f -exec cksum {} + 2>/dev/null | LC_ALL=C sort -k 3 | cksum
    "$JAVA_HOME/bin/java" -version 2>&1 | cksum
  )
}

# One line a module while Maven works, redrawn in place on a terminal.
build_progress() {
  local line module step
  while IFS= read -r line; do
    case "$line" in
      *"Building "*"["*"/"*"]"*)
        module=${line#*Building }
        step=${line##*\[}
        step=${step%%]*}
        if [ -t 1 ]; then printf '\r\033[K'; fi
        printf '  %-20s %s of %s' "${module%% *}" "${step%%/*}" "${step##*/}"
        if [ ! -t 1 ]; then echo; fi
        ;;
    esac
  done
  if [ -t 1 ]; then printf '\r\033[K'; fi
}

# build NAME MODULES: builds the modules and what they need, and leaves the key of the sources in target/NAME.key, so
# that an unchanged tree is not built again.
build() {
  local key log="$root/target/$1.log"
  key=$(source_key)
  if [ "$(cat "$root/target/$1.key" 2>/dev/null)" = "$key" ]; then
    return 0
  fi
  mkdir -p "$root/target"
  rm -f "$root/target/$1.key"
  echo "Building (details in target/$1.log)"
  if ! maven -B -Dmaven.test.skip=true package -am -pl "$2" 2>&1 | tee "$log" | build_progress; then
    grep -m 20 '^\[ERROR\]' "$log" >&2 || tail -20 "$log" >&2
    echo "The build failed: the whole output is in target/$1.log." >&2
    return 1
  fi
  echo "$key" >"$root/target/$1.key"
}

# Becomes the supervisor: the pid of the command is the supervisor's. It runs from a copy, so that a build beside a
# running suite does not take the classes away from it.
start_suite() {
  local built="$root/suite-local/target/suite-local.jar" copy="$root/target/suite/suite-local.jar" terminal=false
  if [ ! -f "$built" ]; then
    echo "suite-local/target/suite-local.jar is not built: use ./run without --no-build." >&2
    return 1
  fi
  mkdir -p "$root/target/suite"
  if ! cmp -s "$built" "$copy"; then
    cp "$built" "$copy.$$"
    mv "$copy.$$" "$copy"
  fi
  if [ -t 1 ]; then terminal=true; fi
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx48m \
    -Dtradepath.home="$root" -Dtradepath.terminal=$terminal -jar "$copy" "$@"
}
