import {change, command, type Command} from './command.js';

/**
 * Processes of k0s, found by what proves them ours: the control group of its service, an executable below its data folder,
 * a parent that is one of these. Never by name. One constant script lists them and ends them, so that both follow one rule.
 * It needs sh, awk, grep, stat, cat, kill and sleep; procfs of Linux 4 and newer; root, to see other users' executables.
 *
 * `control-plane`: k0s itself, etcd, kube-apiserver, kubelet, containerd ...; `shim`: containerd's, one a pod; `pod`: what a
 * shim started. k0s leaves shims and pods behind by design (KillMode=process), the control plane only when it was killed.
 */
export type ProcessKind = 'control-plane' | 'shim' | 'pod';

/** What is ended: the control plane alone, or pods and shims too. */
export type EndScope = 'control-plane' | 'all';

/** The first word of the script's arguments: tells these commands from other scripts. */
export const processesWord = 'k0s-processes';

/** Seconds between TERM and KILL: kube-apiserver closes its connections for some. */
export const endSeconds = 15;

const script = `# k0s-tui: processes of k0s, by control group, executable and parent.
#   list control-plane|all DATA-FOLDER                      prints PID START PARENT KIND UNIT EXECUTABLE, a line each
#   end  control-plane|all DATA-FOLDER SECONDS [PID:START]  TERM, then KILL after SECONDS; with PID:START only those
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH LC_ALL=C
shift
verb=$1
scope=$2
data=$3
# START is the kernel's own count since the boot: with it a process id names one process for ever. Only processes that see
# the files that we see: a container may hold a k0s of its own.
list() {
	if [ "$(id -u)" -ne 0 ]; then
		echo 'processes of k0s: must be root' >&2
		return 1
	fi
	{
		stat -L -c 'here %i' /proc/self/ns/mnt /proc/1/ns/mnt 2>/dev/null
		stat -L -c 'mount %n %i' /proc/[0-9]*/ns/mnt 2>/dev/null
		stat -c 'exe %N' /proc/[0-9]*/exe 2>/dev/null
		grep -aHs '' /proc/[0-9]*/cgroup
		grep -aHs -m1 '' /proc/[0-9]*/stat
	} | SCOPE=$scope DATA=$data awk '
		$1 == "here" { here[$2] = 1; next }
		$1 == "mount" { split($2, part, "/"); mount[part[3]] = $3; next }
		$1 == "exe" {
			split($2, part, "/")
			pid = part[3]
			path = $0
			if (sub(/^[^>]* -> ./, "", path)) { sub(/.$/, "", path); sub(/ \\(deleted\\)$/, "", path); exe[pid] = path; paths++ }
			next
		}
		/^\\/proc\\/[0-9]+\\/cgroup:/ {
			split($0, part, "/")
			pid = part[3]
			groups++
			if ($0 ~ /k0scontroller\\.service/) unit[pid] = "k0scontroller.service"
			if ($0 ~ /k0sworker\\.service/) unit[pid] = "k0sworker.service"
			# What a person runs in a login is not left over by a service.
			if ($0 ~ /\\/user\\.slice|\\/session-[^\\/]*\\.scope/) login[pid] = 1
			next
		}
		/^\\/proc\\/[0-9]+\\/stat:/ {
			split($0, part, "/")
			pid = part[3]
			rest = $0
			sub(/^.*\\) /, "", rest)
			split(rest, field, " ")
			if (field[1] != "Z" && field[1] != "X") { parent[pid] = field[2]; start[pid] = field[20]; stats++ }
		}
		END {
			if (!paths || !groups || !stats) { print "processes of k0s: /proc could not be read" > "/dev/stderr"; exit 4 }
			base = ENVIRON["DATA"] "/bin/"
			for (pid in start) {
				if (exe[pid] == "" || !(mount[pid] in here) || (login[pid] && unit[pid] == "")) continue
				own = index(exe[pid], base) == 1
				if (own && substr(exe[pid], length(base) + 1) ~ /^containerd-shim/) kind[pid] = "shim"
				else if (own || unit[pid] != "") kind[pid] = "control-plane"
			}
			# What a shim or k0s itself started, and what that started.
			for (more = 1; more; ) {
				more = 0
				for (pid in start) {
					above = kind[parent[pid]]
					if (kind[pid] != "shim" && kind[pid] != "pod" && (above == "shim" || above == "pod")) { kind[pid] = "pod"; more = 1 }
					# The kubelet of cgroup v1 has a control group of its own, and k0s may keep its programs elsewhere.
					if (kind[pid] == "" && above == "control-plane" && mount[pid] in here && !login[pid]) { kind[pid] = above; more = 1 }
				}
			}
			for (pid in start) {
				if (kind[pid] == "" || (ENVIRON["SCOPE"] != "all" && kind[pid] != "control-plane")) continue
				print pid, start[pid], parent[pid], kind[pid], unit[pid] == "" ? "-" : unit[pid], exe[pid] == "" ? "-" : exe[pid]
			}
		}'
}
alive() {
	stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
	set -- "$2" \${stat##*) }
	[ "$2" != Z ] && [ "$2" != X ] && [ "$1" = "\${21}" ]
}
chosen() {
	only=" $* "
	printf '%s\\n' "$rows" | while read -r pid start parent kind unit path; do
		[ -n "$pid" ] || continue
		case $only in
		'  ' | *" $pid:$start "*) printf '%s %s %s\\n' "$pid" "$start" "\${path##*/}" ;;
		esac
	done
}
signal() {
	printf '%s\\n' "$2" | while read -r pid start name; do
		[ -n "$pid" ] && alive "$pid" "$start" || continue
		echo "$1 $pid $name"
		kill -s "$1" "$pid" 2>/dev/null
	done
}
left() {
	printf '%s\\n' "$1" | while read -r pid start name; do
		[ -n "$pid" ] && alive "$pid" "$start" && echo "$pid $start $name"
	done
}
settle() {
	rest=$(left "$1")
	turn=0
	while [ -n "$rest" ] && [ "$turn" -lt "$2" ]; do
		sleep 1
		turn=$((turn + 1))
		rest=$(left "$rest")
	done
}
# Programs of the system are nobody's data. Who calls this looks at it, too.
case $data in
'' | / | [!/]* | */ | *//* | */../* | /usr | /usr/* | /bin* | /sbin* | /lib* | /etc* | /home | /opt | /root | /var | /snap)
	echo "not a data folder of k0s: $data" >&2
	exit 2
	;;
esac
case $verb in
list) list ;;
end)
	for state in $(systemctl is-active k0scontroller.service k0sworker.service 2>/dev/null); do
		case $state in
		inactive | failed | unknown) ;;
		*)
			echo 'k0s runs: nothing is ended' >&2
			exit 3
			;;
		esac
	done
	rows=$(list) || exit 4
	seconds=$4
	shift 4
	ours=$(chosen "$@")
	[ -n "$ours" ] || exit 0
	signal TERM "$ours"
	settle "$ours" "$seconds"
	[ -n "$rest" ] || exit 0
	signal KILL "$rest"
	settle "$rest" 5
	[ -n "$rest" ] || exit 0
	printf 'still there: %s\\n' "$rest" >&2
	exit 1
	;;
*) exit 2 ;;
esac
`;

