import type {Chain, Ruleset, Table} from '../../facts/packet-filter.js';
import type {Need, Surroundings, Travel} from './facts.js';
import type {Routing} from './route.js';
import type {Base, Hook, Order} from './terrain.js';

/** Base chains of a hook as the kernel runs them: by priority over all tables of the family. */
export function createBases(
	{tables}: Ruleset,
	{devices, links}: Surroundings,
	routing: Routing,
	want: (need: Need) => void,
): (hook: Hook, travel: Travel) => readonly Order[] {
	const all = tables.flatMap(table =>
		table.chains.filter(({hook}) => hook !== null).map((chain): Base => ({table, chain})),
	);
	const known = new Map<string, readonly Order[]>();

	/** Whether a chain that hangs on devices sees what passes by one; `perhaps`: not known. */
	const sees = ({table, chain}: Base, device: string | null): boolean | 'perhaps' => {
		if (device === null) return false;
		const own = chain.devices ?? devices?.get(`${table.family} ${table.name} ${chain.name}`);
		if (own === undefined) {
			want({kind: 'devices', family: table.family, table: table.name});
			return 'perhaps';
		}

		if (own.some(each => each === device || (each.endsWith('*') && device.startsWith(each.slice(0, -1))))) return true;
		const kind = links.find(({name}) => name === device)?.kind;
		if (kind === undefined || !overOthers.has(kind)) return false;
		const ports = kind === 'bridge' ? routing.portsOf(device) : null;
		return ports === null || own.some(each => each.endsWith('*') || ports.includes(each)) ? 'perhaps' : false;
	};

	/** A bridge's own chains are not on the way from port to port, and of what comes in they stand behind `prerouting`. */
	const onDevice = (hook: 'ingress' | 'egress', device: string | null, bridged: boolean): Base[] =>
		all.flatMap((base): Base[] => {
			const {table, chain} = base;
			if (chain.hook !== hook || !matters(chain) || (table.family !== 'netdev' && table.family !== 'inet')) return [];
			const answer = sees(base, device);
			if (answer === true && routing.isBridge(device) && (hook === 'ingress' || bridged)) return [];
			return answer === false ? [] : [answer === 'perhaps' ? {...base, perhaps: true} : base];
		});

	return (hook, {family, input, output, bridged}) => {
		const device = hook === 'ingress' ? input : hook === 'egress' ? output : null;
		const key = `${family} ${hook} ${device} ${bridged}`;
		const before = known.get(key);
		if (before) return before;
		const bases =
			hook === 'ingress' || hook === 'egress'
				? onDevice(hook, device, bridged)
				: all.filter(({table, chain}) => chain.hook === hook && (table.family === family || table.family === 'inet'));
		const orders = ordersOf(bases, hook);
		known.set(key, orders);
		return orders;
	};
}

/** Devices of which other devices are parts: chains of those see the packet too. */
const overOthers: ReadonlySet<string> = new Set(['bridge', 'bond', 'team', 'vlan', 'macvlan', 'ipvlan', 'vrf', 'hsr']);

const matters = ({rules, policy}: Chain): boolean => rules.length > 0 || policy === 'drop';

/**
 * All nat chains of a hook run where the kernel's own translation hangs (dstnat -100, srcnat 100), by their own priority
 * among themselves (nf_nat_register_fn).
 */
export function priorityOf({type, priority}: Chain, hook: Hook): number {
	if (type !== 'nat') return priority ?? 0;
	return hook === 'prerouting' || hook === 'output' ? -100 : 100;
}

/** So many orders are tried at most; more chains of one priority than that are rare. */
const mostOrders = 24;
const mostPermuted = 4;

function ordersOf(bases: readonly Base[], hook: Hook): readonly Order[] {
	const sorted = bases.toSorted(
		(a, b) =>
			priorityOf(a.chain, hook) - priorityOf(b.chain, hook) || (a.chain.priority ?? 0) - (b.chain.priority ?? 0),
	);
	const groups: Base[][] = [];
	for (const base of sorted) {
		const last = groups.at(-1)?.[0];
		if (last && isTied(last, base, hook)) groups.at(-1)?.push(base);
		else groups.push([base]);
	}

	const tied = groups.filter(group => group.filter(({chain}) => matters(chain)).length > 1);
	let orders: Base[][] = [[]];
	for (const group of groups) {
		const ways = tied.includes(group) ? permutations(group) : [group];
		orders = orders.flatMap(before => ways.map(way => [...before, ...way]));
	}

	const names = tied.flat().map(({table, chain}) => `${table.family} ${table.name} ${chain.name}`);
	const cut = orders.length > mostOrders || tied.some(group => group.length > mostPermuted);
	return orders
		.slice(0, mostOrders)
		.map(each => ({bases: each, tied: names.length > 0 ? names.join(', ') : null, ...(cut && {cut})}));
}

const isTied = (a: Base, b: Base, hook: Hook): boolean =>
	priorityOf(a.chain, hook) === priorityOf(b.chain, hook) &&
	((a.chain.type === 'nat') === (b.chain.type === 'nat') ? (a.chain.priority ?? 0) === (b.chain.priority ?? 0) : true);

function permutations<T>(items: readonly T[]): T[][] {
	if (items.length < 2) return [[...items]];
	if (items.length > mostPermuted) return [[...items], [...items].reverse()];
	return items.flatMap((item, at) =>
		permutations([...items.slice(0, at), ...items.slice(at + 1)]).map(rest => [item, ...rest]),
	);
}

/** Ingress chains of bridges themselves (or of unknown devices) that do more than count. */
export const bridgeIngress = ({tables}: Ruleset): Base[] =>
	tables
		.filter(({family}) => family === 'netdev' || family === 'inet')
		.flatMap(table =>
			table.chains
				.filter(
					({hook, policy, rules}) =>
						hook === 'ingress' && (policy === 'drop' || rules.some(({verdict}) => !passing.has(verdict.kind))),
				)
				.map(chain => ({table, chain})),
		);

const passing: ReadonlySet<string> = new Set(['accept', 'none', 'log']);

export const bridgeBases = ({tables}: Ruleset): Base[] =>
	tables
		.filter(({family}) => family === 'bridge')
		.flatMap((table: Table) => table.chains.filter(({hook}) => hook !== null).map(chain => ({table, chain})));
