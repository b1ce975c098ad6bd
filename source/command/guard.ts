import {change, command, type Command} from './command.js';
import {patience} from './firewall-cmd.js';

/**
 * The guard of a firewall trial: what takes it back by itself, though everything of ours and the terminal are gone.
 * `run` is the trial's own folder (0700, root's), `backup` the one that keeps the state before.
 */

const short = {deadline: 30_000};

/** Folders that hold those of each trial. */
export const folders = (...paths: readonly string[]): Command =>
	change(['mkdir', '-p', '-m', '700', '--', ...paths], 'guard-folder', short);
/** Fails when one is there already: a trial's number is used once. */
export const newFolders = (...paths: readonly string[]): Command =>
	change(['mkdir', '-m', '700', '--', ...paths], 'guard-folder', short);
/** Copies /etc/firewalld with owners, modes and times. */
export const saveSettings = (backup: string): Command =>
	change(['cp', '-a', '--', '/etc/firewalld', `${backup}/firewalld`], 'guard-backup', short);
/** Which boot the trial belongs to: after another one nothing of it is in force. */
export const saveBoot = (run: string): Command =>
	change(['cp', '--', '/proc/sys/kernel/random/boot_id', `${run}/boot`], 'guard-boot', short);

/** Constant scripts: the path comes as an argument. */
export const zonesScript = 'firewall-cmd --list-all-zones >"$1"';
export const connectionsScript = 'ss -Htnp >"$1"';
export const saveZones = (backup: string): Command =>
	change(['sh', '-c', zonesScript, 'sh', `${backup}/zones-at-run-time.txt`], 'guard-backup', short);
/** Who was connected when the trial was in force: a login that is not in it is a new one. */
export const saveConnections = (run: string): Command =>
	change(['sh', '-c', connectionsScript, 'sh', connectionsFile(run)], 'guard-connections', short);
export const connectionsFile = (run: string): string => `${run}/connections`;
/** Marks a trial that only a new login may keep. */
export const needLogin = (run: string): Command =>
	change(['mkdir', '-m', '700', '--', `${run}/needs-login`], 'guard-needs-login', short);

/** What the guard runs when nobody decided in time. Constant; what it takes back comes as arguments. */
export const guardScript = `#!/bin/sh
# k0s-tui: takes a firewall trial back, unless somebody decided before.
#   guard.sh SECONDS FOLDER ARGUMENTS-OF-firewall-cmd [, ARGUMENTS ...]
# It needs nothing of k0s-tui. SECONDS is 0 where a timer of systemd does the waiting.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/var/lib/k0s/bin
export PATH LC_ALL=C
seconds=$1
folder=$2
shift 2
exec </dev/null >>"$folder/guard.log" 2>&1
say() { echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $*"; }
# Kubernetes writes its rules into the same kernel; a reload of firewalld deletes them.
no_kube_rules() {
	seen=no
	if rules=$(nft -t list chains 2>/dev/null); then
		seen=yes
		case $rules in *KUBE-*) return 1 ;; esac
	fi
	if rules=$(iptables-save 2>/dev/null); then
		seen=yes
		case $rules in *KUBE-*) return 1 ;; esac
	fi
	[ "$seen" = yes ]
}
[ "$seconds" = 0 ] || sleep "$seconds"
# mkdir is one step for everybody: of two who decide at the same moment one fails.
if ! mkdir -m 700 -- "$folder/decided" 2>/dev/null; then
	say 'decided already: nothing is taken back'
	exit 0
fi
say 'not confirmed in time: the trial is taken back'
failed=0
while [ $# -gt 0 ]; do
	count=0
	for word; do
		[ "$word" = , ] && break
		count=$((count + 1))
	done
	(
		rest=$(($# - count))
		turn=0
		while [ "$turn" -lt "$count" ]; do
			set -- "$@" "$1"
			shift
			turn=$((turn + 1))
		done
		shift "$rest"
		say "firewall-cmd $*"
		timeout -k 5 15 firewall-cmd "$@"
	)
	code=$?
	case $code in
	0) ;;
	17 | 18 | 30) say "exit $code: it is not there any more" ;;
	252) say 'firewalld does not run: nothing of the trial is in force' ;;
	*)
		say "exit $code"
		failed=1
		;;
	esac
	shift "$count"
	[ $# -eq 0 ] || shift
done
if [ "$failed" = 1 ]; then
	if no_kube_rules; then
		say 'not all could be taken back, and there are no rules of Kubernetes: firewall-cmd --reload'
		timeout -k 5 30 firewall-cmd --reload && failed=0
	else
		say 'not all could be taken back; no reload, since it would delete the rules of Kubernetes (or they cannot be seen)'
	fi
fi
if [ "$failed" = 0 ]; then
	mkdir -m 700 -- "$folder/decided/rolled-back"
	say 'taken back'
else
	mkdir -m 700 -- "$folder/decided/failed"
	say 'NOT taken back: look at firewall-cmd --list-all-zones'
fi
`;

