import {randomBytes} from 'node:crypto';
import type {Ended, Line} from './line.js';

/**
 * What is asked of a server, as constant scripts on the standard input of its `sh`; values come as words. Each answer is a
 * line `NONCE NAME VALUE`: what the user's own shell prints when it starts is none.
 */
const say = `nonce=$1
shift
say() { printf '%s %s\\n' "$nonce" "$1 $2"; }
`;

/** Everything that decides whether the program can run there. Changes nothing. */
export const probeScript = `${say}
say system "$(uname -s 2>/dev/null)"
say machine "$(uname -m 2>/dev/null)"
say uid "$(id -u 2>/dev/null)"
cache=\${XDG_CACHE_HOME:-}
case $cache in /*) ;; *) cache=$HOME/.cache ;; esac
say cache "$cache"
for tool in tar gzip sha256sum df dd mkfifo sudo; do
	command -v "$tool" >/dev/null 2>&1 && say tool "$tool"
done
at=$cache
while [ -n "$at" ] && [ "$at" != / ] && [ ! -d "$at" ]; do at=$(dirname -- "$at"); done
[ -w "$at" ] && say writable yes
row=$(df -Pk -- "$at" 2>/dev/null | tail -n 1)
say df "$row"
mount=$(printf '%s\\n' "$row" | sed 's/^.*% *//')
[ -r /proc/self/mounts ] && while read -r device where type options rest; do
	[ "$where" = "$mount" ] && say mount "$options"
done </proc/self/mounts
for file in /lib/ld-musl-*; do [ -e "$file" ] && say musl "$file"; done
for file in /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1; do [ -e "$file" ] && say loader "$file"; done
say glibc "$(getconf GNU_LIBC_VERSION 2>/dev/null)"
for file in "$cache"/k0s-tui/on/*/start; do [ -O "$file" ] && [ -O "$cache/k0s-tui/on" ] && say placed "\${file%/start}"; done
sudo -n true >/dev/null 2>&1 && say sudo free
say end ok
`;

/** CACHE: makes the folder for a copy; it is left alone while this shell lives. Removes what a copy that was cut off left. */
export const prepareScript = `${say}
umask 077
made=''
[ -d "$1" ] || made=yes
mkdir -p -- "$1/k0s-tui/on" || exit 1
for each in "$1/k0s-tui" "$1/k0s-tui/on"; do
	[ -O "$each" ] && continue
	echo "$each belongs to another user" >&2
	exit 1
done
[ -z "$made" ] || : >"$1/k0s-tui/on/.made-cache"
for old in "$1"/k0s-tui/on/.incoming-*; do
	[ -d "$old" ] && [ ! -d "/proc/\${old##*-}" ] && rm -rf -- "$old"
done
folder=$1/k0s-tui/on/.incoming-$$
mkdir -- "$folder" || exit 1
say folder "$folder"
say end ok
exec cat >/dev/null
`;

/** FOLDER TARGET SHA256: checks the copy, unpacks it, tries it, gives it its name. Before that last step nothing looks whole. */
export const finishScript = `${say}
umask 022
folder=$1 target=$2 wanted=$3
cd -- "$folder" || exit 1
found=$(sha256sum archive) || exit 1
found=\${found%% *}
fault=''
if [ "$found" != "$wanted" ]; then
	fault=checksum said=$found
elif ! said=$(tar -xzf archive 2>&1); then
	fault=unpack
elif ! rm archive; then
	fault=unpack
elif ! said=$(./k0s-tui/node --version 2>&1); then
	fault=start
else
	./k0s-tui/warm >/dev/null 2>&1
	said=$(./k0s-tui/node -e 'const fs = require("fs");
const flush = path => {
	const handle = fs.openSync(path, "r");
	fs.fsyncSync(handle);
	fs.closeSync(handle);
};
const [from, to] = process.argv.slice(1);
for (const name of fs.readdirSync(from, {recursive: true})) flush(from + "/" + name);
try {
	fs.renameSync(from, to);
} catch (error) {
	if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
}' "$folder/k0s-tui" "$target" 2>&1) || fault=rename
fi
cd /
rm -rf -- "$folder"
[ -z "$fault" ] || say fault "$fault $(printf '%s' "$said" | tail -n 1)"
say end ok
`;

