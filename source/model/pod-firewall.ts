import {type Labels, labelText} from './chain-labels.js';
import type {Chain, Family, Ruleset, Table} from '../facts/packet-filter.js';

/** What kube-router's rules let into and out of one pod (kube-router 2.6, chain KUBE-POD-FW-…). */
export type PodFirewall = {
	readonly table: Table;
	readonly chain: Chain;
	/** The policies of a direction; empty: none selects the pod, so everything is allowed. Null: no rule for it. */
	readonly ingress: readonly string[] | null;
	readonly egress: readonly string[] | null;
	/** Packets that its REJECT refused; null: not counted. */
	readonly refused: number | null;
};

/** The firewall of the pod with this address; undefined: no chain is known to be its own. */
export function podFirewall({tables}: Ruleset, labels: Labels, address: string): PodFirewall | undefined {
	for (const table of tables) {
		if (table.name !== 'filter' && !table.name.startsWith('kube-router-filter')) continue;
		for (const chain of table.chains) {
			if (!chain.name.startsWith('KUBE-POD-FW-')) continue;
			const label = labels.chains.get(chain.name);
			if (label?.kind === 'pod' && label.address === address) return read(table, chain, labels);
		}
	}

	return undefined;
}

/** kube-router's mark on what its policies let through (2.x). */
const acceptedMark = '--mark 0x20000/0x20000';

/**
 * Whether in `filter FORWARD` kube-router's ACCEPT of what pods send stands before kube-proxy's refusals: what a pod sends
 * to a service without endpoints is then not refused, and leaves by the default route (kube-router 2.6, iptables mode).
 */
export function podsPassRefusal({tables}: Ruleset, family: Family): boolean {
	const filter = tables.find(table => table.family === family && table.name === 'filter');
	const forward = filter?.chains.find(({hook}) => hook === 'forward');
	const router = filter?.chains.find(({name}) => name === 'KUBE-ROUTER-FORWARD');
	const accepts = router?.rules.some(({verdict, text}) => verdict.kind === 'accept' && text.includes(acceptedMark));
	if (!forward || !accepts) return false;
	const at = (chain: string): number =>
		forward.rules.findIndex(({verdict}) => verdict.kind === 'jump' && verdict.chain === chain);
	const [routerAt, servicesAt] = [at('KUBE-ROUTER-FORWARD'), at('KUBE-SERVICES')];
	return routerAt !== -1 && (servicesAt === -1 || routerAt < servicesAt);
}

const defaultPolicy = 'KUBE-NWPLCY-DEFAULT';

function read(table: Table, chain: Chain, labels: Labels): PodFirewall {
	let ingress: string[] | null = null;
	let egress: string[] | null = null;
	let refused: number | null = null;
	for (const {verdict, text, packets} of chain.rules) {
		if (verdict.kind === 'reject') refused = packets;
		if (verdict.kind !== 'jump' || !verdict.chain.startsWith('KUBE-NWPLCY-')) continue;
		if (verdict.chain === 'KUBE-NWPLCY-COMMON') continue;
		const label = labels.chains.get(verdict.chain);
		const policies = verdict.chain === defaultPolicy ? [] : [label ? labelText(label) : verdict.chain];
		// A policy for both directions has neither -s nor -d.
		const source = / -s |\bsaddr /.test(text);
		const destination = / -d |\bdaddr /.test(text);
		if (!source) ingress = [...(ingress ?? []), ...policies];
		if (!destination) egress = [...(egress ?? []), ...policies];
	}

	return {table, chain, ingress, egress, refused};
}
