import type {Outcome} from '../../command/outcome.js';
import type {K0sStatus} from '../../facts/cluster.js';
import {asNumber, asObject, asText, asTexts, at} from '../json-value.js';
import {withoutDuplicates} from '../json-duplicates.js';
import {firstLine, notOk} from '../reading.js';
import {known, unknown, type Reading} from '../../facts/reading.js';

/**
 * `k0s status --out json`, or its text form (k0s 1.34 to 1.36). Unknown: `timed-out` while the control plane starts,
 * `not-running` when the socket is not there, `not-installed` without k0s. Asked by an ordinary user k0s looks at another
 * path, so that its "not running" means nothing: then it is `needs-root`.
 */
export function readK0sStatus(outcome: Outcome): Reading<K0sStatus> {
	if (outcome.kind === 'not-found') return unknown('not-installed', 'k0s');
	if (outcome.kind === 'failed') {
		const words = firstLine(outcome.stderr);
		if (words.includes('/var/lib/k0s/run/status.sock')) return unknown('needs-root', words);
		if (/status\.sock.*(no such file or directory|connection refused)/.test(words))
			return unknown('not-running', words);
	}

	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'k0s status');
	// k0s may write a warning (`WARN[0000] ...`) before it.
	const json = /^\{/m.exec(outcome.stdout)?.index;
	return json === undefined ? fromText(outcome.stdout) : fromJson(outcome.stdout.slice(json));
}

function fromJson(text: string): Reading<K0sStatus> {
	let parsed: unknown;
	// Of a field that stands there twice nobody knows which one holds.
	const {keys: twice} = withoutDuplicates(text);
	if (twice.length > 0) return unknown('unreadable', `k0s status: ${twice.join(', ')} twice`);
	try {
		parsed = JSON.parse(text);
	} catch {
		return unknown('unreadable', firstLine(text).slice(0, 200));
	}

	const status = asObject(parsed);
	const version = asText(status['Version']);
	const pid = asNumber(status['Pid']);
	if (version === null || pid === null || !isPid(pid)) return unknown('unreadable', firstLine(text).slice(0, 200));
	const workloads = asBoolean(status['Workloads']);
	const api = asObject(status['WorkerToAPIConnectionStatus']);
	const spec = at(status, 'ClusterConfig', 'spec');
	const network = at(spec, 'network');
	const args = asTexts(status['Args']);
	const storage = asText(at(spec, 'storage', 'type'));
	const dualStack = asBoolean(at(network, 'dualStack', 'enabled'));
	return known({
		version,
		pid,
		role: asText(status['Role']) ?? '',
		workloads,
		singleNode: asBoolean(status['SingleNode']),
		// A controller without workloads has no worker that could be connected: its `false` says nothing.
		apiReachable: workloads === false ? null : asBoolean(api['Success']),
		apiError: asText(api['Message']) ?? '',
		args,
		podCidr: asText(at(network, 'podCIDR')),
		serviceCidr: asText(at(network, 'serviceCIDR')),
		kubeProxyMode: asText(at(network, 'kubeProxy', 'mode')),
		apiAddress: asText(at(spec, 'api', 'address')),
		networkProvider: asText(at(network, 'provider')),
		disabledComponents: [...disabledBy(args), ...(at(network, 'kubeProxy', 'disabled') === true ? ['kube-proxy'] : [])],
		dataDir: asText(at(status, 'K0sVars', 'DataDir')),
		...(storage !== null && {storage}),
		...(dualStack !== null && {dualStack}),
	});
}

/** A process that runs; 0 is what a field that is empty comes to. */
const isPid = (pid: number): boolean => Number.isSafeInteger(pid) && pid > 0;

/** A field that a version does not print is not false. */
const asBoolean = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);

/** `--disable-components a,b`, in one word or two. */
function disabledBy(args: readonly string[]): string[] {
	return args.flatMap((word, index) => {
		if (word === '--disable-components') return (args[index + 1] ?? '').split(',');
		return word.startsWith('--disable-components=') ? word.slice('--disable-components='.length).split(',') : [];
	});
}

function fromText(text: string): Reading<K0sStatus> {
	const fields = new Map(
		text.split('\n').flatMap(line => {
			const match = /^([^:]+):\s*(.*?)\s*$/.exec(line);
			return match ? [[match[1] ?? '', match[2] ?? ''] as const] : [];
		}),
	);
	const version = fields.get('Version');
	const pid = Number(fields.get('Process ID'));
	if (version === undefined || !isPid(pid)) return unknown('unreadable', firstLine(text).slice(0, 200));
	const flag = (name: string): boolean | null => asBoolean({true: true, false: false}[fields.get(name) ?? '']);
	const workloads = flag('Workloads');
	return known({
		version,
		pid,
		role: fields.get('Role') ?? '',
		workloads,
		singleNode: flag('SingleNode'),
		apiReachable: workloads === false ? null : flag('Kube-api probing successful'),
		apiError: fields.get('Kube-api probing last error') ?? '',
		args: [],
		podCidr: null,
		serviceCidr: null,
		kubeProxyMode: null,
		apiAddress: null,
		networkProvider: null,
		disabledComponents: [],
		dataDir: null,
	});
}
