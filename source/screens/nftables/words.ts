import {dim, span, type Line, type Span} from '../../components/line.js';
import {displayWidth} from '../../components/width.js';
import {labelText, type Labels} from '../../model/chain-labels.js';
import {hashedChain, isCanary} from '../../model/kube-chains.js';
import {missingParts, totalOf, type KubeLoss} from '../../model/kube-wiped.js';
import type {Chain, Table, Verdict} from '../../facts/packet-filter.js';
import {targetOf} from '../../model/rule-words.js';
import type {Text} from '../../text/text.js';

/** Chains, rules and numbers in the few words of a column. */

/** From so many columns on hashes are shown beside what they stand for. */
export const wide = 100;

const units = ['', 'k', 'M', 'G', 'T', 'P'];

/** At most five columns: 9999, 12.3k, 1.2M. Null (nothing counts here): `-`. */
export function shortNumber(value: number | null): string {
	if (value === null) return '-';
	let size = value;
	let unit = 0;
	for (; size >= (unit === 0 ? 10_000 : 999.5) && unit < units.length - 1; unit++) size /= 1000;
	if (unit === 0) return String(value);
	return `${size < 99.95 ? size.toFixed(1) : Math.round(size)}${units[unit] ?? ''}`;
}

/** A hashed chain that is known: the start of its name (`short`: its kind alone), and who it is. Else the whole name. */
export function chainText(name: string, labels: Labels, short: boolean): string {
	const label = labels.chains.get(name);
	const hashed = hashedChain(name);
	if (label?.kind === 'host-port') return `${short ? 'CNI-DN' : `${name.slice(0, 11)}…`} ${labelText(label)}`;
	if (!label || !hashed) return name;
	return `${short ? hashed.kind : `KUBE-${hashed.kind}-${hashed.hash.slice(0, 4)}…`} ${labelText(label)}`;
}

/** What a chain is, beside its name. */
export function whatOf(table: Table, chain: Chain, labels: Labels, {nftables: words}: Text): string {
	if (chain.hook !== null) return words.base(chain.hook, String(chain.priority ?? '?'), chain.policy ?? '?');
	const label = labels.chains.get(chain.name);
	if (label) return words.labelled[label.kind](labelText(label));
	if (isCanary(chain.name)) return words.canary;
	return words.roles[`${table.name} ${chain.name}`] ?? '';
}

/** What a rule does; what ends a packet's way stands out. */
export function thenOf(verdict: Verdict, labels: Labels, {nftables: words}: Text, short: boolean): Span {
	switch (verdict.kind) {
		case 'jump':
			return span(`→ ${chainText(verdict.chain, labels, short)}`);
		case 'goto':
			return span(`→ ${chainText(verdict.chain, labels, short)} ${words.goto}`);
		case 'vmap':
			return span(`→ ${targetOf(verdict)}`);
		case 'none':
			return dim(words.countsOnly);
		case 'drop':
		case 'reject':
			return span(targetOf(verdict), {color: 'red'});
		case 'accept':
			return span(targetOf(verdict), {color: 'green'});
		case 'dnat':
		case 'snat':
		case 'masquerade':
			return span(targetOf(verdict), {color: 'cyan'});
		default:
			return span(targetOf(verdict));
	}
}

/** Rules of Kubernetes that somebody flushed: all of them, or what has not come back. */
export function lossText(loss: KubeLoss, {nftables: {live}}: Text): string {
	const [before, now] = [totalOf(loss.before), totalOf(loss.now)];
	return now === 0
		? live.wiped(before)
		: live.partly(
				before,
				now,
				missingParts(loss).map(part => live.parts[part]),
			);
}

/** Text with the style of what never moved. */
export const quiet = (text: string, isQuiet: boolean): Span => (isQuiet ? dim(text) : span(text));

/** One line from left and right parts, the right one at the edge. */
export function ends(left: Line, right: string, width: number): Line {
	const used = left.reduce((sum, {text}) => sum + displayWidth(text), 0);
	const gap = width - used - displayWidth(right);
	return gap < 2 ? left : [...left, span(' '.repeat(gap)), dim(right)];
}
