import {setTimeout as sleep} from 'node:timers/promises';
import type {TestHost} from '../support/test-host.js';
import {openSession, type Session} from '../support/session.js';
import {ferry, shop, world} from './browse-world.js';
import {plain, type Found, type Step} from './step.js';

// Browsing by keys, in a terminal, over ssh: what a person who knows k9s does, on both sizes that the screens are made for.

export const sizes = [
	[80, 24],
	[120, 40],
] as const;
const enter = '\r';
const esc = '\u001B';
const kubectl = ['k0s', 'kubectl'] as const;

/** As they are typed, and as the list is called. */
const kinds: ReadonlyArray<readonly [typed: string, plural: string]> = [
	...(['pods', 'events', 'nodes', 'leases', 'endpointslices', 'ferries'] as const).map(each => [each, each] as const),
	...([
		['svc', 'services'],
		['deploy', 'deployments'],
		['rs', 'replicasets'],
		['sts', 'statefulsets'],
	] as const),
	...([
		['ds', 'daemonsets'],
		['job', 'jobs'],
		['cronjob', 'cronjobs'],
		['cm', 'configmaps'],
	] as const),
	...([
		['secret', 'secrets'],
		['pvc', 'persistentvolumeclaims'],
		['ns', 'namespaces'],
	] as const),
	...([
		['ingress', 'ingresses'],
		['crd', 'customresourcedefinitions'],
		['sa', 'serviceaccounts'],
	] as const),
	...([
		['pdb', 'poddisruptionbudgets'],
		['pc', 'priorityclasses'],
		['fry', 'ferries'],
	] as const),
];

export async function withScreen(
	host: TestHost,
	[columns, rows]: readonly [number, number],
	act: (app: Session) => Promise<string>,
	more: readonly string[] = [],
): Promise<Found> {
	const [file = '', ...parameters] = host.ssh('root');
	const argv = [...host.tuiArgv, '--screen', 'status', '--lang', 'en', ...more];
	const app = openSession(file, [...parameters, ...argv], {columns, rows});
	try {
		await app.see('Pods', 60_000);
		const wrong = await act(app);
		return {exit: 0, finding: wrong === '' ? 'all as it should be' : wrong, right: wrong === ''};
	} catch (error) {
		return {exit: null, finding: String(error).split('\n').slice(0, 30).join(' | '), right: false};
	} finally {
		if (!app.exit()) app.kill('SIGKILL');
	}
}

/** `:` and what is typed, until the list is there. */
export async function list(app: Session, typed: string, title: string): Promise<void> {
	await palette(app, typed);
	await app.until(() => app.screen().includes(`── ${title}`) && /\b(?:live|read at)/.test(app.screen()), title, 30_000);
}

async function palette(app: Session, typed: string): Promise<void> {
	app.type(':');
	await app.see('Go to or run', 15_000);
	for (const letter of typed) app.type(letter);
	await app.until(() => app.screen().includes(`:${typed}`), `:${typed}`, 15_000);
	app.type(enter);
	await app.gone('Go to or run', 15_000);
}

/** Esc, and what is to be seen then: two keys in one read would be another key. */
async function back(app: Session, seen: string): Promise<void> {
	app.type(esc);
	await app.see(seen, 15_000);
}

async function filtered(app: Session, words: string, left: RegExp): Promise<void> {
	app.type('/');
	await app.see('/', 15_000);
	for (const letter of words) app.type(letter);
	app.type(enter);
	await app.until(() => left.test(app.screen()), `${words} leaves ${left.source}`, 20_000);
}

