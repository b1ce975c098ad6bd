import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {useScreenState} from '../../../source/components/use-screen-state.js';
import type {ApiKind, ServerRow, ServerTable, TableQuery} from '../../../source/facts/browse.js';
import {known, type Unknown} from '../../../source/facts/reading.js';
import {kindNamed, usualKinds} from '../../../source/model/api-kinds.js';
import {
	browseState,
	initialBrowse,
	kindPlace,
	levelAt,
	reduceBrowse,
	type Place,
} from '../../../source/screens/status/browse/state.js';
import {BrowseView} from '../../../source/screens/status/browse/view.js';
import type {CopyItem} from '../../../source/screens/copies.js';
import type {Services} from '../../../source/screens/services.js';
import {createPacer} from '../../../source/store/pacer.js';
import {catalogue} from '../../../source/text/text.js';
import {draw} from '../../support/draw.js';

const text = catalogue('en');
const kind = (name: string): ApiKind => kindNamed(name, usualKinds)!;

const row = (name: string, cells: readonly string[], more: Partial<ServerRow> = {}): ServerRow => ({
	...{name, cells: [name, ...cells], namespace: 'default', uid: `uid-${name}`, createdAt: null, labels: {}, owners: []},
	...more,
});
const tableOf = (titles: readonly string[], rows: readonly ServerRow[]): ServerTable => ({
	columns: ['NAME', ...titles].map((title, at) => ({title, wide: at > 2, number: false})),
	rows,
});

/** The view with lists that a test gives by their kind's name. */
function show(
	place: Place,
	tables: Readonly<Record<string, ServerTable | Unknown>>,
	{
		width = 80,
		height = 12,
		kinds,
		live = true,
		opening = false,
	}: {width?: number; height?: number; kinds?: readonly ApiKind[]; live?: boolean; opening?: boolean} = {},
) {
	const asked: TableQuery[] = [];
	const pacer = createPacer();
	const browse = {
		kinds: () => kinds && known(kinds),
		discover: async () => known(kinds ?? []),
		async table(query: TableQuery) {
			asked.push(query);
			const given = tables[query.kind.plural];
			const isTable = given !== undefined && 'columns' in given;
			const snapshot = {
				...{value: isTable ? given : undefined, unknown: isTable ? undefined : given, at: 0, reading: false},
			};
			return {get: () => snapshot, subscribe: () => () => undefined, refresh: async () => snapshot, live, opening};
		},
	};
	const none = {value: undefined, unknown: undefined, at: undefined, reading: false};
	const cluster = {get: () => none, subscribe: () => () => undefined};
	const offered: string[] = [];
	const offer = async (make: () => readonly CopyItem[] | Promise<readonly CopyItem[]>) => {
		for (const {name, value} of await make()) offered.push(`${name}: ${value}`);
	};

	const services = {
		text,
		pacer,
		sources: {browse, core: cluster, status: {show: () => undefined}, lastFacts: () => undefined},
		notify: () => undefined,
		offer,
	} as unknown as Services;
	const first = {trail: [levelAt(place)]};
	function Frame() {
		const [state, dispatch] = useScreenState(browseState, reduceBrowse, first);
		const here = state.trail.at(-1);
		return here ? <BrowseView {...{services, width, height, state, dispatch, here}} /> : null;
	}

	return {...draw(() => <Frame />, {close: () => pacer.close()}), asked, offered};
}

const pods = tableOf(
	['READY', 'STATUS', 'IP'],
	[row('web', ['1/1', 'Running', '10.244.0.3']), row('db', ['0/1', 'Error', '10.244.0.4'], {namespace: 'data'})],
);

