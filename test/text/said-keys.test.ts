import {expect, test} from 'vitest';
import {ownKeys} from '../../source/app/own-keys.js';
import {allTables} from '../../source/app/screen-table.js';
import {saidKeys, saidLate, withOwnKeys} from '../../source/text/said-keys.js';
import {catalogue} from '../../source/text/text.js';
import {originalOf} from '../../source/text/origin.js';
import {layers} from '../../source/text/en/layers.js';
import {policy} from '../../source/text/en/policy.js';
import {reach} from '../../source/text/en/reach.js';
import {reachScreen} from '../../source/text/en/reach-screen.js';
import {packetsText} from '../../source/text/packets.js';
import {upkeepText} from '../../source/text/upkeep.js';

const [en, ja] = [catalogue('en'), await catalogue('ja')];

/** A value that goes wherever a sentence wants one. */
const any: unknown = new Proxy(() => undefined, {
	get(_, name) {
		if (name === Symbol.toPrimitive || name === 'toString' || name === 'join') return () => '«»';
		if (name === Symbol.iterator) return [][Symbol.iterator].bind([]);
		if (name === 'map' || name === 'flatMap' || name === 'filter') return () => [];
		return name === 'length' ? 1 : any;
	},
	apply: () => any,
});

/** What a leaf says, with something in the place of its names. */
function saidBy(leaf: unknown): string {
	if (typeof leaf === 'string') return leaf;
	if (typeof leaf !== 'function') return '';
	const make = leaf as (...given: readonly unknown[]) => unknown;
	for (const given of [
		[3, true],
		['«a»', '«b»', '«c»', '«d»'],
		[any, any, any, any],
	]) {
		try {
			const said = make(...given);
			if (typeof said === 'string') return said;
		} catch {
			// It wants another kind of value.
		}
	}

	return '';
}

const leafAt = (text: unknown, path: string): unknown =>
	path.split('.').reduce((branch, name) => (branch as Record<string, unknown>)[name], text);

function* leaves(branch: unknown, path: readonly string[] = []): Generator<readonly [path: string, said: string]> {
	if (typeof branch === 'object' && branch !== null && !Array.isArray(branch)) {
		for (const [name, value] of Object.entries(branch)) yield* leaves(value, [...path, name]);
	} else yield [path.join('.'), saidBy(branch)];
}

const actions = new Set(allTables.flatMap(({bindings}) => bindings.map(({action}) => action)));

/** Both languages of the catalogues that are loaded when somebody asks. */
const late = {
	packets: [await packetsText('en'), await packetsText('ja')],
	upkeep: [await upkeepText(en), await upkeepText(ja)],
} as const;

test.each([
	['the catalogue', saidKeys, [en, ja]],
	['packets', saidLate.packets, late.packets],
	['upkeep', saidLate.upkeep, late.upkeep],
] as const)(
	'every key that a sentence names is that of an action that has it, in both languages: %s',
	(_, all, texts) => {
		for (const [path, said] of Object.entries(all)) {
			for (const [key, action] of said) {
				expect([path, action, actions.has(action)]).toEqual([path, action, true]);
				const bound = allTables.flatMap(({bindings}) => bindings.filter(each => each.action === action));
				expect(bound.flatMap(({keys}) => keys)).toContain({esc: 'escape'}[key] ?? key);
				for (const text of texts) {
					const own = saidBy(leafAt(text, path));
					expect(own, path).toMatch(new RegExp(`(?<![A-Za-z0-9-])${key}(?![A-Za-z0-9-])`));
				}
			}
		}
	},
);

/** Sentences that look as if they named a key and name none, or one that is the same for everybody. */
const others =
	/^(?:app\.(?:twice|rootRefused|meanings)|config\.|help\.|keyHelp|demo\.rungs|install\.join|install\.stalls|.*\.actions\.)/;

test('no other sentence of a catalogue names a key', () => {
	const named =
		/\b[Pp]ress\b|\besc\b|\benter\b|\btab\b|(?<![\w’-])[a-zA-Z](?: (?:says|shows|opens|goes|asks|runs|stops|starts|reads|keeps|copies|changes|undoes|installs|deletes|takes|tells)\b|: |, then| again)/;
	for (const [text, all] of [
		[en, saidKeys],
		[late.packets[0], saidLate.packets],
		[late.upkeep[0], saidLate.upkeep],
		[{reach, layers, policy, reachScreen}, {}],
	] as ReadonlyArray<readonly [unknown, Readonly<Record<string, unknown>>]>) {
		const found = [...leaves(text)].filter(
			([path, said]) => named.test(said.replaceAll(/«.»/g, '')) && all[path] === undefined && !others.test(path),
		);
		expect(found).toEqual([]);
	}
});

test('sentences name the keys of the config file; names in them stay as they are', () => {
	const {text} = ownKeys({back: ['Z'], 'status.exec': '$', 'app.root': '='}, '/none', en);
	expect(text.act.exec.choose).toBe('It has several containers: select one and press $ again.');
	expect(text.common.becomeRoot).toBe('Press = to restart as root with sudo, on this screen.');
	expect(text.common.nothingFound('esc me')).toBe('Nothing matches “esc me”. Z clears the filter.');
	expect(text.status.details.gone).toMatch(/^It is gone\. Z goes back/);
	expect(text.app.twice).toBe(en.app.twice);
	expect(originalOf(text)).toBe(en);
	expect(en.act.exec.choose).toContain('press s again');
});

test('so do those of a catalogue that is loaded later', async () => {
	const {text} = ownKeys({'packets.choices': ['F'], 'network.trace': 'T', 'upkeep.output': 'O'}, '/none', en);
	const packets = await packetsText('en', text);
	expect(packets.screen.again).toBe('r: start again. a: no packet limit. F: another filter.');
	expect(packets.connectionsPane.ofWhom).toMatch(/press T there\.$/);
	expect((await upkeepText(text)).screen.keysDone).toBe('c choose again · O output · esc back');
	expect((await upkeepText(en)).screen.keysDone).toBe('c choose again · o output · esc back');
	expect(originalOf(text)).toBe(en);
});

test('the usual keys change nothing', () => {
	const usual = new Map(
		allTables.flatMap(({bindings}) => bindings.map(({action, keys}) => [action, keys[0]] as const)),
	);
	expect(withOwnKeys(en, action => ({escape: 'esc'})[usual.get(action) ?? ''] ?? usual.get(action) ?? '')).toBe(en);
});
