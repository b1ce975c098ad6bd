import {change, command, type Command} from './command.js';

/** `k0s ctr` (containerd 1.7). A missing socket costs 10 s without `--connect-timeout`. */

const ctr = (...rest: string[]): Command =>
	command(['k0s', 'ctr', '--connect-timeout', '1s', ...rest], `ctr-${rest[0]}-${rest[1]}`, {root: true});

export const containers = (): Command => ctr('container', 'list');
export const tasks = (): Command => ctr('task', 'list');
export const images = (): Command => ctr('image', 'list');
/** Takes the names of one image away; when no name is left, containerd removes what it consists of. */
export const removeImages = (names: readonly string[]): Command =>
	change(['k0s', 'ctr', 'images', 'rm', ...names], 'ctr-image-rm', {deadline: 60_000});
/** One container's labels (pod, namespace, container name) and its namespaces' paths. */
export const containerInfo = (id: string): Command => ctr('container', 'info', id);
/** What the guide runs, without the timeout: all that an old recording may hold. Costs 10 s where the socket is missing. */
export const guideList = (what: 'container' | 'task' | 'image'): Command =>
	command(['k0s', 'ctr', what, 'list'], `ctr-${what}-list`, {root: true});
