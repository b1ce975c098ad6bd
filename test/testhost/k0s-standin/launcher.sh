#!/usr/bin/env bash
# launcher.sh: makes sure that the stand-in's ELF launcher is compiled (launcher.c, static, cached by its content) and
# prints its path. Exit 77: no C compiler here (Debian: gcc libc6-dev).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${TESTHOST_CACHE:-/var/cache/testhost}/launcher
file=$out/k0s-$(sha256sum <"$here/launcher.c" | cut -c1-12)
if [ ! -x "$file" ]; then
  command -v cc >/dev/null || { echo "launcher.sh: cannot run here: no C compiler (Debian: gcc libc6-dev)" >&2; exit 77; }
  mkdir -p "$out"; new=$(mktemp "$out/new.XXXXXX"); trap 'rm -f "$new"' EXIT
  cc -static -O2 -s -Wall -pthread -o "$new" "$here/launcher.c" >&2 || { echo "launcher.sh: cannot run here: launcher.c does not compile (Debian: gcc libc6-dev)" >&2; exit 77; }
  chmod 755 "$new"; mv "$new" "$file"
fi
echo "$file"
