import {known, mapReading} from '../facts/reading.js';
import type {Reader} from './reading.js';
import {readText} from './file.js';

/** `br_netfilter` of `kernel/net/bridge/br_netfilter.ko.xz`; the kernel takes - and _ for the same. */
export const moduleName = (path: string): string =>
	(path.split('/').at(-1) ?? '').replace(/\.ko(\.\w+)?$/, '').replaceAll('-', '_');

/**
 * /lib/modules/RELEASE/modules.dep (`path: dependencies`) or modules.builtin (paths alone): the modules' names.
 * Null: no such file.
 */
export const readModuleList: Reader<ReadonlySet<string> | null> = outcome => {
	const text = readText(outcome);
	if (text.known && text.value === null) return known(null);
	return mapReading(text, lines => namesIn(lines ?? ''));
};

function namesIn(text: string): ReadonlySet<string> {
	const names = new Set<string>();
	for (const line of text.split('\n')) {
		const path = line.split(':', 1)[0]?.trim() ?? '';
		if (path.includes('.ko')) names.add(moduleName(path));
	}

	return names;
}
