import {tokenise} from '../read/iptables/rule.js';
import type {Family, Rule, TableKind, Verdict} from '../facts/packet-filter.js';

/** A rule in few words for a list: what it asks for, and what it does. The full text stands beside it elsewhere. */

/**
 * What a rule asks for, without its chain, comment and target. `-m NAME` goes where an option says the same; a host's
 * `/32` goes. `''`: it asks for nothing.
 */
export function conditionsOf(rule: Rule, kind: TableKind): string {
	return kind === 'xtables' || kind === 'legacy' ? fromXt(rule.text) : fromNft(rule);
}

function fromXt(text: string): string {
	const words: string[] = [];
	const tokens = tokenise(text);
	for (let at = 0; at < tokens.length; at++) {
		const {text: word, quoted} = tokens[at] ?? {text: '', quoted: true};
		const next = tokens[at + 1]?.text ?? '';
		if (!quoted && (word === '-j' || word === '-g')) break;
		if (!quoted && (word === '-A' || word === '--comment' || word === '--nfacct-name')) {
			at++;
		} else if (!quoted && word === '-m') {
			at++;
			const after = tokens[at + 1]?.text ?? '';
			const said = after.startsWith('--') || after === '!' || words.includes(next);
			// A counter with a name (`nfacct`) asks for nothing.
			if (next !== 'comment' && next !== 'nfacct' && !said) words.push(word, next);
		} else {
			words.push(quoted ? `"${word}"` : word.replace(/^(\d[\d.]*)\/32$/, '$1'));
		}
	}

	return words.join(' ');
}

const nftTarget =
	/(?:^| )(?:(?:jump|goto) \S+|accept|drop|return|continue|reject(?: with .*)?|masquerade(?: .*)?|[ds]nat (?:ip6? )?to .*)$/;

const fromNft = ({text}: Rule): string => text.replace(nftTarget, '').trim();

/** A table's name, with its family where that is not the usual one: rows of IPv4 and IPv6 are told apart by it. */
export const tableText = (family: Family, name: string): string => (family === 'ip6' ? `ip6 ${name}` : name);

/** The chain that a rule leads to, when it is one. */
export const jumpOf = ({verdict}: Rule): string | null =>
	verdict.kind === 'jump' || verdict.kind === 'goto' ? verdict.chain : null;

/** What a rule does, in the tools' words: a chain's name, `ACCEPT`, `DNAT 10.244.0.3:53`; '' when it only counts. */
export function targetOf(verdict: Verdict): string {
	switch (verdict.kind) {
		case 'jump':
		case 'goto':
			return verdict.chain;
		case 'reject':
			return verdict.with === null ? 'REJECT' : `REJECT ${verdict.with}`;
		case 'dnat':
		case 'snat':
			return verdict.to === null ? verdict.kind.toUpperCase() : `${verdict.kind.toUpperCase()} ${verdict.to}`;
		case 'vmap':
			return verdict.map === null ? verdict.chains.join(' ') : `@${verdict.map}`;
		case 'mark':
			return verdict.text.startsWith('meta ') ? verdict.text : `MARK ${verdict.text.replace('--set-xmark ', '')}`;
		case 'log':
			return verdict.text.startsWith('log') ? verdict.text : `LOG ${verdict.text.replace('--nflog-', '')}`;
		case 'other':
			return verdict.name;
		case 'none':
			return '';
		default:
			return verdict.kind.toUpperCase();
	}
}