const argvOf = (...words: readonly string[]): readonly [string, ...string[]] => [
	'sh',
	'-s',
	'--',
	processesWord,
	...words,
];

/** One line a process: `2771 48211 2475 control-plane k0scontroller.service /var/lib/k0s/bin/etcd`; `-`: of no such unit. */
export const listProcesses = (dataDir: string, scope: EndScope = 'all'): Command =>
	command(argvOf('list', scope, dataDir), 'k0s-processes', {root: true, input: script, maxOutput: 4 * 1024 * 1024});

/** `only`: `PID:START` of those that a person saw; left out: all that are there when it runs. Refuses while k0s runs (exit 3). */
export const endProcesses = (dataDir: string, scope: EndScope, only: readonly string[] = []): Command =>
	change(argvOf('end', scope, dataDir, String(endSeconds), ...only), 'k0s-processes-end', {
		input: script,
		deadline: 60_000,
	});

/** The arguments of one of these commands behind its first word; undefined: it is another command. */
export const processesCall = (argv: readonly string[]): readonly string[] | undefined =>
	argv[0] === 'sh' && argv[1] === '-s' && argv[2] === '--' && argv[3] === processesWord ? argv.slice(4) : undefined;

/** The whole command of an argv that a journal kept: its script is constant. */
export function endingAgain(argv: readonly string[]): Command | undefined {
	const [verb, scope, dataDir, , ...only] = processesCall(argv) ?? [];
	return verb === 'end' && dataDir !== undefined && (scope === 'all' || scope === 'control-plane')
		? endProcesses(dataDir, scope, only)
		: undefined;
}
