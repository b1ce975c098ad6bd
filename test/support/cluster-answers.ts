import type {Outcome} from '../../source/command/outcome.js';
import {readPods} from '../../source/read/kubectl/get.js';
import {must, tasksOf} from './cluster.js';
import type {Answers} from './fake-runner.js';
import {outcomeOf, sample} from './samples.js';

type Answer = Partial<Outcome> | string | undefined;

/** The guide's tasks, and those of the pods, which are another host's. */
function tasks(): string {
	const pods = must(readPods(outcomeOf({stdout: sample('kubectl/1.34.5/get-all.json')})));
	const rows = tasksOf(pods).map(({id, pid, status}) => `${id}    ${pid}    ${status}`);
	return `${sample('guide/ctr-task-list.txt').trimEnd()}\n${rows.join('\n')}\n`;
}

/** What a healthy host answers, from the samples; `change` puts other answers in the place of some. */
export function healthyAnswers(change: Readonly<Record<string, Answer>> = {}): Answers {
	const table: Readonly<Record<string, Answer>> = {
		'id -u': '0\n',
		'uname -n': 'centos10.home.local\n',
		'k0s version': 'v1.34.1+k0s.0\n',
		'systemctl show k0scontroller': sample('systemd/252/show-active.txt'),
		'systemctl show k0sworker': sample('systemd/252/show-none.txt'),
		'k0s status': sample('k0s/1.34.1/status.json'),
		'k0s kubectl get nodes': sample('kubectl/1.34.5/get-nodes.json'),
		'k0s kubectl get leases': JSON.stringify({
			apiVersion: 'v1',
			kind: 'List',
			items: [
				{
					kind: 'Lease',
					metadata: {namespace: 'kube-node-lease', name: 'centos10.home.local'},
					spec: {holderIdentity: 'centos10.home.local', renewTime: '2026-11-23T04:31:20.123456Z'},
				},
			],
		}),
		// Booted ten years ago: only the wall clock tells when k0s began.
		'cat -- /proc/self/stat': `1 (cat) R${' 0'.repeat(18)} 31536000000 0\n`,
		'k0s kubectl get all': sample('kubectl/1.34.5/get-all.json'),
		'k0s ctr --connect-timeout 1s container list': sample('guide/ctr-container-list.txt'),
		'k0s ctr --connect-timeout 1s task list': tasks(),
		'k0s ctr --connect-timeout 1s image list': sample('guide/ctr-image-list.txt'),
		'k0s ctr --connect-timeout 1s container info': {kind: 'failed', stderr: 'ctr: container not found\n'},
		...change,
	};
	return argv => {
		const key = Object.keys(table).find(prefix => argv === prefix || argv.startsWith(`${prefix} `));
		return key === undefined ? undefined : table[key];
	};
}
