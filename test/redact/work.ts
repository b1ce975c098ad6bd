import {runInThisContext} from 'node:vm';
import {setFlagsFromString} from 'node:v8';
import {RegExpParser, visitRegExpAST} from '@eslint-community/regexpp';

/**
 * Counts what regular expressions do, in steps and not in time: V8 makes one that gives up after so many steps back
 * (`%NewRegExpWithBacktrackLimit`), so the least limit with which it ends tells how many there were.
 */
setFlagsFromString('--allow-natives-syntax');
const limited = runInThisContext('(source, flags, limit) => %NewRegExpWithBacktrackLimit(source, flags, limit)') as (
	source: string,
	flags: string,
	limit: number,
) => RegExp;

/** V8 does not count the steps of a loop over one letter: each gets a branch that never fits. The end always fits. */
function counted({source, flags}: RegExp): string {
	const pattern = new RegExpParser().parsePattern(source, undefined, undefined, {unicode: flags.includes('u')});
	const inserts: {at: number; text: string}[] = [];
	visitRegExpAST(pattern, {
		onQuantifierEnter({element}) {
			inserts.push({at: element.start, text: '(?:'}, {at: element.end, text: '|(?!))'});
		},
	});
	let text = source;
	for (const {at, text: inserted} of inserts.toSorted((a, b) => b.at - a.at)) {
		text = text.slice(0, at) + inserted + text.slice(at);
	}

	return `(?:${text})|(?![^])`;
}

const twins = new Map<string, RegExp[]>();
const first = 64;

/** Steps back of one search, to the next power of two. */
function stepsOf(pattern: RegExp, text: string, from: number): number {
	const flags = `g${pattern.flags.replaceAll(/[gyd]/g, '')}`;
	const key = `${flags}/${pattern.source}`;
	const row = twins.get(key) ?? [];
	twins.set(key, row);
	for (let power = 0; power < 25; power++) {
		const limit = first << power;
		const twin = (row[power] ??= limited(counted(pattern), flags, limit));
		twin.lastIndex = from;
		if (native.call(twin, text) !== null) return limit;
	}

	return Infinity;
}

const native = RegExp.prototype.exec;

/** What `run` makes regular expressions do, by their source: letters that they pass and steps back. */
export function workOf(run: () => void): ReadonlyMap<string, number> {
	const work = new Map<string, number>();
	RegExp.prototype.exec = function (this: RegExp, text: string) {
		const from = this.global || this.sticky ? this.lastIndex : 0;
		const found = native.call(this, text);
		const passed = (found ? found.index + found[0].length : text.length) - from;
		// A sticky one looks at one place only.
		const steps = this.sticky && !found ? 1 : passed + (passed > 20 ? stepsOf(this, text, from) : 1);
		work.set(this.source, (work.get(this.source) ?? 0) + steps);
		return found;
	};

	try {
		run();
	} finally {
		RegExp.prototype.exec = native;
	}

	return work;
}
