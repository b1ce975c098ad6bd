import {defineCheck} from './check.js';

const firewallUnits = ['ufw.service', 'nftables.service', 'iptables.service'] as const;

/** Other owners of packet rules. */
export const filters = [
	defineCheck({
		id: 'firewall-other',
		group: 'firewall',
		needs: ['otherUnits'],
		judge({otherUnits}, {words}) {
			const active = firewallUnits.filter(unit => otherUnits.get(unit)?.active === 'active');
			return active.length === 0
				? {result: 'pass', found: words.none}
				: {result: 'warn', found: words.found(active), shows: active, remedy: {commands: [], note: words.note}};
		},
	}),
	defineCheck({
		id: 'iptables-mix',
		group: 'firewall',
		needs: ['legacyTables'],
		may: ['kubeChains', 'legacyRules'],
		judge({legacyTables}, {readings: {kubeChains, legacyRules}, words}) {
			if (legacyTables.length === 0) return {result: 'pass', found: words.none};
			if (legacyRules.known && legacyRules.value === 0) return {result: 'pass', found: words.empty(legacyTables)};
			const remedy = {commands: [], note: words.note};
			return kubeChains.known && kubeChains.value > 0
				? {result: 'fail', found: words.mixed(legacyTables), shows: legacyTables, remedy}
				: {result: 'warn', found: words.only(legacyTables), shows: legacyTables, remedy};
		},
	}),
];
