import type {Verdict} from '../../facts/packet-filter.js';
import {parseXtRule, quotedWord, type XtOption, type XtRule} from './rule.js';

/** What a rule of iptables-save does and says, without taking all of it apart: 100,000 rules are read this way. */

const commentMark = ' --comment ';

/** The comment of one rule line; null when it has none. */
export function commentOf(line: string): string | null {
	const mark = line.indexOf(commentMark);
	if (mark === -1) return null;
	const firstQuote = line.indexOf('"');
	// A quote before the mark may hold the mark itself.
	if (firstQuote !== -1 && firstQuote < mark) return parseXtRule(line).comment;
	const from = mark + commentMark.length;
	if (line.charCodeAt(from) !== 0x22) {
		const end = line.indexOf(' ', from);
		return line.slice(from, end === -1 ? undefined : end);
	}

	const end = line.indexOf('"', from + 1);
	const word = line.slice(from + 1, end === -1 ? undefined : end);
	return word.includes('\\') ? quotedWord(line, from)[0] : word;
}

const toDestination = '-j DNAT --to-destination ';

/** Verdicts of the lines of one table: equal ones are one object. */
export function createVerdictReader(isChain: (name: string) => boolean): (line: string) => Verdict {
	const seen = new Map<string, Verdict>();
	return line => {
		let at = line.lastIndexOf(' -j ');
		if (at === -1) at = line.lastIndexOf(' -g ');
		const rest = at === -1 ? '' : line.slice(at + 1);
		// A quote after the last -j may hold that -j itself.
		if (at === -1 ? line.includes('"') : rest.includes('"')) return verdictOf(parseXtRule(line), isChain);
		if (rest.startsWith(toDestination)) {
			const to = rest.slice(toDestination.length);
			// Addresses differ in nearly every rule: keeping such verdicts would only cost memory.
			if (!to.includes(' ')) return {kind: 'dnat', to};
		}

		const known = seen.get(rest);
		if (known) return known;
		const name = rest.slice(3);
		const verdict: Verdict =
			rest.startsWith('-j ') && isChain(name) ? {kind: 'jump', chain: name} : verdictOf(parseXtRule(rest), isChain);
		seen.set(rest, verdict);
		return verdict;
	};
}

const none: Verdict = {kind: 'none'};

/** The verdict of a rule that was taken apart. `isChain` tells a user's chain from an extension's name. */
export function verdictOf(rule: XtRule, isChain: (name: string) => boolean): Verdict {
	const {target} = rule;
	if (!target) return none;
	const {name, options} = target;
	const value = (option: string): string | null => options.find(entry => entry.name === option)?.values[0] ?? null;
	if (target.goto || isChain(name)) return {kind: target.goto ? 'goto' : 'jump', chain: name};
	switch (name) {
		case 'ACCEPT':
		case 'DROP':
		case 'RETURN':
			return {kind: name.toLowerCase() as 'accept' | 'drop' | 'return'};
		case 'REJECT':
			return {kind: 'reject', with: value('reject-with')};
		case 'DNAT':
			return {kind: 'dnat', to: value('to-destination')};
		case 'SNAT':
			return {kind: 'snat', to: value('to-source')};
		case 'MASQUERADE':
			return {kind: 'masquerade'};
		case 'MARK':
		case 'CONNMARK':
			return {kind: 'mark', text: words(options)};
		case 'LOG':
		case 'NFLOG':
			return {kind: 'log', text: words(options)};
		case 'QUEUE':
		case 'NFQUEUE':
			return {kind: 'queue'};
		default:
			return {kind: 'other', name};
	}
}

const words = (options: readonly XtOption[]): string =>
	options.map(option => [`--${option.name}`, ...option.values].join(' ')).join(' ');
