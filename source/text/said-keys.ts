import {madeFrom, namesKeysBy} from './origin.js';
import type {Text} from './text.js';

/** A key as a sentence writes it, and the action that it works. */
type Said = readonly [key: string, action: string];

const back: Said = ['esc', 'app.back'];

/**
 * Sentences that name a key, by their place in the catalogue. They are written with the keys that hold by default; a person who
 * bound others reads those. `ctrl-c`, and the keys of a question, are the same for everybody.
 */
export const saidKeys: Readonly<Record<string, readonly Said[]>> = {
	'act.exec.choose': [['s', 'status.exec']],
	'act.draining': [['esc', 'act.close']],
	'act.waiting': [['esc', 'act.close']],
	'act.rollout.waiting': [['esc', 'act.close']],
	'act.rollout.deadline': [['Y', 'status.why']],
	'app.palette.hint': [
		['enter', 'finder.run'],
		['esc', 'finder.close'],
	],
	'app.log.hint': [
		['C', 'log.copy'],
		['esc', 'log.close'],
	],
	'app.jobs.watch': [['2', 'app.install']],
	'app.jobs.goOn': [['2', 'app.install']],
	'app.retry': [['r', 'app.refresh']],
	'checks.items.root.become': [['S', 'app.root']],
	'checks.asRoot': [['S', 'app.root']],
	'checks.openHint': [['enter', 'checks.open']],
	'checks.closeHint': [['esc', 'checks.back']],
	'checks.applies': [
		['x', 'checks.menu'],
		['enter', 'checks.choose'],
	],
	'checks.byHand': [['C', 'checks.copy']],
	'common.becomeRoot': [['S', 'app.root']],
	'common.nothingFound': [back],
	'common.columns.close': [['esc', 'columns.close']],
	'demo.screen.ready': [['enter', 'demo.run']],
	'demo.screen.keepKey': [['K', 'demo.keep']],
	'demo.screen.left': [['D', 'demo.cleanup']],
	'demo.screen.noCluster': [
		['2', 'app.install'],
		['3', 'app.status'],
	],
	'demo.screen.kept': [['D', 'demo.cleanup']],
	'demo.screen.busy': [['X', 'demo.stop']],
	'demo.screen.willCleanUp': [['K', 'demo.keep']],
	'demo.screen.willKeep': [['D', 'demo.cleanup']],
	'install.resetScreen.keys': [
		['enter', 'reset.run'],
		['o', 'reset.output'],
		['esc', 'reset.back'],
	],
	'install.screen.healthy': [['6', 'app.demo']],
	'install.screen.busy': [['X', 'install.stop']],
	'install.screen.undoneBy': [['u', 'install.undo']],
	'install.screen.undoneOne': [['u', 'install.undo']],
	'install.screen.more': [
		['tab', 'install.pane'],
		['j', 'list.down'],
	],
	'install.detail.outputKey': [['o', 'install.output']],
	'install.choices.key': [['c', 'install.choices']],
	'install.panel.trial.copies': [['C', 'install.copy']],
	'install.panel.stopKeys': [
		['X', 'install.stop'],
		['o', 'install.output'],
	],
	'install.panel.failedKeys': [
		['a', 'install.all'],
		['u', 'install.undo'],
		['o', 'install.output'],
	],
	'install.panel.fixKeys': [
		['C', 'install.copy'],
		['r', 'install.refresh'],
	],
	'install.panel.undoneKeys': [['a', 'install.all']],
	'nftables.raw.override': [['O', 'nftables.raw-anyway']],
	'install.panel.again': [['u', 'install.undo']],
	'install.steps.privilege.becomeRoot': [['S', 'app.root']],
	'install.steps.preflight.see': [['1', 'app.checks']],
	'network.limited': [['S', 'app.root']],
	'nftables.live.serviceGone': [['esc', 'nftables.back']],
	'nftables.allZero': [['z', 'nftables.zero']],
	'nftables.gone': [['esc', 'nftables.back']],
	'nftables.folds': [['enter', 'nftables.open']],
	'objects.jumped': [back],
	'status.details.gone': [['esc', 'status.back']],
	'status.hints.not-installed': [['2', 'app.install']],
};

const again: Said = ['r', 'connections.refresh'];

