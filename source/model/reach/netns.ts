import type {Namespace} from '../../facts/network.js';
import type {Failure} from './failure.js';
import type {ReachWorld} from './facts.js';
import {namespaceFile, type Space} from './homes.js';
import {parsePlace, type Place} from './place.js';

/** A network namespace of this host by its name in /run/netns, or by its inode as `lsns` and /proc print it. */
export function netnsNamed(world: Pick<ReachWorld, 'topology'>, name: string): Space | Failure {
	const command = ['ip', 'netns', 'list'];
	if (!world.topology.known) return {kind: 'unknown', reasons: [{kind: 'netns-unknown', about: [name], command}]};
	const namespace = world.topology.value.namespaces.find(each => namesOf(each).includes(name));
	if (!namespace) return {kind: 'blocked', reasons: [{kind: 'no-netns', about: [name], command}]};
	const {pod} = namespace;
	return {pod: pod && `${pod.namespace}/${pod.name}`, file: namespaceFile(namespace), namespace};
}

const namesOf = ({name, inode}: Namespace): ReadonlyArray<string | null> => [
	name,
	inode === null ? null : inodeName(inode),
];

const inodeName = (inode: number | string): string => `net:[${inode}]`;

/** What `netns/…` calls it; undefined: it has neither name nor inode, so nobody can. */
export function netnsText({name, inode}: Pick<Namespace, 'name' | 'inode'>): string | undefined {
	if (name !== null) return `netns/${name}`;
	return inode === null ? undefined : `netns/${inodeName(inode)}`;
}

/** Named ones in which no pod is known: what a person or another program made. A number tells nobody which it is. */
export function netnsPlaces({topology}: Pick<ReachWorld, 'topology'>): readonly Place[] {
	const all = topology.known ? topology.value.namespaces : [];
	return all.flatMap(namespace => {
		const text = namespace.pod === null && namespace.name !== null ? netnsText(namespace) : undefined;
		return text === undefined ? [] : (parsePlace(text) ?? []);
	});
}
