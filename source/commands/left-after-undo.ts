import process from 'node:process';
import {createClock} from '../engine/clock.js';
import {openJournal} from '../engine/open-journal.js';
import {leftWords} from '../install/reset/left-words.js';
import {createResetSession} from '../install/reset/session.js';
import {visible} from '../terminal/sanitise.js';
import type {Invocation} from './headless.js';

/** What an undo does not undo: looked at when it is done, in words and for programs. */
export async function leftAfterUndo({runner, text}: Pick<Invocation, 'runner' | 'text'>) {
	const journal = openJournal(runner.kind, process.env);
	const session = await createResetSession({runner, text, journal, clock: createClock(), dataDir: undefined});
	const left = await session.left();
	return {
		lines: [
			...leftWords(left, text).map((line, index) => visible(index === 0 ? line : `  ${line}`)),
			...left.unread.map(what => visible(text.install.reset.unread(what))),
		],
		things: left.leftovers.map(({kind, name, command}) => ({kind, name, command: command.argv})),
		settings: left.kept.filter(({kind}) => kind === 'setting').map(({name}) => name),
	};
}
