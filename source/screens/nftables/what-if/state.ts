import {edited, type FieldEdit} from '../../../components/field.js';
import {emptyList, moveList, type ListState} from '../../../components/list.js';
import type {Packet} from '../../../model/packet-walk/facts.js';
import {completePacket, oddAddress} from '../../../model/packet-walk/packet-walk.js';
import type {Routing} from '../../../model/packet-walk/route.js';

export const fieldNames = ['from', 'to', 'protocol', 'port', 'input'] as const;

export type FieldName = (typeof fieldNames)[number];

/** What stands in the form, as typed; empty: the default of that field. */
export type Fields = Readonly<Record<FieldName, string>>;

export type WhatIfState = {
	readonly open: boolean;
	readonly fields: Fields;
	/** The field that takes the keys; null: none does. */
	readonly editing: FieldName | null;
	/** Where the cursor stands in it; undefined: at its end. */
	readonly cursor?: number | undefined;
	readonly list: ListState;
	/** Which of the endings is shown. */
	readonly ending: number;
	/** The question before a live trace, and its hops in place of the walk's. */
	readonly asks: boolean;
	readonly live: boolean;
};

export const emptyFields: Fields = {from: '', to: '', protocol: '', port: '', input: ''};

/** Its name among the states that outlive a tab. */
export const whatIfState = 'nftables.what-if';

export const initialWhatIf: WhatIfState = {
	open: false,
	fields: emptyFields,
	editing: null,
	list: emptyList,
	ending: 0,
	asks: false,
	live: false,
};

export type WhatIfEvent =
	/** Without fields: the packet of the last time. */
	| {readonly type: 'open'; readonly fields: Fields | undefined}
	| {readonly type: 'close' | 'done' | 'ask' | 'cancel' | 'live' | 'walk'}
	| {readonly type: 'edit'; readonly field: FieldName}
	| {readonly type: 'field'; readonly by: number}
	| {readonly type: 'type'; readonly edit: FieldEdit}
	| {readonly type: 'ending'; readonly count: number}
	| {readonly type: 'move'; readonly action: string; readonly keys: readonly string[]; readonly height: number};

export function reduceWhatIf(state: WhatIfState, event: WhatIfEvent): WhatIfState {
	switch (event.type) {
		case 'open': {
			const fields = event.fields ?? state.fields;
			const editing = fields.to === '' ? 'to' : null;
			return {...initialWhatIf, open: true, fields, editing};
		}

		case 'close':
			return {...state, open: false, asks: false};
		case 'edit':
			return {...state, editing: event.field, cursor: undefined, live: false};
		case 'done':
			return {...state, editing: null};
		case 'field': {
			const at = fieldNames.indexOf(state.editing ?? 'from') + event.by;
			const editing = fieldNames[(at + fieldNames.length) % fieldNames.length] ?? 'from';
			return {...state, editing, cursor: undefined};
		}

		case 'type':
			return typed(state, event.edit);
		case 'ending':
			return {...state, ending: event.count > 0 ? (state.ending + 1) % event.count : 0, live: false, list: emptyList};
		case 'ask':
			return {...state, asks: true};
		case 'cancel':
			return {...state, asks: false};
		case 'live':
			return {...state, asks: false, live: true, list: emptyList};
		case 'walk':
			return {...state, live: false, list: emptyList};
		case 'move':
			return {...state, list: moveList(state.list, event.action, event.keys, event.height)};
	}
}

const longest = 64;

/** Addresses, names and numbers have no blanks. */
function typed(state: WhatIfState, edit: FieldEdit): WhatIfState {
	const {editing, fields, cursor} = state;
	if (editing === null) return state;
	const before = {text: fields[editing], ...(cursor !== undefined && {cursor})};
	const clean = typeof edit === 'object' ? {insert: edit.insert.replaceAll(/\s/g, '')} : edit;
	const after = edited(before, clean, longest);
	if (after === before) return state;
	if (after.text === before.text) return {...state, cursor: after.cursor};
	const changed = {...fields, [editing]: after.text};
	return {...state, fields: changed, cursor: after.cursor, ending: 0, list: emptyList, live: false};
}

const protocols: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp', 'icmp', 'icmpv6']);

export const hasPorts = (protocol: string): boolean => !protocol.startsWith('icmp');

/** What is wrong with what stands in the form. */
export type Wanted = 'to' | 'from' | 'family' | 'protocol' | 'port';

/** The packet that the fields mean, completed by the routes. */
export function packetOf({from, to, protocol, port, input}: Fields, routing: Routing): Packet | Wanted {
	const named = protocol === '' ? 'tcp' : protocol.toLowerCase();
	if (!protocols.has(named)) return 'protocol';
	const number = Number(port);
	if (hasPorts(named) && !(Number.isInteger(number) && number > 0 && number < 65_536)) return to === '' ? 'to' : 'port';
	const packet = completePacket(
		{
			source: from === '' ? null : from,
			destination: to,
			protocol: named,
			destinationPort: hasPorts(named) ? number : null,
			...(input !== '' && {input}),
		},
		routing,
	);
	const odd = oddAddress(packet);
	if (odd === undefined) return packet;
	if (odd === to) return 'to';
	return /^[\d.]+$|:/.test(odd) && odd === packet.source && from === '' ? 'family' : oddKind(packet);
}

const oddKind = ({source, destination}: Packet): Wanted =>
	source.includes(':') === destination.includes(':') ? 'from' : 'family';
