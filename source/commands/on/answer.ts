import {visible} from '../../terminal/sanitise.js';
import {textColumns} from '../../terminal/text-columns.js';
import type {OnText} from '../../text/on.js';
import type {Fault} from './fault.js';

/** What one of several servers answered. */
export type ServerAnswer = {
	readonly server: string;
	readonly exit: number;
	/** The object that its command printed; null: none. */
	readonly answer: Readonly<Record<string, unknown>> | null;
	readonly fault: Fault | null;
};

/** The sentence of a fault, and what was said of it there. */
export const faultWords = ({code, said}: Fault, text: OnText): string =>
	`${text.faults[code]}${said === '' ? '' : ` (${visible(said)})`}`;

/** The exit code for all: what could not be done at all weighs more than what is not known, and that more than a no. */
export const worstOf = (exits: readonly number[]): number =>
	[130, 2, 3, 4].find(code => exits.includes(code)) ?? Math.max(0, ...exits);

/** A row a server. */
export function answerTable(answers: readonly ServerAnswer[], text: OnText): readonly string[] {
	const {server, exit, answer, detail} = text.columns;
	return textColumns(
		[server, exit, answer, detail],
		answers.map(each => [visible(each.server), String(each.exit), verdictOf(each, text), detailOf(each, text)]),
	);
}

/** `verdict` of the contract, else the sums of `summary`. */
function verdictOf({answer, fault}: ServerAnswer, text: OnText): string {
	if (fault) return fault.exit === 4 ? text.unknown : text.cannot;
	const {verdict, summary} = answer ?? {};
	if (typeof verdict === 'string') return visible(verdict);
	const counts = Object.entries(objectOf(summary)).filter(([, count]) => typeof count === 'number' && count > 0);
	return counts.length === 0 ? '-' : counts.map(([name, count]) => `${String(count)} ${visible(name)}`).join(', ');
}

function detailOf({answer, fault}: ServerAnswer, text: OnText): string {
	if (fault) return faultWords(fault, text);
	const {error, reasons, k0s, host, checks} = answer ?? {};
	const {message} = objectOf(error);
	if (typeof message === 'string') return visible(message);
	const {version} = objectOf(k0s);
	const failed = listOf(checks)
		.map(objectOf)
		.filter(({result}) => result === 'fail');
	const said = [
		typeof version === 'string' ? `k0s ${version}` : objectOf(host)['os'],
		...listOf(reasons),
		...failed.map(({id}) => id),
	];
	return said
		.filter(each => typeof each === 'string')
		.map(visible)
		.join('; ');
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
