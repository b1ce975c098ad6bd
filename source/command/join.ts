import {command, type Command} from './command.js';
import type {JoinRole} from './k0s.js';

/**
 * A join token, looked at without its secret, and what it leads to. One constant script, so that the token never passes our
 * own program: it prints only what is no secret. The token goes to curl by standard input, the certificate of the cluster into
 * a folder of its own that is gone when the script ends.
 */

/** How the script is known by its arguments. */
export const joinWord = 'k0s-tui-join';
/** Bytes of a token's file, and of what it unpacks to: one has some 2,000. */
export const mostOfToken = 65_536;
/** Exits of the script: not there, no regular file, too large, no token, a tool is missing. */
export const joinExits = {absent: 10, special: 11, large: 12, noToken: 13, tool: 14} as const;

const script = `set -u
verb=$2
file=$3
umask 077
for tool in stat head base64 gunzip sed mktemp; do
	command -v "$tool" >/dev/null || { echo "$tool" >&2; exit ${joinExits.tool}; }
done
[ -e "$file" ] || { echo "$file" >&2; exit ${joinExits.absent}; }
[ -f "$file" ] || { stat -L -c %F -- "$file" >&2; exit ${joinExits.special}; }
stat -L -c 'mode %a
owner %u
size %s
changed %Y' -- "$file"
[ "$(stat -L -c %s -- "$file")" -le ${mostOfToken} ] || exit ${joinExits.large}
folder=$(mktemp -d) || exit 1
trap 'rm -rf -- "$folder"' EXIT
trap 'exit 1' HUP INT TERM
head -c ${mostOfToken} -- "$file" | base64 -d 2>/dev/null | gunzip -c 2>/dev/null | head -c ${mostOfToken} >"$folder/config"
one() { sed -n "s/^ *$1: *[\\"']*\\([^\\"' ]*\\)[\\"']* *$/\\1/p" "$folder/config" | head -n 1; }
server=$(one server)
token=$(one token)
case $token in *.*) ;; *) exit ${joinExits.noToken} ;; esac
case $server in https://*) ;; *) exit ${joinExits.noToken} ;; esac
user=$(sed -n 's/^ *user: *\\([a-z]*-bootstrap\\) *$/\\1/p' "$folder/config" | head -n 1)
echo "server $server"
echo "id \${token%%.*}"
echo "user $user"
[ "$verb" = ask ] || exit 0
command -v curl >/dev/null || { echo curl >&2; exit ${joinExits.tool}; }
one certificate-authority-data | base64 -d >"$folder/ca" 2>/dev/null
authority=\${server#https://}
host=\${authority%:*}
ask() { curl -q -g -s --noproxy '*' --connect-timeout 4 --max-time 8 "$@"; }
case $user in
controller-*) path=/ ;;
*) path=/version ;;
esac
printf 'header = "Authorization: Bearer %s"\\n' "$token" |
	ask --cacert "$folder/ca" --config - -D "$folder/head" -o "$folder/body" -w 'answer %{http_code} %{time_connect}
' "$server$path"
echo "exit $?"
sed -n 's/^[Dd]ate: *\\(.*[A-Z]\\).*$/date \\1/p' "$folder/head" 2>/dev/null | head -n 1
echo "here $(date +%s)"
sed -n 's/.*"gitVersion": *"\\(v[0-9A-Za-z.+-]*\\)".*/version \\1/p' "$folder/body" 2>/dev/null | head -n 1
shift 3
for port; do
	connected=$(ask -k -o /dev/null -w '%{time_connect}' "https://$host:$port/")
	echo "port $port $? $connected"
done
`;

const argvOf = (...words: readonly string[]): readonly [string, ...string[]] => ['sh', '-s', '--', joinWord, ...words];

/** Other ports of the controller that this role needs, beside the one that the token names (k0s's docs: required ports). */
export const joinPorts: Readonly<Record<JoinRole, readonly number[]>> = {worker: [8132], controller: [6443, 2380]};

/** What the token says of itself, and how its file is kept. */
export const lookAtToken = (path: string): Command =>
	command(argvOf('look', path), 'join-token', {root: true, input: script});

/** The same, and what answers where it leads: the API or the join API, its clock and version, and the ports. */
export const askByToken = (path: string, role: JoinRole): Command =>
	command(argvOf('ask', path, ...joinPorts[role].map(String)), 'join-ask', {
		root: true,
		input: script,
		deadline: 40_000,
	});

/** The arguments of one of these commands behind its word; undefined: it is another command. */
export const joinCall = (argv: readonly string[]): readonly string[] | undefined =>
	argv[0] === 'sh' && argv[1] === '-s' && argv[2] === '--' && argv[3] === joinWord ? argv.slice(4) : undefined;