export const guardPath = (run: string): string => `${run}/guard.sh`;
/** Prints what it writes. */
export const writeGuard = (run: string): Command =>
	change(['tee', '--', guardPath(run)], 'guard-script', {...short, input: guardScript});

/** Arguments of firewall-cmd, one command an entry. */
export type Undoing = ReadonlyArray<readonly string[]>;

const guarding = (seconds: number, run: string, undo: Undoing): string[] => [
	guardPath(run),
	String(seconds),
	run,
	...undo.flatMap((words, index) => (index === 0 ? words : [',', ...words])),
];

export const guardUnit = (trial: string): string => `k0s-tui-guard-${trial}`;

/** Accuracy: systemd's own is a minute. The unit is systemd's child, not ours. */
export const armTimer = (trial: string, run: string, seconds: number, undo: Undoing): Command =>
	change(
		[
			'systemd-run',
			`--unit=${guardUnit(trial)}`,
			'--collect',
			`--on-active=${seconds}`,
			'--timer-property=AccuracySec=100ms',
			'--',
			'/bin/sh',
			...guarding(0, run, undo),
		],
		'guard-arm',
		short,
	);
/** Without systemd: a session of its own, which no hang-up reaches. */
export const armSession = (run: string, seconds: number, undo: Undoing): Command =>
	change(['setsid', '-f', '--', 'sh', ...guarding(seconds, run, undo)], 'guard-arm', short);
/** Ends the wait. Optional: a guard that finds a decision does nothing. */
export const disarmTimer = (trial: string): Command =>
	change(['systemctl', 'stop', `${guardUnit(trial)}.timer`], 'guard-disarm', short);

/** Has the guard do its work now, with what it was armed with, and waits until it is done. */
export const undoNow = (trial: string): Command =>
	change(['systemctl', 'start', '--wait', `${guardUnit(trial)}.service`], 'guard-take-back', {deadline: 120_000});

/** Of two who decide at the same moment one fails (exit 1). */
export const decide = (run: string): Command =>
	change(['mkdir', '-m', '700', '--', `${run}/decided`], 'guard-decide', short);
export const keep = (run: string): Command =>
	change(['mkdir', '-m', '700', '--', `${run}/decided/kept`], 'guard-decide', short);
/** All that is in the trial's folder, `decided` with `kept`, `rolled-back` or `failed` in it among them. */
export const decision = (run: string): Command => command(['ls', '-1AR', '--', run], 'guard-decision', {root: true});

/** Established TCP connections with their processes. */
export const connections = (): Command =>
	command(['ss', '-Htnp'], 'ssh-connections', {root: true, maxOutput: 4 * 1024 * 1024});
/** `PID (COMM) STATE PPID …` of proc_pid_stat(5). */
export const processStat = (pid: number): Command => command(['cat', '--', `/proc/${pid}/stat`], 'login-ancestry');

/** firewalld's rules between zones and this host, and what one of its services opens. */
export const service = (name: string): Command =>
	command(['firewall-cmd', `--info-service=${name}`], 'firewall-read', {root: true, ...patience});
/** Reads the files of /etc/firewalld as a reload would. */
export const checkConfig = (): Command =>
	command(['firewall-cmd', '--check-config'], 'firewall-check', {root: true, ...patience});
