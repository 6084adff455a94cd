# Finds a JDK 25, or fetches one: sets and exports JAVA_HOME. Sourced by the commands; needs $root.
# Written for bash 3.2, which is what macOS has.

jdk_major=25

# The major version of the JDK in a folder; nothing when the folder holds none. The `release` file is read before
# `java` is asked, because starting a JVM for each folder would take seconds.
jdk_version_of() {
  local version=""
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  if [ -f "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release")
  else
    version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*version "\([^"]*\)".*/\1/p')
  fi
  echo "${version%%[!0-9]*}"
}

# Where JDKs lie, one folder a line, the preferred first. TRADEPATH_JDK_FOLDERS (separated by colons, * allowed)
# stands for the usual folders where they are elsewhere.
jdk_candidates() {
  local folders folder IFS_before=$IFS
  [ -z "${JAVA_HOME:-}" ] || echo "$JAVA_HOME"
  if command -v java >/dev/null 2>&1; then
    java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
  fi
  folders=${TRADEPATH_JDK_FOLDERS-"/usr/lib/jvm/*:/usr/java/*:/opt/java/*:/opt/jdk*:/opt/*jdk*\
:/Library/Java/JavaVirtualMachines/*/Contents/Home:$HOME/Library/Java/JavaVirtualMachines/*/Contents/Home\
:/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home:/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home\
:$HOME/.sdkman/candidates/java/*:$HOME/.jdks/*:$HOME/.local/share/mise/installs/java/*:$HOME/.asdf/installs/java/*"}
  IFS=:
  # Unquoted on purpose: the pattern of each folder is expanded here.
  for folder in $folders; do
    echo "$folder"
  done
  IFS=$IFS_before
  echo "$root/.local/jdk"
  echo "$root/.local/jdk/Contents/Home"
}

jdk_find() {
  local candidate
  while IFS= read -r candidate; do
    if [ "$(jdk_version_of "$candidate")" = "$jdk_major" ]; then
      echo "$candidate"
      return 0
    fi
  done <<CANDIDATES
$(jdk_candidates)
CANDIDATES
  return 1
}

# The archive of Temurin for this system and processor. Adoptium's address for "the latest" leads to the release's
# own file, beside which its checksum lies.
jdk_archive_url() {
  local system processor
  if [ -n "${TRADEPATH_JDK_URL:-}" ]; then
    echo "$TRADEPATH_JDK_URL"
    return 0
  fi
  case "$(uname -s)" in
    Darwin) system=mac ;;
    Linux) if ldd --version 2>&1 | grep -qi musl; then system=alpine-linux; else system=linux; fi ;;
    *) return 1 ;;
  esac
  case "$(uname -m)" in
    x86_64 | amd64) processor=x64 ;;
    aarch64 | arm64) processor=aarch64 ;;
    *) return 1 ;;
  esac
  curl -fsS --connect-timeout 10 --max-time 30 -o /dev/null -w '%{redirect_url}\n' \
    "https://api.adoptium.net/v3/binary/latest/$jdk_major/ga/$system/$processor/jdk/hotspot/normal/eclipse" 2>/dev/null
}

jdk_sha256_of() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -c1-64
}

jdk_fetch() {
  local url part archive wanted meter=-sS
  part="$root/.local/jdk.$$"
  archive="$part/archive.tar.gz"
  echo "No JDK $jdk_major found in JAVA_HOME, on the PATH or in the usual folders: fetching Eclipse Temurin $jdk_major into .local/jdk" >&2
  if [ -t 2 ]; then meter="-#"; fi
  mkdir -p "$part"
  if ! url=$(jdk_archive_url) || [ -z "$url" ] \
    || ! curl -fsSL --connect-timeout 10 --max-time 60 -o "$archive.sha256" "$url.sha256.txt" 2>/dev/null \
    || ! curl -fL $meter --connect-timeout 10 --max-time 1800 -o "$archive" "$url"; then
    rm -rf "$part"
    echo "Could not fetch it from ${url:-api.adoptium.net}: install a JDK $jdk_major (https://adoptium.net/temurin/releases?version=$jdk_major) and set JAVA_HOME, or name an archive in TRADEPATH_JDK_URL." >&2
    return 1
  fi
  wanted=$(cut -c1-64 <"$archive.sha256")
  if [ "$(jdk_sha256_of "$archive")" != "$wanted" ]; then
    rm -rf "$part"
    echo "The archive from $url has not the checksum that $url.sha256.txt names: it was deleted." >&2
    return 1
  fi
  mkdir "$part/jdk"
  if ! tar -xzf "$archive" -C "$part/jdk" --strip-components 1; then
    rm -rf "$part"
    echo "The archive from $url could not be unpacked." >&2
    return 1
  fi
  rm -rf "$root/.local/jdk"
  mv "$part/jdk" "$root/.local/jdk"
  rm -rf "$part"
}

if ! JAVA_HOME=$(jdk_find); then
  jdk_fetch || exit 1
  JAVA_HOME=$(jdk_find) || {
    echo "What was fetched into .local/jdk is no JDK $jdk_major." >&2
    exit 1
  }
fi
export JAVA_HOME
