import {nameAsked} from '../../command/dns-ask.js';
import {namedService} from '../../model/reach/cluster-name.js';
import {liveServices, podPhase} from '../cluster/view.js';
import type {Moment} from '../moment.js';
import {nodeAddress} from '../seed/cluster.js';
import {fail, ok, type Call, type Result} from './tool.js';

/** `bash -c SCRIPT …` after `timeout` from a pod's network: a question to a DNS server, or what a fault keeps; undefined: the rules tell. */
export function fromPod(call: Call, seconds: number): Promise<Result> | undefined {
	const [, , script = '', address = '', asked = ''] = call.argv;
	const late = async (): Promise<Result> => {
		await call.sleep(seconds * 1000);
		return fail(124, '');
	};

	const {fromPod: fault} = call.moment().faults;
	if (script.includes('/dev/tcp/')) {
		return fault === (address === nodeAddress ? 'node' : 'service') ? late() : undefined;
	}

	if (nameAsked(asked) === undefined) return undefined;
	const answer = dnsAnswer(call.moment(), address, asked);
	return answer === undefined ? late() : Promise.resolve(ok(answer));
}

/** The bytes as od prints them; undefined: nobody answers. */
function dnsAnswer(moment: Moment, server: string, asked: string): string | undefined {
	const {faults, state} = moment;
	const services = state.cluster ? liveServices(moment, state.cluster) : [];
	const dns = services.find(each => each.namespace === 'kube-system' && each.name === 'kube-dns');
	const runs = state.cluster?.pods.some(
		pod => pod.labels['k8s-app'] === 'kube-dns' && podPhase(moment, pod) === 'ready',
	);
	if (dns?.clusterIp !== server || runs !== true || faults.fromPod === 'dns') return undefined;
	const name = namedService(nameAsked(asked) ?? '');
	const found =
		faults.fromPod === 'dns-wrong'
			? undefined
			: services.find(each => each.namespace === name?.namespace && each.name === name.name);
	const address = faults.fromPod === 'dns-stale' ? '10.96.0.9' : found?.clusterIp;
	const question = [...asked.matchAll(/\\x([\da-f]{2})/g)].map(([, hex]) => hex ?? '').slice(12);
	const hex = (address ?? '').split('.').map(part => Number(part).toString(16).padStart(2, '0'));
	const head = ['12', '34', '85', address === undefined ? '83' : '80', '00', '01', '00'];
	const bytes =
		address === undefined
			? [...head, '00', '00', '00', '00', '00', ...question]
			: [
					...head,
					'01',
					'00',
					'00',
					'00',
					'00',
					...question,
					...'c0 0c 00 01 00 01 00 00 00 05 00 04'.split(' '),
					...hex,
				];
	const rows = Array.from({length: Math.ceil(bytes.length / 16)}, (_, row) => bytes.slice(row * 16, row * 16 + 16));
	return rows.map(row => ` ${row.join(' ')}`).join('\n');
}
