import process from 'node:process';
import {readFileSync, writeFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {loaded, openSession} from '../support/session.js';
import type {TestHost} from '../support/test-host.js';
import {breakAll, brokenObjects, causesOf, mendAll} from './causes.js';
import {breakPods, brokenPods, mendPods} from './broken.js';
import {Missing, realPlace, standInPlace} from './host.js';
import {remains} from './remains.js';
import {atRest} from './rest.js';
import {compare, table, type Row} from './table.js';

// The walk on a real k0s: scripts/test-k0s.mjs says what it needs. Every step runs the built product in a host of its own,
// and prints a row: the exit code, the time, and what it found, in words that are the same from run to run.

/** The keys of the product's JSON that the walk reads (docs: the contract of `--json`); each command has its own of them. */
type Said = {
	readonly error?: {readonly code: string | number; readonly message: string};
	readonly verdict: string;
	readonly reasons?: readonly string[];
	readonly file: string;
	readonly checks: readonly {readonly id: string; readonly result: string}[];
	readonly steps?: readonly {readonly id: string; readonly state: string; readonly found?: string}[];
	readonly pods: readonly {readonly phase: string}[] | null;
	readonly leftovers?: readonly {readonly kind: string; readonly name: string}[];
	/** Of the reset: what it left on purpose. */
	readonly kept?: readonly {readonly name: string; readonly why: string}[];
	/** Of reach. */
	readonly predicted?: string;
	readonly probes?: readonly {readonly end: string; readonly differs: boolean}[] | null;
	readonly namespaces: readonly {readonly pod: unknown}[];
	readonly interfaces: readonly {readonly name: string}[];
	readonly tables: readonly {readonly chains: readonly {readonly name: string}[]}[];
	readonly rungs: readonly {readonly id: string; readonly result: string}[];
	readonly endpoints: readonly unknown[];
	readonly troubles?:
		| readonly {readonly namespace: string; readonly name: string; readonly cause: string; readonly text: string}[]
		| null;
	readonly by?: {readonly chain: string} | null;
};
type Answer = {
	readonly exit: number | null;
	readonly json: Said | undefined;
	readonly stdout: string;
	readonly stderr: string;
};
type Step = {
	readonly name: string;
	/** The stand-in has no answer to it: its pods break by its switches alone. */
	readonly realOnly?: true;
	/** The finding, and whether it is right on any k0s. */
	readonly run: (
		host: TestHost,
	) => Promise<{readonly exit: number | null; readonly finding: string; readonly right: boolean}>;
};

const long = 900_000;
const enter = '\r';

async function ask(host: TestHost, args: readonly string[]): Promise<Answer> {
	const {exit, stdout, stderr} = await host.tui([...args, '--json'], {milliseconds: long});
	let json: Said | undefined;
	try {
		json = JSON.parse(stdout) as Said;
	} catch {
		json = undefined;
	}

	return {exit, json, stdout, stderr};
}

/** The last line of what was said, for a command that gave no JSON. */
const said = ({stdout, stderr}: Answer): string =>
	(stderr.trim() || stdout.trim()).split('\n').at(-1)?.slice(0, 160) ?? '';
const ids = (list: readonly {readonly id: string}[]): string => list.map(({id}) => id).join(', ') || 'none';

/** A product's command whose JSON is turned into a finding; right with exit `wanted` and a finding that `holds`. */
function command(
	name: string,
	args: readonly string[],
	finding: (json: Said) => string,
	wanted = 0,
	holds: (finding: string) => boolean = () => true,
): Step {
	return {
		name,
		async run(host) {
			const answer = await ask(host, args);
			const found =
				answer.json === undefined
					? `no JSON: ${said(answer)}`
					: answer.json.error
						? `${answer.json.error.code}: ${answer.json.error.message}`
						: finding(answer.json);
			return {
				exit: answer.exit,
				finding: found.replaceAll('\n', ' '),
				right: answer.exit === wanted && answer.json !== undefined && holds(found),
			};
		},
	};
}

/** A command of the host itself. */
function plain(
	name: string,
	script: string,
	finding: (stdout: string) => string = () => 'done',
	holds: (found: string) => boolean = () => true,
): Step {
	return {
		name,
		async run(host) {
			const {exit, stdout, stderr} = await host.exec(['sh', '-c', script], {milliseconds: long});
			const found = exit === 0 ? finding(stdout) : (stderr.trim().split('\n').at(-1) ?? '');
			return {exit, finding: found, right: exit === 0 && holds(found)};
		},
	};
}

const summary = (json: Said): string =>
	`failed: ${ids(json.checks.filter(one => one.result === 'fail'))}; unknown: ${ids(json.checks.filter(one => one.result === 'unknown'))}`;
const verdict = (json: Said): string => [json.verdict, ...(json.reasons ?? [])].join(': ');
const steps = (json: Said): string =>
	`${json.verdict}; ${
		(json.steps ?? [])
			.filter(one => !['done', 'undone', 'skipped'].includes(one.state))
			.map(one => `${one.id} ${one.state}: ${one.found ?? ''}`)
			.join(' · ') || 'every step'
	}`;
const pods = (json: Said): string =>
	`${verdict(json)}; ${json.pods === null ? 'pods unknown' : `${json.pods.length} pods, ${json.pods.filter(one => one.phase === 'Running').length} running`}`;
const healthy = (found: string): boolean => found.startsWith('healthy');
const leftovers = (json: Said): string =>
	`left: ${(json.leftovers ?? []).map(one => `${one.kind} ${one.name}`).join(', ') || 'nothing'}; kept: ${(json.kept ?? []).map(one => `${one.name} (${one.why})`).join(', ') || 'nothing'}`;
/** What the rules say, and what one packet met. */
const probed = (json: Said): string =>
	`predicted ${json.predicted}, ${(json.probes ?? []).map(one => `${one.end}${one.differs ? ', differs' : ''}`).join(', ')}`;
const reach = (from: string, to: string): Step => ({
	...command(
		`reach ${from} ${to}`,
		['reach', from, to, '--probe'],
		probed,
		0,
		found => found.startsWith('predicted reaches, answered') && !found.includes('differs'),
	),
	realOnly: true,
});

const byScreen: Step = {
	name: 'install by TUI',
	async run(host) {
		const [file = '', ...parameters] = host.ssh('root');
		const app = openSession(file, [...parameters, ...host.tuiArgv, '--screen', 'install'], {columns: 120, rows: 40});
		const seen = (text: string) => app.screen().includes(text);
		try {
			await app.until(() => seen('steps done'), 'the steps', 60_000);
			await app.until(() => !seen('reading'), 'the plan', 60_000);
			app.type('a');
			await app.see('[ Cancel ]', 30_000);
			app.type('\t');
			app.type(enter);
			const ends = ['The cluster is healthy, after', 'The run ended early'];
			await app.until(() => ends.some(seen), 'the end of the run', long);
			const good = seen(ends[0] ?? '');
			const line =
				app
					.screen()
					.split('\n')
					.find(text => ends.some(end => text.includes(end)))
					?.trim() ?? '';
			app.type('q');
			const {exitCode} = await app.closed(30_000);
			return {
				exit: exitCode,
				finding: line
					.replace(/after [\d.:]+( m| s)*/g, 'after N s')
					.replace(/\s+/g, ' ')
					.replaceAll(/[│┃|─━]/g, '')
					.trim(),
				right: good && exitCode === 0,
			};
		} catch (error) {
			return {exit: null, finding: String(error).split('\n')[0] ?? '', right: false};
		} finally {
			if (!app.exit()) app.kill('SIGKILL');
		}
	},
};

/** Asks until every broken pod has its cause: a crash loop and a mount that fails take up to half a minute to be told. */
const broken: Step = {
	name: 'causes of broken pods',
	realOnly: true,
	async run(host) {
		await breakPods(host);
		const end = Date.now() + 120_000;
		for (;;) {
			const {exit, json} = await ask(host, ['status']);
			const found = Object.entries(brokenPods).map(([name, {cause}]) => {
				const seen = json?.troubles?.find(one => one.namespace === 'broken' && one.name === name);
				return {name, cause, seen: seen?.cause ?? 'nothing'};
			});
			const right = exit === 0 && found.every(({cause, seen}) => cause === seen);
			if (right || Date.now() > end)
				return {exit, finding: found.map(({name, seen}) => `${name} ${seen}`).join(', '), right};
			await sleep(3000);
		}
	},
};

/** `why` of some sixty objects, each broken in its own way, and of a few that are well. */
const whys: Step = {
	name: 'why, of what is broken',
	realOnly: true,
	async run(host) {
		await breakAll(host);
		const wrong = await causesOf(host, 240_000);
		return {
			exit: 0,
			finding: `${brokenObjects.length} asked; wrong: ${wrong.map(one => `${one.ask} ${one.wrong}`).join(', ') || 'none'}`,
			right: wrong.length === 0,
		};
	},
};

/** Ctrl-c four seconds after the service was started: the stop that an undo then asks for meets a start, and the unit fails. */
const interrupted: Step = {
	name: 'install, interrupted at its start',
	async run(host) {
		const {exit, stdout} = await host.exec(
			[
				'bash',
				'-c',
				`set -m; ${host.tuiArgv.join(' ')} install --yes >/run/k0s-walk.out 2>&1 & pid=$!
				for try in $(seq 600); do systemctl -q is-active k0scontroller && break; sleep 0.5; done; sleep 4
				kill -INT $pid; wait $pid; echo $?`,
			],
			{milliseconds: long},
		);
		return {exit, finding: `exit ${stdout.trim()}`, right: stdout.trim() === '130'};
	},
};

const afterUndo = (name: string): Step =>
	plain(
		name,
		'systemctl show k0scontroller -p LoadState,ActiveState | sort | tr "\\n" " "; pgrep -x etcd >/dev/null && echo etcd lives || echo no etcd',
		text => text.trim(),
		found => found === 'ActiveState=inactive LoadState=not-found no etcd',
	);

/** Each screen left alone: no program of k0s, and little else. The rate of the processor is of this machine, so no part of the finding. */
const rest = (screen: string, ready: string): Step => ({
	name: `${screen} at rest`,
	async run(host) {
		const found = await atRest(host, screen, ready);
		console.error(`      ${screen}: ${found.measured}`);
		return {exit: 0, finding: found.finding, right: found.right};
	},
});

const walk: readonly Step[] = [
	command('check, before', ['check'], summary),
	byScreen,
	command('status', ['status', '--wait=300'], pods, 0, healthy),
	command(
		'network',
		['network'],
		json =>
			`${json.namespaces.filter(one => one.pod).length} namespaces of pods; bridge ${json.interfaces.some(one => one.name === 'kube-bridge') ? 'kube-bridge' : 'none'}`,
		0,
		found => !found.startsWith('0 ') && found.endsWith('kube-bridge'),
	),
	command(
		'nftables',
		['nftables'],
		json =>
			`chains of kube-proxy ${json.tables.some(one => one.chains.some(chain => chain.name.startsWith('KUBE-SVC-')))}, of kube-router ${json.tables.some(one => one.chains.some(chain => chain.name.startsWith('KUBE-POD-FW-')))}`,
		0,
		found => !found.includes('false'),
	),
	// The stand-in's coredns answers nobody.
	command(
		'demo --keep',
		['demo', '--keep', '--skip', 'pod-name', '--yes'],
		json => json.rungs.map(one => `${one.id} ${one.result}`).join(', '),
		0,
		found => !/fail/.test(found),
	),
	{
		...command(
			'demo --keep, with the name',
			['demo', '--keep', '--yes'],
			json => json.rungs.map(one => `${one.id} ${one.result}`).join(', '),
			0,
			found => found.includes('pod-name pass'),
		),
		realOnly: true,
	},
	command(
		'path default/demo',
		['path', 'default/demo'],
		json => `${json.verdict}, ${json.endpoints.length} endpoint`,
		0,
		found => found === 'dnat, 1 endpoint',
	),
	command(
		'trace default/demo',
		['trace', 'default/demo', '--yes'],
		json => `${json.verdict}${json.by ? ` by ${json.by.chain}` : ''}`,
		0,
	),
	command(
		'trace default/demo from a pod',
		['trace', 'default/demo', '--from', '10.244.0.2', '--yes'],
		json => `${json.verdict}${json.by ? ` by ${json.by.chain}` : ''}`,
		0,
	),
	...[
		['host', 'svc/default/demo'],
		['kube-system/coredns', 'svc/default/demo'],
		['kube-system/coredns', 'svc/default/kubernetes'],
		['kube-system/coredns', 'svc/kube-system/kube-dns'],
		['kube-system/coredns', 'host:10250'],
	].map(([from = '', to = '']) => reach(from, to)),
	{
		...command(
			'backup',
			['backup', '--out', '/root/backups', '--yes'],
			json => steps(json),
			0,
			found => found.endsWith('every step'),
		),
		realOnly: true,
	},
	command('check, running', ['check'], summary),
	plain(
		'delete the demo',
		'k0s kubectl delete deployment,service demo --wait && k0s kubectl wait --for=delete pod -l app=demo --timeout=60s',
	),
	broken,
	{...plain('delete the broken pods', mendPods), realOnly: true},
	whys,
	{...plain('delete what is broken', mendAll), realOnly: true},
	rest('status', 'coredns'),
	rest('network', 'cni-'),
	rest('nftables', ' rules'),
	plain('k0s stop', 'k0s stop'),
	command('status, stopped', ['status'], pods, 1, found => found.startsWith('stopped')),
	command('check, stopped', ['check'], summary),
	plain('k0s start', 'k0s start'),
	command('status --wait', ['status', '--wait=300'], pods, 0, healthy),
	command('undo', ['undo', '--yes'], steps, 0),
	afterUndo('after undo'),
	interrupted,
	command('undo what was interrupted', ['undo', '--yes'], steps, 0),
	afterUndo('after that undo'),
	command('install again', ['install', '--yes'], steps, 0, healthy),
	command('status, again', ['status', '--wait=300'], pods, 0, healthy),
	command('reset', ['reset', '--yes'], leftovers, 0),
	plain(
		'what is there after the reset',
		remains,
		text => text.trim() || 'nothing',
		found => found === 'nothing',
	),
	command('check, after reset', ['check'], summary),
	plain("the administrator's file", 'ls /etc/k0s/containerd.d 2>/dev/null || echo none', text => text.trim()),
	command('install after reset', ['install', '--yes'], steps, 0, healthy),
	command('status, at the end', ['status', '--wait=300'], pods, 0, healthy),
	command('report', ['report', '--out', '/root/runbook.md'], json => `written: ${json.file}`, 0),
];

async function main(): Promise<number> {
	const {values} = parseArgs({
		options: {
			standin: {type: 'boolean'},
			json: {type: 'string'},
			compare: {type: 'string'},
			only: {type: 'string', multiple: true},
			hold: {type: 'boolean'},
		},
	});
	if (!loaded.spawn) throw new Missing(`no pseudo-terminal: ${loaded.reason}`);
	const begin = Date.now();
	const place = await (values.standin ? standInPlace() : realPlace());
	const stop = () => {
		place.down();
		process.exit(130);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
	const rows: Row[] = [];
	console.log(
		`On ${place.what}, in a test host of its own (${process.env['TESTHOST_SUITE'] ?? "this machine's Debian"}).`,
	);
	try {
		if (values.standin)
			await place.host.must([
				'sh',
				'-c',
				'mkdir -p /etc/k0s/containerd.d && echo "version = 2" >/etc/k0s/containerd.d/testhost.toml',
			]);
		await place.host.must(['sh', '-c', remains]);
		const wanted = walk.filter(
			({name, realOnly}) => !(values.standin && realOnly) && (values.only?.some(word => name.includes(word)) ?? true),
		);
		for (const {name, run} of wanted) {
			const at = Date.now();
			const {exit, finding, right} = await run(place.host).catch((error: unknown) => ({
				exit: null,
				finding: String(error).split('\n')[0] ?? '',
				right: false,
			}));
			const row = {step: name, exit, seconds: (Date.now() - at) / 1000, finding, right};
			rows.push(row);
			console.error(`${right ? 'ok ' : '!  '} ${row.seconds.toFixed(1).padStart(6)} s  ${name}: ${finding}`);
		}
		if (values.hold) {
			console.error(
				`The host ${place.host.name} stays until ctrl-c: test/testhost/testhost exec --name ${place.host.name}`,
			);
			for (;;) await sleep(60_000);
		}
	} finally {
		place.down();
	}

	console.log(`\n${table(rows)}\n`);
	const wrong = rows.filter(row => !row.right).length;
	console.log(`${rows.length} steps, ${wrong} not right, ${Math.round((Date.now() - begin) / 1000)} s`);
	if (values.json) writeFileSync(values.json, `${JSON.stringify({on: place.what, rows}, null, '\t')}\n`);
	if (values.compare) {
		const other = JSON.parse(readFileSync(values.compare, 'utf8')) as {on: string; rows: readonly Row[]};
		const found = compare(rows, other.rows);
		console.log(
			found.length === 0 ? `\nThe same as on ${other.on}.` : `\nNot the same as on ${other.on}:\n${found.join('\n')}`,
		);
	}

	return wrong === 0 ? 0 : 1;
}

main().then(
	code => process.exit(code),
	(error: unknown) => {
		console.error(error instanceof Missing ? `test:k0s: cannot run here: ${error.message}` : error);
		process.exit(error instanceof Missing ? 77 : 1);
	},
);
