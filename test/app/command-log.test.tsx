import {render} from 'ink-testing-library';
import {expect, onTestFinished, test} from 'vitest';
import {CommandLogView} from '../../source/app/command-log.js';
import {UiContext} from '../../source/components/context.js';
import type {CommandLog, LogEntry} from '../../source/host/command-log.js';
import {Layers} from '../../source/keys/layers.js';
import {catalogue} from '../../source/text/text.js';

const entries = ['ip -j route show', 'nft -j list chains', 'uname -n', 'nft list ruleset ip'].map(
	(command, id): LogEntry =>
		({
			...{id, argv: command.split(' '), why: 'ip-route', changes: false, startedAt: 0},
			...{ms: 5, exit: 0, kind: 'ok', bytes: 10},
		}) as unknown as LogEntry,
);

test('/ finds a command although its letters come in one read; n goes on, the count stands below', async () => {
	const layers = new Layers();
	const closed: string[] = [];
	const log = {get: () => entries, subscribe: () => () => undefined} as unknown as CommandLog;
	const {lastFrame, unmount} = render(
		<UiContext.Provider value={{look: {color: false, ascii: false}, layers, states: new Map()}}>
			<CommandLogView
				{...{log, text: catalogue('en'), width: 80, height: 14}}
				onCopy={() => undefined}
				onClose={() => closed.push('closed')}
			/>
		</UiContext.Provider>,
	);
	onTestFinished(unmount);
	const frame = (): string => (lastFrame() ?? '').replaceAll(/\u001B\[[\d;]*m/g, '');
	const last = (): string => frame().trimEnd().split('\n').at(-1) ?? '';
	layers.dispatch('/');
	await expect.poll(frame).toContain('/');
	// The search takes keys as soon as it is drawn.
	await expect.poll(() => layers.tables()[0]?.some(({action}) => action === 'search.keep')).toBe(true);
	for (const key of 'nft') layers.dispatch(key);
	await expect.poll(frame).toContain('/nft');
	expect(frame()).toContain('1/2');
	expect(last().trim()).toBe('nft list ruleset ip');
	layers.dispatch('enter');
	await expect.poll(() => layers.tables()[0]?.some(({action}) => action === 'log.copy')).toBe(true);
	layers.dispatch('n');
	await expect.poll(frame).toContain('2/2');
	expect(last().trim()).toBe('nft -j list chains');
	layers.dispatch('escape');
	await expect.poll(frame).not.toContain('/nft');
	expect(closed).toEqual([]);
	layers.dispatch('escape');
	expect(closed).toEqual(['closed']);
});
