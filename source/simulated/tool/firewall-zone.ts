import type {Zone} from '../state.js';

/** One option of firewall-cmd that works on one zone: add, remove, change, query, list. */

export type ZoneAnswer = {
	exit: number;
	stdout: string;
	stderr: string;
	/** An interface that now has a zone of its own. */
	follows?: string;
};

export type ZoneContext = {
	zones: Record<string, Zone>;
	name: string;
	zone: Zone;
	/** The zone as it is shown: with the interfaces that follow the default zone. */
	view: Zone;
	permanent: boolean;
};

const lists = {
	port: 'ports',
	source: 'sources',
	interface: 'interfaces',
	service: 'services',
	protocol: 'protocols',
	'rich-rule': 'richRules',
} as const;

type ListName = keyof typeof lists;

const success = (stderr = ''): ZoneAnswer => ({exit: 0, stdout: 'success', stderr});
const refused = (exit: number, words: string): ZoneAnswer => ({exit, stdout: '', stderr: `Error: ${words}`});

/** Undefined: no such option. */
export function runZoneOption(context: ZoneContext, word: string): ZoneAnswer | undefined {
	const [option = '', ...rest] = word.slice(2).split('=');
	const value = rest.join('=');
	const [verb = ''] = option.split('-');
	const what = option.slice(verb.length + 1);
	if (what === 'masquerade') return masquerade(context, verb);
	if (verb === 'set' && what === 'target') {
		context.zone.target = value;
		return success();
	}

	if (verb === 'list') {
		const key = Object.values(lists).find(name => name === what.replace('rich-rules', 'richRules'));
		if (key === undefined) return undefined;
		const values = key === 'ports' ? byProtocol(context.view.ports) : context.view[key];
		return {exit: 0, stdout: values.join(' '), stderr: ''};
	}

	if (!(what in lists)) return undefined;
	const list = what as ListName;
	switch (verb) {
		case 'query': {
			const found = context.view[lists[list]].includes(value);
			return {exit: found ? 0 : 1, stdout: found ? 'yes' : 'no', stderr: ''};
		}

		case 'add': {
			return invalid(context, list, value) ?? conflict(context, list, value) ?? add(context, list, value);
		}

		case 'change': {
			if (list !== 'interface' && list !== 'source') return undefined;
			for (const zone of Object.values(context.zones)) {
				zone[lists[list]] = zone[lists[list]].filter(one => one !== value);
			}

			context.zone[lists[list]].push(value);
			return list === 'interface' && !context.permanent ? {...success(), follows: value} : success();
		}

		case 'remove': {
			const values = context.zone[lists[list]];
			if (!values.includes(value)) {
				return list === 'interface' ? success() : success(`Warning: NOT_ENABLED: ${colon(value)}`);
			}

			context.zone[lists[list]] = values.filter(one => one !== value);
			return success();
		}

		default: {
			return undefined;
		}
	}
}

function masquerade({zone, permanent, name}: ZoneContext, verb: string): ZoneAnswer | undefined {
	switch (verb) {
		case 'query': {
			return {exit: zone.masquerade ? 0 : 1, stdout: zone.masquerade ? 'yes' : 'no', stderr: ''};
		}

		case 'add': {
			const warning = permanent
				? 'Warning: ALREADY_ENABLED: masquerade'
				: `Warning: ALREADY_ENABLED: masquerade already enabled in '${name}'`;
			if (zone.masquerade) return success(warning);
			zone.masquerade = true;
			return success();
		}

		case 'remove': {
			if (!zone.masquerade) return success('Warning: NOT_ENABLED: masquerade');
			zone.masquerade = false;
			return success();
		}

		default: {
			return undefined;
		}
	}
}

/** `6443/tcp` as warnings write it. */
const colon = (value: string): string => value.replace('/tcp', ':tcp').replace('/udp', ':udp');

function add({zone, name, permanent}: ZoneContext, list: ListName, value: string): ZoneAnswer {
	const values = zone[lists[list]];
	if (values.includes(value)) {
		const words = permanent ? colon(value) : `'${colon(value)}' already in '${name}'`;
		return success(`Warning: ALREADY_ENABLED: ${words}`);
	}

	values.push(value);
	return list === 'interface' && !permanent ? {...success(), follows: value} : success();
}

function invalid({name}: ZoneContext, list: ListName, value: string): ZoneAnswer | undefined {
	if (list === 'source' && !/^([\da-f:.]+)(\/(\d{1,2}|1[01]\d|12[0-8]))?$/i.test(value)) {
		return refused(105, `INVALID_ADDR: Zone '${name}': invalid source '${value}'`);
	}

	if (list === 'source' && value.includes('.') && Number(value.split('/')[1] ?? 0) > 32) {
		return refused(105, `INVALID_ADDR: Zone '${name}': invalid source '${value}'`);
	}

	if (list !== 'port') return undefined;
	const [numbers = '', protocol] = value.split('/');
	if (protocol === undefined) {
		return refused(
			102,
			'INVALID_PORT: bad port (most likely missing protocol), correct syntax is portid[-portid]/protocol',
		);
	}

	if (!['tcp', 'udp', 'sctp', 'dccp'].includes(protocol)) {
		return refused(103, `INVALID_PROTOCOL: '${protocol}' not in {'tcp'|'udp'|'sctp'|'dccp'}`);
	}

	const good =
		/^\d+(-\d+)?$/.test(numbers) && numbers.split('-').every(one => Number(one) >= 0 && Number(one) <= 65_535);
	return good ? undefined : refused(102, `INVALID_PORT: ${numbers}`);
}

/** A source or an interface belongs to one zone only. */
function conflict({zones, name, permanent, view}: ZoneContext, list: ListName, value: string): ZoneAnswer | undefined {
	if (list !== 'source' && list !== 'interface') return undefined;
	const key = lists[list];
	if (view[key].includes(value)) return undefined;
	const other = Object.keys(zones).find(one => one !== name && zones[one]?.[key].includes(value));
	if (other === undefined) return undefined;
	if (permanent)
		return refused(105, `INVALID_ADDR: Zone '${name}': ${list} '${value}' already bound to zone '${other}'`);
	return refused(18, `ZONE_CONFLICT: '${value}' already bound to ${list === 'source' ? 'a zone' : `'${other}'`}`);
}

function byProtocol(ports: readonly string[]): string[] {
	return ['tcp', 'udp', 'sctp', 'dccp'].flatMap(protocol => ports.filter(port => port.endsWith(`/${protocol}`)));
}
