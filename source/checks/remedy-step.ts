import type {Action, Judgement, Step} from '../engine/step.js';
import type {Coded, IdText} from '../text/ids.js';
import type {Check, Finding} from './check.js';
import type {Facts} from './facts.js';
import type {CheckOptions} from './options.js';

/** A check speaks the catalogue that it is given: here that of ids. */
const ofIds = (words: string): Coded => words as Coded;

export type RemedyStep = Step<Facts, CheckOptions>;

/**
 * The remedy of a check as a step of the engine: whether there is something to mend, what would run, and whether it
 * worked are all told by the check itself.
 */
export function remedyStep(check: Check, text: IdText): RemedyStep {
	const {items, remedies: words} = text.checks;
	const warnings = (remedy: Finding['remedy']): readonly Coded[] => [
		...(remedy?.fix?.reboot ? [words.reboot] : []),
		...(remedy?.fix?.undo.length === 0 ? [words.noUndo] : []),
	];
	const find = (facts: Partial<Facts>, options: CheckOptions): Finding => check.judge(facts, options, text);
	return {
		id: check.id,
		title: items[check.id].title,
		why: items[check.id].why,
		guide: [],
		needs: [...new Set([...check.facts, 'uid' as const])],
		...(check.settles && {wait: check.settles}),
		judge(facts, options): Judgement {
			const {result, remedy, mended, ...finding} = find(facts, options);
			const found = ofIds(finding.found);
			if (result === 'pass' || mended) return {state: 'so', found};
			if (result === 'skip') return {state: 'skipped', found};
			if (!remedy?.fix) return {state: 'blocked', found, hint: remedy ? ofIds(remedy.note) : words.none};
			if (!facts.uid.known || facts.uid.value !== 0) return {state: 'blocked', found, hint: words.asRoot};
			return {state: 'open', found};
		},
		plan: (facts, options): readonly Action[] =>
			(find(facts, options).remedy?.commands ?? []).map(command => ({command})),
		undo: (facts, options) => find(facts, options).remedy?.fix?.undo ?? [],
		outline(facts, options) {
			const {remedy} = find(facts, options);
			return {does: ofIds(remedy?.note ?? ''), warns: warnings(remedy)};
		},
		notes(facts, options) {
			const {remedy} = find(facts, options);
			return remedy ? [ofIds(remedy.note), ...warnings(remedy)] : [];
		},
	};
}
