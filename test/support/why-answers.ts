import {why} from '../../source/commands/why.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {catalogue, type Language} from '../../source/text/text.js';
import {fakeRunner} from './fake-runner.js';
import {sample} from './samples.js';

/** A host whose API has what a real k0s 1.34.1 answered about a broken pod (test/samples/real-k0s/pods), or objects like it. */

type Json = Readonly<Record<string, unknown>>;
type Answer = Parameters<typeof fakeRunner>[0];

export type Told = {
	readonly pods?: readonly Json[];
	readonly events?: readonly Json[];
	readonly nodes?: readonly Json[];
	readonly leases?: readonly Json[];
	/** By kind: Deployment, ReplicaSet ... */
	readonly workloads?: Readonly<Record<string, readonly Json[]>>;
	/** Lines of the log that `tail` prints. */
	readonly log?: string;
	/** Objects that are there: `secret default/db`. */
	readonly present?: readonly string[];
	/** Asked first. */
	readonly instead?: Answer;
};

const list = (kind: string, items: readonly Json[] = []): string =>
	JSON.stringify({kind: `${kind}List`, apiVersion: 'v1', metadata: {resourceVersion: '1'}, items});

export const itemsOf = (file: string): readonly Json[] => {
	const read = JSON.parse(sample(file)) as Json;
	return Array.isArray(read['items']) ? (read['items'] as Json[]) : [read];
};

const kinds: Readonly<Record<string, string>> = {
	daemonsets: 'DaemonSet',
	deployments: 'Deployment',
	replicasets: 'ReplicaSet',
	statefulsets: 'StatefulSet',
	jobs: 'Job',
	cronjobs: 'CronJob',
};

export const hostOf = (told: Told) =>
	fakeRunner(argv => {
		const first = told.instead?.(argv);
		if (first !== undefined) return first;
		const raw = /^k0s kubectl get --raw (\S+)$/.exec(argv)?.[1];
		if (raw === '/api/v1/pods') return list('Pod', told.pods);
		const kind = kinds[raw?.split('/').at(-1) ?? ''];
		if (kind !== undefined) return list(kind, told.workloads?.[kind]);
		if (argv.startsWith('k0s kubectl get events')) return list('Event', told.events);
		if (argv.startsWith('k0s kubectl get nodes')) return list('Node', told.nodes);
		if (argv.startsWith('k0s kubectl get leases')) return list('Lease', told.leases);
		if (argv.startsWith('tail '))
			return told.log ?? {kind: 'failed', exit: 1, stderr: 'tail: cannot open: No such file or directory'};
		const asked = /^k0s kubectl get (\S+) (\S+) -n (\S+) -o name$/.exec(argv);
		if (asked) {
			const [, what = '', name = '', namespace = ''] = asked;
			return told.present?.includes(`${what} ${namespace}/${name}`)
				? `${what}/${name}\n`
				: {kind: 'failed', exit: 1, stderr: `Error from server (NotFound): ${what}s "${name}" not found\n`};
		}

		return {kind: 'failed', exit: 1, stderr: `Error from server (NotFound): ${argv}`};
	});

/** `why TARGET` on such a host. */
export async function askWhy(target: string, told: Told, lang: Language = 'en') {
	const runner = hostOf(told);
	const text = await catalogue(lang);
	const {signal} = new AbortController();
	const answer = await why.run({runner, text, settings: settingsFrom({}), signal, say() {}}, {}, [target]);
	return {
		...answer,
		reason: answer.json['reason'] as string | undefined,
		asked: runner.asked,
		text: answer.lines.join('\n'),
	};
}
