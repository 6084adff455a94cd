#!/usr/bin/env bash
# Installs on Debian what deployment-tests need: a Docker engine and what makes base images without a registry, psql, and
# cfn-lint and moto into .local/python.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

packages=(
  docker.io          # an engine; the tests start it where none runs
  docker-compose
  debootstrap        # makes a Debian base image
  iptables           # Docker's networks
  postgresql-client  # psql, for the script that sets up a database's logins
  xz-utils           # unpacks embedded PostgreSQL
  python3-venv
)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  sudo=""
  if [ "$(id -u)" != 0 ]; then sudo=sudo; fi
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -q
  $sudo apt-get install -q -y --no-install-recommends "${missing[@]}"
fi

python=$root/.local/python
if ! "$python/bin/python" -c 'import cfnlint, moto, flask, yaml, cryptography' 2>/dev/null; then
  rm -rf "$python"
  python3 -m venv "$python"
  "$python/bin/pip" install --quiet --disable-pip-version-check -r "$root/infra/ci/requirements.txt"
fi
