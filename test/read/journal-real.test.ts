import {readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {causeOf, faultsOf} from '../../source/model/log-cause.js';
import {readJournal, readJournalLine} from '../../source/read/journal.js';
import {must} from '../support/cluster.js';
import {outcomeOf, sample} from '../support/samples.js';

/** Logs of a real k0s 1.34.1 that did not run (`FLAG:` lines taken out), and the line that says why. */
const causes: Readonly<Record<string, {readonly component: string | null; readonly says: RegExp}>> = {
	'bad-config.txt': {component: null, says: /^Error: failed to load node config: .*unknown field "foo"$/},
	'go-crash.txt': {component: null, says: /^SIGFPE: floating-point exception$/},
	'kill.txt': {
		component: null,
		says: /while waiting for termination of PID 22547 .*process did not terminate in time$/,
	},
	'kubelet-cert-missing.txt': {component: 'kubelet', says: /^command failed: .*unable to read client-cert/},
	'no-shim-crash-loop.txt': {component: null, says: /containerd-shim: no such file or directory/},
	'port-6443-taken.txt': {
		component: 'kube-apiserver',
		says: /listen tcp 0\.0\.0\.0:6443: bind: address already in use$/,
	},
	'port-clash.txt': {component: null, says: /APIServer health-check timed out$/},
	'preflight.txt': {component: null, says: /^Rejected: os\/CGROUPS\/CGROUP_SCHED \(unknown\)$/},
	'stop-while-starting-failed.txt': {
		component: null,
		says: /failed to bootstrap client configuration: context canceled$/,
	},
};

/** A start, a clean stop and an excerpt without an end: nothing there says that something is wrong for good. */
const without = ['bad-containerd-dropin.txt', 'start.txt', 'stop.txt'];

const linesOf = (file: string) => must(readJournal(outcomeOf({stdout: sample(`real-k0s/journals/${file}`)})));

describe("a real service's log", () => {
	test('every recorded log is in the tables', () => {
		const files = readdirSync('test/samples/real-k0s/journals').toSorted();
		expect([...Object.keys(causes), ...without].toSorted()).toEqual(files);
	});

	test.each(Object.entries(causes))('%s: the fatal line comes before its consequences', (file, {component, says}) => {
		const cause = causeOf(linesOf(file));
		expect(cause?.message).toMatch(says);
		expect(cause?.component).toBe(component);
		expect(faultsOf(linesOf(file))[0]).toEqual(cause);
	});

	test.each(without)('%s: no line is called the cause', file => {
		expect(causeOf(linesOf(file))).toBeUndefined();
	});

	test("etcd's JSON, containerd's logfmt and a panic of other versions tell their own severity", () => {
		const line = (text: string) => readJournalLine(`2026-11-29T21:50:03+00:00 h k0s[9]: ${text}`);
		expect(
			line(
				String.raw`time="t" level=info msg="{\"level\":\"panic\",\"msg\":\"failed to open database\",\"error\":\"write /db: no space left on device\"}" component=etcd stream=stderr`,
			),
		).toMatchObject({
			component: 'etcd',
			severity: 'fatal',
			message: 'failed to open database: write /db: no space left on device',
		});
		expect(
			line(
				String.raw`time="t" level=info msg="time=\"t\" level=fatal msg=\"failed to load TLS certs\"" component=containerd stream=stderr`,
			),
		).toMatchObject({component: 'containerd', severity: 'fatal', message: 'failed to load TLS certs'});
		expect(line('FATA[2026-11-29 21:50:06] failed to start control node components: etcd')).toMatchObject({
			severity: 'fatal',
			message: 'failed to start control node components: etcd',
		});
		expect(line('panic: freepages: failed to get all reachable pages')).toMatchObject({severity: 'fatal'});
		expect(
			readJournalLine(
				'2026-11-29T21:50:03+00:00 h (k0s)[77]: k0scontroller.service: Failed at step EXEC spawning /usr/local/bin/k0s: Permission denied',
			),
		).toMatchObject({severity: 'error', identifier: '(k0s)'});
	});

	test("an error that klog spreads over lines is one line, without the answer's headers", () => {
		const spread = linesOf('start.txt').filter(({message}) => message.startsWith('Unhandled Error: Error updating'));
		expect(spread[0]?.message).toMatch(/v1beta1\.metrics\.k8s\.io.*ResponseCode: 503, Body: service unavailable$/);
		expect(linesOf('start.txt').some(({message}) => message.startsWith(', Header:'))).toBe(false);
	});

	test('a fault of an earlier run is not the one of a run that is under way', () => {
		const [started] = linesOf('bad-config.txt').filter(({message}) => message.startsWith('Started '));
		const now = [...linesOf('port-6443-taken.txt'), ...(started ? [started] : [])];
		expect(started).toBeDefined();
		expect(causeOf(now, {current: true})).toBeUndefined();
		expect(causeOf(now)?.message).toMatch(/6443/);
	});
});
