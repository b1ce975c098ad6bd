import {describe, expect, it} from 'vitest';
import {actionOf, clashes} from '../../../source/keys/binding.js';
import {readJournal} from '../../../source/read/journal.js';
import {known, mapReading, unknown} from '../../../source/facts/reading.js';
import {k0sLogBindings} from '../../../source/screens/status/k0s-log/keys.js';
import {actBindings, replicasBindings} from '../../../source/screens/status/act/keys.js';
import {statusBindings} from '../../../source/screens/status/keys.js';
import {logBindings, objectBindings} from '../../../source/screens/status/object/keys.js';
import {healthyFacts, k0sWith, must, sampledAt, unitWith, workloadsWith} from '../../support/cluster.js';
import {atDownload} from '../../support/working.js';
import {outcomeOf, sample} from '../../support/samples.js';
import {at, manyPods, noApi, show, text} from './view-shown.js';

describe('the Status screen', () => {
	it('says first that it is healthy and on what that stands, then lists', () => {
		const {rows} = show(at({pods: known(must(at().pods).filter(({name}) => !name.startsWith('missing')))}));
		expect(rows()[0]).toBe('✓ healthy    ✓ service  ✓ API  ✓ node  ✓ network  ✓ DNS');
		expect(rows()[2]).toBe('k0s    v1.34.1+k0s.0   pid 350   controller with workloads   up 45s');
		expect(rows()[3]).toMatch(/^node {3}centos10\.home\.local {3}Ready {3}4\ds {3}192\.168\.122\.161/);
		expect(rows()[5]).toBe(' Pods 6   Services 4   Workloads 11   Containers 0   Images 7   Nodes 1   Usage ');
		expect(rows()[6]).toMatch(/^NAMESPACE +NAME +READY +STATUS +AGE +IP$/);
	});

	it('goes on with what else to look at: a node that takes no pods, pods in trouble', () => {
		const nodes = known(must(at().nodes).map(node => ({...node, unschedulable: true})));
		const {rows} = show(at({nodes}));
		expect(rows()[0]).toBe('! healthy, but 1 warning    ✓ service  ✓ API  ✓ node  ✓ network  ✓ DNS');
		expect(rows()[1]).toBe('  Node centos10.home.local takes no new pods (kubectl uncordon ends that).');
	});

	it('sorts by a column: the header says how, the selection stays on its object, another tab keeps it', async () => {
		const screen = show(at({pods: known(manyPods(10_000))}));
		await screen.press('j', 'j');
		expect(screen.selected()).toContain('pod-00002');
		// Once for the order of names, the second time for its reverse.
		for (const _ of [1, 2]) await screen.press('>', 'g', 'j', 'j', 'enter');
		expect(screen.frame()).toMatch(/NAMESPACE +NAME↓ +READY/);
		expect(screen.selected()).toContain('pod-00002');
		await screen.press('g');
		expect(screen.selected()).toContain('pod-09999');
		await screen.press('tab', 'shift+tab');
		expect(screen.frame()).toMatch(/NAMESPACE +NAME↓ +READY/);
		await screen.press('>');
		expect(screen.frame()).toMatch(
			/── Sort by .*esc: back ──\n +no column: as listed\n +NAMESPACE\n ↓ NAME *\n +READY/,
		);
	});

	it('shows more columns when asked, at any width', async () => {
		const screen = show(at(), 80);
		const header = (): string => screen.rows().find(row => row.includes('NAME')) ?? '';
		const plainHeader = header();
		expect(plainHeader).not.toMatch(/NODE|IMAGES/);
		await screen.press('ctrl+w');
		// Nothing is cut; the title counts what does not fit.
		expect(header()).toMatch(/^NAMESPACE +NAME +READY +STATUS .*\+[1-9]→$/);
		expect(screen.frame()).not.toContain('…');
		await screen.press('right', 'right', 'right');
		expect(header()).toMatch(/^NAME +RESTARTS +AGE +IP .*\+[1-9]→$/);
		// What does not fit is on the right; the name stays.
		await screen.press(...Array.from({length: 12}, () => 'right'));
		expect(header()).toMatch(/^NAME +IMAGES/);
		await screen.press('ctrl+w', 'right');
		expect(header()).toBe(plainHeader);
	});

	it('shows more columns where there is room, and no box around them', () => {
		const wide = show(at(), 120, 36).frame();
		expect(wide).toContain('RESTARTS');
		expect(wide).toContain('NODE');
		expect(wide).not.toContain('│');
	});

	it.each([60, 80])(
		'says that an install works, and where it stands, not that there is no k0s, at %i columns',
		width => {
			const none = unknown('not-installed', 'k0s');
			const progress = {received: 49, total: 100, rate: 1, rest: null};
			const screen = show({...healthyFacts(), k0s: none}, width, 20, false, {...atDownload, progress});
			expect(screen.frame()).toContain('▸ installing: step 6 of 7, Download, 49 %');
			expect(screen.frame()).not.toContain('There is no k0s');
		},
	);

	it('says that an install was interrupted, above what is there now', () => {
		const screen = show({...healthyFacts(), k0s: unknown('not-installed', 'k0s')}, 80, 20, false, {cut: 'Download'});
		expect(screen.frame()).toContain('! install interrupted: step 6 of 7, Download');
		expect(screen.frame()).toContain('Press 2 to continue or undo it.');
	});

	it('sends to the install screen where there is no k0s', () => {
		const none = unknown('not-installed', 'k0s');
		const {frame, rows} = show(
			at({version: none, unit: none, k0s: none, nodes: none, pods: none, services: none, workloads: none}),
		);
		expect(rows()[0]).toBe('- not installed');
		expect(frame()).toContain('press 2');
		expect(frame()).not.toContain('Pods');
	});

	it('says that it is stopped and how to start it', () => {
		const stopped = unknown('not-running', 'k0scontroller.service');
		const {frame, rows} = show(
			at({unit: unitWith({activeState: 'inactive', subState: 'dead'}), k0s: stopped, nodes: stopped, pods: stopped}),
		);
		expect(rows()[0]).toBe('○ stopped');
		expect(frame()).toContain('k0scontroller.service is not running.');
		expect(frame()).toContain('k0s start');
		expect(frame()).toContain('/etc/systemd/system/k0scontroller.service');
	});

	it('shows what is awaited while it starts', () => {
		const refused = unknown('not-running', 'The connection to the server localhost:6443 was refused');
		const {frame, rows} = show(
			at({k0s: unknown('timed-out', 'k0s'), nodes: refused, pods: refused, services: refused, workloads: refused}),
		);
		expect(rows()[0]).toBe('▸ starting');
		expect(frame()).toMatch(/✓ service .*: yes\n +\? API .*: unknown/);
		expect(frame()).toContain('k0s status did not answer in 5 s.');
		expect(frame()).toMatch(/▸ DNS +CoreDNS is available: not yet/);
		expect(frame()).toContain('Pods ?');
		expect(frame()).toContain('unknown: not running');
	});

	it('writes a report into the file that one names, and only then', async () => {
		const {press, rows, said} = show(at());
		expect(rows()).toHaveLength(20);
		await press('W');
		expect(rows()).toHaveLength(20);
		expect(rows()[19]).toBe('Write the report into k0s-report.md   .md, .html or .sh');
		await press('escape');
		expect(rows()[19]).not.toContain('Write the report');
		expect(said).toEqual([]);
		await press('W', ...Array.from({length: 3}, () => 'backspace'), '.', 's', 'h', 'enter');
		expect(rows()[19]).not.toContain('Write the report');
		expect(said).toEqual([text.report.file.progress, 'written: k0s-report.sh']);
	});

	it('an empty name writes nothing; letters in a name are no keys of the screen', async () => {
		const {press, rows, said, asked} = show(at());
		await press('W', ...Array.from({length: 20}, () => 'backspace'), 'r', 'w');
		expect(rows()[19]).toContain('into rw ');
		await press('backspace', 'backspace', 'enter');
		expect([said, asked]).toEqual([[], []]);
	});

	it('can be asked for where there is no k0s', async () => {
		const missing = unknown('not-installed', 'k0s');
		const {press, rows, said} = show(at({version: missing, unit: missing, k0s: missing, nodes: missing}));
		expect(rows().join(' ')).toContain('not installed');
		await press('W', 'enter');
		expect(said.at(-1)).toBe('written: k0s-report.md');
	});

	it('names the broken part', () => {
		const {frame, rows} = show(
			at({
				workloads: workloadsWith('coredns', {ready: 0, available: 0}),
				unit: unitWith({activeSince: sampledAt - 3_600_000}),
			}),
			100,
			30,
		);
		expect(rows()[0]).toBe('✗ degraded');
		expect(frame()).toMatch(/✓ network .*: yes\n +✗ DNS .*: no/);
		expect(frame()).toContain('coredns is not ready: 0/1.');
	});

	it.each(['k0scontroller', 'k0sworker'])('names the log of the service that is there: %s', unit => {
		const {frame} = show(
			at({
				workloads: workloadsWith('coredns', {ready: 0, available: 0}),
				unit: unitWith({id: `${unit}.service`, activeSince: sampledAt - 3_600_000}),
				errors: known([]),
			}),
			100,
			30,
		);
		expect(frame()).toContain(`often names the cause: journalctl -u ${unit}\n`);
	});

	it("shows the log's last errors when k0s does not stay up", () => {
		const errors = readJournal(outcomeOf({stdout: sample('systemd/252/journal-crash.txt')}));
		const loop = unitWith({
			activeState: 'activating',
			subState: 'auto-restart',
			result: 'exit-code',
			restarts: 4,
			activeSince: null,
		});
		const refused = unknown('not-running', 'refused');
		const crashing = {unit: loop, k0s: refused, nodes: refused, pods: refused, services: refused, workloads: refused};
		const {frame, rows} = show(
			at({...crashing, errors: mapReading(errors, all => all.filter(({severity}) => severity === 'error'))}),
			120,
			36,
		);
		expect(rows()[0]).toBe('✗ degraded');
		expect(frame()).toContain('keeps crashing after each start (4 so far');
		expect(frame()).toContain(
			'failed to start component etcd: listen tcp 127.0.0.1:2379: bind: address already in use',
		);
	});

	it('tells an ordinary user what root would show', () => {
		const root = unknown('needs-root', 'k0s status');
		const {frame, rows} = show(
			at({
				root: false,
				k0s: root,
				nodes: root,
				pods: root,
				services: root,
				workloads: root,
				containers: root,
				images: root,
			}),
		);
		expect(rows()[0]).toBe('? unknown    ✓ service  ? API  ? node  ? network  ? DNS');
		expect(frame()).toContain(text.common.needsRoot);
		expect(frame()).toContain(text.common.becomeRoot);
	});
});

describe('its keys', () => {
	it('do not clash, and each has a name', () => {
		expect(clashes(statusBindings)).toEqual([]);
		const tables = [
			...statusBindings,
			...objectBindings,
			...logBindings,
			...k0sLogBindings,
			...actBindings,
			...replicasBindings,
		];
		expect([clashes(objectBindings), clashes(logBindings), clashes(k0sLogBindings)]).toEqual([[], [], []]);
		const own = tables
			.map(({action}) => action)
			.filter(action => /^(status|object|logs|k0s-log|act|replicas)\./.test(action));
		for (const action of own) expect(text.status.actions).toHaveProperty([action]);
		expect(Object.keys(text.status.actions).toSorted()).toEqual([...new Set(own)].toSorted());
		expect(actionOf(statusBindings, 'o' as never)).toBe('status.raw');
	});
});

describe('what keeps it from healthy', () => {
	it('has a sentence for an API that is down', () => {
		const {frame} = show(at({...noApi, k0s: k0sWith({apiReachable: false, apiError: 'connection refused'})}));
		expect(frame()).toContain('The API server does not answer: connection refused');
	});
});
