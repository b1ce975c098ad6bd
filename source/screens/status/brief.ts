import {facts} from '../../components/blocks.js';
import {bold, dim, line, span, type Line} from '../../components/line.js';
import type {Pod, Service} from '../../facts/cluster.js';
import type {Trouble} from '../../model/pod-trouble/trouble.js';
import type {Context} from './section.js';
import {containerState, portLine, reasons, type Fact} from './details.js';

/** A row in the few lines below its list: first its name, then what the list's columns do not tell. */

const named = (namespace: string, name: string): Line => line(`${namespace}/${name}`);
const pairs = (labels: Readonly<Record<string, string>>): string =>
	Object.entries(labels)
		.map(([key, value]) => `${key}=${value}`)
		.join(' ') || '-';

export function briefPod(pod: Pod, context: Context, troubles: readonly Trouble[] = []): readonly Line[] {
	const {columns: c, details: d} = context.text.status;
	const containers = pod.containers.map((container, at): Fact => [
		at === 0 ? c.container : '',
		line(
			bold(container.name),
			container.init ? dim(` ${d.init}`) : '',
			'  ',
			span(containerState(container, d)),
			dim(`  ${container.image}`),
		),
	]);
	return [
		named(pod.namespace, pod.name),
		...facts([
			...reasons(pod, context, troubles),
			...containers,
			[d.owner, pod.owner ?? '-'],
			[c.node, `${pod.node ?? '-'}${pod.hostNetwork ? `  ${d.hostNetwork}` : ''}`],
			[d.labels.toUpperCase(), pairs(pod.labels)],
		]),
	];
}

export function briefService(service: Service, {text}: Context): readonly Line[] {
	const {columns: c, details: d} = text.status;
	return [
		named(service.namespace, service.name),
		...facts([
			...service.ports.map((port, at): Fact => [at === 0 ? c.ports : '', portLine(port, d)]),
			[c.selector, pairs(service.selector)],
			[c.externalIp, service.externalIps.join(' ') || '-'],
		]),
	];
}
