import {controlPlane} from './cluster/view.js';
import {later, since, type Moment} from './moment.js';

/** The journal of the k0s unit, told from how far its start is; other units have nothing to say. */

type Line = {after: number; process: string; text: string};

/** k0s's own lines of a first start, at simulated milliseconds after it. */
const script: ReadonlyArray<readonly [after: number, component: string, message: string]> = [
	[300, '', 'using storage backend etcd'],
	[600, 'certificates', 'initializing certificates'],
	[1200, 'etcd', 'Starting etcd'],
	[1700, 'konnectivity', 'Starting konnectivity'],
	[1900, 'kube-apiserver', 'Starting kube-apiserver'],
	[2000, 'status', 'Listening address /run/k0s/status.sock'],
	[4000, 'kube-apiserver', 'kube-apiserver is ready'],
	[4300, 'kube-scheduler', 'Starting kube-scheduler'],
	[4400, 'kube-controller-manager', 'Starting kube-controller-manager'],
	[4700, 'containerd', 'Starting containerd'],
	[4900, 'kubelet', 'Starting kubelet'],
	[5000, 'kubelet', 'I1009 node registered'],
	[10_000, 'kubelet', 'I1009 node became ready'],
];

function linesOf(moment: Moment): Line[] {
	const {startedAt, pid} = moment.state.k0s;
	if (startedAt === null) return [];
	const time = (after: number): string =>
		new Date(later(moment, startedAt, after)).toISOString().slice(0, 19).replace('T', ' ');
	const started: Line = {
		after: 0,
		process: 'systemd[1]',
		text: 'Started k0scontroller.service - k0s - Zero Friction Kubernetes.',
	};
	const process = `k0s[${pid}]`;
	if (controlPlane(moment) === 'crashing') {
		const words = moment.faults.startCrash ?? '';
		const lines: Line[] = [];
		for (let after = 0; after <= since(moment, startedAt); after += 10_000) {
			lines.push(
				{...started, after},
				{after: after + 400, process, text: `time="${time(after + 400)}" level=info msg="using storage backend etcd"`},
				{after: after + 700, process, text: `Error: ${words}`},
				{
					after: after + 710,
					process: 'systemd[1]',
					text: 'k0scontroller.service: Main process exited, code=exited, status=1/FAILURE',
				},
				{after: after + 720, process: 'systemd[1]', text: "k0scontroller.service: Failed with result 'exit-code'."},
			);
		}

		return lines;
	}

	return [
		started,
		...script.map(([after, component, message]) => ({
			after,
			process,
			text: `time="${time(after)}" level=info msg="${message}"${component === '' ? '' : ` component=${component}`}`,
		})),
	];
}

export function journalLines(moment: Moment, unit: string, count: number, form: 'short' | 'short-iso'): string[] {
	const {startedAt} = moment.state.k0s;
	if (unit !== 'k0scontroller.service' || startedAt === null) return [];
	const elapsed = since(moment, startedAt);
	return linesOf(moment)
		.filter(({after}) => after <= elapsed)
		.slice(-count)
		.map(({after, process, text}) => {
			const date = new Date(later(moment, startedAt, after));
			const stamp =
				form === 'short-iso'
					? date.toISOString().replace(/\.\d+Z$/, '+0000')
					: `${date.toUTCString().slice(8, 11)} ${date.toISOString().slice(8, 10)} ${date.toISOString().slice(11, 19)}`;
			return `${stamp} ${moment.state.hostname.split('.')[0]} ${process}: ${text}`;
		});
}
