import {useEffect, useState} from 'react';
import * as nft from '../../command/nft.js';
import type {Outcome} from '../../command/outcome.js';
import {rawLimit} from '../../store/packet-filter/packet-filter.js';
import type {Services} from '../services.js';
import type {RawText} from './rows.js';
import type {RawPane} from './state.js';

/** nft's own text of the ruleset: asked when the pane opens, ended when it closes, not asked of a host that it would choke. */
export function useRaw(services: Services, pane: RawPane | null, chains: number): RawText {
	const {ask, text} = services;
	const [raw, setRaw] = useState<RawText>({kind: 'reading'});
	const open = pane !== null;
	const refused = open && !pane.anyway && chains > rawLimit;
	useEffect(() => {
		if (!open || refused) return undefined;
		const controller = new AbortController();
		setRaw({kind: 'reading'});
		void ask(nft.rawRuleset(), controller.signal).then(outcome => {
			if (!controller.signal.aborted) setRaw(textOf(outcome, text));
		});
		return () => controller.abort();
	}, [ask, text, open, refused]);
	return refused ? {kind: 'refused', chains, limit: rawLimit} : raw;
}

function textOf({kind, stdout, stderr, argv}: Outcome, {common}: Services['text']): RawText {
	if (kind === 'ok') {
		const lines = stdout.split('\n');
		if (lines.at(-1) === '') lines.pop();
		return {kind: 'lines', lines};
	}

	const tool = argv[0] ?? 'nft';
	if (kind === 'not-found') return {kind: 'unknown', why: common.toolMissing(tool, common.package[tool] ?? tool)};
	const said = stderr.split('\n')[0] ?? '';
	const reason = common.reason[kind] ?? common.reason['failed'] ?? kind;
	return {kind: 'unknown', why: common.unknownBecause([reason, said].filter(Boolean).join(': '))};
}
