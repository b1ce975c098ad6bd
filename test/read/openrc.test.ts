import {expect, test} from 'vitest';
import {status} from '../../source/commands/status.js';
import {readOpenRc} from '../../source/read/openrc.js';
import {runCommand} from '../support/run-command.js';
import {outcomeOf} from '../support/samples.js';

/** As openrc 0.45.2 printed them for k0s's own script (test/samples/openrc). */
const options = [
	'/run/openrc/options/k0scontroller/argv_0:/usr/local/bin/k0s',
	'/run/openrc/options/k0scontroller/argv_1:controller',
	'/run/openrc/options/k0scontroller/child_pid:2347',
	'/run/openrc/options/k0scontroller/start_count:0',
	'/run/openrc/options/k0scontroller/start_time:2026-11-30 23:46:13',
	'',
].join('\n');
const none = outcomeOf({
	kind: 'failed',
	exit: 2,
	stderr: 'grep: /run/openrc/options/k0scontroller: No such file or directory\n',
});
const stat = outcomeOf({
	stdout: '2347 (k0s) S 2346 2347 2347 0 -1 4194560 104 0 0 0 0 0 0 0 20 0 1 0 60000 5832704 230\n',
});
const said = (word: string, exit: number) =>
	outcomeOf({stdout: ` * status: ${word}\n`, exit, kind: exit === 0 ? 'ok' : 'failed'});

test.each([
	['started', 0, 'active', 'success'],
	['stopped', 3, 'inactive', 'success'],
	['crashed', 32, 'failed', 'crashed'],
	['unsupervised', 64, 'failed', 'unsupervised'],
])('rc-service says %s (exit %i)', (word, exit, activeState, result) => {
	expect(readOpenRc('k0scontroller', said(word, exit), none)).toMatchObject({
		known: true,
		value: {
			id: 'k0scontroller',
			manager: 'openrc',
			loadState: 'loaded',
			activeState,
			result,
			path: '/etc/init.d/k0scontroller',
		},
	});
});

test('its process, how often it was started again, and since when, by the clock that nobody can set', () => {
	expect(readOpenRc('k0scontroller', said('started', 0), outcomeOf({stdout: options}), stat)).toMatchObject({
		value: {pid: 2347, restarts: 0, activeSinceMono: 600_000, activeSince: null},
	});
});

test('no script of that name is a fact, another sentence is not read as one', () => {
	const missing = outcomeOf({kind: 'failed', exit: 1, stderr: " * rc-service: service `k0sworker' does not exist\n"});
	expect(readOpenRc('k0sworker', missing, none)).toMatchObject({value: {loadState: 'not-found', path: null}});
	const odd = outcomeOf({kind: 'failed', exit: 1, stderr: 'rc-service: something else\n'});
	expect(readOpenRc('k0sworker', odd, none).known).toBe(false);
});

test('the verdict of a k0s under OpenRC stands on its answers, not on systemctl', async () => {
	const missing = {kind: 'not-found', exit: null, stdout: '', stderr: ''} as const;
	const of = (word: string, exit: number) =>
		runCommand(status, [], {}, ({argv: [tool, name = '', ...rest]}) => {
			if (tool === 'systemctl' || tool === 'journalctl') return missing;
			if (tool === 'rc-service') {
				return name === 'k0scontroller'
					? {kind: exit === 0 ? 'ok' : 'failed', exit, stdout: ` * status: ${word}\n`, stderr: ''}
					: {kind: 'failed', exit: 1, stdout: '', stderr: ` * rc-service: service \`${name}' does not exist\n`};
			}

			if (rest.at(-1) === '/run/openrc/options/k0scontroller')
				return {kind: 'ok', exit: 0, stdout: options, stderr: ''};
			return rest.includes('/proc/2347/stat') ? {kind: 'ok', exit: 0, stdout: stat.stdout, stderr: ''} : undefined;
		});
	const up = await of('started', 0);
	expect(up.json).toMatchObject({verdict: 'healthy', unit: {id: 'k0scontroller', manager: 'openrc', pid: 2347}});
	expect(up.exit).toBe(0);
	expect(up.lines.join('\n')).toContain('k0scontroller active (running)');
});
