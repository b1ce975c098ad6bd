import {endpoints} from '../cluster/view.js';
import {podPhase} from '../cluster/view.js';
import {downloadFile, site} from './download.js';
import type {Moment} from '../moment.js';
import {nodeAddress} from '../seed/cluster.js';
import type {ServicePortRecord, ServiceRecord} from '../state.js';
import {tables} from '../filter/tables.js';
import {fail, ok, parseArguments, type Call, type Result} from './tool.js';

/** curl 8.12: the node port, cluster IPs and pods of this host, and the sites that an installation needs. */

const valued = [
	'-o',
	'--output',
	'--max-time',
	'-m',
	'--connect-timeout',
	'--noproxy',
	'--proto',
	'--proto-redir',
	'--speed-limit',
	'--speed-time',
	'-C',
	'--retry',
	'-H',
	'-w',
	'--write-out',
	'-X',
];

export async function curl(call: Call): Promise<Result> {
	const {options, words} = parseArguments(call.argv.slice(1), valued);
	if (options.has('--version') || options.has('-V')) return ok('curl 8.12.1 (x86_64-redhat-linux-gnu) libcurl/8.12.1');
	const address = words[0];
	if (address === undefined) return fail(2, 'curl: (2) no URL specified');
	let url: URL;
	try {
		url = new URL(address.includes('://') ? address : `http://${address}`);
	} catch {
		return fail(3, 'curl: (3) URL rejected: Malformed input to a URL function');
	}

	const output = options.get('-o') ?? options.get('--output');
	const silent = [...options.keys()].some(option => option === '--silent' || /^-[a-zA-Z]*s/.test(option));
	const headers = [...options.keys()].some(option => option === '--head' || /^-[a-zA-Z]*I/.test(option));
	const known = site(call.moment(), url);
	const status = options.get('-w') ?? options.get('--write-out');
	const fails = [...options.keys()].some(option => option === '--fail' || /^-[a-zA-Z]*f/.test(option));
	if (known !== undefined)
		return downloadFile(call, url, known, {output, silent, headers, fails, status, continues: options.has('-C')});
	return local(call, url, silent, output, status);
}

const page = '<html><body><h1>It works!</h1></body></html>\n';

async function local(
	call: Call,
	url: URL,
	silent: boolean,
	output: string | undefined,
	status: string | undefined,
): Promise<Result> {
	const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
	const host = url.hostname;
	if (!/^[\d.]+$/.test(host) && host !== 'localhost') return fail(6, `curl: (6) Could not resolve host: ${host}`);
	await call.sleep(10);
	const moment = call.moment();
	const answer = answerAt(moment, host, port);
	if (answer === 'refused') {
		return fail(7, `curl: (7) Failed to connect to ${host} port ${port} after 0 ms: Could not connect to server`);
	}

	if (answer === 'silent') {
		await call.sleep(5000);
		return fail(28, `curl: (28) Connection timed out after 5001 milliseconds`);
	}

	const {state, now} = moment;
	if (output !== undefined && output !== '/dev/null') {
		state.files[output] = {type: 'file', text: page, mode: 0o644, at: now};
	}

	void silent;
	const trailer = status === undefined ? '' : status.replaceAll('%{http_code}', '200').replaceAll(String.raw`\n`, '\n');
	return ok(output === undefined ? page + trailer : trailer);
}

/** Follows the rules of this moment: without them nobody answers at a node port. */
function answerAt(moment: Moment, host: string, port: number): 'answered' | 'refused' | 'silent' {
	const {cluster} = moment.state;
	if (cluster === null) return 'refused';
	const own = host === '127.0.0.1' || host === 'localhost' || host === nodeAddress;
	const translated = tables(moment).length > 0;
	for (const service of cluster.services) {
		for (const one of service.ports) {
			const byNode = own && one.nodePort === port;
			const byCluster = service.clusterIp === host && one.port === port;
			if (!byNode && !byCluster) continue;
			if (!translated) return byNode ? 'refused' : 'silent';
			return through(moment, service, one, byNode);
		}
	}

	const pod = cluster.pods.find(({ip, hostNetwork}) => ip === host && !hostNetwork);
	if (pod) return podPhase(moment, pod) === 'ready' && pod.port === port ? 'answered' : 'refused';
	return 'refused';
}

function through(
	moment: Moment,
	service: ServiceRecord,
	port: ServicePortRecord,
	byNode: boolean,
): 'answered' | 'refused' {
	const {cluster} = moment.state;
	if (cluster === null || endpoints(moment, cluster, service, port, nodeAddress).length === 0) return 'refused';
	service.connected = [...(service.connected ?? []).slice(-99), {at: moment.now, node: byNode}];
	if (byNode) service.nodeConnections++;
	else service.clusterConnections++;
	return 'answered';
}
