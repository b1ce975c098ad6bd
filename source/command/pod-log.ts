import {command, type Command} from './command.js';

/** Kubernetes names (RFC 1123) and a uid: nothing else may become part of a path. */
const name = /^[a-z\d]([a-z\d.-]{0,251}[a-z\d])?$/;
const uid = /^[\da-f-]{1,64}$/i;

/**
 * The end of a container's log as the kubelet keeps it (/var/log/pods, k0s 1.34): no k0s program, and no API or
 * konnectivity that may be the very thing that is broken. `run`: 0 for its first, as `restartCount` counts. Undefined: the
 * names are none that Kubernetes gives.
 */
export function podLogTail(
	pod: {readonly namespace: string; readonly name: string; readonly uid: string},
	container: string,
	run: number,
	lines: number,
): Command | undefined {
	if (![pod.namespace, pod.name, container].every(each => name.test(each)) || !uid.test(pod.uid)) return undefined;
	const folder = `/var/log/pods/${pod.namespace}_${pod.name}_${pod.uid}`;
	return command(['tail', '-n', String(lines), '--', `${folder}/${container}/${run}.log`], 'pod-log', {
		root: true,
		maxOutput: 256 * 1024,
	});
}
