import type {LayerSubject} from '../../model/layers/subject.js';
import {hostKey, netnsKey} from '../../model/network-keys.js';
import {parsePlace} from '../../model/reach/place.js';
import type {PacketsSubject} from '../packets/watched.js';

/** A place as `reach` takes it (`pod/shop/web:80`, `10.0.0.3`): what `i` asks of it. Undefined: it has no layers of its own. */
export function layersOfPlace(text: string): LayerSubject | undefined {
	const place = parsePlace(text);
	switch (place?.kind) {
		case 'pod':
		case 'service':
			return {kind: place.kind, namespace: place.namespace, name: place.name};
		// Where no kind is named, `reach` takes the pod.
		case 'object':
			return {kind: 'pod', namespace: place.namespace, name: place.name};
		case 'address':
			return {kind: 'address', address: place.address};
		case 'netns':
			return {kind: 'netns', space: netnsKey(place.name)};
		case 'host':
			return {kind: 'netns', space: hostKey};
		default:
			return undefined;
	}
}

/** The same of what packets are watched of: a pod, a service, a namespace or a link by its names. */
export function layersOfWatched({name, link}: PacketsSubject): LayerSubject {
	const ofName = name !== undefined && name.includes('/') ? layersOfPlace(name) : undefined;
	if (ofName) return ofName;
	const space = name === undefined || name === 'host' ? hostKey : name;
	return link === undefined ? {kind: 'netns', space} : {kind: 'link', space, name: link};
}
