import type {Rule, Ruleset} from '../../facts/packet-filter.js';
import {asObject} from '../../read/json-value.js';
import type {Need, Surroundings} from './facts.js';
import type {Settings} from './settings.js';

/** What a packet or its connection has only where somebody gave it. */
export type Extra =
	/** Labels of a connection (`ct label`, connlabel). */
	| 'label'
	/** A helper, or a connection that a helper expects (`ct helper`, `-m helper`). */
	| 'helper'
	/** IPsec that it came by or goes by (`meta secpath`, `rt ipsec`, `-m policy`). */
	| 'ipsec';

/** True: nobody here gives it, so that no packet has it. False: somebody does, or it is not known. */
export type Never = (extra: Extra) => boolean;

/** `CT --helper ftp` and `-m connlabel --label 3 --set` give what the same words without them ask for. */
const writes: Readonly<Record<'label' | 'helper', RegExp>> = {
	label: /-m connlabel\b.*--set\b/,
	helper: /-j CT\b.*--helper\b/,
};

/** A rule of nft in its own form, one of xtables in words. */
function isWriter({statements, text}: Rule, extra: 'label' | 'helper'): boolean {
	if (!statements) return writes[extra].test(text);
	return statements.some(statement => {
		const {mangle, ...other} = asObject(statement);
		if (extra === 'helper') return 'ct helper' in other;
		return asObject(asObject(asObject(mangle)['key'])['ct'])['key'] === 'label';
	});
}

export function createNever(
	{tables}: Ruleset,
	{links, filters, ipsec, associations}: Surroundings,
	settings: Settings,
	want: (need: Need) => void,
): Never {
	const known = new Map<string, boolean>();
	/** No rule writes it; a table that could not be read may hold one that does. */
	const unwritten = (extra: 'label' | 'helper'): boolean => {
		const before = known.get(extra);
		if (before !== undefined) return before;
		const found = !tables.some(
			({kind, chains}) => kind === 'unread' || chains.some(({rules}) => rules.some(rule => isWriter(rule, extra))),
		);
		known.set(extra, found);
		return found;
	};

	return extra => {
		switch (extra) {
			case 'label':
				// Open vSwitch and tc label connections, too.
				if (!filters) want({kind: 'filters'});
				return filters?.length === 0 && !links.some(({kind}) => kind === 'openvswitch') && unwritten('label');
			case 'helper': {
				// Until Linux 6.0 the kernel gave them by port where this is on.
				const byPort = settings.value('net/netfilter/nf_conntrack_helper');
				return byPort === 0 && unwritten('helper');
			}

			case 'ipsec':
				if (!ipsec) want({kind: 'ipsec'});
				if (associations === undefined) want({kind: 'associations'});
				return ipsec?.length === 0 && associations === 0;
		}
	};
}