/** CACHE: three pipes that only this user can open: what goes in, and what comes out. */
export const pipesScript = `${say}
umask 077
folder=$1/k0s-tui/on/.pipes-$$
mkdir -p -- "$folder" && mkfifo -- "$folder/in" "$folder/out" "$folder/err" && say folder "$folder"
say end ok
`;

/**
 * FOLDER: lets go whoever still waits at the pipes, and takes them away. They are held open while their names go: who opens one
 * before that meets us, who comes later finds none, and nobody waits for ever.
 */
export const endPipesScript = `${say}
[ -p "$1/in" ] && exec 3<>"$1/in"
[ -p "$1/out" ] && exec 4<>"$1/out"
[ -p "$1/err" ] && exec 5<>"$1/err"
rm -rf -- "$1"
exec 3>&- 4>&- 5>&-
say end ok
`;

/**
 * CACHE: takes away what `on` put there, and the folders that are empty then and were made for it. What has another shape
 * is somebody else's: it stays and is named. Not while a program of it runs, by whatever path it was started: an
 * installation goes on when its screen is closed.
 */
export const removeScript = `${say}
own=$1/k0s-tui/on
real=$(cd -P -- "$own" 2>/dev/null && pwd -P)
for process in /proc/[0-9]*; do
	[ -r "$process/cmdline" ] || continue
	case $(tr '\\0' ' ' <"$process/cmdline" 2>/dev/null) in
	"$own"/* | "\${real:-$own}"/*) used=yes && say used "\${process#/proc/}" ;;
	esac
done
if [ ! -d "$own" ]; then
	say nothing "$own"
elif [ "\${used:-}" = '' ]; then
	made=''
	[ -e "$own/.made-cache" ] && made=yes
	for each in "$own"/* "$own"/.[!.]*; do
		[ -e "$each" ] || [ -L "$each" ] || continue
		case \${each##*/} in
		.incoming-* | .pipes-* | .made-cache) rm -rf -- "$each" ;;
		*)
			if [ -d "$each" ] && [ ! -L "$each" ] && [ -f "$each/start" ] && [ -f "$each/SHA256SUMS" ]; then
				rm -rf -- "$each"
			fi ;;
		esac
		[ -e "$each" ] || [ -L "$each" ] || continue
		say foreign "$each"
	done
	say removed "$own"
	if [ ! -L "$own" ] && rmdir -- "$own" 2>/dev/null; then
		rmdir -- "$1/k0s-tui" 2>/dev/null
		[ -z "$made" ] || rmdir -- "$1" 2>/dev/null
	elif [ -n "$made" ]; then
		: >"$own/.made-cache"
	fi
fi
[ -d /var/lib/k0s-tui ] && say kept /var/lib/k0s-tui
say end ok
`;

/** Answers by name, in their order; `end` is there when the script came to its end. */
export type Said = ReadonlyMap<string, readonly string[]>;

/** Runs a script. The words hold only letters that no shell takes for more. */
export async function ask(
	line: Line,
	script: string,
	words: readonly string[],
	asks = false,
	options: readonly string[] = [],
): Promise<{readonly said: Said; readonly ended: Ended}> {
	const nonce = randomBytes(8).toString('hex');
	const ended = await line.run(['sh', '-s', nonce, ...words], {input: script, asks, options});
	return {said: answers(ended.stdout, nonce), ended};
}

export function answers(stdout: string, nonce: string): Said {
	const said = new Map<string, string[]>();
	for (const row of stdout.split('\n')) {
		const [, name, value = ''] = new RegExp(`${nonce} (\\w+) (.*)$`).exec(row.replace(/\r$/, '')) ?? [];
		if (name !== undefined) said.set(name, [...(said.get(name) ?? []), value]);
	}

	return said;
}

/** Words that every shell takes as they stand: a path with others is not used. */
export const isPlainPath = (path: string): boolean => /^\/[\w./@+-]*$/.test(path);
