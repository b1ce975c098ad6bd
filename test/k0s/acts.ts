import {setTimeout as sleep} from 'node:timers/promises';
import {openSession} from '../support/session.js';
import {breakAll, brokenObjects, causesOf} from './causes.js';
import {breakPods, brokenPods} from './broken.js';
import {atRest} from './rest.js';
import {ask, long, plain, type Step} from './step.js';

// Steps that are more than one command.

const enter = '\r';

export const byScreen: Step = {
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
export const broken: Step = {
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
export const whys: Step = {
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
export const interrupted: Step = {
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

export const afterUndo = (name: string): Step =>
	plain(
		name,
		'systemctl show k0scontroller -p LoadState,ActiveState | sort | tr "\\n" " "; pgrep -x etcd >/dev/null && echo etcd lives || echo no etcd',
		text => text.trim(),
		found => found === 'ActiveState=inactive LoadState=not-found no etcd',
	);

/** From the address that CoreDNS has now: which one that is depends on which pods were made before it. */
export const traceFromPod: Step = {
	name: 'trace default/demo from a pod',
	async run(host) {
		const podIp = await host.must([
			...['k0s', 'kubectl', '-n', 'kube-system', 'get', 'pods', '-l', 'k8s-app=kube-dns'],
			...['-o', 'jsonpath={.items[0].status.podIP}'],
		]);
		const {exit, json} = await ask(host, ['trace', 'default/demo', '--from', podIp.trim(), '--yes']);
		const by = json?.by;
		return {exit, finding: `${json?.verdict}${by ? ` by ${by.chain}` : ''}`, right: exit === 0};
	},
};

/** Each screen left alone: no program of k0s, and little else. The rate of the processor is of this machine, so no part of the finding. */
export const rest = (screen: string, ready: string): Step => ({
	name: `${screen} at rest`,
	async run(host) {
		const found = await atRest(host, screen, ready);
		console.error(`      ${screen}: ${found.measured}`);
		return {exit: 0, finding: found.finding, right: found.right};
	},
});
