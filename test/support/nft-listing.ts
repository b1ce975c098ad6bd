import type {NftTable} from './standin-rules.js';

/** `nft list ruleset`, parsed as far as kube-proxy's own tables need it: what the kernel adds (handles, expiry) is gone. */
export function parseNftListing(text: string): NftTable[] {
	const tables: NftTable[] = [];
	let block: {kind: string; lines: string[]} = {kind: '', lines: []};
	let elements: string | null = null;
	for (const raw of text.split('\n')) {
		const line = raw.replace(/ # handle \d+$/, '').trim();
		const table = /^table (\S+) kube-proxy \{/.exec(line);
		const begun = /^(set|map|chain) (\S+) \{/.exec(line);
		const last = tables.at(-1);
		if (table) {
			tables.push({family: table[1] ?? '', sets: {}, maps: {}, chains: {}});
			block = {kind: 'table', lines: []};
		} else if (begun && last) {
			const [, kind = '', name = ''] = begun;
			block = {kind, lines: []};
			if (kind === 'chain') last.chains[name] = block.lines;
			else last[kind === 'set' ? 'sets' : 'maps'][name] = {lines: block.lines, elements: []};
		} else if (elements !== null || line.startsWith('elements = {')) {
			elements = `${elements ?? ''} ${line.replace('elements = {', '')}`;
			if (!line.endsWith('}')) continue;
			const own = [...Object.values(last?.sets ?? {}), ...Object.values(last?.maps ?? {})];
			const filled = own.find(one => one.lines === block.lines);
			const all = elements
				.replace(/\}$/, '')
				.split(',')
				.map(one => one.trim());
			filled?.elements.push(...all.filter(one => !/ expires /.test(one)).sort());
			elements = null;
		} else if (line !== '' && line !== '}' && block.kind !== 'table') block.lines.push(line);
	}

	return tables;
}

/** The same form from our own data: elements sorted. */
export function comparable(table: NftTable): NftTable {
	const sorted = (all: NftTable['sets']): NftTable['sets'] =>
		Object.fromEntries(
			Object.entries(all).map(([name, {lines, elements}]) => [name, {lines, elements: [...elements].sort()}]),
		);
	return {...table, sets: sorted(table.sets), maps: sorted(table.maps)};
}
