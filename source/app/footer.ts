import {bold, dim, span, type Line} from '../components/line.js';
import {displayWidth} from '../components/width.js';
import type {Binding} from '../keys/binding.js';
import {keyLabel} from '../keys/key.js';

/** A key that works now and its name. */
export type Hint = {readonly keys: string; readonly name: string};

/** From the tables on the stack, top first: the footer's bindings in order; a key that a higher layer took is left out. */
export function hints(tables: ReadonlyArray<readonly Binding[]>, nameOf: (action: string) => string): Hint[] {
	const taken = new Set<string>();
	const rows: Array<{readonly footer: number; readonly hint: Hint}> = [];
	for (const table of tables) {
		const fresh: string[] = [];
		for (const {action, keys, footer} of table) {
			const free = keys.filter(key => !taken.has(key));
			fresh.push(...keys);
			if (footer === undefined || free.length === 0) continue;
			rows.push({
				footer,
				hint: {keys: labelOf(action, free), name: nameOf(action === 'list.down' ? 'list.move' : action)},
			});
		}

		for (const key of fresh) taken.add(key);
	}

	return rows.sort((a, b) => a.footer - b.footer).map(({hint}) => hint);
}

const labelOf = (action: string, keys: readonly string[]): string =>
	action === 'list.down' ? '↑↓' : keyLabel(keys[0] ?? '');

/** As many hints as fit; those at the end (help, commands, quit) are kept, the middle gives way. */
export function footerLine(list: readonly Hint[], width: number): Line {
	const widthOf = ({keys, name}: Hint): number => displayWidth(keys) + 1 + displayWidth(name) + 2;
	const kept = [...list];
	const always = 4;
	while (kept.length > always && kept.reduce((sum, hint) => sum + widthOf(hint), 0) > width + 2) {
		kept.splice(kept.length - always - 1, 1);
	}

	return kept.flatMap(({keys, name}, index) => [span(index === 0 ? '' : '  '), bold(keys), dim(` ${name}`)]);
}
