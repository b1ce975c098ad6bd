import * as nft from '../../command/nft.js';
import {rawLimit} from '../../store/packet-filter/packet-filter.js';
import type {Text} from '../../text/text.js';
import type {RawCommand, RawOutput} from '../raw/outputs.js';

/** Not asked of a host that it would choke, unless somebody wants it all the same. */
const isRefused = (anyway: boolean, chains: number): boolean => !anyway && chains > rawLimit;

/** nft's own text of the ruleset. `anyway` undefined: the pane is closed. Undefined: it is not asked. */
export const rawCommandsOf = (
	anyway: boolean | undefined,
	chains: number,
	{nftables: {raw: words}}: Text,
): readonly RawCommand[] | undefined =>
	anyway !== undefined && !isRefused(anyway, chains)
		? [{command: nft.rawRuleset(), silent: words.empty, reading: words.reading}]
		: undefined;

/** What stands above it: that it is not the whole truth, or why it is not asked. */
export const ownOutputs = (anyway: boolean, chains: number, {nftables: {raw: words}}: Text): readonly RawOutput[] =>
	isRefused(anyway, chains)
		? [{title: words.refused(chains, rawLimit), ours: true, printed: [], notes: ['', words.override]}]
		: [{title: words.lossy, ours: true, printed: [], notes: []}];
