import {describe, expect, it} from 'vitest';
import {readJournal, readJournalLine} from '../../source/read/journal.js';
import {readUnit} from '../../source/read/systemctl-show.js';
import {outcomeOf, recorded, sample} from '../support/samples.js';

describe('systemctl show', () => {
	const unit = (name: string) => readUnit(outcomeOf({stdout: sample(`systemd/252/${name}.txt`)}));

	it('reads a running unit', () => {
		expect(unit('show-active')).toMatchObject({
			known: true,
			value: {
				id: 'k0scontroller.service',
				loadState: 'loaded',
				activeState: 'active',
				subState: 'running',
				result: 'success',
				restarts: 0,
				pid: 350,
				fileState: 'enabled',
				path: '/etc/systemd/system/k0scontroller.service',
				activeSince: Date.parse('2026-11-23T04:30:37Z'),
			},
		});
	});

	it('takes a pid and a start only from a unit that runs', () => {
		expect(unit('show-stopped')).toMatchObject({value: {activeState: 'inactive', pid: null, activeSince: null}});
		expect(unit('show-crash')).toMatchObject({
			value: {
				activeState: 'activating',
				subState: 'auto-restart',
				result: 'exit-code',
				restarts: 1,
				exitStatus: 1,
				pid: null,
			},
		});
	});

	it('knows an unknown unit', () => {
		expect(unit('show-none')).toMatchObject({
			known: true,
			value: {loadState: 'not-found', fileState: null, path: null},
		});
	});

	it('does not call a condition failed that nobody looked at', () => {
		expect(unit('show-inactive')).toMatchObject({value: {conditionMet: null}});
		const judged = `${sample('systemd/252/show-inactive.txt')}ConditionTimestampMonotonic=5\n`;
		expect(readUnit(outcomeOf({stdout: judged}))).toMatchObject({value: {conditionMet: false}});
	});

	it('leaves a start in another time zone out', () => {
		const stdout = sample('systemd/252/show-active.txt').replace(' UTC', ' CET');
		expect(readUnit(outcomeOf({stdout}))).toMatchObject({value: {activeState: 'active', activeSince: null}});
	});

	it('is unknown without systemd', () => {
		expect(readUnit(outcomeOf({kind: 'not-found', exit: null, argv: ['systemctl']}))).toMatchObject({
			unknown: {reason: 'tool-missing', detail: 'systemctl'},
		});
		expect(readUnit(outcomeOf({stdout: 'hello\n'}))).toMatchObject({unknown: {reason: 'unreadable'}});
	});
});

describe('journalctl', () => {
	it('reads both time formats', () => {
		const iso = readJournal(outcomeOf({stdout: sample('systemd/252/journal.txt')}));
		const plain = readJournal(recorded('systemd/252/journal-u.json', ['journalctl']));
		expect(iso.known && iso.value).toHaveLength(12);
		expect(iso.known && iso.notes).toEqual([]);
		expect(plain).toMatchObject({
			value: [
				{time: 'Nov 23 02:18:01', identifier: 'systemd', pid: 1, component: null, severity: 'info'},
				{identifier: 'k0s', pid: 2687, message: 'using storage backend kine', component: null},
				{component: 'test', message: 'Starting component 1'},
				{},
				{},
				{},
			],
		});
	});

	it('finds the true severity of a child in its klog header', () => {
		const line = (text: string) => readJournalLine(`2026-11-23T04:30:41+0000 h k0s[350]: ${text}`);
		expect(
			line(
				String.raw`time="2026-11-23 04:30:41" level=info msg="E0101 10:00:00.000001    1714 kubelet.go:2902] \"Container runtime network not ready\" err=\"cni plugin not initialized\"" component=kubelet stream=stderr`,
			),
		).toEqual({
			time: '2026-11-23T04:30:41+0000',
			identifier: 'k0s',
			pid: 350,
			component: 'kubelet',
			severity: 'error',
			message: 'Container runtime network not ready: cni plugin not initialized',
		});
		expect(
			line('time="t" level=warning msg="failed to load kernel module br_netfilter" component=kernel-setup'),
		).toMatchObject({
			severity: 'warning',
			component: 'kernel-setup',
		});
		expect(line('Error: failed to start component etcd: address already in use')).toMatchObject({severity: 'error'});
	});

	it("shows why a crashing k0s ended: its own last words and systemd's", () => {
		const crash = readJournal(outcomeOf({stdout: sample('systemd/252/journal-crash.txt')}));
		const errors = crash.known ? crash.value.filter(({severity}) => severity === 'error') : [];
		expect(errors.map(({message}) => message)).toEqual([
			'Error: failed to start component etcd: listen tcp 127.0.0.1:2379: bind: address already in use',
			'k0scontroller.service: Main process exited, code=exited, status=1/FAILURE',
			"k0scontroller.service: Failed with result 'exit-code'.",
		]);
	});

	it('tells nothing logged from nothing to be seen', () => {
		expect(readJournal(recorded('systemd/252/journal-unknown-unit.json'))).toMatchObject({known: true, value: []});
		expect(readJournal(recorded('systemd/252/journal-operator.json'))).toMatchObject({
			unknown: {reason: 'needs-root'},
		});
	});
});
