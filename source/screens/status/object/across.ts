import type {ObjectName} from '../../../command/kubectl.js';
import type {EndedContainer} from '../../../model/ended-container.js';
import type {LayerSubject} from '../../../model/layers/subject.js';
import type {Services} from '../../services.js';
import {whyOf} from './target-of.js';

/** What `i` asks of an object of the API; undefined: its kind has nothing on other layers. */
export function layersOf(
	object: ObjectName | undefined,
	labels: Readonly<Record<string, string>> = {},
): LayerSubject | undefined {
	if (!object) return undefined;
	const {kind, what, namespace, name} = object;
	if (namespace === null) return undefined;
	if (kind === 'Service' && /^services?$/.test(what)) return {kind: 'service', namespace, name};
	if (kind === 'Endpoints' && what === 'endpoints') return {kind: 'endpoints', namespace, name};
	// A slice of a service's endpoints names the service by a label.
	const service = labels['kubernetes.io/service-name'];
	if (kind === 'EndpointSlice' && service !== undefined) return {kind: 'endpoints', namespace, name: service};
	const target = whyOf(object);
	if (!target) return undefined;
	if (target.kind === 'Pod') return {kind: 'pod', namespace, name};
	return {kind: 'workload', workload: target.kind, namespace, name};
}

export const ofContainer = ({id, name, pod}: Pick<EndedContainer, 'id' | 'name' | 'pod'>): LayerSubject => ({
	...{kind: 'container', id, pod},
	name: name ?? id.slice(0, 12),
});

/** Opens the layers of what is selected, or says what has some. */
export function goAcross(services: Services, subject: LayerSubject | undefined): void {
	if (subject) services.across(subject);
	else services.notify(services.text.act.across);
}
