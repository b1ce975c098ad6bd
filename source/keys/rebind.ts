import {clashes, type Binding} from './binding.js';
import type {Key} from './key.js';
import {keyNamed} from './key-names.js';
import {meanings, meaningsOf, scheme} from './scheme.js';

/** Where a table stands: on the screen, in a question, or where a line is typed (letters are text there). */
export type TableKind = 'screen' | 'question' | 'typing';

export type KeyTable = {
	/** `app`, `dialog`, `network`, `network: map` … */
	readonly name: string;
	readonly kind: TableKind;
	readonly bindings: readonly Binding[];
};

/** What is wrong with a line of the config file. `path`: where it stands below `keys`. Its default stays. */
export type KeyFault = {readonly path: readonly string[]} & (
	| {readonly kind: 'unknown-action' | 'unknown-key'; readonly name: string; readonly near: readonly string[]}
	/** Not a key, nor a list of keys. */
	| {readonly kind: 'not-keys' | 'not-here' | 'in-question'; readonly name: string}
	/** The key belongs to the terminal, or is text where this action works. */
	| {readonly kind: 'taken-by-terminal' | 'is-text'; readonly name: string; readonly key: Key}
	| {readonly kind: 'clash'; readonly name: string; readonly key: Key; readonly other: string; readonly table: string}
);

type Rule = {
	readonly path: readonly string[];
	/** A screen's id, or null: everywhere. */
	readonly screen: string | null;
	/** The id of an action, or a meaning of the scheme: all actions that mean it. */
	readonly name: string;
	readonly keys: readonly Key[];
};

export type Rebinding = {
	/** A table as the person wants it; the same one for the same table. */
	readonly rebind: (bindings: readonly Binding[]) => readonly Binding[];
	readonly faults: readonly KeyFault[];
	/** The actions that were given other keys. */
	readonly changed: ReadonlyArray<{readonly path: readonly string[]; readonly keys: readonly Key[]}>;
};

const unchanged: Rebinding = {rebind: bindings => bindings, faults: [], changed: []};

/**
 * Other keys for actions, as a config file says it: `{"app.palette": ";", "raw": ["O"], "status": {"status.filter": "f"}}`.
 * A rule that cannot be followed is named, and its default stays. Questions keep their keys: what confirms a change is
 * the same for everybody.
 */
export function rebinding(wanted: unknown, tables: readonly KeyTable[]): Rebinding {
	if (typeof wanted !== 'object' || wanted === null) return unchanged;
	const {rules: all, faults} = rulesIn(wanted as Readonly<Record<string, unknown>>, tables);
	let rules = all;
	for (;;) {
		const found = firstClash(rules, tables);
		if (found === undefined) break;
		rules = rules.filter(rule => rule !== found.rule);
		faults.push(found.fault);
	}

	if (rules.length === 0) return {...unchanged, faults};
	const done = new Map(tables.map(table => [table.bindings, applied(rules, table)]));
	return {
		faults,
		changed: rules.map(({path, keys}) => ({path, keys})),
		rebind(bindings) {
			const known = done.get(bindings);
			if (known !== undefined) return known;
			// A table that is on no list, such as the one of a screen that failed.
			const made = applied(rules, {name: '', kind: 'screen', bindings});
			done.set(bindings, made);
			return made;
		},
	};
}

const screenOf = ({name}: KeyTable): string => name.split(': ')[0] ?? name;

function rulesIn(wanted: Readonly<Record<string, unknown>>, tables: readonly KeyTable[]) {
	const rules: Rule[] = [];
	const faults: KeyFault[] = [];
	const screens = new Set(tables.filter(({name}) => name.includes(': ')).map(table => screenOf(table)));
	const add = (screen: string | null, name: string, value: unknown): void => {
		const path = screen === null ? [name] : [screen, name];
		const judged = ruleOf({path, screen, name, value}, tables, screens);
		if ('kind' in judged) faults.push(judged);
		else rules.push(judged);
	};

	for (const [name, value] of Object.entries(wanted)) {
		if (screens.has(name) && typeof value === 'object' && value !== null && !Array.isArray(value)) {
			for (const [action, keys] of Object.entries(value)) add(name, action, keys);
		} else add(null, name, value);
	}

	return {rules, faults};
}

