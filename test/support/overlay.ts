import {status} from '../../source/commands/status.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {headerOf, recordedOf, type RecordedOutcome, type Recording} from '../../source/host/recording.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';
import {sample} from './samples.js';
import {itemsOf} from './why-answers.js';

/** Answers that take the place of a recording's own. */
export type Case = {
	readonly replaces: ReadonlyArray<
		Pick<RecordedOutcome, 'argv' | 'kind' | 'exit' | 'stdout' | 'stderr'> & {readonly at?: number}
	>;
};

/** A recording of the healthy simulated host, as far as Status asks, with the answers of a case laid over it. */
export async function overlaid({replaces}: Case): Promise<Recording> {
	const outcomes: RecordedOutcome[] = [];
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000}), {
		record: {
			record: (command, outcome) => outcomes.push(recordedOf(command, outcome)),
			async close() {},
		},
	});
	const {signal} = new AbortController();
	await status.run({runner, text: await catalogue('en'), settings: settingsFrom({}), signal, say() {}}, {}, []);
	await runner.close();
	const key = ({argv}: {readonly argv: readonly string[]}): string => JSON.stringify(argv);
	const own = new Set(replaces.map(each => key(each)));
	const [like] = outcomes;
	if (!like) throw new Error('nothing was recorded');
	return {
		header: headerOf('case', 0),
		outcomes: [...outcomes.filter(each => !own.has(key(each))), ...replaces.map(each => ({...like, ...each}))],
		skipped: 0,
	};
}

const list = (items: readonly unknown[]): string => JSON.stringify({apiVersion: 'v1', kind: 'List', items});

/** What a real k0s 1.34.1 answered while one of its pods was broken (test/samples/real-k0s/pods), a minute after the last word on it. */
export function realPod(name: string, hasEvents: boolean): Case {
	const pods = itemsOf(`real-k0s/pods/${name}.json`);
	const events = hasEvents ? itemsOf(`real-k0s/pods/events-${name.replace(/^pod-/, '')}.json`) : [];
	const stamps = JSON.stringify([pods, events]).match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g) ?? [];
	const at = Math.max(...stamps.map(stamp => Date.parse(stamp))) + 60_000;
	const answered = (what: string, stdout: string) => ({
		...{argv: ['k0s', 'kubectl', 'get', ...what.split(' '), '-o', 'json'], kind: 'ok' as const, exit: 0, stdout},
		...{stderr: '', at},
	});
	return {
		replaces: [
			answered('all -A', list(pods)),
			answered('nodes', sample('k0s/v1.34.1-real/kubectl-get-nodes.json')),
			answered('events -A', list(events)),
		],
	};
}
