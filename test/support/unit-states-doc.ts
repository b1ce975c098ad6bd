import {
	loadStates,
	results,
	subStates,
	unitCases,
	type StartMove,
	type StopMove,
} from '../../source/model/unit-states.js';

/** docs/SYSTEMD-STATES.md, from the table that the steps go by. */

const starts: Readonly<Record<StartMove, string>> = {
	none: 'nothing: it runs',
	wait: 'waits: systemd starts it by itself',
	start: '`k0s start`',
	'reset-failed': '`systemctl reset-failed`, `k0s start`',
	'stop-first': '`systemctl stop` (waits until it is down), `systemctl reset-failed`, `k0s start`',
	install: 'after the install step has written the unit',
	blocked: 'blocked, and says what a person must do',
};

const stops: Readonly<Record<StopMove, string>> = {
	none: 'nothing: it does not run',
	'k0s-stop': '`k0s stop`, then `systemctl reset-failed` where it failed',
	'systemctl-stop': '`systemctl stop`, then `systemctl reset-failed` where it failed',
	'reset-failed': '`systemctl reset-failed`',
};

const words = (list: readonly string[] | undefined): string => (list === undefined ? 'any' : list.join(', '));

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export function unitStatesDoc(): string {
	const head = [
		'row',
		'LoadState',
		'ActiveState',
		'SubState',
		'`k0s start` says',
		'`k0s stop` says',
		'seen on a real k0s',
		'start',
		'stop (undo, reset)',
		'check',
	];
	return `# What systemd says of k0s, and what follows

Made from \`source/model/unit-states.ts\`, which every step and check goes by; \`test/model/unit-states.test.ts\` keeps this file true and walks all states. systemd 252 to 257, k0s 1.34.1.

The first row that fits counts. k0s asks \`systemctl is-active\` before it starts or stops anything: \`active\` and \`activating\` are "running" for it, \`inactive\` with a unit file is "stopped", \`failed\` is an error that only \`systemctl reset-failed\` ends (also where the unit file is gone), everything else counts as not installed.

${[
	row(head),
	row(head.map(() => '---')),
	...unitCases.map(({id, load, active, sub, condition, k0sStart, k0sStop, measured, start, stop, check}) =>
		row([
			id,
			words(load),
			`${words(active)}${condition === undefined ? '' : ', ConditionResult=no'}`,
			words(sub),
			k0sStart,
			k0sStop,
			measured ? 'yes' : 'no: from its source',
			starts[start],
			stops[stop],
			check,
		]),
	),
].join('\n')}

- Before a start, and after a stop, what outlived k0s is ended: processes in the control group of its service or with an executable below its data folder (\`source/command/processes.ts\`). \`KillMode=process\` leaves them when k0s is killed.
- \`k0s stop\` during start-up ends with exit 1, and so in \`failed (exit-code)\`; one that takes longer than \`TimeoutStopSec\` (90 s) ends in \`failed (timeout)\`.
- While it is \`deactivating\` an undo waits for the end, at most 120 s.
- Result changes nothing of what is to be done, only what is told: ${results.join(', ')}.

## States that are walked
- LoadState: ${loadStates.join(', ')}.
${Object.entries(subStates)
	.map(([active, subs]) => `- ${active}: ${subs.join(', ')}.`)
	.join('\n')}
`;
}