function ruleOf(
	given: {readonly path: readonly string[]; readonly screen: string | null; readonly name: string; value: unknown},
	tables: readonly KeyTable[],
	screens: ReadonlySet<string>,
): Rule | KeyFault {
	const {path, screen, name, value} = given;
	const here = tables.filter(table => screen === null || screenOf(table) === screen);
	const means = new Set<string>(meanings);
	const holding = (list: readonly KeyTable[]): readonly KeyTable[] =>
		list.filter(({bindings}) => bindings.some(({action}) => isMeant(name, action)));
	const holders = holding(here);
	if (holders.length === 0) {
		if (holding(tables).length > 0) return {path, kind: 'not-here', name};
		const near = [...new Set(tables.flatMap(({bindings}) => bindings.map(({action}) => action)))];
		return {path, kind: 'unknown-action', name, near: [...near, ...means, ...screens]};
	}

	if (holders.every(({kind}) => kind === 'question')) return {path, kind: 'in-question', name};
	const words = typeof value === 'string' ? [value] : value;
	if (!Array.isArray(words) || words.some(word => typeof word !== 'string')) return {path, kind: 'not-keys', name};
	const keys: Key[] = [];
	for (const word of words as readonly string[]) {
		const key = keyNamed(word);
		if (key.kind === 'unknown') return {path, kind: 'unknown-key', name: word, near: key.near};
		if (key.kind === 'terminal') return {path, kind: 'taken-by-terminal', name, key: key.key};
		const typedOnly = holders.every(({kind}) => kind !== 'screen');
		if (typedOnly && isPrintable(key.key)) return {path, kind: 'is-text', name, key: key.key};
		keys.push(key.key);
	}

	return {path, screen, name, keys: [...new Set(keys)]};
}

const isPrintable = (key: Key): boolean => key === 'space' || [...key].length === 1;

const isMeant = (name: string, action: string): boolean =>
	action === name || (!name.includes('.') && meaningsOf(action).includes(name));

/** The rule for an action in a table: one of this screen before one for all, an action's before a meaning's. */
function ruleFor(rules: readonly Rule[], table: KeyTable, action: string): Rule | undefined {
	if (table.kind === 'question') return undefined;
	const fitting = rules.filter(
		({screen, name}) => isMeant(name, action) && (screen === null || screen === screenOf(table)),
	);
	const rank = ({screen, name}: Rule): number => (screen === null ? 0 : 2) + (name === action ? 1 : 0);
	const rule = fitting.toSorted((one, other) => rank(other) - rank(one))[0];
	// Where a line is typed letters are text, whatever they do elsewhere.
	if (table.kind === 'typing' && rule?.keys.some(key => isPrintable(key))) return undefined;
	return rule;
}

/** The table itself where no rule is for it. */
function applied(rules: readonly Rule[], table: KeyTable): readonly Binding[] {
	if (!table.bindings.some(({action}) => ruleFor(rules, table, action) !== undefined)) return table.bindings;
	return table.bindings.map(binding => {
		const rule = ruleFor(rules, table, binding.action);
		if (rule === undefined) return binding;
		// By its meaning: the keys that an action has for another meaning stay.
		const kept = rule.name === binding.action ? [] : binding.keys.filter(key => scheme[key] !== rule.name);
		return {...binding, keys: [...rule.keys, ...kept.filter(key => !rule.keys.includes(key))]};
	});
}

type Clash = {readonly rule: Rule; readonly fault: KeyFault};

/** A key that means two things where a rule put it: in one table, or on a screen and in the frame around it. */
function firstClash(rules: readonly Rule[], tables: readonly KeyTable[]): Clash | undefined {
	const frame = tables.find(({name}) => name === 'app');
	const frameNow = frame && applied(rules, frame);
	type Place = {readonly table: KeyTable; readonly action: string};
	/** Of two rules the later one gives way. */
	const clash = (key: Key, one: Place, two: Place): Clash | undefined => {
		const [last] = [[one, two] as const, [two, one] as const]
			.flatMap(([mine, other]) => {
				const rule = ruleFor(rules, mine.table, mine.action);
				return rule?.keys.includes(key) ? [{rule, mine, other}] : [];
			})
			.toSorted((a, b) => rules.indexOf(b.rule) - rules.indexOf(a.rule));
		if (last === undefined) return undefined;
		const {rule, mine, other} = last;
		return {
			rule,
			fault: {path: rule.path, kind: 'clash', name: mine.action, key, other: other.action, table: other.table.name},
		};
	};

	for (const table of tables) {
		const now = applied(rules, table);
		if (now === table.bindings && frameNow === frame?.bindings) continue;
		for (const key of clashes(now)) {
			const [one, other] = now.filter(({keys}) => keys.includes(key)).map(({action}) => action);
			if (one === undefined || other === undefined) continue;
			const found = clash(key, {table, action: one}, {table, action: other});
			if (found !== undefined) return found;
		}

		if (table.kind !== 'screen' || frame === undefined || frameNow === undefined || table === frame) continue;
		for (const {action, keys} of now) {
			for (const {action: other, keys: frameKeys} of frameNow) {
				const key = keys.find(each => frameKeys.includes(each));
				if (key === undefined || meaningsOf(action).some(each => meaningsOf(other).includes(each))) continue;
				const found = clash(key, {table, action}, {table: frame, action: other});
				if (found !== undefined) return found;
			}
		}
	}

	return undefined;
}