describe('objects of a kind', () => {
	test('the title says nothing of a watch that is being opened; where there is none, how the list is read', async () => {
		const place = kindPlace(kind('pods'));
		const begins = show(place, {pods}, {live: false, opening: true});
		await begins.sees('web');
		expect(begins.rows()[0]).toMatch(/─ 2 ──$/);
		const never = show(place, {pods}, {live: false});
		await never.sees('web');
		expect(never.rows()[0]).toMatch(/2 {2}read at intervals ──$/);
	});

	test('of a namespace that there is not: it says so, and names those near it', async () => {
		const none = tableOf([], []);
		const namespaces = tableOf(
			['STATUS'],
			['default', 'kube-public', 'kube-system'].map(name => row(name, ['Active'])),
		);
		const kube = show(kindPlace(kind('pods'), {namespace: 'kube'}), {pods: none, namespaces});
		await kube.sees('There is no namespace kube, but there are kube-public, kube-system.');
		await kube.sees('0 shows all namespaces.');
		const slip = show(kindPlace(kind('pods'), {namespace: 'defualt'}), {pods: none, namespaces});
		await slip.sees('There is no namespace defualt, but there is default.');
		const far = show(kindPlace(kind('pods'), {namespace: 'shop'}), {pods: none, namespaces});
		await far.sees('There is no namespace shop.');
		// One that is there is empty; where the names cannot be read nothing is said of it.
		const there = show(kindPlace(kind('pods'), {namespace: 'default'}), {pods: none, namespaces});
		await there.sees('There are no pods in namespace default.');
		const unread = {reason: 'failed', detail: 'forbidden'} as const;
		const unknown = show(kindPlace(kind('pods'), {namespace: 'kube'}), {pods: none, namespaces: unread});
		await unknown.sees('There are no pods in namespace kube.');
		expect(unknown.frame()).not.toContain('no namespace kube');
	});

	test('stand in the server’s columns, the namespace first where all are listed', async () => {
		const app = show(kindPlace(kind('pods')), {pods});
		await app.sees('web');
		expect(
			app
				.rows()
				.slice(0, 4)
				.map(each => each.trim().replaceAll(/ {2,}/g, ' | ')),
		).toEqual([
			expect.stringMatching(/^── pods \(all namespaces\) ─+ 2 \| live ──$/),
			'NAMESPACE | NAME | READY | STATUS | IP',
			'default | web | 1/1 | Running | 10.244.0.3',
			'data | db | 0/1 | Error | 10.244.0.4',
		]);
	});

	test('are found by words, by what they lack (!), and by labels (-l), as in k9s', async () => {
		const app = show(kindPlace(kind('pods')), {pods});
		await app.sees('web');
		const type = async (words: string) => app.press('/', ...words, 'enter');
		await type('error');
		expect(app.frame()).not.toContain('Running');
		await app.press('escape');
		await type('!error');
		expect(app.frame()).toContain('Running');
		expect(app.frame()).not.toContain('Error');
		await app.press('escape');
		await type('-l app=web');
		expect(app.asked.at(-1)?.selector).toBe('app=web');
		expect(app.frame()).toContain('-l app=web');
	});

	test('tab goes from all namespaces to that of the selected row, and back', async () => {
		const app = show(kindPlace(kind('pods')), {pods});
		await app.sees('web');
		await app.press('j', 'tab');
		expect(app.asked.at(-1)?.namespace).toBe('data');
		await app.press('tab');
		expect(app.asked.at(-1)?.namespace).toBeNull();
	});

	test('enter goes down from a deployment to its replica sets and pods, esc up again', async () => {
		const deployments = tableOf(['READY'], [row('web', ['1/1'])]);
		const replicasets = tableOf(
			['READY'],
			[row('web-1', ['1'], {owners: ['uid-web']}), row('other-1', ['1'], {owners: ['uid-other']})],
		);
		const owned = tableOf(['READY'], [row('web-1-x', ['1/1'], {owners: ['uid-web-1']}), row('y', ['1/1'])]);
		const app = show(kindPlace(kind('deploy')), {deployments, replicasets, pods: owned});
		await app.sees('web');
		await app.press('enter');
		await app.sees('web-1');
		expect(app.frame()).not.toContain('other-1');
		expect(app.asked.at(-1)).toMatchObject({namespace: 'default', kind: {plural: 'replicasets'}});
		await app.press('enter');
		await app.sees('web-1-x');
		// Where one is stays in sight; the steps before it give way.
		expect(app.rows()[0]).toMatch(
			/^── … ▸ replicasets \(Deployment web\) ▸ pods \(ReplicaSet web-1\) ─+ 1 {2}live ──$/,
		);
		await app.press('escape', 'escape');
		expect(app.rows()[0]).toMatch(/^── deployments \(all namespaces\) ─/);
		await app.press('escape');
		expect(app.frame()).toBe('');
	});

	test('without a level below show all that the server told of them', async () => {
		const configmaps = tableOf(['DATA'], [row('cm', ['3'], {labels: {app: 'web'}})]);
		const app = show(kindPlace(kind('cm')), {configmaps});
		await app.sees('cm');
		await app.press('enter');
		expect(app.frame()).toMatch(/DATA {4}3/);
		expect(app.frame()).toContain('app=web');
	});

	test.each([
		['needs-root', 'admin.conf: permission denied', text.common.needsRoot],
		['failed', 'Error from server (Forbidden): pods is forbidden: User "foo" cannot list resource "pods"'],
		['not-running', 'The connection to the server localhost:6443 was refused'],
		['unreadable', '{"kind":"Tab'],
	] as const)(
		'that cannot be read (%s) say why, and never that there are none',
		async (reason, detail, words = detail) => {
			const app = show(kindPlace(kind('pods')), {pods: {reason, detail}});
			await app.settled();
			expect(app.frame().replaceAll('\n', ' ')).toContain(words.slice(0, 30));
			expect(app.frame()).not.toContain('There are no');
		},
	);

	test('are copied by C: names, addresses, and the commands that show them', async () => {
		const app = show(kindPlace(kind('pods')), {pods});
		await app.sees('web');
		await app.press('C');
		await app.until(() => app.offered.length > 0);
		expect(app.offered).toEqual([
			'name: web',
			'namespace/name: default/web',
			'address: 10.244.0.3',
			'command: k0s kubectl get pods web -n default -o wide',
			'command: k0s kubectl get pods web -n default -o yaml',
			'command: k0s kubectl describe pods web -n default',
			'id: uid-web',
		]);
	});

	test('on a wide terminal show what the server told of the selected one beside the list, asked once', async () => {
		const labelled = {...pods, rows: pods.rows.map(each => ({...each, labels: {app: `${each.name}-app`}}))};
		const app = show(kindPlace(kind('pods')), {pods: labelled}, {width: 200, height: 46});
		await app.sees('web-app');
		const beside = (): string =>
			app
				.rows()
				.filter(each => each.includes(' │ '))
				.map(each => each.slice(each.indexOf(' │ ') + 3).trimEnd())
				.join('\n');
		expect(beside()).toMatch(/^── Details ─+\ndefault\/web\n\nNAME +web\nREADY +1\/1\nSTATUS +Running\n/);
		expect(app.rows()[2]?.indexOf(' │ ')).toBe(120);
		await app.press('j');
		expect(beside()).toMatch(/^── Details ─+\ndata\/db\n/);
		expect(beside()).toContain('app=db-app');
		expect(app.asked).toHaveLength(1);
		app.fits(200, 46);
		await app.press('/', ...'nothing');
		expect(beside().replaceAll(/[─\s]/g, '')).toBe('Details');
	});

	test('at 159 columns have no details beside them', async () => {
		const app = show(kindPlace(kind('pods')), {pods}, {width: 159, height: 46});
		await app.sees('web');
		expect(app.frame()).not.toMatch(/│|Details/);
	});

	test.each([
		[
			'one namespace',
			kindPlace(kind('pods'), {namespace: 'web'}),
			'There are no pods in namespace web. 0 shows all namespaces.',
		],
		['all namespaces', kindPlace(kind('pods')), 'There are no pods in any namespace.'],
		['no namespace', kindPlace(kind('nodes')), 'There are no nodes.'],
		[
			'an owner',
			kindPlace(kind('pods'), {namespace: 'web', owner: {uid: 'u', name: 'Job migrate'}}),
			'Job migrate has no pods now. esc goes back.',
		],
		['a node', kindPlace(kind('pods'), {fields: 'spec.nodeName=n1'}), 'No pods have spec.nodeName=n1. esc goes back.'],
	])('of which there are none in %s say so, and which key widens the list', async (_, place, words) => {
		const app = show(place, {pods: tableOf(['READY'], []), nodes: tableOf(['STATUS'], [])});
		await app.sees(words.slice(0, 20));
		expect(app.rows().slice(1).join(' ').replaceAll(/\s+/g, ' ')).toContain(words);
	});

	test('that a filter hides say how many it hides, and which key clears it', async () => {
		const app = show(kindPlace(kind('pods')), {pods});
		await app.sees('web');
		const said = (): string => app.rows().slice(1).join(' ').replaceAll(/\s+/g, ' ');
		await app.press('/', ...'nope', 'enter');
		expect(said()).toContain('Nothing matches “nope”: it hides all 2 rows. esc clears the filter.');
		await app.press('escape', '/', ...'!1', 'enter');
		expect(said()).toContain('All 2 rows contain “1”, which “!” hides. esc clears the filter.');
	});

	test('are sorted by > and a column: words, numbers within words, ages, quantities; the same column turns round', async () => {
		const at = (day: number): string => `2026-11-0${day}T00:00:00Z`;
		const sorted = tableOf(
			['RESTARTS', 'SIZE', 'AGE'],
			[
				row('pod-10', ['2 (16s ago)', '1Gi', '1d'], {createdAt: at(3)}),
				row('pod-9', ['11 (5s ago)', '500Mi', '3d'], {createdAt: at(1)}),
				row('pod-1', ['0', '<none>', '2d'], {createdAt: at(2)}),
			],
		);
		const app = show(kindPlace(kind('pods')), {pods: sorted}, {height: 20});
		await app.sees('pod-10');
		const names = (): readonly string[] =>
			app
				.rows()
				.slice(2, 5)
				.map(each => /pod-\d+/.exec(each)?.[0] ?? '');
		expect(names()).toEqual(['pod-10', 'pod-9', 'pod-1']);
		// As listed, NAMESPACE, NAME, RESTARTS, SIZE, AGE.
		const by = async (column: number): Promise<void> => {
			await app.press('>', 'g', ...Array.from({length: column}, () => 'j'), 'enter');
		};

		await by(2);
		expect(names()).toEqual(['pod-1', 'pod-9', 'pod-10']);
		expect(app.rows()[1]).toContain('NAME↑');
		await by(3);
		expect(names()).toEqual(['pod-1', 'pod-10', 'pod-9']);
		await by(4);
		expect(names()).toEqual(['pod-9', 'pod-10', 'pod-1']);
		await by(5);
		expect(names()).toEqual(['pod-10', 'pod-1', 'pod-9']);
		await by(5);
		expect(names()).toEqual(['pod-9', 'pod-1', 'pod-10']);
		await by(0);
		expect(names()).toEqual(['pod-10', 'pod-9', 'pod-1']);
		app.fits(80, 20);
	});

	test('0 goes from one namespace to all, as in k9s', async () => {
		const app = show(kindPlace(kind('pods'), {namespace: 'data'}), {pods});
		await app.sees('web');
		await app.press('0');
		expect(app.asked.at(-1)?.namespace).toBeNull();
		expect(app.rows()[0]).toContain('pods (all namespaces)');
	});

	test('of a name that the API does not know are said not to be offered', async () => {
		const app = show({type: 'named', name: 'widgets'}, {}, {kinds: usualKinds});
		await app.sees('The API has no kind named "widgets".');
	});

	test('of a custom kind are found once discovery was asked', async () => {
		const widget = {
			plural: 'widgets',
			shortNames: ['wd'],
			group: 'example.com',
			version: 'v1',
			namespaced: true,
			kind: 'Widget',
		};
		const widgets = tableOf(['SIZE'], [row('one', ['big'])]);
		const app = show({type: 'named', name: 'wd'}, {widgets}, {kinds: [widget]});
		await app.sees('big');
		expect(app.asked.at(-1)?.kind).toEqual(widget);
	});

	test('with control characters, wide letters and 10 kB names are never raw and stay within the window', async () => {
		const evil = tableOf(
			['READY', 'MESSAGE'],
			[
				row(`a\u001B[2J\u0007\u009B31m${'n'.repeat(10_000)}`, ['0/1', 'x\u001B]52;c;eA==\u0007y']),
				row('漢字'.repeat(200), ['1/1', '\u202Eevil\u200B']),
			],
		);
		const app = show(kindPlace(kind('pods')), {pods: evil}, {width: 60, height: 11});
		await app.sees('漢字');
		const raw = app.frame();
		expect(raw).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
		app.fits(60, 11);
		await app.press('right', 'right', 'left', 'G', 'g', '/', 'n', 'escape');
		app.fits(60, 11);
		await app.press('C', 'enter');
		app.fits(60, 11);
	});

	test.each([160, 200])('with wide letters and 10 kB names stay within %i columns, the rule straight', async width => {
		const rows = [row(`a\u001B[2J\u0007${'n'.repeat(10_000)}`, ['0/1']), row('漢字'.repeat(200), ['1/1'])];
		const app = show(kindPlace(kind('pods')), {pods: tableOf(['READY'], rows)}, {width, height: 46});
		await app.sees('漢字');
		for (const _ of rows) {
			app.fits(width, 46);
			expect(app.frame()).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
			for (const each of app.rows().slice(1)) expect(stringWidth(each.slice(0, each.indexOf(' │ ')))).toBe(120);
			await app.press('j');
		}
	});

	test('by the thousand are drawn by the window alone', async () => {
		const many = tableOf(
			['READY'],
			Array.from({length: 5000}, (_, at) => row(`pod-${at}`, ['1/1'])),
		);
		const app = show(kindPlace(kind('pods')), {pods: many});
		await app.sees('pod-0');
		await app.press('G');
		expect(app.frame()).toContain('pod-4999');
		expect(app.rows()).toHaveLength(12);
	});
});

test('closed it is nothing', () => {
	expect(reduceBrowse(initialBrowse, {type: 'back'})).toBe(initialBrowse);
});
