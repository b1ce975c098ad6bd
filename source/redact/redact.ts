import {redactWords} from './argv.js';
import {redactFirstJson, redactJson, startsJson} from './json.js';
import {redactHeaders, redactLines, redactLong, redactUnits} from './lines.js';
import {redactForms} from './patterns.js';
import {aroundPublic, redactKeys} from './pem.js';
import {redactTables} from './tables.js';
import {mark, Tally, withMarks, withoutMarks} from './tally.js';
import {redactTold} from './told.js';
import {redactFurther} from './wrapped.js';
import {redactYaml} from './yaml.js';

export type {Hidden, HiddenKind} from './tally.js';

/** Texts inside texts inside texts: a manifest in an annotation of a recording is at the third. */
const deepest = 6;

/**
 * A text without its secrets: by structure where it has one (JSON, YAML, units, command lines), then by what the text
 * itself gives away. Idempotent. `tally` counts what was hidden.
 */
export function redact(text: string, tally: Tally = new Tally()): string {
	return withoutMarks(redactDeep(withMarks(text), tally, 0));
}

/** Short texts in which nothing was found: the same names and numbers come thousands of times. */
const clear = new Set<string>();
const mostClear = 20_000;
const longestClear = 100;

function redactDeep(text: string, tally: Tally, depth: number): string {
	if (text === '' || text === mark || clear.has(text)) return text;
	const clean = redactOnce(text, tally, depth);
	if (clean === text && text.length <= longestClear && depth <= deepest) {
		if (clear.size >= mostClear) clear.clear();
		clear.add(text);
	}

	return clean;
}

/** Colours between a name and its value, as loggers write them for a terminal. */

const colours = /\u001B\[[\d;:]*m/g;

function redactOnce(text: string, tally: Tally, depth: number): string {
	const plain = text.includes('\u001B[') ? text.replaceAll(colours, '') : text;
	if (plain !== text) {
		const clean = redactDeep(plain, tally, depth);
		return clean === plain ? text : clean;
	}

	if (depth > deepest)
		return /["\\{]/.test(text) ? tally.hide('cut', text) : redactPlain(text, content => content, tally);
	return aroundPublic(text, rest => {
		const inside = (content: string): string => redactDeep(content, tally, depth + 1);
		const parts: string[] = [];
		let left = rest;
		while (startsJson(left)) {
			const {text: clean, end} = redactFirstJson(left, inside, tally);
			parts.push(left.slice(0, left.search(/\S/)), clean);
			left = left.slice(end);
		}

		for (const part of redactJson(redactBlocks(left, inside, tally), inside, tally)) {
			parts.push(part.settled ? part.text : redactPlain(part.text, inside, tally));
		}

		return parts.join('');
	});
}

/** Too short and too plain for a secret that only its form tells. */
const harmless = /^[a-z\d./: -]{0,12}$/;

type Inside = (content: string) => string;

/** What goes on over several lines, or over JSON. */
function redactBlocks(text: string, inside: Inside, tally: Tally): string {
	if (harmless.test(text)) return text;
	const clean = redactUnits(redactKeys(redactLong(text, tally), tally), inside, tally);
	return redactHeaders(redactYaml(clean, tally), tally);
}

/** Texts without any of these words hold nothing of tables or sentences; a start has none with them. */
const tells =
	/pass|assw|pwd|token|secret|credential|\bpsk|api.?key|access.?key|identif|nickserv|\bOPER |\bftp> user|^user \S+ \S+$|\bauth[ -]|pragma|attach|iwconfig|community|\bnet us|sp_add/im;

function redactPlain(text: string, inside: Inside, tally: Tally): string {
	if (harmless.test(text)) return text;
	const told = tells.test(text) ? redactTold(redactTables(text, tally), tally) : text;
	const clean = redactLines(redactForms(redactHeaders(redactKeys(told, tally), tally), tally), inside, tally);
	return clean.includes(mark) ? redactFurther(clean, tally) : clean;
}

/** An argv without its secrets: what stands in the log and in recordings. The same reference when there are none. */
export function redactArgv(argv: readonly string[], tally: Tally = new Tally()): readonly string[] {
	const words = argv.map(withMarks);
	const clean = redactWords(words, word => redactDeep(word, tally, 0), tally).map(withoutMarks);
	return clean.some((word, index) => word !== argv[index]) ? clean : argv;
}

/** Longer lines of a text whose middle is missing may be two halves of two: nobody can tell what stands where. Characters. */
const longestWhole = 64 * 1024;

/** What a program printed, of which `cut` bytes in the middle were not kept, without its secrets. */
export function redactPrinted(text: string, cut: number, tally: Tally = new Tally()): string {
	if (cut === 0) return redact(text, tally);
	// No reader takes JSON that is cut, and its structure no longer tells what is what.
	if (/^\s*[{[]/.test(text)) return withoutMarks(tally.hide('cut', text));
	const lines = text.split('\n').map(line => (line.length > longestWhole ? tally.hide('cut', line) : line));
	return redact(lines.join('\n'), tally);
}
