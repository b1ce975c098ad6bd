import {controlPlane} from '../cluster/view.js';
import {since} from '../moment.js';
import {isWorker} from '../unit-arguments.js';
import {nodeAddress} from '../seed/cluster.js';
import {kubectlRaw} from './follow.js';
import {kubectlPatch} from './kubectl-patch.js';
import {kubectlCreate, kubectlDelete, kubectlExpose, kubectlLabel} from './kubectl-change.js';
import {kubectlDescribe} from './kubectl-describe.js';
import {kubectlCordon, kubectlDrain, kubectlEvict, kubectlRollout, kubectlScale} from './kubectl-operate.js';
import {kubectlLogs} from './kubectl-logs.js';
import {kubectlGet} from './kubectl-get.js';
import {apiResources, kubectlServerTable} from './kubectl-server-table.js';
import {columns, fail, ok, parseArguments, type Call, type Result} from './tool.js';

/** `k0s kubectl` (kubectl 1.34): get, create deployment, create -f - (a deployment), expose, delete, label, version, wait and rollout status. */
export async function kubectl(call: Call): Promise<Result> {
	const {options, words} = parseArguments(call.argv.slice(1), [
		'-n',
		'--namespace',
		'-o',
		'--output',
		'-l',
		'--selector',
		'--field-selector',
		'--image',
		'--port',
		'--type',
		'--timeout',
		'--for',
		'--request-timeout',
		'--name',
		'--replicas',
		'--session-affinity',
		'--external-ip',
		'--labels',
		'-f',
		'--filename',
		'-p',
		'--patch',
		'--kubeconfig',
		'--raw',
		'-c',
		'--tail',
		'--since',
	]);
	const moment = call.moment();
	const {state} = moment;
	const plane = controlPlane(moment);
	const {cluster} = state;
	// A worker has the kubelet's kubeconfig alone, and a controller's is not there.
	const wanted = options.get('--kubeconfig');
	if (isWorker(state) && wanted !== '/var/lib/k0s/kubelet.conf') {
		return fail(
			1,
			'Error: cannot stat k0s kubeconfig, is the server running?: stat /var/lib/k0s/pki/admin.conf: no such file or directory',
		);
	}

	if (isWorker(state) && state.files['/var/lib/k0s/kubelet.conf'] === undefined) {
		return fail(1, 'error: stat /var/lib/k0s/kubelet.conf: no such file or directory');
	}

	if (cluster === null || plane === 'booting' || (plane === 'crashing' && since(moment, cluster.node.at) < 0)) {
		return fail(
			1,
			'Error: cannot stat k0s kubeconfig, is the server running?: stat /var/lib/k0s/pki/admin.conf: no such file or directory',
		);
	}

	if (plane !== 'up') {
		const host = options.has('--server') ? options.get('--server') : 'localhost:6443';
		return fail(1, `The connection to the server ${host ?? ''} was refused - did you specify the right host or port?`);
	}

	const path = options.get('--raw');
	if (words[0] === 'get' && path !== undefined) {
		return kubectlRaw(call, path, now => (controlPlane(now) === 'up' ? (now.state.cluster ?? undefined) : undefined));
	}

	if (call.direct?.kind === 'api' && call.direct.table) {
		return kubectlServerTable(call, call.direct.path, options, now =>
			controlPlane(now) === 'up' ? (now.state.cluster ?? undefined) : undefined,
		);
	}

	const request = {call, moment, cluster, options, words: words.slice(1)};
	switch (words[0]) {
		case 'get': {
			return kubectlGet(request);
		}

		case 'describe': {
			return kubectlDescribe(request);
		}

		case 'logs': {
			return kubectlLogs(request);
		}

		case 'exec': {
			return fail(1, 'error: simulated: no container runs here, so nothing can be started in one');
		}

		case 'create': {
			if (path?.endsWith('/eviction')) return kubectlEvict(request, path);
			return kubectlCreate(request);
		}

		case 'expose': {
			return kubectlExpose(request);
		}

		case 'delete': {
			return kubectlDelete(request);
		}

		case 'scale': {
			return kubectlScale(request);
		}

		case 'rollout': {
			return kubectlRollout(request);
		}

		case 'drain': {
			return kubectlDrain(request);
		}

		case 'cordon':
		case 'uncordon': {
			return kubectlCordon(request, words[0] === 'cordon');
		}

		case 'patch': {
			return kubectlPatch(request);
		}

		case 'label': {
			return kubectlLabel(request);
		}

		case 'api-resources': {
			return ok(columns(apiResources(), 3));
		}

		case 'version': {
			return ok('Client Version: v1.34.1+k0s\nKustomize Version: v5.7.1\nServer Version: v1.34.1+k0s');
		}

		case 'cluster-info': {
			return ok(`Kubernetes control plane is running at https://${nodeAddress}:6443`);
		}

		default: {
			return fail(1, `error: unknown command "${words[0] ?? ''}" for "k0s kubectl"`);
		}
	}
}
