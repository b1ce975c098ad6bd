import {visible} from '../terminal/sanitise.js';
import {padded, widest} from '../terminal/text-columns.js';
import type {Hidden} from '../redact/tally.js';
import type {Own, Terminal} from './own.js';
import type {Text} from '../text/text.js';

/** The human form of `info`: five blocks of `name  value`. */
export function infoLines(found: Info, {info: words, common, cli}: Text): readonly string[] {
	const hides = cli.recordingHides;
	const {versions, paths, terminal, privileges, tools, recording} = found;
	const {rows: r} = words;
	const yes = (value: boolean | null): string => (value === null ? words.notKnown : value ? common.yes : common.no);
	const sudo = {
		'without-password': words.sudoFree,
		'with-password-or-not-allowed': words.sudoAsks,
		missing: words.sudoMissing,
	};
	return [
		...(recording === undefined
			? []
			: block(words.recording, [
					[r.recordedAt, recording.at ?? words.notKnown],
					[r.hidden, hides(recording.hidden)],
				])),
		...block(words.versions, [
			[common.product, versions['k0s-tui']],
			[r.node, versions.node],
			[r.k0s, versions.k0s ?? (tools[0]?.found === false ? words.notInstalled : words.notKnown)],
			[r.system, versions.os ?? words.notKnown],
			[r.kernel, versions.kernel ?? words.notKnown],
		]),
		...block(words.paths, [
			[r.config, paths.config ?? words.none],
			[r.state, paths.state ?? words.none],
			[r.hostState, paths.hostState],
			[r.runFolder, paths.runFolder],
			[r.service, paths.service ?? words.none],
		]),
		...block(words.terminal, [
			[r.isTerminal, yes(terminal.stdin && terminal.stdout)],
			[
				r.size,
				terminal.columns === null || terminal.rows === null ? words.none : words.size(terminal.columns, terminal.rows),
			],
			[r.type, terminal.term ?? words.none],
			[r.locale, terminal.locale ?? words.none],
			[r.color, yes(terminal.color)],
			[r.ascii, yes(terminal.ascii)],
			[r.remote, yes(terminal.ssh)],
			[r.multiplexer, terminal.multiplexer ?? words.none],
		]),
		...block(words.privileges, [
			[r.user, privileges.user ?? words.notKnown],
			[r.uid, privileges.uid === null ? words.notKnown : String(privileges.uid)],
			[r.root, yes(privileges.root)],
			[r.sudo, privileges.sudo === null ? words.notKnown : sudo[privileges.sudo]],
		]),
		...block(
			words.tools,
			tools.map(({name, found: there, version}) => [
				name,
				version ?? (there === null ? words.notKnown : there ? words.here : words.notInstalled),
			]),
		),
	].slice(0, -1);
}

function block(title: string, rows: ReadonlyArray<readonly [string, string]>): string[] {
	const width = widest(rows.map(([name]) => name)) + 2;
	return [title, ...rows.map(([name, value]) => visible(`  ${padded(name, width)}${value}`)), ''];
}

/** Null: not known. */
export type Info = {
	readonly versions: {
		readonly 'k0s-tui': string;
		readonly node: string;
		/** Null: not installed, or not known (then `tools` says that it is there). */
		readonly k0s: string | null;
		readonly os: string | null;
		readonly kernel: string | null;
	};
	/** Of the recording that is replayed, if one is. `at`: null: not known. */
	readonly recording?: {readonly at: string | null; readonly hidden: Hidden} | undefined;
	readonly paths: Own & {readonly service: string | null};
	readonly terminal: Terminal;
	readonly privileges: {
		readonly user: string | null;
		readonly uid: number | null;
		readonly root: boolean | null;
		readonly sudo: 'without-password' | 'with-password-or-not-allowed' | 'missing' | null;
	};
	readonly tools: ReadonlyArray<{
		readonly name: string;
		readonly found: boolean | null;
		readonly version: string | null;
	}>;
};
