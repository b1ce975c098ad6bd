import {askedOf, targetsOf} from '../model/why/target.js';
import type {Why} from '../model/why/why.js';
import type {WhyTarget} from '../model/why/facts.js';
import {whySentences, type CauseText, type WhySentences} from '../report/why-sentences.js';
import {readWhy, readWhyObjects, type WhyHost} from '../store/why.js';
import {visible} from '../terminal/sanitise.js';
import type {Unknown} from '../facts/reading.js';
import type {Answer, Exit, HeadlessCommand, Invocation} from './headless.js';

/** Names in one line of an error; `--json` has all of them. */
const mostNamed = 10;

const exits = {healthy: 0, cause: 1, unknown: 4} as const satisfies Record<Why['verdict'], Exit>;

/** `why NAMESPACE/NAME`: exit 0 healthy, 1 a cause was found, 4 not known. */
export const why: HeadlessCommand = {
	name: 'why',
	options: {},
	positionals: {min: 1, max: 1, name: 'OBJECT'},
	changes: false,
	async run(invocation, _values, [typed = '']) {
		const {runner, text, signal} = invocation;
		const words = text.cause;
		if (askedOf(typed).length === 0) {
			return {exit: 2, json: {}, lines: [], error: {code: 'usage', message: words.badTarget(typed)}};
		}

		const host: WhyHost = {kind: runner.kind, ask: async (command, own = signal) => runner.run(command, {signal: own})};
		const objects = await readWhyObjects(host, signal);
		if (!objects.known) return unread(objects.unknown, words, invocation);
		const targets = targetsOf(typed, objects.value);
		const [target] = targets;
		if (!target) {
			return {exit: 4, json: {}, lines: [], error: {code: 'not-found', message: words.notFound(typed)}};
		}

		if (targets.length > 1) return several(typed, targets, words);
		const found = await readWhy(host, target, objects.value, signal);
		if (!found.known) return unread(found.unknown, words, invocation);
		if (!found.value) {
			return {exit: 4, json: {}, lines: [], error: {code: 'not-found', message: words.notFound(typed)}};
		}

		const sentences = whySentences(found.value, text, objects.value.asOf ?? Date.now());
		return {
			exit: exits[found.value.verdict],
			json: whyJson(found.value, sentences),
			lines: whyLines(found.value, sentences, words),
		};
	},
};

/** The pods could not be read: nothing is known, and nothing is guessed. */
function unread({reason, detail}: Unknown, words: CauseText, {text}: Invocation): Answer {
	const said = [text.common.reason[reason] ?? reason, detail].filter(Boolean).join(': ');
	const hint = reason === 'needs-root' ? {hint: text.common.becomeRoot} : {};
	return {exit: 4, json: {}, lines: [], error: {code: reason, message: words.couldNotRead(said), ...hint}};
}

const nameOf = ({kind, namespace, name}: WhyTarget): string => `${kind.toLowerCase()}/${namespace}/${name}`;

function several(typed: string, targets: readonly WhyTarget[], words: CauseText): Answer {
	const candidates = targets.map(target => nameOf(target)).toSorted();
	const message = words.several(typed, candidates.slice(0, mostNamed), candidates.length);
	return {exit: 2, json: {candidates}, lines: [], error: {code: 'ambiguous', message}};
}

/** The keys of the contract. Texts are as they came from the API, not made visible. */
function whyJson(found: Why, sentences: WhySentences): Readonly<Record<string, unknown>> {
	const {target, verdict, cause, also, well, pods, chain, evidence, next, unread: left} = found;
	return {
		target,
		verdict,
		reason: cause?.id ?? well,
		sentence: sentences.sentence,
		pod: cause?.kind === 'Pod' ? {namespace: cause.namespace, name: cause.name} : null,
		container: cause?.container ?? null,
		also: also.map(({id, container}) => ({reason: id, container})),
		pods,
		chain,
		evidence: evidence.map((each, index) => {
			const {text = '', below = []} = sentences.evidence[index] ?? {};
			return {kind: each.id, text, words: below, command: each.argv};
		}),
		next: next.map(({id, argv}, index) => ({id, text: sentences.next[index]?.text ?? '', command: argv})),
		unread: left.map(({part, of, unknown}) => ({part, of, reason: unknown.reason, detail: unknown.detail})),
	};
}

/** The human form: the sentence first, what it stands on, then what to do. */
function whyLines({verdict}: Why, sentences: WhySentences, words: CauseText): readonly string[] {
	const {titles} = words;
	const {name, sentence, chain, evidence, next, unread: left} = sentences;
	const block = (title: string, rows: readonly string[]): readonly string[] =>
		rows.length === 0 ? [] : ['', title, ...rows.map(row => `  ${visible(row)}`)];
	const rowsOf = ({text, below, command}: WhySentences['evidence'][number]): readonly string[] => [
		text,
		...below.map(row => `  ${row}`),
		...(command === null ? [] : [`  $ ${command}`]),
	];
	return [
		`${words.verdict[verdict]}: ${visible(`${name}: ${sentence}`)}`,
		...(chain === '' ? [] : [`${titles.chain}: ${visible(chain)}`]),
		...block(
			titles.evidence,
			evidence.flatMap(each => rowsOf(each)),
		),
		...block(
			titles.next,
			next.flatMap(each => rowsOf(each)),
		),
		...block(titles.unread, left),
	];
}