/** The same of the catalogues that are loaded when somebody asks. */
export const saidLate: Readonly<Record<'packets' | 'upkeep', Readonly<Record<string, readonly Said[]>>>> = {
	packets: {
		'connectionsPane.ofWhom': [['t', 'network.trace']],
		'connectionsPane.lost': [again],
		'connectionsPane.time': [again],
		'connectionsPane.stopped': [again],
		'connectionsPane.broken': [again],
		'connectionsPane.moreCommands': [['C', 'connections.copy']],
		'screen.again': [
			['r', 'packets.refresh'],
			['a', 'packets.all'],
			['c', 'packets.choices'],
		],
		'screen.typeAnother': [['c', 'packets.choices']],
		'screen.saving': [['X', 'packets.stop']],
	},
	upkeep: {
		'screen.keysMenu': [
			['enter', 'upkeep.choose'],
			['esc', 'upkeep.close'],
		],
		'screen.keysSteps': [
			['enter', 'upkeep.run'],
			['c', 'upkeep.choices'],
			['o', 'upkeep.output'],
			['esc', 'upkeep.back'],
		],
		'screen.keysDone': [
			['c', 'upkeep.choices'],
			['o', 'upkeep.output'],
			['esc', 'upkeep.back'],
		],
		'screen.keysUndo': [
			['u', 'upkeep.undo'],
			['c', 'upkeep.choices'],
			['o', 'upkeep.output'],
			['esc', 'upkeep.back'],
		],
		'screen.cutHint': [['enter', 'upkeep.run']],
	},
};

/**
 * The catalogue with the keys that the person bound. `label`: how the first key of an action is written, '' where it has none
 * (the sentence stays as it is).
 */
export function withOwnKeys(text: Text, label: (action: string) => string): Text {
	let made = renamed(text, saidKeys, label);
	const isLate = Object.values(saidLate).some(late => Object.values(late).some(said => isOther(said, label)));
	if (made === text && isLate) made = {...text};
	if (made !== text) {
		madeFrom(made, text);
		namesKeysBy(made, label);
	}

	return made;
}

/** The same of a catalogue that was loaded late. */
export const lateWithOwnKeys = <T>(name: keyof typeof saidLate, words: T, label: (action: string) => string): T =>
	renamed(words, saidLate[name], label);

const isOther = (said: readonly Said[], label: (action: string) => string): boolean =>
	said.some(([key, action]) => label(action) !== '' && label(action) !== key);

function renamed<T>(text: T, all: Readonly<Record<string, readonly Said[]>>, label: (action: string) => string): T {
	let made: unknown = text;
	for (const [path, said] of Object.entries(all)) {
		if (!isOther(said, label)) continue;
		const others = said.map(([key, action]) => [key, label(action)] as const);
		made = changed(made, path.split('.'), others);
	}

	return made as T;
}

type Other = readonly [key: string, other: string];

function changed(branch: unknown, [first = '', ...rest]: readonly string[], others: readonly Other[]): unknown {
	const own = branch as Readonly<Record<string, unknown>>;
	const leaf = own[first];
	return {...own, [first]: rest.length > 0 ? changed(leaf, rest, others) : changedLeaf(leaf, others)};
}

function changedLeaf(leaf: unknown, others: readonly Other[]): unknown {
	if (typeof leaf === 'string') return replaced(leaf, others, []);
	if (typeof leaf !== 'function') return leaf;
	const make = leaf as (...given: readonly unknown[]) => unknown;
	return (...given: readonly unknown[]) => {
		const said = make(...given);
		const names = given.filter(each => typeof each === 'string' && each !== '') as readonly string[];
		return typeof said === 'string' ? replaced(said, others, names) : said;
	};
}

/** Each key where it stands by itself, once, all at the same time; never within a name that was put into the sentence. */
function replaced(said: string, others: readonly Other[], names: readonly string[]): string {
	const taken = names.flatMap(name => {
		const at = said.indexOf(name);
		return at === -1 ? [] : [[at, at + name.length] as const];
	});
	const finds = others.flatMap(([key, other]) => {
		if (other === '') return [];
		const pattern = new RegExp(`(?<![A-Za-z0-9-])${key}(?![A-Za-z0-9-])`, 'g');
		const found = [...said.matchAll(pattern)].find(
			({index}) => !taken.some(([from, to]) => index >= from && index < to),
		);
		return found ? [{at: found.index, key, other}] : [];
	});
	let whole = said;
	for (const {at, key, other} of finds.toSorted((a, b) => b.at - a.at))
		whole = whole.slice(0, at) + other + whole.slice(at + key.length);
	return whole;
}
