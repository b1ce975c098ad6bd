import {
	defaultDataDir,
	k0sRunFolder,
	unitName,
	unitPath,
	workerUnitName,
	workerUnitPath,
} from '../command/k0s-paths.js';
import type {Command} from '../command/command.js';
import * as files from '../command/files.js';
import {listProcesses, processesCall, type EndScope} from '../command/processes.js';
import type {Outcome} from '../command/outcome.js';
import * as systemd from '../command/systemd.js';
import type {Unit} from '../facts/cluster.js';
import {isDown, keepsFailure, unitCase} from '../model/unit-states.js';
import {readExisting} from '../read/file.js';
import {readK0sProcesses} from '../read/k0s/processes.js';
import type {Reading} from '../facts/reading.js';
import {readUnit} from '../read/systemctl-show.js';
import {readWord} from '../read/uname.js';
import {firewallFact} from '../fact-table/firewall-facts.js';
import {unasked} from '../fact-table/one-fact.js';
import {isStillSet} from './still-set.js';

/**
 * Whether what a command of an undo would bring about is there already: then it is not run, and that it is there is no
 * error.
 * - there: nothing to do.
 * - comes: something else brings it about now: wait.
 * - not: to be done. What could not be read is not there.
 */
export type Effect = 'there' | 'comes' | 'not';

export type EffectProbe = {
	readonly asks: readonly Command[];
	readonly judge: (outcomes: readonly Outcome[]) => Effect;
};

const when = (is: boolean): Effect => (is ? 'there' : 'not');

const ofUnit = (unit: string, judge: (unit: Unit) => Effect): EffectProbe => ({
	asks: [systemd.showUnit(unit)],
	judge([outcome]) {
		const read = readUnit(outcome ?? unasked);
		return read.known ? judge(read.value) : 'not';
	},
});

const ofPaths = (paths: readonly string[], judge: (there: readonly string[]) => boolean): EffectProbe => ({
	asks: [files.existing(paths)],
	judge([outcome]) {
		const there = readExisting(outcome ?? unasked);
		return when(there.known && judge(there.value));
	},
});

const stopped = (unit: Unit): Effect =>
	isDown(unit) ? 'there' : ['stopping', 'cleaning'].includes(unitCase(unit).id) ? 'comes' : 'not';

/** `k0s stop` stops whichever of its two units is here; one that is not there is down. */
const k0sStopped: EffectProbe = {
	asks: [systemd.showUnit(unitName), systemd.showUnit(workerUnitName)],
	judge(outcomes) {
		const effects = outcomes.map((outcome): Effect => {
			const read = readUnit(outcome);
			return read.known ? stopped(read.value) : 'not';
		});
		if (outcomes.length === 0 || effects.includes('not')) return 'not';
		return effects.includes('comes') ? 'comes' : 'there';
	},
};

function ofK0s(verb: string | undefined, rest: readonly string[]): EffectProbe | undefined {
	if (verb === 'stop') return k0sStopped;
	if (verb !== 'reset') return undefined;
	const at = rest.indexOf('--data-dir');
	return ofPaths(
		[unitPath, workerUnitPath, (at < 0 ? undefined : rest[at + 1]) ?? defaultDataDir, k0sRunFolder],
		there => there.length === 0,
	);
}

function ofSystemctl(verb: string | undefined, unit: string): EffectProbe | undefined {
	switch (verb) {
		case 'stop': {
			return ofUnit(unit, stopped);
		}

		case 'start': {
			return ofUnit(unit, ({activeState}) => when(activeState === 'active'));
		}

		case 'reset-failed': {
			return ofUnit(unit, each => when(!keepsFailure(each)));
		}

		case 'enable': {
			return ofUnit(unit, ({fileState}) => when(fileState === 'enabled'));
		}

		case 'disable': {
			return ofUnit(unit, ({fileState, loadState}) => when(fileState === 'disabled' || loadState === 'not-found'));
		}

		case 'mask': {
			return ofUnit(unit, ({loadState}) => when(loadState === 'masked'));
		}

		case 'unmask': {
			return ofUnit(unit, ({loadState}) => when(loadState !== 'masked'));
		}

		default: {
			return undefined;
		}
	}
}

const ofProcesses = (scope: EndScope, dataDir: string): EffectProbe => ({
	asks: [listProcesses(dataDir, scope)],
	judge([outcome]) {
		const read = readK0sProcesses(outcome ?? unasked);
		return when(read.known && read.value.length === 0);
	},
});

const ofFirewall = (argv: readonly string[]): EffectProbe => ({
	asks: firewallFact.commands(),
	judge(outcomes) {
		const read = firewallFact.read(outcomes);
		return when(read.known && isReversal(argv) && !isStillSet(argv, read.value));
	},
});

/** What `isStillSet` understands; of anything else nothing can be told. */
const isReversal = (argv: readonly string[]): boolean =>
	argv.some(word =>
		/^--(remove-(interface|port|source|service|masquerade|rich-rule)|change-interface|set-default-zone)\b/.test(word),
	);

/** A second name of the very file that it would replace: nothing replaced it. */
const ofPrevious = (from: string, to: string): EffectProbe => ({
	asks: [files.stamps([from, to])],
	judge([outcome]) {
		const lines = (outcome ?? unasked).stdout.split('\n').filter(line => line.startsWith('/'));
		const files = lines.map(line => line.split(' ').slice(1, 3).join(' '));
		const isGone = lines.length === 1 && lines[0]?.startsWith(`${to} `) === true;
		return when(isGone || (files.length === 2 && files[0] === files[1]));
	},
});

/** How to see whether what this command would do is done; undefined: it is simply run (it may be run twice). */
export function effectOf(argv: readonly string[]): EffectProbe | undefined {
	const [tool, verb, ...rest] = argv;
	const last = argv.at(-1) ?? '';
	switch (tool) {
		case 'k0s': {
			return ofK0s(verb, rest);
		}

		case 'systemctl': {
			return ofSystemctl(verb, last);
		}

		case 'sh': {
			const [what, scope, dataDir] = processesCall(argv) ?? [];
			return what === 'end' && dataDir !== undefined && (scope === 'all' || scope === 'control-plane')
				? ofProcesses(scope, dataDir)
				: undefined;
		}

		case 'rm': {
			const paths = argv.slice(argv.indexOf('--') + 1);
			return argv.includes('--') && paths.length > 0 ? ofPaths(paths, there => there.length === 0) : undefined;
		}

		// What it would put back is not there any more: it was put back.
		case 'mv': {
			const from = argv.at(-2);
			if (from?.endsWith('.previous') === true) return ofPrevious(from, last);
			return from === undefined ? undefined : ofPaths([from, last], there => there.length === 1 && there[0] === last);
		}

		case 'hostnamectl': {
			return verb === 'set-hostname'
				? {asks: [systemd.staticHostname()], judge: ([outcome]) => when(isWord(readWord(outcome ?? unasked), last))}
				: undefined;
		}

		case 'firewall-cmd': {
			return ofFirewall(argv);
		}

		default: {
			return undefined;
		}
	}
}

const isWord = (reading: Reading<string>, word: string): boolean => reading.known && reading.value === word;
