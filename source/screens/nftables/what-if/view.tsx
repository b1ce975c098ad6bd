import {useMemo} from 'react';
import {wrap} from '../../../components/blocks.js';
import {bold, dim, line, type Line} from '../../../components/line.js';
import {Confirm} from '../../../components/dialog.js';
import {Lines} from '../../../components/lines.js';
import {settle} from '../../../components/list.js';
import {useField} from '../../../components/use-field.js';
import {useLayer} from '../../../components/use-layer.js';
import {shown as asTyped} from '../../../command/command.js';
import {traceProbe, traceRules, type TraceRequest, type TraceSender} from '../../../command/trace.js';
import {level} from '../../../keys/layers.js';
import type {Hop, Packet} from '../../../model/packet-walk/facts.js';
import {createWalker} from '../../../model/packet-walk/packet-walk.js';
import {rawLimit, type PacketFilter} from '../../../store/packet-filter/packet-filter.js';
import {senderFor} from '../../../store/trace.js';
import {useSource} from '../../../store/use-source.js';
import type {Text} from '../../../text/text.js';
import type {ScreenProps} from '../../services.js';
import {useSession} from '../../use-session.js';
import {layersOfNames} from '../subject.js';
import {useInformed, useKnowing} from '../use-informed.js';
import {useSurroundings} from '../use-surroundings.js';
import {whatIfBindings, whatIfFieldBindings} from './keys.js';
import {hopKeys, hopsOf, listHeight, whatIfLines} from './rows.js';
import type {Shown} from './shown.js';
import {packetOf, type WhatIfEvent, type WhatIfState} from './state.js';

const life = 20;
const waitingLife = 60;

