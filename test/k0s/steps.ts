import {afterUndo, broken, byScreen, interrupted, rest, traceFromPod, whys} from './acts.js';
import {mendPods} from './broken.js';
import {browseSteps} from './browse.js';
import {whyByKeys} from './browse-why.js';
import {mendAll} from './causes.js';
import {healthy, leftovers, pods, reach, steps, summary} from './findings.js';
import {kindSteps} from './kind-steps.js';
import {remains} from './remains.js';
import {command, plain, type Step} from './step.js';
import {upkeepSteps} from './upkeep-steps.js';

/** Of pods that were deleted the runtime takes containers away for a while yet, and Status tells of each: that is no rest. */
const still = `last= same=0
for try in $(seq 60); do
	now=$(k0s ctr -n k8s.io containers ls -q | sort)
	if [ "$now" = "$last" ]; then same=$((same + 1)); else same=0; fi
	[ "$same" -ge 6 ] && exit 0
	last=$now
	sleep 5
done
exit 1`;

/** The walk, in its order. */
export const walk: readonly Step[] = [
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
	traceFromPod,
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
	...kindSteps,
	...browseSteps,
	...upkeepSteps,
	command('check, running', ['check'], summary),
	plain(
		'delete the demo',
		'k0s kubectl delete deployment,service demo --wait && k0s kubectl wait --for=delete pod -l app=demo --timeout=60s',
	),
	broken,
	{...plain('delete the broken pods', mendPods), realOnly: true},
	whys,
	whyByKeys,
	{...plain('delete what is broken', mendAll), realOnly: true},
	{...plain('until no container comes or goes', still), realOnly: true},
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
