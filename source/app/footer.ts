import {bold, dim, span, type Line} from '../components/line.js';
import {displayWidth} from '../components/width.js';
import type {Binding} from '../keys/binding.js';
import {keyLabel} from '../keys/key.js';

/** A key that works now and its name. `frame`: it works everywhere, so that it gives way first. */
export type Hint = {readonly keys: string; readonly name: string; readonly frame?: 'help' | 'other'};

/** From the tables on the stack, top first: the footer's bindings in order; a key that a higher layer took is left out. */
export function hints(
	tables: ReadonlyArray<readonly Binding[]>,
	nameOf: (action: string) => string,
	ascii = false,
): Hint[] {
	const taken = new Set<string>();
	const rows: Array<{readonly footer: number; readonly hint: Hint}> = [];
	for (const table of tables) {
		const fresh: string[] = [];
		for (const {action, keys, footer} of table) {
			const free = keys.filter(key => !taken.has(key));
			// The way back from a jump stands above the screen, which is asked too: its key stays the screen's.
			if (action !== 'app.back') fresh.push(...keys);
			if (footer === undefined || free.length === 0) continue;
			rows.push({
				footer,
				hint: {
					keys: labelOf(action, free, ascii),
					name: nameOf(action === 'list.down' ? 'list.move' : action),
					...(action.startsWith('app.') && {frame: action === 'app.help' ? 'help' : 'other'}),
				},
			});
		}

		for (const key of fresh) taken.add(key);
	}

	return rows.sort((a, b) => a.footer - b.footer).map(({hint}) => hint);
}

const labelOf = (action: string, keys: readonly string[], ascii: boolean): string =>
	action === 'list.down' && !ascii ? '↑↓' : keyLabel(keys[0] ?? '', ascii);

/**
 * As many hints as fit. Those of the frame give way first, from the last on; then those of the screen, from the last on.
 * `?` stays: it has all of them.
 */
export function footerLine(list: readonly Hint[], width: number): Line {
	const widthOf = ({keys, name}: Hint): number => displayWidth(keys) + 1 + displayWidth(name) + 2;
	const kept = [...list];
	while (kept.length > 1 && kept.reduce((sum, hint) => sum + widthOf(hint), 0) > width + 2) {
		const other = kept.findLastIndex(({frame}) => frame === 'other');
		kept.splice(other === -1 ? kept.findLastIndex(({frame}) => frame === undefined) : other, 1);
	}

	return kept.flatMap(({keys, name}, index) => [span(index === 0 ? '' : '  '), bold(keys), dim(` ${name}`)]);
}
