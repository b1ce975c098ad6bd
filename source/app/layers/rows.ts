import {clusterAddresses} from '../../model/cluster-addresses.js';
import {bold, colored, dim, line, type Line, type Span} from '../../components/line.js';
import {displayWidth, pad} from '../../components/width.js';
import type {Container} from '../../facts/cluster.js';
import type {Gap, Layer, Row, Thing} from '../../model/layers/facts.js';
import {layers as order} from '../../model/layers/facts.js';
import type {LayerSubject} from '../../model/layers/subject.js';
import {hostKey} from '../../model/network-keys.js';
import {meaningText} from '../../model/refusals.js';
import {portText} from '../../model/service-port.js';
import type {LayersText} from '../../text/layers.js';
import type {Text} from '../../text/text.js';

export type Words = {readonly text: Text; readonly own: LayersText};

/** Tells a row from the others, over reads. */
export function rowKey({layer, thing, gap}: Row, at: number): string {
	if (!thing) return `${layer} ${gap.kind} ${at}`;
	switch (thing.layer) {
		case 'pod':
		case 'service':
			return `${layer} ${thing.name}`;
		case 'container':
			return `${layer} ${thing.container.id}`;
		case 'process':
			return `${layer} ${thing.process.pid}`;
		case 'netns':
			return `${layer} ${thing.space}`;
		case 'veth':
			return `${layer} ${thing.space} ${thing.link.name}`;
		case 'address':
			return `${layer} ${thing.space} ${thing.link.name} ${thing.address}`;
		case 'path':
			return `${layer} ${thing.port.key}`;
		case 'endpoint':
		case 'rules':
			return `${layer} ${thing.at.table} ${thing.at.chain}`;
		case 'drop':
			return 'refusal' in thing
				? `${layer} ${thing.refusal.chain.name} ${thing.refusal.rule?.index ?? 'policy'} ${thing.refusal.element?.key ?? ''}`
				: `${layer} all`;
	}
}

/** Its layer, only where it is another one than the row's above; then what it is. */
export function rowLine(row: Row, above: Row | undefined, words: Words): Line {
	const {own} = words;
	const widest = Math.max(...order.map(layer => displayWidth(own.layer[layer])));
	const head = dim(pad(row.layer === above?.layer ? '' : own.layer[row.layer], widest + 2));
	return [head, ...(row.thing ? thingLine(row.thing, words) : [gapSpan(row.layer, row.gap, words)])];
}

const beside = (...parts: ReadonlyArray<string | null | undefined>): Span =>
	dim(parts.map(part => (part ? `  ${part}` : '')).join(''));

function thingLine(thing: Thing, {own, text}: Words): Line {
	switch (thing.layer) {
		case 'pod': {
			const {pod} = thing;
			if (!pod) return line(bold(thing.name), beside(own.noPod));
			return line(bold(thing.name), beside(`${pod.ready}/${pod.total}`, pod.phase, pod.ips[0]));
		}

		case 'container':
			return containerLine(thing.container, own);
		case 'process':
			return line(bold(String(thing.process.pid)), `  ${thing.process.command ?? '?'}`, beside(thing.container));
		case 'netns': {
			const {namespace, space} = thing;
			if (!namespace) return line(bold(text.network.thisHost), beside(own.hostSpace));
			return line(bold(space), beside(namespace.inode === null ? null : `net:[${namespace.inode}]`));
		}

		case 'veth': {
			const {link, space} = thing;
			const drops = (link.rx?.drops ?? 0) + (link.tx?.drops ?? 0);
			return line(
				bold(link.name),
				beside(
					link.master === null ? null : own.inBridge(link.master),
					space === hostKey ? own.onHost : own.inSpace(space),
					link.state,
				),
				drops > 0 ? colored(`  ${own.dropped(drops)}`, 'yellow') : '',
			);
		}

		case 'address':
			return line(
				bold(thing.address),
				beside(thing.link.name, thing.space === hostKey ? own.onHost : own.inSpace(thing.space)),
			);
		case 'service': {
			const {service} = thing;
			if (!service) return line(bold(thing.name), beside(own.noService));
			return line(
				bold(thing.name),
				beside(
					service.type,
					clusterAddresses(service).join(',') || (service.clusterIp ?? service.externalName),
					service.ports.map(portText).join(','),
				),
			);
		}

		case 'path': {
			const {service, key, entries, endpoints, verdict, protocol} = thing.port;
			const [entry] = entries;
			const told = verdict === 'dnat' ? undefined : own.refusal[verdict];
			return line(
				bold(service ?? key),
				beside(entry ? `${entry.address ?? '*'}:${entry.port}/${protocol}` : null),
				told === undefined ? dim(`  ${own.endpoints(endpoints)}`) : colored(`  ${told}`, 'yellow'),
			);
		}

		case 'endpoint':
			return line(
				bold(thing.address),
				beside(
					thing.pod === null ? null : own.subject.pod(thing.pod),
					thing.service === null ? null : own.ofService(thing.service),
				),
			);
		case 'rules':
			return line(bold(thing.at.chain), beside(`${thing.family} ${thing.table}`));
		case 'drop':
			return dropLine(thing, {own, text});
	}
}

function containerLine({name, kind, pid, status, image}: Container, own: LayersText): Line {
	return line(
		bold(name ?? (kind === 'sandbox' ? own.sandbox : '?')),
		`  ${pid === null ? own.noPid : own.pid(pid)}`,
		beside(status, image),
	);
}

function dropLine(thing: Extract<Thing, {layer: 'drop'}>, {own, text}: Words): Line {
	if (!('refusal' in thing)) return line(own.all(thing.all, thing.named));
	const {meaning, rule, element, chain} = thing.refusal;
	const meant = meaningText(meaning, text.nftables.live.refusals);
	const packets = element ? null : (rule?.packets ?? null);
	return line(
		bold(chain.name),
		packets ? colored(`  ${own.refused(packets)}`, 'yellow') : '',
		`  ${meant === '' ? (element?.key ?? rule?.text ?? own.policy) : meant}`,
	);
}

function gapSpan(layer: Layer, gap: Gap, {own, text}: Words): Span {
	switch (gap.kind) {
		case 'reading':
			return dim(own.reading);
		case 'none':
			return dim(own.none[layer]);
		case 'elsewhere':
			return colored(own.elsewhere(gap.node), 'yellow');
		case 'not-found':
			return colored(own.notFound, 'yellow');
		case 'ipvs':
			return colored(own.ipvs, 'yellow');
		case 'partly':
			return colored(own.partly, 'yellow');
		case 'unknown':
			return colored(own.unknown(whyText(gap.why, text)), 'yellow');
	}
}

export const whyText = ({reason, detail}: {readonly reason: string; readonly detail: string}, {common}: Text): string =>
	[common.reason[reason] ?? reason, detail].filter(Boolean).join(': ');

/** The subject in words, for the title. */
export function subjectText(subject: LayerSubject, {subject: words}: LayersText): string {
	switch (subject.kind) {
		case 'pod':
		case 'service':
		case 'endpoints':
			return words[subject.kind](`${subject.namespace}/${subject.name}`);
		case 'workload':
			return words.workload(subject.workload, `${subject.namespace}/${subject.name}`);
		case 'container':
			return words.container(
				subject.pod ? `${subject.name} (${subject.pod.namespace}/${subject.pod.name})` : subject.name,
			);
		case 'netns':
			return subject.space === hostKey ? words.host : words.netns(subject.space);
		case 'link':
			return words.link(subject.name);
		case 'address':
			return words.address(subject.address);
		case 'rule':
			return words.rule;
	}
}