/** A packet walked through the rules, and traced live when a person agrees. */
export function WhatIf({
	services,
	width,
	height,
	filter,
	state,
	dispatch,
	onFollow,
}: ScreenProps & {
	readonly filter: PacketFilter;
	readonly state: WhatIfState;
	readonly dispatch: (event: WhatIfEvent) => void;
	/** Shows a rule in its chain. */
	readonly onFollow: (hop: Hop) => void;
}) {
	const {text, sessions, pacer} = services;
	const {ruleset, labels, ipsets} = filter;
	const around = useSurroundings(services);
	const world = around?.known ? around.value : undefined;
	const network = useSource(services.sources.network).value;
	// As the header has it: this picture alone is no reason to ask the cluster again and again.
	const cluster = services.sources.lastFacts();
	const serviceRange = cluster?.k0s.known ? cluster.k0s.value.serviceCidr : null;
	const live = useSession(sessions.trace, pacer);
	const walker = useMemo(() => world && createWalker(ruleset, {...world, ipsets}), [world, ruleset, ipsets]);
	const packet = useMemo(() => walker && packetOf(state.fields, walker.routing), [walker, state.fields]);
	const walked = useKnowing(services, walker, typeof packet === 'object' ? packet : undefined);
	const walk = useInformed(services, walked, {topology: network?.topology, serviceRange});
	const shown = show();
	const size = {width, height};
	const hops = hopsOf(shown);
	const keys = hopKeys(hops);
	const room = listHeight(shown, size, text, {ruleset, labels});
	const request = typeof packet === 'object' ? requestOf(packet) : undefined;

	function show(): Shown {
		if (state.live) {
			const expected = walk?.main;
			const {trace, result, failure, state: phase} = live;
			return {kind: 'live', state: phase, trace, result, failure: failure && failureText(failure), expected};
		}

		if (around && !around.known)
			return {kind: 'no-world', why: text.common.reason[around.unknown.reason] ?? around.unknown.detail};
		if (typeof packet === 'string') return {kind: 'wanted', field: packet};
		const ending = walk?.endings[state.ending] ?? walk?.main;
		return walk && ending ? {kind: 'walk', walk, ending} : {kind: 'reading'};
	}

	function failureText(failure: NonNullable<typeof live.failure>): string {
		if (failure.kind === 'busy') return text.trace.busy;
		const {reason, detail} = failure.unknown;
		return text.trace.failed([text.common.reason[reason] ?? reason, detail].filter(Boolean).join(': '));
	}

	/** The packet as a request; undefined: such a packet cannot be sent. */
	function requestOf({source, destination, protocol, destinationPort}: Packet): TraceRequest | undefined {
		if ((protocol !== 'tcp' && protocol !== 'udp') || destinationPort === null) return undefined;
		const from = state.fields.from === '' ? null : source;
		const sender: TraceSender =
			from === null || !network ? {kind: from === null ? 'host' : 'nobody'} : senderFor(from, network.topology);
		return {
			...{source: from, destination, protocol, port: destinationPort, sender},
			life: sender.kind === 'nobody' ? waitingLife : life,
		};
	}

	useLayer({
		level: level.screen,
		bindings: whatIfBindings,
		onAction(action) {
			switch (action) {
				case 'what-if.back': {
					sessions.trace.stop();
					return dispatch({type: state.live ? 'walk' : 'close'});
				}

				case 'what-if.edit':
					return dispatch({type: 'edit', field: 'from'});
				case 'what-if.ending':
					return dispatch({type: 'ending', count: walk?.endings.length ?? 0});
				case 'what-if.follow': {
					const hop = hops[settle(state.list, keys, room).index];
					return hop && hop.table !== '' ? onFollow(hop) : undefined;
				}

				case 'what-if.across': {
					const hop = hops[settle(state.list, keys, room).index];
					if (!hop || hop.chain === '') return services.notify(text.act.acrossBack);
					return services.across(layersOfNames([hop.chain], hop.text, labels));
				}

				case 'what-if.live': {
					if (services.readOnly)
						return services.notify(text.whatIf.live.readOnly(services.readOnlyBy ?? '--read-only'));
					if (!request) return services.notify(text.whatIf.live.onlyTcpUdp);
					return dispatch({type: 'ask'});
				}

				default:
					return dispatch({type: 'move', action, keys, height: room});
			}
		},
	});
	useField(
		{
			bindings: whatIfFieldBindings,
			onEdit: edit => dispatch({type: 'type', edit}),
			onAction(action) {
				if (action === 'what-if.next') dispatch({type: 'field', by: 1});
				else if (action === 'what-if.previous') dispatch({type: 'field', by: -1});
				else dispatch({type: 'done'});
			},
		},
		state.editing !== null,
	);

	if (state.asks && request) {
		const words = text.whatIf.live;
		return (
			<Confirm
				text={text}
				title={words.confirmTitle}
				decision={planOf(request, filter, {width, text, simulated: services.kind === 'simulated'})}
				details={rulesOf(request, width, text)}
				yes={words.confirmYes}
				no={words.confirmNo}
				width={width}
				height={height}
				onYes={() => {
					sessions.trace.start(request, ruleset);
					dispatch({type: 'live'});
				}}
				onNo={() => dispatch({type: 'cancel'})}
			/>
		);
	}

	return <Lines lines={whatIfLines(shown, state, {ruleset, labels}, size, text)} width={width} height={height} />;
}

/** What is about to happen, in sentences. */
function planOf(
	request: TraceRequest,
	{ruleset}: PacketFilter,
	{width, text, simulated}: {readonly width: number; readonly text: Text; readonly simulated: boolean},
): Line[] {
	const {trace: words} = text;
	const probe = traceProbe(request);
	const chains = ruleset.tables.reduce((sum, {chains: all}) => sum + all.length, 0);
	const waits =
		request.source === null ? words.willWaitAny(request.life) : words.willWait(request.source, request.life);
	const said = (sentence: string): Line[] => wrap(sentence, width).map(part => line(part));
	return [
		...(simulated ? said(words.simulated) : []),
		...said(probe ? words.willSend(asTyped(probe)) : waits),
		...said(words.guard(request.life)),
		...(chains > rawLimit ? said(words.slowStart(chains)) : []),
	];
}

/** The rules of the trace, in full. */
function rulesOf(request: TraceRequest, width: number, {trace: words}: Text): Line[] {
	return [
		line(bold(words.willRun)),
		...traceRules(request)
			.replaceAll('\t', '  ')
			.split('\n')
			.flatMap(each => (each.length < width - 2 ? [each] : wrap(each.trim(), width - 6).map(part => `    ${part}`)))
			.map(each => line(dim(`  ${each}`))),
	];
}
