/**
 * `start` of a portable form: what `k0s-tui on` runs on a server, `sh FOLDER/start MODE WORD...`. Whatever shell the user has
 * there reads that line first, so a WORD holds nothing that a shell could take for more than a letter (`safeWord`). The words
 * are variables (`LANG=C.UTF-8`), `<BYTES` where the program reads its standard input (empty without), `--`, and what the
 * program is given.
 *
 * - `screen`: the program on this terminal; `screen-sudo`: as root, sudo asks here.
 * - `plain`: no terminal. Standard input stays open while somebody waits: a `c` on it is ctrl-c, its end a line that was cut.
 *   The BYTES come first. `plain-sudo`: as root where sudo asks nothing.
 * - `sudo OUT ERR`: as root, sudo asks on this terminal; what is printed goes into those two pipes (`pipes` made them).
 *   What is read comes by the pipe `in` beside OUT.
 */
export const startScript = String.raw`#!/bin/sh
here=$(cd -- "$(dirname -- "$0")" && pwd -P) || exit 126
mode=$1
shift
count=$#
while [ "$count" -gt 0 ]; do
	word=$(printf '%bx' "$(printf %s "\${1#x}" | sed 's/_/\\0/g')")
	shift
	set -- "$@" "\${word%x}"
	count=$((count - 1))
done
out=/dev/null err=/dev/null
if [ "$mode" = sudo ]; then
	out=$1 err=$2
	shift 2
fi
bytes=''
while [ $# -gt 0 ] && [ "$1" != -- ]; do
	case $1 in
	'<'*) bytes=\${1#<} ;;
	*) export "$1" ;;
	esac
	shift
done
[ $# -eq 0 ] || shift
set -- "$here/node" "$here/dist/cli.js" "$@"
case $mode in
screen) exec "$@" ;;
screen-sudo) exec sudo -p '[sudo] password for %p: ' -- "$@" ;;
sudo)
	# 77: sudo let nobody in; nothing was started.
	sudo -v -p '[sudo] password for %p: ' || exit 77
	in=/dev/null
	[ -z "$bytes" ] || in=\${out%/out}/in
	exec sudo -p '[sudo] password for %p: ' -- "$@" <"$in" >"$out" 2>"$err"
	;;
plain) as='' ;;
plain-sudo) as='sudo -n --' ;;
*) exit 126 ;;
esac
exec 3<&0
if [ -n "$bytes" ]; then
	# As an argument of another program everybody could see it.
	[ "$(command -v printf)" = printf ] || { echo 'this sh has no printf of its own' >&2; exit 126; }
	# Not what its parent has exported; and all of it before somebody waits for the next byte.
	unset input
	input=$(dd bs=1 count="$bytes" <&3 2>/dev/null)
	printf %s "$input" | $as "$@" 3<&- &
	unset input
else
	$as "$@" </dev/null 3<&- &
fi
child=$!
{
	if [ "$(dd bs=1 count=1 2>/dev/null)" = c ]; then $as kill -TERM "$child"; else $as kill -HUP "$child"; fi
} <&3 >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait "$child"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`.replaceAll('\\$', '$');

/** A word as `start` reads it: `x`, then letters, digits and `.:/@-` as they are, all else as `_` and three octal digits. */
export const safeWord = (word: string): string =>
	`x${[...Buffer.from(word)]
		.map(byte => {
			const letter = String.fromCharCode(byte);
			return /[\w.:/@-]/.test(letter) && letter !== '_' ? letter : `_${byte.toString(8).padStart(3, '0')}`;
		})
		.join('')}`;