const tokens = (line: string): readonly string[] =>
	line
		.trim()
		.split(/\s{2,}/)
		.map(each => each.replaceAll(/(^|\()(?:\d+[ydhms])+\b/g, '$1AGE'));

/** The rows that are seen, below their titles. */
function seenRows(screen: string): readonly string[] {
	const lines = screen.split('\n');
	const at = lines.findIndex(each => /^(?:NAMESPACE|NAME|LAST SEEN)\b/.test(each));
	const rest = lines.slice(at + 1);
	const end = rest.findIndex(each => each.trim() === '' || each.startsWith('──') || each.startsWith('esc '));
	return at === -1 ? [] : rest.slice(0, end === -1 ? undefined : end);
}

/** Every row that is seen is one of kubectl's, cell by cell as far as it is seen. */
function differences(screen: string, printed: readonly string[]): readonly string[] {
	const theirs = printed.flatMap(text => text.split('\n').slice(1)).map(tokens);
	return seenRows(screen)
		.filter(row => {
			const own = tokens(row.replace(/ \+\d+→$/, ''));
			return !theirs.some(
				their =>
					own.length <= their.length &&
					own.every((cell, at) =>
						cell.includes('…') ? their[at]?.startsWith(cell.split('…')[0] ?? '') : cell === their[at],
					),
			);
		})
		.map(row => row.trim());
}

const create: Step = {
	name: 'browse: make one of each kind',
	realOnly: true,
	async run(host) {
		await host.must([...kubectl, 'apply', '-f', '-'], {input: world, milliseconds: 60_000});
		await host.must([...kubectl, 'wait', '--for=condition=Established', 'crd/ferries.harbour.example.com']);
		await host.must([...kubectl, 'apply', '-f', '-'], {input: ferry, milliseconds: 60_000});
		await host.must([...kubectl, '-n', shop, 'rollout', 'status', 'statefulset/db', '--timeout=240s'], {
			milliseconds: 250_000,
		});
		await host.must([...kubectl, '-n', shop, 'rollout', 'status', 'deployment/web', '--timeout=240s'], {
			milliseconds: 250_000,
		});
		return {exit: 0, finding: 'made', right: true};
	},
};

const everyKind = (size: (typeof sizes)[number]): Step => ({
	name: `browse: every kind as kubectl prints it, ${size.join('x')}`,
	realOnly: true,
	run: async host =>
		withScreen(host, size, async app => {
			const wrong: string[] = [];
			for (const [kind, plural] of kinds) {
				const ask = async () => host.must([...kubectl, 'get', kind, '-A', '-o', 'wide'], {milliseconds: 30_000});
				const before = await ask();
				await list(app, kind, plural);
				await app.until(() => seenRows(app.screen()).length > 0, `rows of ${kind}`, 20_000);
				const screen = app.screen();
				const found = differences(screen, [before, await ask()]);
				if (found.length > 0) wrong.push(`${kind}: ${found[0]}`);
				await back(app, 'Workloads');
			}

			return wrong.join(' · ');
		}),
});

const find: Step = {
	name: 'browse: sort, filter, labels, namespaces',
	realOnly: true,
	run: async host =>
		withScreen(host, sizes[0], async app => {
			await list(app, 'pods', 'pods (all namespaces)');
			await filtered(app, 'coredns', /\/coredns {2}1\/\d+/);
			await back(app, 'kube-proxy');
			await filtered(app, '!kube-system', /\/!kube-system {2}\d+\/\d+/);
			if (seenRows(app.screen()).some(each => each.includes('kube-proxy'))) return '! does not turn the filter round';
			app.type(esc);
			await app.see('kube-proxy', 15_000);
			await filtered(app, '-l app=db', /-l app=db/);
			await app.until(() => seenRows(app.screen()).length === 2, 'two pods with the label', 20_000);
			app.type(esc);
			await app.see('kube-proxy', 15_000);
			await back(app, 'Workloads');
			await list(app, `pods ${shop}`, `pods (${shop})`);
			app.type('>');
			await app.see('Sort by', 15_000);
			app.type('gj');
			app.type(enter);
			await app.see('NAME↑', 15_000);
			app.type('>');
			await app.see('Sort by', 15_000);
			app.type(enter);
			await app.see('NAME↓', 15_000);
			const [first = ''] = seenRows(app.screen());
			if (!first.startsWith('web-')) return `not sorted: ${first}`;
			app.type('0');
			await app.see('pods (all namespaces)', 15_000);
			return '';
		}),
};

const down = (size: (typeof sizes)[number]): Step => ({
	name: `browse: deployment, replica set, pod, container, log, ${size.join('x')}`,
	realOnly: true,
	run: async host =>
		withScreen(host, size, async app => {
			await list(app, `deploy ${shop}`, `deployments (${shop})`);
			await app.see('web', 15_000);
			app.type(enter);
			await app.see('replicasets (Deployment web)', 15_000);
			await app.until(() => seenRows(app.screen()).length > 0, 'the replica set', 15_000);
			app.type(enter);
			await app.see('pods (ReplicaSet web-', 15_000);
			await app.until(() => seenRows(app.screen()).length === 2, 'its pods', 15_000);
			app.type(enter);
			await app.see('IMAGE', 15_000);
			await app.see('side', 15_000);
			app.type('j');
			app.type(enter);
			await app.see('needle', 20_000);
			app.type('T');
			await app.until(() => /\d{4}-\d\d-\d\dT[\d:.]+\S* line \d+/.test(app.screen()), 'times', 20_000);
			app.type('T');
			app.type('F');
			await app.see('last 5 min', 15_000);
			app.type('P');
			await app.see('There is no log of a previous run of container side', 20_000);
			app.type('P');
			await app.see('needle', 20_000);
			app.type('/needle');
			app.type(enter);
			await app.until(() => /\/needle {2}\d+\/\d+/.test(app.screen()), 'matches', 15_000);
			app.type('nN');
			app.type(esc);
			await app.gone('/needle', 15_000);
			app.type('w');
			app.type('E');
			await app.see('saved as', 15_000);
			app.type('c');
			await app.see('all containers', 15_000);
			app.type('d');
			await app.see('Describe', 15_000);
			await app.see('kubectl describe pods web-', 15_000);
			app.type('y');
			await app.see('kind: Pod', 15_000);
			if (app.screen().includes('managedFields')) return 'managed fields';
			app.type('e');
			await app.see('Scheduled', 15_000);
			app.type('Y');
			await app.see('runs and is ready', 20_000);
			app.type('i');
			await app.see('What belongs to pod shop/web-', 20_000);
			await app.until(() => !app.screen().includes('reading …'), 'all layers', 60_000);
			const layers = ['container', 'process', 'namespace', 'veth', 'service', 'path', 'rules', 'drops'];
			const missing = layers.filter(each => !new RegExp(`^${each}\\s`, 'm').test(app.screen()));
			if (missing.length > 0) return `no ${missing.join(', ')}`;
			await back(app, 'runs and is ready');
			return '';
		}),
});

const shell: Step = {
	name: 'browse: shell in and out, hostile log, read-only',
	realOnly: true,
	async run(host) {
		const wrong = await withScreen(host, sizes[0], async app => {
			await list(app, `pods ${shop}`, `pods (${shop})`);
			await filtered(app, 'hostile', /1\/\d+/);
			app.type('s');
			await app.until(() => /[#$] *$/m.test(app.screen()) && !app.isAlternate(), 'a shell', 30_000);
			app.type(`echo here-$((40+2))${enter}`);
			await app.see('here-42', 15_000);
			app.type(`exit${enter}`);
			await app.see(`pods (${shop})`, 20_000);
			app.clearRaw();
			app.type('l');
			await app.see('日本語', 20_000);
			if (/\u001B\]0;title|\u001B\[31mred/.test(app.raw())) return 'the log is raw';
			app.type(esc);
			return '';
		});
		if (!wrong.right) return wrong;
		return withScreen(
			host,
			sizes[0],
			async app => {
				await list(app, `pods ${shop}`, `pods (${shop})`);
				app.type('D');
				await app.see('Read-only (--read-only): nothing is changed here.', 15_000);
				app.type('s');
				await app.see('Read-only (--read-only)', 15_000);
				return '';
			},
			['--read-only'],
		);
	},
};

/** `x`, the change of that name, yes. */
export async function change(app: Session, name: string, question: string): Promise<void> {
	app.type('x');
	await app.until(() => /^ *Delete {2}/m.test(app.screen()), 'the menu', 15_000);
	const choices = ['Restart', 'Scale', 'Cordon', 'Uncordon', 'Drain', 'Evict', 'Delete'];
	const lines = app.screen().split('\n');
	const offered = choices.filter(each => lines.some(row => row.trimStart().startsWith(each)));
	app.type('j'.repeat(offered.indexOf(name)));
	app.type(enter);
	if (name === 'Scale') {
		await app.see('How many pods?', 15_000);
		app.type('\u007F3');
		app.type(enter);
	}

	await app.see(question, 15_000);
	await app.see('Cancel', 15_000);
	app.type('y');
}

const changes: Step = {
	name: 'browse: scale, restart, evict, delete, cordon, each after a question',
	realOnly: true,
	run: async host =>
		withScreen(host, sizes[1], async app => {
			await list(app, `sts ${shop}`, `statefulsets (${shop})`);
			await change(app, 'Restart', 'Restart StatefulSet shop/db?');
			await app.see('StatefulSet shop/db was restarted: all of its pods are new.', 180_000);
			await back(app, 'Workloads');
			await list(app, `pods ${shop} /db-0`, `pods (${shop})`);
			await change(app, 'Evict', 'Evict Pod shop/db-0?');
			await app.see('Its disruption budget does not allow it now (429).', 30_000);
			await back(app, `pods (${shop})`);
			await list(app, `deploy ${shop}`, `deployments (${shop})`);
			await change(app, 'Scale', 'Scale Deployment shop/web to 3?');
			await app.see('Deployment shop/web has 3 pods.', 120_000);
			await list(app, `pods ${shop} /hostile`, `pods (${shop})`);
			app.type('D');
			await app.see('Delete Pod shop/hostile?', 15_000);
			app.type('y');
			await app.see('Pod shop/hostile is gone.', 60_000);
			await list(app, 'nodes', 'nodes');
			await change(app, 'Cordon', 'Cordon Node');
			await app.see('takes no new pods.', 30_000);
			await app.see('SchedulingDisabled', 15_000);
			await change(app, 'Uncordon', 'Uncordon Node');
			await app.see('takes new pods.', 30_000);
			return '';
		}),
};

const oom: Step = {
	name: 'browse: why, of a container that outlived a killed child',
	realOnly: true,
	async run(host) {
		for (let turn = 0; ; turn++) {
			const {exit, stdout} = await host.tui(['why', `${shop}/greedy`, '--json'], {milliseconds: 60_000});
			const right =
				exit === 1 && /"reason": *"oom-process"/.test(stdout) && /memory\.(?:events|oom_control)/.test(stdout);
			if (right || turn > 30) return {exit, finding: right ? 'oom-process' : stdout.slice(0, 200), right};
			await sleep(2000);
		}
	},
};

export const browseSteps: readonly Step[] = [
	create,
	...sizes.map(everyKind),
	find,
	...sizes.map(down),
	shell,
	oom,
	changes,
	{
		...plain(
			'browse: delete what was made',
			`k0s kubectl delete namespace ${shop} --wait --timeout=180s && k0s kubectl delete crd ferries.harbour.example.com`,
		),
		realOnly: true,
	},
];
